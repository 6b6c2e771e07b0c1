"""Whoever asks a case while its worker dies is answered by the next one."""

import asyncio
from datetime import timedelta
from pathlib import Path

from starter.asking import AskAgain
from starter.embedded_folder import free_port
from store.migrating import upgrade
from tests.chaos.courses import connected, open_task, until
from tests.chaos.processes import server, worker
from tests.chaos.test_early_events import open_case
from tests.servers import fresh

ASKERS = 8
LONG = timedelta(minutes=2)


async def test_questions_are_answered_though_the_worker_died(tmp_path: Path) -> None:
    """What it was handed before, and what waits: none is answered with its death."""
    port, queue = free_port(), fresh("queue")
    url = f"sqlite:///{tmp_path / 'register.db'}"
    await upgrade(url)
    processes = [server(tmp_path, port), worker(tmp_path, port, url, queue)]
    serving, working = processes
    serving.start()
    try:
        case = await open_case(await connected(port, AskAgain()), queue)
        working.start()
        await until(lambda: open_task(case, "receive_inquiry"))
        working.hang()
        asked = [asyncio.create_task(case.query("tasks", rpc_timeout=LONG)) for _ in range(ASKERS)]
        await asyncio.wait(asked, timeout=1)  # some reach it, as nobody is told
        working.kill()
        working.start()
        answers = await asyncio.gather(*asked)
    finally:
        for process in processes:
            process.kill()

    assert [["receive_inquiry"]] * ASKERS == [
        [task["element"] for task in tasks] for tasks in answers
    ]
