"""Asks a case once more that a worker met out of step after a crash: asked again, it answers."""

import asyncio
from typing import Any

from temporalio.client import (
    Interceptor,
    OutboundInterceptor,
    QueryWorkflowInput,
    WorkflowQueryFailedError,
)

from workflows.in_step import READ_ANEW

TRIES = 5
PAUSE = 0.1


class AskAgain(Interceptor):
    """A client with it asks again by itself."""

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002
        """Put the asking before *next*."""
        return _Asking(next)


class _Asking(OutboundInterceptor):
    async def query_workflow(self, input: QueryWorkflowInput) -> Any:  # noqa: A002
        for _ in range(TRIES):
            try:
                return await super().query_workflow(input)
            except WorkflowQueryFailedError as error:
                if READ_ANEW not in str(error):
                    raise
                await asyncio.sleep(PAUSE)
        return await super().query_workflow(input)
