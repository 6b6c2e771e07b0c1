"""A case is not cancelled by a click: it ends by `withdraw`, with a reason."""

from temporalio.client import WorkflowExecutionStatus

from cases.commands import WithdrawCase
from tests.workflows.hosting import Host, eventually


async def test_a_request_to_cancel_is_recorded_and_the_case_goes_on(host: Host) -> None:
    """Nothing is lost: tasks stay open, clocks run, and the facts say who asked for what."""
    case = await host.open()
    await case.until_open("receive")

    await case.handle.cancel()
    refused = await eventually(lambda: case.facts("signal_refused"), bool)
    await case.hand_over()

    assert ["cancel"] == [fact.data["signal"] for fact in refused]
    assert WorkflowExecutionStatus.RUNNING == (await case.handle.describe()).status
    assert ["sign"] == await case.open_tasks()


async def test_a_case_is_withdrawn_with_a_reason(host: Host) -> None:
    """It ends at once, and says why."""
    case = await host.open()

    await case.give("withdraw", WithdrawCase(actor="sv-01", reason="来访人撤回"))

    assert "撤销：来访人撤回" == (await case.handle.result())["result"]
