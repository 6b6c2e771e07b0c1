"""`shouwen notices`: nothing that people were to be told is dropped in silence, or told twice."""

from datetime import UTC, datetime, timedelta

import pytest

from starter.desk import Desk
from store.outbox import DELIVERED, FAILED, QUEUED, Notice
from tests.servers import fresh
from tests.starter.conftest import Shouwen

AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)


async def queued(desk: Desk, *recipients: str) -> list[Notice]:
    """Put a notice for each recipient into the outbox."""
    case = fresh("HT")
    notices = [
        Notice(case, "notify#1", "hotel", "reminder", "工单即将到期", recipient, AT)
        for recipient in recipients
    ]
    await desk.register.outbox.queue(case, notices)
    return notices


async def ended(desk: Desk, notice: Notice, status: str, trouble: str = "") -> None:
    """Let a notice be tried once and come to *status*."""
    row = await desk.register.outbox.claim(notice.key, "token", AT)
    assert row is not None
    await desk.register.outbox.release(row, AT, reached=(), trouble=trouble, status=status)


async def test_notices_are_listed_with_what_became_of_them(shouwen: Shouwen, desk: Desk) -> None:
    """In words for people, and as JSON with every time."""
    mine, other = await queued(desk, "fo-09", "qa-01")
    await ended(desk, other, FAILED, "未送达的渠道：mail")

    ran = await shouwen("notices", "list", "--case", mine.case_no)
    only = await shouwen("notices", "list", "--case", mine.case_no, "--to", "fo-09", "--json")
    failed = await shouwen("notices", "list", "--case", mine.case_no, "--status", FAILED, "--json")

    assert "待发送" in ran.out
    assert "未送达的渠道：mail" in ran.out
    assert [mine.key] == [row["key"] for row in only.json]
    assert AT.isoformat() == only.json[0]["queued_at"]
    assert [(other.key, 1)] == [(row["key"], row["attempts"]) for row in failed.json]


async def test_of_many_the_newest_are_listed(shouwen: Shouwen, desk: Desk) -> None:
    """At most so many as are asked for, still the oldest first; none is no number to ask for."""
    case = fresh("HT")
    notices = [
        Notice(
            case, f"notify#{n}", "hotel", "reminder", "即将到期", "fo-09", AT + timedelta(hours=n)
        )
        for n in range(3)
    ]
    for notice in notices:
        await desk.register.outbox.queue(case, [notice])

    ran = await shouwen("notices", "list", "--case", case, "--limit", "2", "--json")
    none = await shouwen("notices", "list", "--limit", "0")

    assert [notice.key for notice in notices[1:]] == [row["key"] for row in ran.json]
    assert 2 == none.code
    assert "--limit" in none.err


async def test_none_is_said_so(shouwen: Shouwen) -> None:
    """An empty table would look like a fault."""
    ran = await shouwen("notices", "list", "--case", fresh("HT"))

    assert (0, "", "no notices\n") == (ran.code, ran.out, ran.err)


async def test_a_notice_that_did_not_arrive_is_queued_again(shouwen: Shouwen, desk: Desk) -> None:
    """Once: a second time it waits already."""
    (notice,) = await queued(desk, "fo-09")
    await ended(desk, notice, FAILED, "未送达的渠道：mail")

    first = await shouwen("notices", "again", notice.key)
    second = await shouwen("notices", "again", notice.key, "--json")

    assert (0, f"{notice.key}  已重新排入\n") == (first.code, first.out)
    row = await desk.register.outbox.get(notice.key)
    assert row is not None
    assert (QUEUED, 0) == (row.status, row.attempts)
    assert 1 == second.code
    assert {"key": notice.key, "queued": False, "said": "不必重发：待发送"} == second.json


async def test_an_interrupted_sending_waits_for_a_person(shouwen: Shouwen, desk: Desk) -> None:
    """Its sender vanished: nobody knows whether it arrived, so it is sent again only by hand."""
    (notice,) = await queued(desk, "fo-09")
    await desk.register.outbox.claim(notice.key, "token", AT)
    await desk.register.outbox.expire(AT + timedelta(hours=1), timedelta(seconds=90))

    listed = await shouwen("notices", "list", "--case", notice.case_no)
    ran = await shouwen("notices", "again", notice.key)

    assert "发送中断" in listed.out
    assert 0 == ran.code
    assert [notice.key] == [row.key for row in await desk.register.outbox.waiting(["fo-09"])]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        pytest.param(DELIVERED, "不必重发：已送达", id="delivered: nobody is told twice"),
        pytest.param("", "没有这条通知", id="unknown"),
    ],
)
async def test_what_cannot_be_sent_again_is_said_so(
    shouwen: Shouwen, desk: Desk, status: str, said: str
) -> None:
    """The command ends with 1 and says why, for each notice."""
    key = "HT-none/notify#1/fo-09"
    if status:
        (notice,) = await queued(desk, "fo-09")
        await ended(desk, notice, status)
        key = notice.key

    ran = await shouwen("notices", "again", key)

    assert 1 == ran.code
    assert said in ran.out
