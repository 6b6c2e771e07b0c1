"""`shouwen explain CASE --as …`: what each audience may see."""

import json

from starter.desk import Desk
from tests.starter.conftest import INQUIRY, Shouwen, recorded, working


async def test_each_audience_sees_its_own_view(shouwen: Shouwen, desk: Desk) -> None:
    """In JSON and for people; the public learns nothing of the matter."""
    async with working(desk):
        case = (await desk.open("hotel", INQUIRY)).case
        await recorded(desk, case)

        requester = await shouwen("explain", case, "--as", "requester", "--json")
        oversight = await shouwen("explain", case, "--as", "oversight")
        public = await shouwen("explain", case, "--as", "public")

    assert "前厅部" == requester.json["contact"]["unit"]
    assert "fo-01" not in requester.out
    assert "登记" in oversight.out
    assert INQUIRY["matter"] in oversight.out
    for private in (INQUIRY["matter"], *INQUIRY["requester"].values(), case):
        assert private not in public.out


async def test_people_read_facts_in_chinese_and_local_time(shouwen: Shouwen, desk: Desk) -> None:
    """A line a fact, without JSON, keys or UTC; what programs read is counted."""
    case = (await desk.open("hotel", {**INQUIRY, "received_at": "2026-10-09T09:05:00+08:00"})).case

    requester = await shouwen("explain", case, "--as", "requester")
    oversight = await shouwen("explain", case, "--as", "oversight")

    [registered] = [line for line in requester.out.splitlines() if "登记" in line]
    for part in ("渠道：来电；类别：投诉", "事由：房间空调不制冷", "来人：（姓名：金一平，"):
        assert part in registered
    assert "首问责任：前厅部；接收时间：2026-10-09 周五 09:05" in registered
    assert "首问责任：前厅部 fo-01" in oversight.out
    assert "fo-01" not in requester.out
    assert "经手" not in requester.out
    for raw in ("{", "+00:00", "received_at", '"'):
        assert raw not in requester.out + oversight.out


async def test_a_case_that_no_worker_has_seen_is_shown_from_its_start(
    shouwen: Shouwen, desk: Desk
) -> None:
    """The register holds nothing of it yet."""
    case = (await desk.open("hotel", INQUIRY)).case

    ran = await shouwen("explain", case, "--as", "unit", "--json")

    assert "registered" == ran.json["facts"][0]["kind"]


async def test_a_clock_and_an_audience_are_not_asked_together(shouwen: Shouwen) -> None:
    """An audience sees the whole case."""
    ran = await shouwen("explain", "HT-1", "transfer", "--as", "public")

    assert (1, "") == (ran.code, ran.out)
    assert "expected either the clock transfer or --as public" in ran.err


async def test_an_unknown_audience_shows_the_usage(shouwen: Shouwen) -> None:
    """With those that there are."""
    ran = await shouwen("explain", "HT-1", "--as", "press")

    assert 2 == ran.code
    assert "requester" in ran.err
    assert json.dumps("press")[1:-1] in ran.err
