"""Asks the server whether a workflow task began with an event; the host's question, never a case's."""

import asyncio
import logging
import threading
from datetime import timedelta

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.workflow import Info

PATIENCE = timedelta(seconds=1.5)
"""How long an answer is waited for; the SDK gives a whole step two seconds."""
PAGE = 20
STARTED = EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
_log = logging.getLogger(__name__)


class BegunTasks:
    """Reads the newest events of a run, from the threads in which a worker takes steps."""

    def __init__(self, client: Client) -> None:
        """Take the client of a worker, and the running loop that it belongs to."""
        self._client = client
        self._loop, self._thread = asyncio.get_running_loop(), threading.get_ident()

    def has_begun(self, case: Info, event: int) -> bool:
        """Return whether *event*, the last one that a worker was told of, is the start of a task.

        A task that is tried again is not written down before it is done: its number is none yet.
        Where the server does not answer in time, the answer is no. A worker that is debugged takes
        its steps in the thread of the loop, where nothing can be asked: the answer is yes.
        """
        if threading.get_ident() == self._thread:
            return True
        reading = asyncio.run_coroutine_threadsafe(self._newest_upto(case, event), self._loop)
        try:
            found = reading.result(PATIENCE.total_seconds())
        except (RPCError, TimeoutError) as error:
            reading.cancel()
            _log.warning("the history could not be read: %s", error, extra={"run_id": case.run_id})
            return False
        return found is None or found.event_id < event or found.event_type == STARTED

    async def _newest_upto(self, case: Info, last: int) -> HistoryEvent | None:
        """Return the newest event whose number is *last* or less."""
        request = GetWorkflowExecutionHistoryReverseRequest(
            namespace=case.namespace,
            execution=WorkflowExecution(workflow_id=case.workflow_id, run_id=case.run_id),
            maximum_page_size=PAGE,
        )
        while True:
            page = await self._client.workflow_service.get_workflow_execution_history_reverse(
                request, timeout=PATIENCE
            )
            for event in page.history.events:
                if event.event_id <= last:
                    return event
            if not page.next_page_token:
                return None
            request.next_page_token = page.next_page_token
