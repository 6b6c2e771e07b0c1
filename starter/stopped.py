"""Cases whose workflow was stopped in Temporal, from outside: open for ever, and nobody can go on.

A case ends by its diagram or by `withdraw`. `temporal workflow terminate` ends the workflow alone:
the register and the inboxes know nothing of it.
"""

import asyncio
from collections.abc import Mapping

from temporalio.api.enums.v1 import EventType
from temporalio.service import RPCError

from starter import saved_views
from starter.calls import RPC, STOPPED
from starter.connection import NotConnected
from starter.desk import Desk
from starter.errors import StoppedCase
from starter.histories import CaseRun

PATIENCE = 3.0
"""Seconds that a list waits for Temporal at most."""
_EVENTS: Mapping["EventType.ValueType", str] = {
    getattr(EventType, f"EVENT_TYPE_WORKFLOW_EXECUTION_{status.name}"): how
    for status, how in STOPPED.items()
}


def stop_of(last: CaseRun) -> str:
    """Return how the latest run of a case was stopped, as a sentence; empty where it was not."""
    how = _EVENTS.get(last.events[-1].event_type)
    return str(StoppedCase(last.case, how)) if how else ""


async def stopped_cases(desk: Desk) -> list[str]:
    """Return the cases that the register holds as open and that were stopped in Temporal.

    None is named where Temporal does not answer: whoever asks reads the register, and goes on.
    """
    query = f'WorkflowType="Case" AND {saved_views.STOPPED}'
    try:
        async with asyncio.timeout(PATIENCE):
            client = await desk.client()
            found = [one.id async for one in client.list_workflows(query, rpc_timeout=RPC)]
            return [case for case in dict.fromkeys(found) if await _stands_still(desk, case)]
    except (NotConnected, RPCError, TimeoutError):
        return []


async def _stands_still(desk: Desk, case: str) -> bool:
    """Whether an open case has no later run that was brought back."""
    row = await desk.register.case_view(case)
    if row is None or row.closed_at is not None:
        return False
    handle = (await desk.client()).get_workflow_handle(case)
    return (await handle.describe(rpc_timeout=RPC)).status in STOPPED
