"""A case whose workflow was stopped in Temporal: said wherever somebody looks, and brought back."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client

from starter.desk import Desk
from starter.verifying import verify
from tests.starter.conftest import INQUIRY, Shouwen, eventually, recorded
from tests.starter.courses import hand_over

SAYING: dict[str, tuple[str, ...]] = {
    "verify": ("verify",),
    "its open tasks": ("tasks",),
    "a command": ("complete", "sign_slip", "--as", "en-09", "--outcome", "accept"),
    "its end": ("withdraw", "--as", "fo-01", "--reason", "误开"),
    "a migration": ("migrate", "--to", "1", "--as", "qc-09", "--plan"),
}
UNWRITTEN = "{}: the register does not take its last steps"


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("asked", SAYING.values(), ids=SAYING.keys())
async def test_who_asks_for_a_stopped_case_hears_of_it(
    desk: Desk, shouwen: Shouwen, asked: Sequence[str]
) -> None:
    """Open in the register, it stands still in Temporal: the sentence says how to bring it back."""
    case = await _stopped(desk)
    name, *others = asked
    ran = await shouwen(name, case, *others)

    assert 1 == ran.code
    assert (
        f"case {case} is not closed, but its workflow was stopped in Temporal" in ran.out + ran.err
    )
    assert f"temporal workflow reset --workflow-id {case}" in ran.out + ran.err


@pytest.mark.usefixtures("worker")
async def test_lists_name_what_was_stopped(desk: Desk, shouwen: Shouwen) -> None:
    """Beside the list, which is the register's; a case that ended by itself is not named."""
    ended = (await desk.open("hotel", INQUIRY)).case
    await desk.withdraw(ended, "fo-01", "误开")
    case = await _stopped(desk)
    client = await desk.client()
    await eventually(
        lambda: client.count_workflows(f'CaseNo="{case}" AND ExecutionStatus="Terminated"'),
        lambda found: found.count == 1,
    )
    ran = await shouwen("list", "--json")

    assert 0 == ran.code
    assert case in [one["case"] for one in ran.json]
    assert f"{case}: stopped in Temporal" in ran.err
    assert ended not in ran.err


@pytest.mark.usefixtures("worker")
async def test_a_stopped_case_is_brought_back(desk: Desk, shouwen: Shouwen) -> None:
    """Its steps are taken anew; the register follows when it is told to, and the case goes on."""
    case = await _stopped(desk)
    client = await desk.client()
    await _a_second_later(desk, case)
    await _reset(client, case)

    await _until_alert(client, case, "故障")
    await eventually(lambda: shouwen("list"), lambda ran: UNWRITTEN.format(case) in ran.err)
    before = await verify(client, desk.register, case)
    rebuilt = await shouwen("register", "rebuild", case, "--replace")
    after = await verify(client, desk.register, case)

    assert "differs in" in before.difference
    assert (0, True) == (rebuilt.code, " replaced" in rebuilt.out)
    assert "" == after.difference
    await desk.withdraw(case, "fo-01", "误开")
    await _until_alert(client, case, "正常")
    await eventually(lambda: shouwen("list"), lambda ran: case not in ran.err)


async def _stopped(desk: Desk) -> str:
    case = (await desk.open("hotel", INQUIRY)).case
    await hand_over(desk, case)
    await recorded(desk, case)
    client = await desk.client()
    while (await verify(client, desk.register, case)).behind:
        pass
    await client.get_workflow_handle(case).terminate(reason="误操作")
    return case


async def _until_alert(client: Client, case: str, wanted: str) -> None:
    """Wait until Temporal's lists show the case with *wanted*; the step is taken after a while."""
    handle = client.get_workflow_handle(case)
    await eventually(
        handle.describe, lambda found: found.search_attributes.get("CaseAlert") == [wanted]
    )


async def _a_second_later(desk: Desk, case: str) -> None:
    """Wait until a step taken anew has another time than it had."""
    last = (await desk.register.facts(case))[-1].at

    async def now() -> datetime:
        return datetime.now(UTC)

    await eventually(now, lambda moment: moment - last > timedelta(seconds=1))


async def _reset(client: Client, case: str) -> None:
    """Take the second step anew, and what came after it, as `temporal workflow reset` does."""
    events = client.get_workflow_handle(case).fetch_history_events()
    done = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    _, second, *_ = [event.event_id async for event in events if event.event_type == done]
    await client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=case),
            reason="误终止",
            workflow_task_finish_event_id=second,
            request_id=uuid.uuid4().hex,
        )
    )
