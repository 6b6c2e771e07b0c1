"""A Temporal server for the folder; for each test a register, a task queue and a desk of its own."""

import asyncio
import itertools
import json
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from temporalio.testing import WorkflowEnvironment

from activities.channels import Channels
from starter.connection import Place
from starter.desk import Desk
from starter.main import main
from tests.databases import sqlite_url  # noqa: F401
from tests.servers import fresh, temporal  # noqa: F401
from worker import build_worker

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0
"""Seconds that the tests wait for what must come about, on a machine that does other things too."""
_NUMBERS = itertools.count(10_000, 1_000)
INQUIRY: dict[str, Any] = {
    "channel": "phone",
    "kind": "complaint",
    "requester": {"name": "金一平", "phone": "13800000000", "address": "1208"},
    "matter": "房间空调不制冷",
    "first_contact": "fo-01",
}


@pytest.fixture
def place(temporal: WorkflowEnvironment, sqlite_url: str) -> Place:  # noqa: F811
    """Return where everything of this test is."""
    _count_apart(sqlite_url)
    address = temporal.client.service_client.config.target_host
    return Place(
        connect={"target_host": address},
        register=sqlite_url,
        task_queue=fresh("queue"),
        ui="http://127.0.0.1:8233",
    )


def _count_apart(url: str) -> None:
    """Let the test's numbers begin where no other test's are: all share one server."""
    begin = next(_NUMBERS)
    rows = [
        (prefix, f"{day:%Y%m%d}", begin)
        for prefix in ("HT", "TX", "TS")
        for day in (date(2026, 10, 9), *(datetime.now(UTC).date() + timedelta(n) for n in (0, 1)))
    ]
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
        file.executemany("INSERT INTO case_numbers (prefix, day, last) VALUES (?, ?, ?)", rows)


@pytest.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    """Give a desk that waits as long as it takes."""
    async with await Desk.connect(place) as found:
        found.patience = PATIENCE
        yield found


@asynccontextmanager
async def working(desk: Desk, **options: Any) -> AsyncIterator[None]:
    """Run a worker for the desk's cases."""
    client = await desk.client()
    async with build_worker(client, desk.place.task_queue, desk.register, Channels(), **options):
        yield


@pytest.fixture
async def worker(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Run a worker during the test; whoever asks a case waits for it."""
    monkeypatch.setattr("starter.explaining.PATIENCE", PATIENCE)
    async with working(desk):
        yield


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what was printed, as JSON."""
        return json.loads(self.out)


Shouwen = Callable[..., Awaitable[Ran]]


@pytest.fixture
def surroundings(place: Place) -> dict[str, str]:
    """Return the environment in which a command finds the test's servers."""
    return {
        "TEMPORAL_ADDRESS": place.connect["target_host"],
        "SHOUWEN_REGISTER_URL": place.register,
        "SHOUWEN_TASK_QUEUE": place.task_queue,
    }


@pytest.fixture
def shouwen(surroundings: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Shouwen:
    """Return a function that runs the command `shouwen` in a thread of its own."""
    monkeypatch.setattr("starter.at_desk.PATIENCE", PATIENCE)

    async def run(*arguments: str, stdin: str = "", env: Mapping[str, str] = {}) -> Ran:
        runner = CliRunner()
        result = await asyncio.to_thread(
            runner.invoke, main, arguments, input=stdin, env={**surroundings, **env}
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def process(surroundings: Mapping[str, str], tmp_path: Path) -> Shouwen:
    """Return a function that runs the command `shouwen` in a process of its own."""
    outside = {name: value for name, value in os.environ.items() if name[:9] != "TEMPORAL_"}

    async def run(*arguments: str, stdin: str = "", env: Mapping[str, str] = {}) -> Ran:
        started = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from starter.main import run; run()"),
            *arguments,
            cwd=tmp_path,
            env={**outside, **surroundings, "PYTHONPATH": str(ROOT), **env},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await started.communicate(stdin.encode())
        return Ran(started.returncode or 0, out.decode(), err.decode())

    return run


async def eventually(
    question: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool] = bool
) -> Any:
    """Ask until the answer is as wanted."""
    async with asyncio.timeout(PATIENCE):
        while not wanted(answer := await question()):
            await asyncio.sleep(0.02)
    return answer


async def recorded(desk: Desk, case: str) -> None:
    """Wait until a case is at work and the register holds all that it has to tell so far."""
    through = (await desk.case(case))["facts"]
    await eventually(lambda: desk.register.facts(case), lambda facts: len(facts) >= through)
