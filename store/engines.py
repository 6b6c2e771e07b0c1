"""How the register reaches its database: SQLite by default, PostgreSQL in production."""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.unavailable import RegisterUnavailable, explained

Result = TypeVar("Result")

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}

BUSY_MILLISECONDS = 15_000

PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -16000",
)


def open_engine(url: str) -> AsyncEngine:
    """Return an engine for *url*, such as `sqlite:///register.db` or `postgresql://host/name`.

    Nothing is connected yet.

    Raises:
        RegisterUnavailable: the address is not one of a database that the register can use.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise RegisterUnavailable(
            "the register's address is not a database URL; "
            "expected sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    driver = DRIVERS.get(parsed.drivername)
    if driver is None:
        raise RegisterUnavailable(
            f"the register cannot use a {parsed.drivername} database; "
            "expected sqlite:///FILE or postgresql://USER@HOST/NAME"
        )
    if driver.startswith("sqlite") and parsed.database in (None, "", ":memory:"):
        raise RegisterUnavailable("the register needs a file; expected sqlite:///FILE")
    engine = create_async_engine(parsed.set(drivername=driver), **_OPTIONS)
    if engine.dialect.name == "sqlite":
        _watch_file(engine.sync_engine, str(parsed.database))
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_OPTIONS: dict[str, Any] = {"json_serializer": _compact, "hide_parameters": True}
"""Of every engine: what a statement was given is personal, and stands in no error and no log."""


def _watch_file(engine: Engine, file: str) -> None:
    """Use the file that stands there now: not one put aside meanwhile, and none that SQLite makes.

    An empty one made in its place would take the write-ahead log of the other with it.
    """

    def connecting(*_: object) -> None:
        if not Path(file).exists():
            raise sqlite3.OperationalError("unable to open database file")

    def connected(_connection: object, record: Any) -> None:
        record.info[_FILE] = _identity(file)

    def taken(_connection: object, record: Any, _proxy: object) -> None:
        if record.info[_FILE] != _identity(file):
            raise DisconnectionError("the file was put aside, or another in its place")

    event.listen(engine, "do_connect", connecting)
    event.listen(engine, "connect", connected)
    event.listen(engine, "checkout", taken)


_FILE = "file"


def _identity(file: str) -> tuple[int, int] | None:
    try:
        found = Path(file).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite alone
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediately(connection: Any) -> None:
    """Begin as a writer, so that no reader turns writer halfway and is refused."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class Transactions:
    """Transactions on one engine, each given as a function of a plain connection.

    With PostgreSQL the function runs over the asynchronous driver. With SQLite a writing one runs
    whole in the one writing thread: a hop to the driver's thread for each statement would cost
    more than the statements, and writers take turns anyway.

    Args:
        engine: from `open_engine`; disposing of it ends the writing thread's connection, too.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._file: Engine | None = None
        if engine.dialect.name == "sqlite":
            self._file = _writing_engine(engine.url)
            self._thread = _writing_thread()
            event.listen(engine.sync_engine, "engine_disposed", self._dispose)

    async def write(self, lock: str, work: Callable[[Connection], Result]) -> Result:
        """Run *work* in a transaction that is the only writer under the name *lock*."""
        with explained(self.engine.url):
            if self._file is not None:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._thread, _in_file, self._file, work)
            return await self._again_if_cut_off(lambda: self._write(lock, work))

    async def read(
        self, work: Callable[[Connection], Result], *, snapshot: bool = False
    ) -> Result:
        """Run *work* in a transaction that only reads.

        Args:
            work: what to read.
            snapshot: all statements see the database at one moment; with SQLite always so.
        """
        with explained(self.engine.url):
            return await self._again_if_cut_off(lambda: self._read(work, snapshot))

    async def _write(self, lock: str, work: Callable[[Connection], Result]) -> Result:
        async with self.engine.begin() as connection:
            await connection.execute(_LOCK, {"name": lock})
            return await connection.run_sync(work)

    async def _read(self, work: Callable[[Connection], Result], snapshot: bool) -> Result:
        async with self.engine.connect() as connection:
            if snapshot and self._file is None:
                await connection.execution_options(isolation_level="REPEATABLE READ")
            return await connection.run_sync(work)

    async def _again_if_cut_off(self, attempt: Callable[[], Awaitable[Result]]) -> Result:
        """Try once more where the connection from the pool had died: asking first costs more.

        Every write of the register has the effect of one when it is done twice.
        """
        try:
            return await attempt()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            return await attempt()

    def _dispose(self, _engine: Engine) -> None:
        """End the writing thread and its connection; whoever writes again gets new ones."""
        if self._file is not None:
            self._thread.shutdown(wait=False)
            self._thread = _writing_thread()
            self._file.dispose()


_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def _writing_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="register")


def _writing_engine(url: URL) -> Engine:
    engine = create_engine(url.set(drivername="sqlite"), **_OPTIONS)
    _watch_file(engine, str(url.database))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _in_file(engine: Engine, work: Callable[[Connection], Result]) -> Result:
    with engine.begin() as connection:
        return work(connection)
