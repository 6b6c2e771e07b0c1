"""The server tells whether a workflow task began with an event, to a worker that must not guess."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.testing import WorkflowEnvironment

from tests.servers import fresh
from tests.workflows.hosting import Hosted, hosting
from workflows.begun_tasks import PAGE, BegunTasks

STARTED = EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED


class Case:
    """As much of a workflow's `Info` as is asked for."""

    def __init__(self, case: Hosted, run_id: str) -> None:
        self.namespace = case.host.client.namespace
        self.workflow_id, self.run_id = case.handle.id, run_id


async def ask(begun_tasks: BegunTasks, case: Any, event: int) -> bool:
    """Ask from another thread, as a worker's steps do."""
    return await asyncio.to_thread(begun_tasks.has_begun, case, event)


async def test_only_the_start_of_a_task_begins_one(
    temporal: WorkflowEnvironment, tmp_path: Path
) -> None:
    """Of all events, over pages; what is not written down yet is a task that is tried again."""
    async with hosting(temporal, tmp_path) as host:
        hosted = await host.open()
        await hosted.take_in_hand()
        events = await hosted.settled()
        described = await hosted.handle.describe()
        case, begun_tasks = Case(hosted, described.run_id), BegunTasks(host.client)

        begun = [await ask(begun_tasks, case, event.event_id) for event in events]

        assert PAGE < len(events)
        assert [event.event_type == STARTED for event in events] == begun
        assert await ask(begun_tasks, case, len(events) + 3)


async def test_a_server_that_cannot_tell_has_begun_nothing(
    temporal: WorkflowEnvironment, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The case is read anew and asked for again; a sound one only loses a moment."""
    async with hosting(temporal, tmp_path) as host:
        unknown = Case(Hosted(host, host.client.get_workflow_handle(fresh("TS"))), "")

        assert not await ask(BegunTasks(host.client), unknown, 3)
        assert "the history could not be read" in caplog.text


async def test_a_worker_that_is_debugged_goes_on(temporal: WorkflowEnvironment) -> None:
    """Its steps hold the loop, so that nothing can be asked."""
    assert BegunTasks(temporal.client).has_begun(object(), 5)  # type: ignore[arg-type]
