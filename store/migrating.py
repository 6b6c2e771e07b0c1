"""Setting up the register's tables and bringing them up to date, from inside the program."""

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from store.engines import Transactions, open_engine
from store.unavailable import RegisterNotSetUp, RegisterUnavailable, explained

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"
LATEST = "0003"
"""The version of this release's tables: the last of the migrations."""

LOCK = "shouwen migrations"
WAL_ATTEMPTS = 100
WAL_PAUSE_SECONDS = 0.05


async def upgrade(url: str) -> None:
    """Create or update the tables of the register at *url*; safe when several do it at once.

    Raises:
        RegisterUnavailable: the database cannot be reached or written, or is of a later release.
    """
    engine = open_engine(url)
    try:
        await upgrade_engine(engine)
    finally:
        await engine.dispose()


async def upgrade_engine(engine: AsyncEngine) -> None:
    """Create or update the tables of the register behind *engine*."""
    if engine.dialect.name == "sqlite":
        with explained(engine.url):
            _make_file(engine.url)
            await _write_ahead(engine)
    await Transactions(engine).write(LOCK, _upgrade)


async def check_current(engine: AsyncEngine) -> None:
    """Let an engine through whose tables are those of this release.

    Raises:
        RegisterNotSetUp: they are of another release, or there are none.
        RegisterUnavailable: the database cannot be reached or read.
    """
    found = await Transactions(engine).read(_version) if _is_there(engine) else None
    if found != LATEST:
        where = engine.url.render_as_string(hide_password=True)
        missing = (
            "" if _is_there(engine) else ", its file is missing (put it back if there was one)"
        )
        state = f"is of version {found}" if found else f"is not set up{missing}"
        raise RegisterNotSetUp(
            f"the register {where} {state}; expected version {LATEST}: set it up first"
        )


def _is_there(engine: AsyncEngine) -> bool:
    """Return whether there may be a register: SQLite makes a file that is missing, were it asked."""
    file = engine.url.database
    return engine.dialect.name != "sqlite" or file is None or Path(file).exists()


def _make_file(url: URL) -> None:
    """Here alone a file that is missing is made; where it cannot be, whoever opens it says so."""
    with contextlib.suppress(OSError):
        Path(url.database or "").touch()


async def _write_ahead(engine: AsyncEngine) -> None:
    """Switch SQLite to write-ahead logging, which its file remembers; others may be at it too."""
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        if driver is None:
            return
        for attempt in range(1, WAL_ATTEMPTS + 1):
            try:
                await (await driver.execute("PRAGMA journal_mode = WAL")).close()
            except Exception as error:  # the driver's own OperationalError
                if "locked" not in str(error) or attempt == WAL_ATTEMPTS:
                    raise OperationalError("PRAGMA journal_mode", None, error) from error
                await asyncio.sleep(WAL_PAUSE_SECONDS)
            else:
                return


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def migration_settings() -> "Config":
    """Return Alembic's settings for the migrations of this room."""
    from alembic.config import Config  # noqa: PLC0415 - only who sets up waits for Alembic

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - only who sets up waits for Alembic
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    found = _version(connection)
    if found == LATEST:
        return
    config = migration_settings()
    scripts = ScriptDirectory.from_config(config)
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        where = connection.engine.url.render_as_string(hide_password=True)
        raise RegisterUnavailable(
            f"the register {where} was set up by a later release (version {found}); "
            "use that release, or another register"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
