"""The register outlives its writers, its readers and its server's connections."""

import asyncio
import json
import subprocess
import sys
import threading
from pathlib import Path

from sqlalchemy import Connection, text

from store.engines import open_engine
from store.register import Register
from store.verification import differences, held_cases
from tests.store.sample_facts import WHOLE_CASE, fresh_case, sealed

ROOT = Path(__file__).parents[2]
FACTS = sealed(WHOLE_CASE)

WRITER = """
import asyncio, itertools, sys
from store.engines import open_engine
from store.register import Register
from tests.store.sample_facts import WHOLE_CASE, sealed

async def write():
    register = Register(open_engine(sys.argv[1]))
    facts = sealed(WHOLE_CASE)
    for number in itertools.count():
        for start in range(0, len(facts), 4):
            end = await register.record(f"K-{number}", facts[start:start + 4])
            print(number, end[0], flush=True)

asyncio.run(write())
"""


async def test_a_writer_that_is_killed_leaves_whole_batches(database_url: str) -> None:
    """Everything acknowledged is there after a kill, in whole batches, and verifies."""
    run = subprocess.Popen(  # noqa: ASYNC220 - it only starts
        [sys.executable, "-c", WRITER, database_url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    lines = [run.stdout.readline() for _ in range(23)]
    run.kill()
    rest, _ = run.communicate()

    number, through = (lines + rest.splitlines())[-1].split()
    register = Register(open_engine(database_url))
    held = len(await register.facts(f"K-{number}"))
    assert held >= int(through)
    assert [] == await differences(register)
    lengths = [len(await register.facts(case)) for case in await held_cases(register)]
    assert [0] * len(lengths) == [length % 4 for length in lengths]
    await register.record(f"K-{number}", FACTS)
    assert [] == await differences(register)
    await register.engine.dispose()


async def test_connections_that_died_are_replaced(postgres_url: str) -> None:
    """After a restart of the server the pool's connections are dead; nobody notices."""
    engine = open_engine(postgres_url)
    register = Register(engine)
    case = fresh_case()
    await register.record(case, FACTS[:5])

    await _end_connections(postgres_url)
    await register.record(case, FACTS[5:])
    await _end_connections(postgres_url)

    assert FACTS == await register.facts(case)
    await engine.dispose()


async def _end_connections(url: str) -> None:
    other = open_engine(url)
    async with other.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    await other.dispose()


async def test_readers_do_not_wait_for_a_writer(sqlite_register: Register) -> None:
    """While a transaction writes, lists are read as they were before; so it is with SQLite too."""
    register = sqlite_register
    case = fresh_case()
    await register.record(case, FACTS[:5])
    has_written, was_read = threading.Event(), threading.Event()

    def write_slowly(connection: Connection) -> bool:
        connection.execute(text("DELETE FROM tasks"))
        has_written.set()
        return was_read.wait(60)

    writing = asyncio.create_task(register.transactions.write("slow", write_slowly))
    assert await asyncio.to_thread(has_written.wait, 60)
    seen = [task.task for task in await register.tasks(case)]
    was_read.set()

    assert ["transfer#1"] == seen
    assert await writing


async def test_data_keeps_its_text_in_the_database(register: Register) -> None:
    """Facts are readable in the database itself: JSON, Chinese as written."""
    case = fresh_case()
    await register.record(case, FACTS[:2])

    async with register.engine.connect() as connection:
        statement = text("SELECT CAST(data AS TEXT) FROM facts WHERE sequence = 2")
        stored = (await connection.execute(statement)).scalar_one()

    assert '{"stage":"受理"}' == stored
    assert {"stage": "受理"} == json.loads(stored)
