"""A query brings events to a worker before their workflow task does: the case waits for the task."""

import asyncio
import sys
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
from tests.chaos.processes import Killable, server
from tests.chaos.test_kills import COURSE, connected, until, until_it_works
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
AHEAD = 5
"""Seconds from the query to the signal."""
TRIES = 10


@pytest.mark.timeout(1_200)
async def test_an_event_that_a_query_brought_early_is_acted_on_in_its_task(tmp_path: Path) -> None:
    """A worker dies; a query waits, and so does the task of a signal that came after it.

    The query goes to the next worker first, and brings the signal along. It is refused, and the
    signal's own task takes the step. The server may also hand the task on first, and then the query
    is answered: the step is taken all the same, and it is tried with another case.
    """
    port, url = free_port(), f"sqlite:///{tmp_path / 'register.db'}"
    await upgrade(url)
    serving = server(tmp_path, port)
    serving.start()
    try:
        client = await connected(port)
        for _ in range(TRIES):
            if await _is_refused(client, port, url, tmp_path):
                return
        pytest.fail(f"the server brought no event early in {TRIES} cases")
    finally:
        serving.kill()


async def _is_refused(client: Client, port: int, url: str, folder: Path) -> bool:
    """Live through it with one case, and replay it; return whether its query was refused."""
    queue = fresh("queue")
    first = Killable([sys.executable, "-c", FAITHFUL, str(port), url, queue], {}, folder / queue)
    first.start()
    try:
        case = await open_case(client, queue)
        await until(lambda: _kinds_with(case, RECORDED))
    finally:
        first.kill()
    asked = await _waiting(case)
    await case.signal("complete_task", _step(0, "receive_inquiry#1"))
    engine = open_engine(url)
    async with build_worker(client, queue, Register(engine), Channels()):
        await asyncio.wait([asked])
        await until(lambda: _is_open(case, "fill_slip"))  # though nothing else comes
        await until_it_works(lambda: _complete(case, _step(1, "fill_slip#1")))
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


def _step(number: int, task: str) -> CompleteTask:
    _, actor, outcome, data = COURSE[number]
    return CompleteTask(actor=actor, task=task, outcome=outcome, data=data)


async def _complete(case: WorkflowHandle[Any, Any], command: CompleteTask) -> None:
    await case.execute_update(
        "complete_task", command, id="second", rpc_timeout=timedelta(seconds=15)
    )
