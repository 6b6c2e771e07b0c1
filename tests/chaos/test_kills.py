"""Worker, server and database are killed at random moments: nothing is lost, nothing doubled, nobody told twice."""

import asyncio
import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from starter.asking import AskAgain
from starter.embedded_folder import free_port
from starter.pack_files import load_pack
from store.engines import open_engine
from store.migrating import upgrade
from tests.chaos.courses import (
    Mortal,
    check,
    connected,
    kill_now_and_then,
    take_course,
    until_it_works,
    view_of,
)
from tests.chaos.processes import Killable, server, worker
from tests.databases import PostgresServer
from tests.servers import fresh

CASES = 50
KILLS = 6
CASES_ON_POSTGRESQL = 15


@pytest.mark.timeout(1_200)
async def test_killed_processes_lose_and_double_nothing(tmp_path: Path) -> None:
    """Over fifty cases, with limits kept and broken, everything happens exactly once."""
    port, queue = free_port(), fresh("queue")
    url = f"sqlite:///{tmp_path / 'register.db'}"
    await upgrade(url)
    processes = [server(tmp_path, port), worker(tmp_path, port, url, queue)]

    await _live_through(processes, processes, CASES, (port, queue, url))


@pytest.mark.timeout(1_200)
async def test_a_killed_database_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """The register on PostgreSQL dies, and either of two workers: cases wait for it, and go on."""
    port, queue = free_port(), fresh("queue")
    database = PostgresServer(keeps_what_it_wrote=True)
    url = database.url(database.take())
    workers = [worker(tmp_path, port, url, queue) for _ in range(2)]
    processes = [server(tmp_path, port), *workers]

    await _live_through(processes, [database, *workers], CASES_ON_POSTGRESQL, (port, queue, url))


async def _live_through(
    processes: Sequence[Killable],
    mortal: Sequence[Mortal],
    cases: int,
    place: tuple[int, str, str],
) -> None:
    """Take *cases* through their course while one of the *mortal* is killed, time after time."""
    port, queue, url = place
    for process in processes:
        process.start()
    try:
        client = await connected(port, AskAgain())
        engine = open_engine(url)
        published = load_pack("hotel")
        dice = random.Random(20261009)
        killing = asyncio.create_task(kill_now_and_then(mortal, KILLS, dice))
        courses = [take_course(client, published, queue, number, dice) for number in range(cases)]
        late = dict(await asyncio.gather(*courses))
        await killing
        await until_it_works(partial(view_of, client, next(iter(late))))  # all are up again
        assert len(late) == cases
        await check(client, engine, late)
        await engine.dispose()
    finally:
        for process in processes:
            process.kill()
