"""A real development server, and a worker process for each side, with their processor time.

Processor time and memory are read from /proc: user and system time of the whole process, every
thread of it.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client

from starter.embedded_folder import free_port
from store.migrating import upgrade
from workflows.data_converter import DATA_CONVERTER
from workflows.search_attributes import SEARCH_ATTRIBUTES

ROOT = Path(__file__).resolve().parent.parent
TEMPORAL = Path(sysconfig.get_path("scripts")) / "temporal"
TICK = os.sysconf("SC_CLK_TCK")
START_SECONDS = 90

OURS = "ours"
HAND_WRITTEN = "hand_written"
TUNED = "hand_written_tuned"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the comparison: its worker process and its register.

    Attributes:
        name: `OURS`, `HAND_WRITTEN` or `TUNED`; also its task queue.
        pid: of the worker process.
        register: path of its SQLite file.
    """

    name: str
    pid: int
    register: Path


@dataclass(frozen=True, slots=True)
class Stage:
    """Where both sides play."""

    client: Client
    server_pid: int
    sides: tuple[Side, ...]


def processor_seconds(pid: int) -> float:
    """Return the processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident_kib(pid: int) -> int:
    """Return the memory of a process that is in RAM."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


@asynccontextmanager
async def stage(*names: str) -> AsyncIterator[Stage]:
    """Start a server and a worker process for each of *names*; end them all afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="shouwen-bench-") as made,
        contextlib.ExitStack() as up,
    ):
        folder, port = Path(made), free_port()
        server = up.enter_context(_server(folder, port))
        client = await _connected(server, port)
        sides = []
        for name in names:
            file = folder / f"{name}.db"
            await upgrade(f"sqlite:///{file}")
            worker = up.enter_context(_worker(folder, name, port, file))
            sides.append((Side(name, worker.pid, file), worker))
        for side, worker in sides:
            _await_ready(worker, folder / f"{side.name}.log")
        yield Stage(client, server.pid, tuple(side for side, _ in sides))


@contextmanager
def _server(folder: Path, port: int) -> "Iterator[subprocess.Popen[bytes]]":
    attributes = [f"--search-attribute={key}={kind}" for key, kind in SEARCH_ATTRIBUTES.items()]
    options = ["--headless", "--log-level=error", f"--db-filename={folder / 'temporal.db'}"]
    command = [str(TEMPORAL), "server", "start-dev", f"--port={port}", *options, *attributes]
    with _running(command, folder / "server.log") as process:
        yield process


@contextmanager
def _worker(
    folder: Path, side: str, port: int, register: Path
) -> "Iterator[subprocess.Popen[bytes]]":
    command = [sys.executable, "-m", "benchmarks.worker_process", side, str(port), str(register)]
    with _running(command, folder / f"{side}.log") as process:
        yield process


@contextmanager
def _running(command: list[str], log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    # Compiled modules are kept, as they are where a worker is deployed.
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(log.parent / "compiled")}
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=file, stderr=file, env=os.environ | kept
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_ready(process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while b"ready" not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the worker did not start:\n{log.read_text()}")
        time.sleep(0.05)


async def _connected(server: "subprocess.Popen[bytes]", port: int) -> Client:
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    while True:
        try:
            return await Client.connect(f"127.0.0.1:{port}", data_converter=DATA_CONVERTER)
        except RuntimeError:
            late = asyncio.get_running_loop().time() > deadline
            if late or server.poll() is not None:
                raise
            await asyncio.sleep(0.1)
