"""Cases whose last steps the register does not take: its lists show them as they were before."""

import asyncio

from temporalio.service import RPCError

from starter import saved_views
from starter.alerts import alert_of
from starter.calls import RPC
from starter.connection import NotConnected
from starter.desk import Desk
from starter.stopped import PATIENCE

_TROUBLED = f'WorkflowType="Case" AND CaseAlert="故障" AND {saved_views.RUNNING}'


async def unwritten_cases(desk: Desk) -> list[str]:
    """Return the cases that show 故障 in Temporal, and no incident in the register.

    None is named where Temporal does not answer: whoever asks reads the register, and goes on.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            client = await desk.client()
            found = [one.id async for one in client.list_workflows(_TROUBLED, rpc_timeout=RPC)]
            return [case for case in dict.fromkeys(found) if await _seems_sound(desk, case)]
    except (NotConnected, RPCError, TimeoutError):
        return []


async def _seems_sound(desk: Desk, case: str) -> bool:
    row = await desk.register.case_view(case)
    return row is None or await alert_of(desk.register, row) != "故障"
