"""Calls to a running case: retried with the same id, and their failures as plain sentences."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, NoReturn, TypeVar

from temporalio.client import (
    Client,
    RPCTimeoutOrCancelledError,
    WorkflowExecutionStatus,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
    WorkflowUpdateFailedError,
)
from temporalio.common import QueryRejectCondition
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from cases.commands import Command, Receipt
from starter.connection import NotConnected
from starter.errors import (
    AlreadyClosed,
    DeskError,
    NoSuchCase,
    NoWorker,
    RefusedCommand,
    StoppedCase,
    Unanswerable,
)

Result = TypeVar("Result")

PATIENCE = 10.0
"""Seconds a caller waits for a worker before being told that none answers."""
ATTEMPT = 4.0
RPC = timedelta(seconds=10)
PAUSE = 0.2

STOPPED = {
    WorkflowExecutionStatus.TERMINATED: "terminated",
    WorkflowExecutionStatus.FAILED: "failed",
    WorkflowExecutionStatus.TIMED_OUT: "timed out",
    WorkflowExecutionStatus.CANCELED: "cancelled",
}
"""How a workflow ends that was stopped from outside; a case itself ends otherwise."""

_SILENT = {RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED}
_PASSING = {RPCStatusCode.UNAVAILABLE, RPCStatusCode.ABORTED, RPCStatusCode.RESOURCE_EXHAUSTED}
_TAKEN_ANEW = ("no poller seen", "unexpected workflow task failure")
"""What the server says when the step is taken anew: the same command again gets its outcome."""


async def update(
    client: Client, case: str, name: str, command: Command, patience: float
) -> Receipt:
    """Carry *command* out in *case* and return its receipt.

    The update's id covers the command's content: an identical repeat is answered by the server
    itself, the same command id with other content reaches the case and is refused there.

    Raises:
        RefusedCommand, AlreadyClosed, StoppedCase, NoSuchCase, NoWorker, NotConnected,
        Unanswerable.
    """
    handle = client.get_workflow_handle(case)
    named = f"{command.command_id}/{command.content_digest()[:16]}"

    async def once(within: timedelta) -> Receipt:
        receipt: Receipt = await handle.execute_update(
            name, command, id=named, result_type=Receipt, rpc_timeout=within
        )
        return receipt

    again = f"send the command again with the id {command.command_id}"
    try:
        return await _patiently(case, once, patience, again)
    except WorkflowUpdateFailedError as error:
        raise _refusal(error.cause) from None
    except AlreadyClosed:
        return await _first_outcome(client, case, named)


async def query(
    client: Client, case: str, name: str, patience: float, argument: Command | None = None
) -> Any:
    """Return what *case* answers to the query *name*, asked about *argument* where there is one.

    Raises:
        NoSuchCase, NoWorker, NotConnected, Unanswerable.
    """
    handle = client.get_workflow_handle(case)

    async def once(within: timedelta) -> Any:
        asked = () if argument is None else (argument,)
        return await handle.query(
            name,
            args=asked,
            rpc_timeout=within,
            reject_condition=QueryRejectCondition.NOT_COMPLETED_CLEANLY,
        )

    try:
        return await _patiently(case, once, patience, "ask again")
    except WorkflowQueryRejectedError as error:
        how = STOPPED[error.status] if error.status else "closed"
        raise StoppedCase(case, how) from None
    except WorkflowQueryFailedError as error:
        raise Unanswerable(f"case {case} cannot answer: {error}") from None


async def _patiently(
    case: str, once: Callable[[timedelta], Awaitable[Result]], patience: float, again: str
) -> Result:
    """Call until it answers; a passing failure is tried again, the rest is translated."""
    if not case:
        raise NoSuchCase(case)
    clock = asyncio.get_running_loop().time
    until = clock() + patience
    while True:
        left = until - clock()
        try:
            return await once(timedelta(seconds=max(min(left, ATTEMPT), 0.1)))
        except RPCTimeoutOrCancelledError:
            unreached = False
        except RPCError as error:
            anew = any(said in error.message for said in _TAKEN_ANEW)
            if error.status not in _SILENT | _PASSING and not anew:
                translate(error, case)
            unreached = error.status is RPCStatusCode.UNAVAILABLE
        if clock() + PAUSE >= until:
            if unreached:
                raise NotConnected(
                    f"Temporal stopped answering while case {case} was asked: "
                    f"see that the server runs, then {again}"
                )
            raise NoWorker(case, patience, again)
        await asyncio.sleep(PAUSE)


def translate(error: RPCError, case: str) -> NoReturn:
    """Raise what an RPC's failure means to a person."""
    if not case:
        raise NoSuchCase(case) from None
    if error.status is RPCStatusCode.NOT_FOUND and "amespace" not in error.message:
        if "already completed" in error.message:
            raise AlreadyClosed(f"case {case} is closed and takes no command") from None
        raise NoSuchCase(case) from None
    if error.status is RPCStatusCode.UNAVAILABLE:
        raise NotConnected(
            f"Temporal stopped answering while case {case} was asked: see that the server runs"
        ) from None
    raise Unanswerable(f"case {case}: Temporal says: {error.message}") from None


async def _first_outcome(client: Client, case: str, update_id: str) -> Receipt:
    """Return the outcome of an update of a case that is closed by now.

    Raises:
        AlreadyClosed: there was no such update.
    """
    handle = client.get_workflow_handle(case).get_update_handle(update_id, result_type=Receipt)
    try:
        receipt: Receipt = await handle.result(rpc_timeout=RPC)
    except (RPCError, RPCTimeoutOrCancelledError):
        await _expect_ended(client, case)
        raise AlreadyClosed(f"case {case} is closed and takes no command") from None
    except WorkflowUpdateFailedError as error:
        raise _refusal(error.cause) from None
    return receipt


async def _expect_ended(client: Client, case: str) -> None:
    """Let a case through that ended by itself.

    Raises:
        StoppedCase: its workflow was stopped from outside.
    """
    try:
        status = (await client.get_workflow_handle(case).describe(rpc_timeout=RPC)).status
    except RPCError:
        return
    if status in STOPPED:
        raise StoppedCase(case, STOPPED[status])


def _refusal(cause: BaseException) -> DeskError:
    if not isinstance(cause, ApplicationError):
        return Unanswerable(str(cause))
    if cause.type == "closed":
        return AlreadyClosed(cause.message)
    return RefusedCommand(cause.message, cause.type or "refused")
