"""Commands to a running case: carried out once, or refused without a trace."""

from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.service import RPCError

from cases.commands import CompleteTask, WithdrawCase
from tests.cases.driving import SLIP
from tests.workflows.hosting import Host, eventually

PASS = {"actor": "sv-01", "task": "receive", "outcome": "pass"}


@pytest.mark.parametrize(
    ("update", "content", "reason", "said"),
    [
        pytest.param("complete_task", {**PASS, "task": "sign"}, "unknown_task",
                     "没有待办“sign”；现有待办：receive#1（接待读者，outcome：", id="unknown task"),
        pytest.param("complete_task", {**PASS, "actor": "xx"}, "unknown_actor", "没有人员或岗位",
                     id="unknown actor"),
        pytest.param("complete_task", {**PASS, "actor": "st-01"}, "wrong_actor", "不是其中之一",
                     id="wrong actor"),
        pytest.param("complete_task", {**PASS, "outcome": "yes"}, "unknown_outcome",
                     "pass（转办）", id="unknown outcome"),
        pytest.param("complete_task", {**PASS, "outcome": "answer"}, "form",
                     "《接待》填写有误：缺少 答复内容（answer）", id="form"),
        pytest.param("complete_task", {**PASS, "data": {"answer": {"@": "date", "value": "x"}}},
                     "form", "应为文字", id="a value that cannot be read"),
        pytest.param("deliver_message", {"actor": "x", "name": "letter"}, "unexpected_message",
                     "正在等待：没有", id="a message nobody waits for"),
        pytest.param("resolve_incident", {"actor": "of-09", "incident": "incident#1"},
                     "unknown_incident", "现有：没有", id="an incident that is none"),
        pytest.param("complete_task", {"task": "receive"}, "ValidationError", "actor",
                     id="a missing field"),
        pytest.param("complete_task", {**PASS, "colour": 1}, "ValidationError", "colour",
                     id="an unknown field"),
        pytest.param("complete_task", "receive", "ValidationError", "应为一个 JSON 对象，收到文字",
                     id="a text"),
        pytest.param("withdraw", {"actor": "x", "reason": ""}, "ValidationError", "reason",
                     id="no reason"),
        pytest.param("complete", PASS, "RuntimeError", "complete_task", id="an unknown update"),
    ],
)  # fmt: skip
async def test_a_refused_command_leaves_no_trace(
    host: Host, update: str, content: Any, reason: str, said: str
) -> None:
    """The caller hears one sentence; history and case are as before."""
    case = await host.open()
    events = await case.traces()
    before = await case.case()

    refused, sentence = await case.refused(update, content)

    assert said in sentence
    assert reason == refused
    assert before == await case.case()
    assert events == await case.traces()


async def test_the_receipt_tells_what_is_open_now(host: Host) -> None:
    """Stage, open tasks and the earliest due date."""
    case = await host.open()

    receipt = await case.do("receive", "sv-01", "pass")

    assert (case.handle.id, "转办", ("fill_slip#1",), False) == (
        receipt.case, receipt.stage, receipt.opened, receipt.closed,
    )  # fmt: skip
    assert receipt.next_due is not None


@pytest.mark.parametrize("budget", [8_000, 1], ids=["in one run", "continued as new"])
async def test_a_command_given_again_returns_its_first_outcome(host: Host, budget: int) -> None:
    """By its command_id, also in a later run of the case; other content is a conflict."""
    case = await host.open(budget=budget)
    command = CompleteTask.model_validate({**PASS, "command_id": "c-1"})
    first = await case.give("complete_task", command)
    await case.do("fill_slip", "sv-01", "send", **SLIP)
    await case.until_open("sign")
    if budget == 1:
        await eventually(
            case.handle.describe,
            lambda d: d.run_id != d.raw_description.workflow_execution_info.first_run_id,
        )

    again = await case.give("complete_task", command)
    reason, sentence = await case.refused(
        "complete_task", {**PASS, "command_id": "c-1", "outcome": "answer"}
    )

    assert first == again
    assert "command_conflict" == reason
    assert "c-1" in sentence


async def test_an_update_id_is_the_command_id_where_none_is_given(host: Host) -> None:
    """Also after the server forgot it, when the case continued as new."""
    case = await host.open(budget=1)
    command = CompleteTask.model_validate(PASS)
    first = await case.give("complete_task", command, update_id="u-1")
    await case.do("fill_slip", "sv-01", "send", **SLIP)
    await case.until_open("sign")

    again = await case.give("complete_task", command, update_id="u-1")

    assert "u-1" == first.command_id
    assert first == again


async def test_a_case_goes_from_registration_to_its_verified_end(host: Host) -> None:
    """The workflow returns the closed case; the register has its whole chain."""
    case = await host.open()
    await case.take_in_hand()

    closed = await case.close()

    assert ("closed", "核实办结", "sv-01") == tuple(
        closed[k] for k in ("state", "result", "owner")
    )
    facts = await case.facts()
    assert closed["head"] == facts[-1].digest
    assert closed["facts"] == len(facts)


async def test_a_closed_case_answers_queries_and_takes_no_command(host: Host) -> None:
    """Queries of all four kinds still work; a command is told that it is over."""
    case = await host.open()
    await case.give("withdraw", WithdrawCase(actor="sv-01", reason="读者撤回"))
    await case.handle.result()

    views = {
        name: await case.handle.query(name) for name in ("case", "tasks", "clocks", "diagram")
    }
    with pytest.raises(RPCError, match="already completed"):
        await case.do("receive", "sv-01", "pass")

    assert "撤销：读者撤回" == views["case"]["result"]
    assert [] == views["tasks"]
    assert {} == views["diagram"]["timers"]
    assert {"kept"} == {leg["state"] for leg in views["clocks"]}


async def test_the_json_on_the_page_completes_the_task(host: Host) -> None:
    """What people copy from the query or the page is what the update takes."""
    case = await host.open()
    await case.hand_over()
    (task,) = await case.handle.query("tasks")
    pasted = task["complete_with"]
    pasted["data"] |= {"handler": "st-01", "difficulty": "normal"}

    receipt = await case.handle.execute_update("complete_task", pasted)

    assert ["handle#1"] == receipt["opened"]


async def test_two_people_at_once_complete_a_task_once(host: Host) -> None:
    """The second is refused, in whichever order they come."""
    import asyncio  # noqa: PLC0415

    case = await host.open()
    both = await asyncio.gather(
        case.do("receive", "sv-01", "pass"),
        case.do("receive", "sv-02", "pass"),
        return_exceptions=True,
    )

    refused = [one for one in both if isinstance(one, WorkflowUpdateFailedError)]
    assert 1 == len(refused)
    assert "没有待办“receive”" in str(refused[0].cause)
    assert ["fill_slip"] == await case.open_tasks()
