"""A query brings events to a worker before their workflow task does: the case waits for the task."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowQueryFailedError
from temporalio.service import RPCError

from activities.channels import Channels
from cases.commands import CompleteTask
from cases.opening import Registration, prepare_opening
from starter.embedded_folder import free_port
from starter.pack_files import load_pack
from store.engines import open_engine
from store.migrating import upgrade
from store.register import Register
from tests.chaos.courses import COURSE, connected, until, until_it_works
from tests.chaos.processes import Killable, server
from tests.replaying import replay_case
from tests.servers import fresh
from worker import build_worker
from workflows.case_messages import start_of
from workflows.in_step import READ_ANEW

RECORDED = EventType.EVENT_TYPE_MARKER_RECORDED
FAITHFUL = """
import asyncio, sys
from datetime import timedelta
from temporalio.client import Client
from activities.channels import Channels
from store.engines import open_engine
from store.register import Register
from worker import build_worker
from workflows.data_converter import DATA_CONVERTER

async def main(port, url, queue):
    client = await Client.connect(f"127.0.0.1:{port}", data_converter=DATA_CONVERTER)
    kept = {"sticky_queue_schedule_to_start_timeout": timedelta(seconds=20)}
    async with build_worker(client, queue, Register(open_engine(url)), Channels(), **kept):
        await asyncio.Event().wait()

asyncio.run(main(*sys.argv[1:]))
"""
"""A worker whose tasks wait for it for twenty seconds after it died; a query waits for ten."""
THOUGHTFUL = FAITHFUL.replace(
    "async def main",
    """
import time
from cases import views
tell = views.tasks_view
views.tasks_view = lambda proceeding: time.sleep(1) or tell(proceeding)

async def main""",
)
"""A worker that takes a second to answer: local activities have ended by then."""
AHEAD = 5
"""Seconds from the query to the signal."""
TRIES = 16
BARE = (
    EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
)
Step = tuple[str, str, str, dict[str, Any]]


Before = Callable[[Client, str, Callable[[str], Killable]], Awaitable[WorkflowHandle[Any, Any]]]


@pytest.mark.timeout(1_200)
async def test_an_event_that_a_query_brought_early_is_acted_on_in_its_task(tmp_path: Path) -> None:
    """A worker dies; a query waits, and so does the task of a signal that came after it.

    The query goes to the next worker first, and brings the signal along. It is refused, and the
    signal's own task takes the step. The server may also hand the task on first, and then the query
    is answered: the step is taken all the same, and it is tried with another case.
    """
    await _until_refused(tmp_path, _before_any_signal, COURSE[0], "fill_slip")


@pytest.mark.timeout(1_200)
async def test_a_task_that_left_nothing_does_not_hide_early_events(tmp_path: Path) -> None:
    """The task only took the result of a local activity; the worker gets it and the signal as one."""
    await _until_refused(tmp_path, _after_a_task_that_left_nothing, COURSE[1], "sign_slip")


async def _until_refused(folder: Path, before: Before, step: Step, next_task: str) -> None:
    port, url = free_port(), f"sqlite:///{folder / 'register.db'}"
    await upgrade(url)
    serving = server(folder, port)
    serving.start()
    try:
        client = await connected(port)
        for _ in range(TRIES):
            queue = fresh("queue")

            def worker(program: str, queue: str = queue) -> Killable:
                command = [sys.executable, "-c", program, str(port), url, queue]
                return Killable(command, {}, folder / queue)

            case = await before(client, queue, worker)
            if await _is_refused(client, case, queue, url, step, next_task):
                return
        pytest.fail(f"the server brought no event early in {TRIES} cases")
    finally:
        serving.kill()


async def _before_any_signal(
    client: Client, queue: str, worker: Callable[[str], Killable]
) -> WorkflowHandle[Any, Any]:
    """Open a case; its worker dies."""
    first = worker(FAITHFUL)
    first.start()
    try:
        case = await open_case(client, queue)
        await until(lambda: _kinds_with(case, RECORDED))
    finally:
        first.kill()
    return case


async def _after_a_task_that_left_nothing(
    client: Client, queue: str, worker: Callable[[str], Killable]
) -> WorkflowHandle[Any, Any]:
    """Take a step in a task that has a query to answer, too; what it recorded comes with the next."""
    case = await _before_any_signal(client, queue, worker)
    await case.signal("complete_task", _step(COURSE[0]))
    asked = asyncio.create_task(case.query("tasks", rpc_timeout=timedelta(seconds=60)))
    await asyncio.wait([asked], timeout=1)  # it is to go with the task, which waits longer
    second = worker(THOUGHTFUL)
    second.start()
    try:
        await asked
        await until(lambda: _left_nothing(case))
    finally:
        second.kill()
    return case


async def _left_nothing(case: WorkflowHandle[Any, Any]) -> bool:
    """Whether the last task is over and left nothing."""
    kinds = [event.event_type async for event in case.fetch_history_events()]
    return kinds[-4:] == [RECORDED, *BARE]


async def _is_refused(
    client: Client,
    case: WorkflowHandle[Any, Any],
    queue: str,
    url: str,
    step: Step,
    next_task: str,
) -> bool:
    """Live through it with one case, and replay it; return whether its query was refused."""
    asked = await _waiting(case)
    await case.signal("complete_task", _step(step))
    engine = open_engine(url)
    async with build_worker(client, queue, Register(engine), Channels()):
        await asyncio.wait([asked])
        await until(lambda: _is_open(case, next_task))  # though nothing else comes
        await until_it_works(lambda: _complete(case, _step(COURSE[COURSE.index(step) + 1])))
        await replay_case(case)
    await engine.dispose()
    refusal = asked.exception()
    return isinstance(refusal, WorkflowQueryFailedError) and READ_ANEW in str(refusal)


async def open_case(client: Client, queue: str) -> WorkflowHandle[Any, Any]:
    """Open a case of the hotel without waiting for a worker."""
    published, case, now = load_pack("hotel"), fresh("HT"), datetime.now(UTC)
    registration = Registration(
        channel="phone",
        kind="complaint",
        first_contact="fo-01",
        requester={"name": "陈女士", "phone": "13800000000", "address": "1208房"},
        matter="浴室漏水",
        received_at=now,
    )
    opening = prepare_opening(
        case, registration, published.law(now.date()), published.program, now
    )
    await client.start_workflow("Case", start_of(opening), id=case, task_queue=queue)
    return client.get_workflow_handle(case)


async def _waiting(case: WorkflowHandle[Any, Any]) -> asyncio.Task[Any]:
    """Return a query that waits for a worker.

    The server may hand it to the one that died, until it sees the connection broken: that query
    ends at once, and another is asked. That one waits shows only in nothing coming back. It waits
    as long for the dead worker as the task of a signal will: so it is handed on before by *AHEAD*.
    """
    while True:
        asked = asyncio.create_task(case.query("tasks", rpc_timeout=timedelta(seconds=60)))
        ended, _ = await asyncio.wait([asked], timeout=AHEAD)
        if not ended:
            return asked
        with pytest.raises(RPCError):
            await asked


async def _is_open(case: WorkflowHandle[Any, Any], element: str) -> bool:
    tasks = await case.query("tasks", rpc_timeout=timedelta(seconds=5))
    return any(task["element"] == element for task in tasks)


async def _kinds_with(case: WorkflowHandle[Any, Any], kind: int) -> list[int]:
    """Return the kinds of all events once *kind* is among them; else nothing."""
    kinds = [int(event.event_type) async for event in case.fetch_history_events()]
    return kinds if kind in kinds else []


def _step(step: Step) -> CompleteTask:
    element, actor, outcome, data = step
    return CompleteTask(actor=actor, task=f"{element}#1", outcome=outcome, data=data)


async def _complete(case: WorkflowHandle[Any, Any], command: CompleteTask) -> None:
    await case.execute_update(
        "complete_task", command, id="second", rpc_timeout=timedelta(seconds=15)
    )
