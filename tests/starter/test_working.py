"""Commands reach a case once, and what is not allowed comes back as one sentence."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.client import Interceptor, OutboundInterceptor, StartWorkflowUpdateInput

from starter.connection import NotConnected, Place, connect
from starter.desk import Desk
from starter.errors import AlreadyClosed, NoSuchCase, NoWorker, RefusedCommand
from starter.forwarding import NotForwarded, forward
from store.unavailable import RegisterUnavailable
from tests.starter.conftest import INQUIRY, eventually, recorded, working
from tests.starter.courses import ANSWER, FOLLOW_UP, KEEP, SLIP, close, hand_over
from workdays.national import national_calendar


async def test_a_case_is_worked_on_from_end_to_end(desk: Desk, worker: None) -> None:
    """Open, hand over, sign, answer, feed back, call back: closed."""
    receipt = await desk.open("hotel", INQUIRY)

    await close(desk, receipt.case)

    assert "closed" == (await desk.case(receipt.case))["state"]
    assert [] == await desk.tasks(receipt.case)


async def test_a_completion_says_what_it_brought_about(desk: Desk, worker: None) -> None:
    """The receipt names the stage, what is open, and what is due next."""
    case = (await desk.open("hotel", INQUIRY)).case

    receipt = await desk.complete(case, "receive_inquiry#1", "fo-01", "transfer", KEEP)

    assert (case, "填单转交") == (receipt.case, receipt.stage)
    assert ("fill_slip#1",) == receipt.opened
    assert receipt.next_due is not None
    assert not receipt.closed


async def test_the_same_command_id_counts_once(desk: Desk, worker: None) -> None:
    """Given again, even at the same time, the first receipt is returned."""
    case = (await desk.open("hotel", INQUIRY)).case
    command = (case, "receive_inquiry#1", "fo-01", "transfer", KEEP, "my-id")

    receipts = await asyncio.gather(*(desk.complete(*command) for _ in range(4)))
    again = await desk.complete(*command)

    assert [again] * 4 == receipts


async def test_a_command_id_with_other_content_is_a_conflict(desk: Desk, worker: None) -> None:
    """The server alone would answer with the first receipt; the case says that it is another."""
    case = (await desk.open("hotel", INQUIRY)).case
    await desk.complete(case, "receive_inquiry#1", "fo-01", "transfer", KEEP, "my-id")

    with pytest.raises(RefusedCommand, match="my-id"):
        await desk.complete(case, "fill_slip#1", "fo-01", "send", {}, "my-id")


async def test_the_last_command_can_be_repeated_after_the_case_closed(
    desk: Desk, worker: None
) -> None:
    """A caller whose connection broke just then learns that its command counted."""
    case = (await desk.open("hotel", INQUIRY)).case
    first = await desk.withdraw(case, "fo-01", "误开", command_id="last")

    again = await desk.withdraw(case, "fo-01", "误开", command_id="last")

    assert first == again


async def test_a_closed_case_takes_no_command(desk: Desk, worker: None) -> None:
    """Whatever is sent, the sentence says that it is closed."""
    case = (await desk.open("hotel", INQUIRY)).case
    await desk.withdraw(case, "fo-01", "误开")

    with pytest.raises(AlreadyClosed, match=f"{case} is closed"):
        await desk.complete(case, "receive_inquiry", "fo-01", "answer", ANSWER)


REFUSED = {
    "an unknown task": (("nothing#1", "fo-01", "answer", ANSWER), "没有待办“nothing#1”"),
    "an unknown outcome": (("receive_inquiry", "fo-01", "maybe", {}), "outcome 应为 answer"),
    "no outcome": (("receive_inquiry", "fo-01", "", {}), "没有给出"),
    "somebody else's task": (("receive_inquiry", "en-01", "answer", ANSWER), "en-01"),
    "nobody": (("receive_inquiry", "zz-99", "answer", ANSWER), "zz-99"),
    "a form with gaps": (("receive_inquiry", "fo-01", "answer", {}), "缺少 答复内容（answer）"),
}


@pytest.mark.parametrize(("command", "sentence"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_not_allowed_changes_nothing(
    desk: Desk, worker: None, command: tuple[str, str, str, dict[str, object]], sentence: str
) -> None:
    """The refusal says what was expected; the case is as it was."""
    case = (await desk.open("hotel", INQUIRY)).case
    before = await desk.case(case)

    with pytest.raises(RefusedCommand, match=sentence):
        await desk.complete(case, *command)

    assert before == await desk.case(case)


async def test_a_command_that_cannot_be_one_is_refused_at_the_desk(desk: Desk) -> None:
    """No server is asked."""
    expected = "reason: expected a text of at least 1 character, found an empty text"
    with pytest.raises(RefusedCommand, match=expected):
        await desk.withdraw("HT-1", "fo-01", "")


async def test_a_message_nobody_waits_for_is_refused(desk: Desk, worker: None) -> None:
    """The sentence names what the case waits for."""
    case = (await desk.open("hotel", INQUIRY)).case

    with pytest.raises(RefusedCommand, match="现在不等待消息“hello”"):
        await desk.send(case, "hello")


async def test_an_unknown_incident_is_refused(desk: Desk, worker: None) -> None:
    """The sentence names those there are."""
    case = (await desk.open("hotel", INQUIRY)).case

    with pytest.raises(RefusedCommand, match="没有故障“incident#9”"):
        await desk.resolve_incident(case, "incident#9", "qc-01")


async def test_a_calendar_can_be_put_in_force(desk: Desk, worker: None) -> None:
    """A notice that moves nothing is admitted and leaves the dates as they are."""
    receipt = await desk.open("hotel", INQUIRY)

    replanned = await desk.replan(receipt.case, national_calendar(), "国办发明电", "qc-01")

    assert receipt.due[0].at == replanned.next_due


async def test_a_case_that_is_not_there_is_said_so(desk: Desk, worker: None) -> None:
    """Asked or commanded, the sentence is the same."""
    for attempt in (
        desk.tasks("HT-0"),
        desk.case("HT-0"),
        desk.complete("HT-0", "t", "fo-01"),
    ):
        with pytest.raises(NoSuchCase, match="there is no case HT-0: see `shouwen list`"):
            await attempt


async def test_without_a_worker_the_caller_is_told_after_a_while(desk: Desk) -> None:
    """The sentence says what to do; with the id it names, the command counts once all the same."""
    case = (await desk.open("hotel", INQUIRY)).case
    patience, desk.patience = desk.patience, 0.5
    command = (case, "receive_inquiry", "fo-01", "transfer", KEEP, "my-id")

    with pytest.raises(NoWorker, match=r"no worker answers .* again with the id my-id$"):
        await desk.complete(*command)
    with pytest.raises(NoWorker, match="see that a worker runs"):
        await desk.tasks(case)

    desk.patience = patience
    async with working(desk):
        receipt = await desk.complete(*command)
        assert ("fill_slip#1",) == receipt.opened
        assert "填单转交" == (await desk.case(case))["stage"]


class _Sendings(Interceptor):
    """The ids of the updates that a client sends."""

    def __init__(self) -> None:
        self.ids: list[str | None] = []

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002
        """Note what goes to *next*."""
        noted = self.ids

        class Noting(OutboundInterceptor):
            async def start_workflow_update(self, input: StartWorkflowUpdateInput) -> Any:  # noqa: A002
                noted.append(input.update_id)
                return await super().start_workflow_update(input)

        return Noting(next)


async def test_a_worker_that_comes_late_is_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command is sent again under the same id until a worker takes it."""
    sendings = _Sendings()
    desk._client = await connect(desk.place, interceptors=[sendings])
    case = (await desk.open("hotel", INQUIRY)).case

    async def sent_again() -> bool:
        return len(sendings.ids) > 1

    with monkeypatch.context() as hurried:
        hurried.setattr("starter.calls.ATTEMPT", 0.2)
        sent = asyncio.create_task(
            desk.complete(case, "receive_inquiry", "fo-01", "transfer", KEEP)
        )
        await eventually(sent_again)
    async with working(desk):
        receipt = await sent

    assert ("fill_slip#1",) == receipt.opened
    assert 1 == len(set(sendings.ids))


async def test_commands_count_once_when_workers_forget(desk: Desk) -> None:
    """A worker that keeps no case in its memory does the same."""
    case = (await desk.open("hotel", INQUIRY)).case
    async with working(desk, max_cached_workflows=0):
        await hand_over(desk, case)
        await desk.withdraw(case, "fo-01", "来访人撤回")
        await recorded(desk, case)

    assert "撤销" in str(await desk.register.case_view(case))


async def test_nobody_at_temporals_address(place: Place) -> None:
    """The sentence names the address and what to do."""
    nowhere = replace(place, connect={"target_host": "127.0.0.1:1"})

    with pytest.raises(NotConnected, match=r"no Temporal server answers at 127\.0\.0\.1:1"):
        await Desk.connect(nowhere)
    async with await Desk.connect(nowhere, lazily=True) as desk:
        assert [] == await desk.list()
        with pytest.raises(NotConnected, match="shouwen up"):
            await desk.open("hotel", INQUIRY)


@pytest.mark.parametrize("name", ["other.db", "shouwen.db"])
async def test_a_register_that_is_not_set_up(place: Place, tmp_path: object, name: str) -> None:
    """The sentence names the command that sets it up, whatever the file is called."""
    empty = replace(place, register=f"sqlite:///{tmp_path}/{name}")

    with pytest.raises(RegisterUnavailable, match="shouwen register upgrade"):
        await Desk.connect(empty)


async def test_a_follow_up_is_on_the_sheet(desk: Desk, worker: None) -> None:
    """Handovers, clocks and follow-ups of a closed case stand in the register."""
    case = (await desk.open("hotel", INQUIRY)).case

    await close(desk, case)

    sheet = await desk.sheet(case)
    assert "closed" == sheet["state"]
    assert ["engineering"] == [one["to"] for one in sheet["handovers"]]
    assert [FOLLOW_UP["note"]] == [one["note"] for one in sheet["follow_ups"]]
    assert {"kept"} == {one["state"] for one in sheet["clocks"]}
    assert [] == sheet["tasks"]


async def test_a_clock_that_two_people_move_at_once(desk: Desk, worker: None) -> None:
    """Each is told where the clock stands, or that the other moved it meanwhile."""
    case, client = (await desk.open("hotel", INQUIRY)).case, await desk.client()
    await recorded(desk, case)
    before = datetime.now(UTC)

    moved = await asyncio.gather(
        *(forward(client, case, timedelta(minutes=20)) for _ in range(3)), return_exceptions=True
    )

    reached = [at for at in moved if isinstance(at, datetime)]
    assert reached
    assert max(reached) >= before + timedelta(minutes=20)
    assert all(isinstance(at, datetime | NotForwarded) for at in moved), moved


async def test_a_case_is_withdrawn_while_a_job_is_in_flight(desk: Desk, worker: None) -> None:
    """The server may take the step anew when the job's answer comes meanwhile; the caller hears once."""

    async def withdrawn() -> bool:
        case = (await desk.open("hotel", INQUIRY)).case
        await desk.complete(case, "receive_inquiry", "fo-01", "transfer", KEEP)
        await desk.complete(case, "fill_slip", "fo-01", "send", SLIP)
        return (await desk.withdraw(case, "fo-01", "客人撤回")).closed

    assert [True] * 8 == await asyncio.gather(*(withdrawn() for _ in range(8)))
