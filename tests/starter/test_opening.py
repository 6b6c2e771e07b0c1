"""A case is opened exactly once, whether or not anybody works on cases just then."""

import asyncio
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from temporalio.common import WorkflowIDConflictPolicy

from regulations.publishing import NotInForce
from starter.connection import Place
from starter.desk import Desk
from starter.errors import OpenedOtherwise, RefusedRegistration
from starter.openings import Opener
from starter.pack_files import UnknownPack
from store.register import Register
from tests.servers import fresh
from tests.starter.conftest import INQUIRY, eventually, working
from tests.starter.courses import close
from workdays.errors import OutsideCalendar
from workflows.case_messages import CaseStart


async def test_a_case_opens_while_no_worker_runs(desk: Desk) -> None:
    """The receipt names number, owner and due dates with their article; nobody was waited for."""
    received = "2026-10-09T17:40:00+08:00"

    receipt = await desk.open("hotel", {**INQUIRY, "received_at": received})

    assert receipt.case.startswith("HT-20261009-")
    assert ("fo-01", "front-office") == (receipt.owner, receipt.owner_unit)
    first = receipt.due[0]
    assert ("transfer", "四、3", "R68") == (first.clock, first.cites, first.rule)
    assert datetime.fromisoformat(received) + timedelta(hours=1) == first.at


async def test_the_receipt_is_what_the_case_then_says(desk: Desk) -> None:
    """Due dates of the receipt are those of the running case."""
    receipt = await desk.open("hotel", INQUIRY)

    async with working(desk):
        clocks = await desk.clocks(receipt.case)

    expected = [(one.clock, one.at.replace(microsecond=0)) for one in receipt.due]
    assert expected == [(one.clock, one.due) for one in clocks if one.state == "running"]


async def test_the_same_key_and_content_give_the_same_receipt(desk: Desk) -> None:
    """A caller that asks again gets the first answer, whole."""
    first = await desk.open("hotel", INQUIRY, key="call-4711")

    again = await desk.open("hotel", INQUIRY, key="call-4711")

    assert first == again


async def test_without_a_key_every_call_opens_a_case(desk: Desk) -> None:
    """Nothing is taken for a repetition that does not say it is one."""
    first, second = [await desk.open("hotel", INQUIRY) for _ in range(2)]

    assert first.case != second.case


async def test_a_key_with_other_content_is_a_conflict(desk: Desk) -> None:
    """The sentence names the case that was opened under the key."""
    first = await desk.open("hotel", INQUIRY, key="call-4711")

    with pytest.raises(OpenedOtherwise, match=first.case):
        await desk.open("hotel", {**INQUIRY, "matter": "另一件事"}, key="call-4711")
    with pytest.raises(OpenedOtherwise, match=first.case):
        await desk.open("tax-bureau", INQUIRY, key="call-4711")


async def test_concurrent_calls_of_one_key_open_one_case(desk: Desk, place: Place) -> None:
    """Twelve callers at two desks, one case, one receipt."""
    async with await Desk.connect(place) as other:
        receipts = await asyncio.gather(
            *(
                (desk, other)[count % 2].open("hotel", INQUIRY, key="call-4711")
                for count in range(12)
            )
        )

    case = receipts[0].case
    assert [receipts[0]] * 12 == receipts
    assert {case} == await _started(desk, place, case)


async def test_an_opening_that_stopped_after_the_number_goes_on_with_it(
    desk: Desk, place: Place
) -> None:
    """The number was reserved and the caller died: the same key starts that number."""
    reserved = await desk.prepare("hotel", INQUIRY, "call-4711")

    receipt = await desk.open("hotel", INQUIRY, key="call-4711")

    assert reserved.opening.number == receipt.case
    assert {receipt.case} == await _started(desk, place, receipt.case)


async def test_an_opening_that_stopped_after_the_start_finds_its_case(
    desk: Desk, place: Place
) -> None:
    """The workflow runs, its receipt was never kept: the receipt is that of the running case."""
    start = await _start_and_forget(desk, place)

    receipt = await desk.open("hotel", INQUIRY, key="call-4711")

    assert start.opening.number == receipt.case
    assert start.opening.received_at + timedelta(hours=1) == receipt.due[0].at
    assert {receipt.case} == await _started(desk, place, receipt.case)


async def test_an_opening_whose_case_is_closed_by_now_still_has_its_receipt(
    desk: Desk, place: Place
) -> None:
    """A closed case is not started again."""
    start = await _start_and_forget(desk, place)
    async with working(desk):
        await desk.withdraw(start.opening.number, "fo-01", "误开")
        await eventually(lambda: _is_closed(desk.register, start.opening.number))

    receipt = await desk.open("hotel", INQUIRY, key="call-4711")

    assert start.opening.number == receipt.case
    assert ["transfer"] == [one.clock for one in receipt.due]
    assert {receipt.case} == await _started(desk, place, receipt.case)


async def test_a_case_whose_history_is_gone_is_not_started_again(desk: Desk, place: Place) -> None:
    """Temporal forgets closed cases after a while; the register's first facts give the receipt."""
    start = await _start_and_forget(desk, place)
    case = start.opening.number
    async with working(desk):
        await close(desk, case)
        await eventually(lambda: _is_closed(desk.register, case))
    knows_nothing = replace(place, connect={**place.connect, "namespace": "elsewhere"})

    async with await Desk.connect(knows_nothing) as later:
        receipt = await later.open("hotel", INQUIRY, key="call-4711")

    assert (case, "fo-01", "front-office") == (receipt.case, receipt.owner, receipt.owner_unit)
    assert [("transfer", "四、3")] == [(one.clock, one.cites) for one in receipt.due]


REFUSED = {
    "a missing field": ({"matter": None}, "matter: expected a text, found nothing"),
    "a matter that is empty": (
        {"matter": ""},
        "matter: expected a text of at least 1 character, found an empty text",
    ),
    "a requester that is a name": ({"requester": "金一平"}, "requester: expected a JSON object"),
    "an unknown channel": ({"channel": "fax"}, "channel 应为 .* 之一，收到“fax”"),
    "an unknown kind": ({"kind": "joke"}, "kind 应为 .* 之一"),
    "an unknown first contact": ({"first_contact": "nobody"}, "first_contact 应为人员或岗位"),
    "a field the form does not have": ({"colour": "red"}, "《客人咨询、投诉登记》填写有误"),
    "a telephone that is none": (
        {"requester": {"phone": "x"}},
        "联系电话（requester.phone）格式不对",
    ),
    "no offset": ({"received_at": "2026-10-09T17:40:00"}, "expected an instant with an offset"),
    "only a date": ({"received_at": "2026-10-09"}, "expected an instant with an offset"),
    "a number for an instant": ({"received_at": 1791538800}, "expected a text such as"),
    "no instant at all": ({"received_at": "gestern"}, "expected an ISO 8601 instant"),
    "a receipt in the future": ({"received_at": "2126-10-09T17:40:00+08:00"}, "晚于现在"),
}


@pytest.mark.parametrize(("changed", "sentence"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_registration_that_does_not_fit_is_refused(
    desk: Desk, changed: dict[str, object], sentence: str
) -> None:
    """One sentence says what was expected; no number is used up."""
    with pytest.raises(RefusedRegistration, match=sentence) as refused:
        await desk.open("hotel", {**INQUIRY, **changed}, key="call-4711")

    assert "金一平" not in str(refused.value)
    assert await desk.register.openings.find("call-4711") is None


async def test_a_naive_datetime_is_refused(desk: Desk) -> None:
    """Back ends hand over datetimes: without an offset, nobody knows which hour is meant."""
    naive = datetime(2026, 10, 9, 17, 40)

    with pytest.raises(RefusedRegistration, match="with an offset"):
        await desk.open("hotel", {**INQUIRY, "received_at": naive})


@pytest.mark.parametrize("key", ["", "k" * 201], ids=["empty", "too long"])
async def test_a_key_has_a_length(desk: Desk, key: str) -> None:
    """An empty key is no key, and a very long one is a mistake."""
    with pytest.raises(RefusedRegistration, match="1 to 200 characters"):
        await desk.open("hotel", INQUIRY, key=key)


async def test_a_day_before_the_law_is_refused(desk: Desk) -> None:
    """The sentence says since when the pack is in force."""
    with pytest.raises((NotInForce, OutsideCalendar), match="in force from 2020-01-01"):
        await desk.open("hotel", {**INQUIRY, "received_at": "2019-06-03T09:00:00+08:00"})


async def test_an_unknown_pack_is_refused(desk: Desk) -> None:
    """The sentence names those there are."""
    with pytest.raises(UnknownPack, match="hotel, "):
        await desk.open("airline", INQUIRY)


async def test_lists_show_a_case_before_any_worker_saw_it(desk: Desk, place: Place) -> None:
    """Search attributes and summary are set at the start, without personal data."""
    receipt = await desk.open("hotel", INQUIRY)
    client = await desk.client()

    found = await client.get_workflow_handle(receipt.case).describe()

    shown = {pair.key.name: pair.value for pair in found.typed_search_attributes}
    assert receipt.case == shown["CaseNo"]
    assert "首问接待" == shown["CaseStage"]
    assert receipt.due[0].at == shown["CaseDue"]
    summary = await found.static_summary()
    assert f"酒店首问责任制 · 投诉 · {receipt.case}" == summary
    assert "金一平" not in str(shown) + str(summary)


@pytest.mark.parametrize("key", [None, "call-4711"], ids=["without a key", "with a key"])
async def test_a_number_that_another_case_has_is_passed_over(
    desk: Desk, place: Place, tmp_path: Path, key: str | None
) -> None:
    """A register restored from an old backup counts again what Temporal has: nothing is mixed up."""
    before = tmp_path / "before.db"
    shutil.copyfile(tmp_path / "register.db", before)
    others = [(await desk.open("hotel", INQUIRY)).case for _ in range(3)]
    async with await Desk.connect(replace(place, register=f"sqlite:///{before}")) as restored:
        receipt = await restored.open("hotel", INQUIRY, key)

        assert receipt.case not in others
        assert key is None or receipt == await restored.open("hotel", INQUIRY, key)
    everything = {*others, receipt.case}
    assert everything == await _started(desk, place, *everything)


async def _start_and_forget(desk: Desk, place: Place) -> CaseStart:
    """Do what an opening does until its workflow runs, and keep no receipt."""
    start = await desk.prepare("hotel", INQUIRY, "call-4711")
    opener = Opener(await desk.client(), desk.register, place.task_queue)
    await opener._start(start, "call-4711", WorkflowIDConflictPolicy.FAIL)
    return start


async def _started(desk: Desk, place: Place, *cases: str) -> set[str]:
    """Return the workflows of the test's queue, once the server's list holds *cases*.

    The list comes after what it shows: it is read once it holds a workflow started after all others.
    """
    client = await desk.client()
    last = fresh("last")
    await client.start_workflow("Last", id=last, task_queue=place.task_queue)

    async def listed() -> set[str]:
        found = client.list_workflows(f'TaskQueue="{place.task_queue}"')
        return {one.id async for one in found}

    return await eventually(listed, lambda ids: ids >= {last, *cases}) - {last}


async def _is_closed(register: Register, case: str) -> bool:
    row = await register.case_view(case)
    return row is not None and row.closed_at is not None
