"""Everything on this machine: the Temporal development server, the register and a worker.

For one person or one team that tries the system out; a production set-up runs its own server.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from starter.connection import TASK_QUEUE, NotConnected, Place, connect, write_note
from starter.embedded_child import Child, Program
from starter.embedded_folder import (
    LOOPBACK,
    NotStarted,
    check_database,
    check_pair,
    check_port,
    check_ports_differ,
    find_temporal,
    free_port,
)
from store.migrating import upgrade
from store.unavailable import RegisterUnavailable
from workflows.search_attributes import SEARCH_ATTRIBUTES

PORT = 7233
RETENTION = timedelta(days=400)
DYNAMIC_CONFIG = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    'history.timerProcessorMaxTimeShift="1ms"',
)
"""`shouwen forward` moves a case's own clock, and timers fire to the moment."""
START_SECONDS = 60.0
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds before a program that ended is started again, the first time, the second …"""
STEADY_SECONDS = 60.0
"""A program that ran this long is steady: its next pause is the first one again."""

WORKER = Path(__file__).resolve().parent.parent / "worker.py"


@dataclass(slots=True)
class Embedded:
    """Server, register and worker of one data folder.

    Attributes:
        folder: absolute, writable, locked.
        lock: the open lock file, held by everything that is started.
        say: prints one line for the person in front of the screen.
    """

    folder: Path
    port: int
    ui_port: int
    lock: int
    say: Callable[[str], None]
    _server: Child | None = field(default=None, init=False)
    _worker: Child | None = field(default=None, init=False)
    _health: int = field(default=0, init=False)

    @property
    def place(self) -> Place:
        """Where Temporal and the register are."""
        return Place(
            connect={"target_host": f"{LOOPBACK}:{self.port}"},
            register=f"sqlite:///{self.folder / 'register.db'}",
            task_queue=os.environ.get("SHOUWEN_TASK_QUEUE") or TASK_QUEUE,
            ui=f"http://{LOOPBACK}:{self.ui_port}",
        )

    def check(self) -> None:
        """Look before anything is started.

        Raises:
            NotStarted: something is in the way.
        """
        find_temporal()
        check_ports_differ(self.port, self.ui_port)
        check_port(self.port, "the Temporal server", "--port")
        check_port(self.ui_port, "the Temporal UI", "--ui-port")
        check_database(self.folder / "temporal.db", "the Temporal server's database")
        check_database(self.folder / "register.db", "the register")
        check_pair(self.folder / "temporal.db", self.folder / "register.db")

    async def start(self) -> None:
        """Start everything and return when it is ready.

        Raises:
            NotStarted: something is in the way; nothing is left running after `stop`.
        """
        await self._set_register_up()
        self._server = await Child.start(self._server_program(), self.lock)
        await self._first(self._server, self._serve())
        self._health = free_port()
        self._worker = await Child.start(self._worker_program(), self.lock)
        await self._first(self._worker, self._working())
        self.write_note()

    async def keep(self) -> None:
        """Start again whatever ends, until cancelled."""
        await asyncio.gather(self._keep_server(), self._keep_worker())

    async def stop(self) -> None:
        """Stop the worker, then the server; what never started leaves no word of where it is."""
        running = [child for child in (self._worker, self._server) if child is not None]
        for child in running:
            await child.stop()
        self._worker = self._server = None
        if running:
            self.write_note()

    def write_note(self) -> None:
        """Leave word of where everything is, and of the process ids while it runs."""
        place = self.place
        note = {
            "address": str(place.connect["target_host"]),
            "ui": place.ui,
            "register": place.register,
        }
        if self._server and self._worker:
            note |= {
                "up_pid": str(os.getpid()),
                "server_pid": str(self._server.pid),
                "worker_pid": str(self._worker.pid),
            }
        write_note(self.folder, note)

    async def _keep_server(self) -> None:
        tries = 0
        while self._server:
            tries = await self._pause_after(self._server, tries)
            self._server = await Child.start(self._server_program(), self.lock)
            self.write_note()
            await self._while_running(self._server, self._serve())

    async def _keep_worker(self) -> None:
        tries = 0
        while self._worker:
            tries = await self._pause_after(self._worker, tries)
            self._health = free_port()
            self._worker = await Child.start(self._worker_program(), self.lock)
            self.write_note()
            await self._while_running(self._worker, self._working())

    async def _pause_after(self, child: Child, tries: int) -> int:
        """Wait until *child* ends and a pause is over; return how often that was in a row."""
        clock = asyncio.get_running_loop().time
        since = clock()
        code = await child.ended()
        tries = 0 if clock() - since >= STEADY_SECONDS else tries
        pause = PAUSES[min(tries, len(PAUSES) - 1)]
        program = child.program
        self.say(
            f"{program.title} ended (exit code {code}); "
            f"it is started again in {pause:g} s; see {program.log}"
        )
        await asyncio.sleep(pause)
        return tries + 1

    async def _while_running(self, child: Child, ready: Coroutine[Any, Any, None]) -> None:
        """Await *ready* for as long as *child* runs; what fails shows when it ends again."""
        try:
            await self._first(child, ready)
        except NotStarted:
            return
        self.say(f"{child.program.title} runs again")

    async def _first(self, child: Child, ready: Coroutine[Any, Any, None]) -> None:
        """Await the coroutine *ready*, or raise NotStarted where *child* ends before."""
        wanted = asyncio.ensure_future(ready)
        ended = asyncio.ensure_future(child.ended())
        try:
            await asyncio.wait(
                {wanted, ended}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if wanted.done():
                await wanted
                return
            how = "ended at once" if ended.done() else f"was not ready in {START_SECONDS:g} s"
            raise NotStarted(
                f"{child.program.title} {how}: {child.last_words()} (see {child.program.log})"
            )
        finally:
            wanted.cancel()
            ended.cancel()

    async def _serve(self) -> None:
        """Return when the server answers and keeps closed cases for long enough."""
        while True:
            try:
                await _keep_closed_cases(await connect(self.place))
            except (NotConnected, RPCError):
                await asyncio.sleep(0.05)
            else:
                return

    async def _working(self) -> None:
        """Return when the worker's health answer is: ready."""
        while True:
            if await _is_healthy(self._health):
                return
            await asyncio.sleep(0.05)

    async def _set_register_up(self) -> None:
        try:
            await upgrade(self.place.register)
        except RegisterUnavailable as error:
            raise NotStarted(str(error)) from error
        except DBAPIError as error:
            raise NotStarted(
                f"the register {self.folder / 'register.db'} cannot be used ({error.orig}): "
                "move it away to begin anew, or put the backup in its place"
            ) from error

    def _server_program(self) -> Program:
        options = [
            *("--db-filename", str(self.folder / "temporal.db")),
            *("--ip", LOOPBACK, "--port", str(self.port), "--ui-port", str(self.ui_port)),
        ]
        for name, kind in SEARCH_ATTRIBUTES.items():
            options += ["--search-attribute", f"{name}={kind}"]
        for setting in DYNAMIC_CONFIG:
            options += ["--dynamic-config-value", setting]
        return Program(
            title="the Temporal server",
            command=(str(find_temporal()), "server", "start-dev", *options),
            environment=own_environment({}),
            log=self.folder / "server.log",
            grace=10,
        )

    def _worker_program(self) -> Program:
        place = self.place
        settings = {
            "TEMPORAL_ADDRESS": str(place.connect["target_host"]),
            "TEMPORAL_CONFIG_FILE": os.devnull,
            "SHOUWEN_REGISTER_URL": place.register,
            "SHOUWEN_TASK_QUEUE": place.task_queue,
            "SHOUWEN_DATA_DIR": str(self.folder),
            "SHOUWEN_HEALTH_ADDRESS": f"{LOOPBACK}:{self._health}",
            "SHOUWEN_LOG": "json",
        }
        return Program(
            title="the worker",
            command=(sys.executable, str(WORKER)),
            environment=own_environment(settings),
            log=self.folder / "worker.log",
            grace=30,
        )


def own_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with *settings*, and without settings for another Temporal server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEMPORAL_")}
    return kept | dict(settings)


async def _keep_closed_cases(client: Client) -> None:
    wanted = NamespaceConfig()
    wanted.workflow_execution_retention_ttl.FromTimedelta(RETENTION)
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(namespace=client.namespace, config=wanted)
    )


async def _is_healthy(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    try:
        writer.write(b"GET / HTTP/1.0\r\n\r\n")
        return b" 200 " in await reader.readline()
    except OSError:
        return False
    finally:
        writer.close()
