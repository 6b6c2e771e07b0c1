"""Asks a case once more that met a crash: out of step, or handed to a worker that died.

A question changes nothing, so it is asked again for as long as its caller would have waited.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

from temporalio.client import (
    Interceptor,
    OutboundInterceptor,
    QueryWorkflowInput,
    WorkflowQueryFailedError,
)
from temporalio.service import RPCError, RPCStatusCode

from workflows.in_step import READ_ANEW

PATIENCE = timedelta(seconds=20)
"""For whoever names no time of their own; a dead worker's last step waits for it no longer."""
PAUSE = 0.1
_PASSING = {
    RPCStatusCode.CANCELLED,  # the worker that had it is gone
    RPCStatusCode.DEADLINE_EXCEEDED,  # the server waited half a minute for that worker
    RPCStatusCode.RESOURCE_EXHAUSTED,  # others wait for the same step
}


class AskAgain(Interceptor):
    """A client with it asks again by itself."""

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002
        """Put the asking before *next*."""
        return _Asking(next)


class _Asking(OutboundInterceptor):
    async def query_workflow(self, input: QueryWorkflowInput) -> Any:  # noqa: A002
        clock = asyncio.get_running_loop().time
        until = clock() + (input.rpc_timeout or PATIENCE).total_seconds()
        while True:
            try:
                return await super().query_workflow(input)
            except (RPCError, WorkflowQueryFailedError) as error:
                if not _may_be_answered(error):
                    raise
                left = until - clock() - PAUSE
                if left <= 0:
                    raise _in_time(error) from None
            await asyncio.sleep(PAUSE)
            if input.rpc_timeout:
                input = replace(input, rpc_timeout=timedelta(seconds=left))  # noqa: A001


def _may_be_answered(error: RPCError | WorkflowQueryFailedError) -> bool:
    """Whether the same question may be answered next: it was cut off, or a worker began anew."""
    if isinstance(error, RPCError):
        return error.status in _PASSING
    return READ_ANEW in str(error)


def _in_time(error: RPCError | WorkflowQueryFailedError) -> RPCError:
    """Return what says that there was no answer in time."""
    if isinstance(error, RPCError):
        return error
    return RPCError(f"not answered in time: {error}", RPCStatusCode.DEADLINE_EXCEEDED, b"")
