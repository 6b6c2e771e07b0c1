"""Setting up the register: from nothing, twice, by two at once, and where it cannot be."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from store.engines import open_engine
from store.migrating import LATEST, check_current, migration_settings, upgrade
from store.register import Register
from store.tables import METADATA
from store.unavailable import RegisterUnavailable
from tests.databases import KINDS, postgres_server

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database in which nothing was set up yet."""
    if request.param == "sqlite":
        (tmp_path / "register.db").touch()
        return f"sqlite:///{tmp_path / 'register.db'}"
    return postgres_server().create_empty()


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, METADATA))


async def test_the_migrations_make_the_tables(empty_url: str) -> None:
    """After the migrations, the database has the tables that the code means, no more and no less."""
    await upgrade(empty_url)

    engine = open_engine(empty_url)
    async with engine.connect() as connection:
        assert [] == await connection.run_sync(_differences)
    await check_current(engine)
    await engine.dispose()


def test_the_latest_version_is_the_last_migration() -> None:
    """What programs check for is what the migrations end with."""
    assert LATEST == ScriptDirectory.from_config(migration_settings()).get_current_head()


async def test_setting_up_again_changes_nothing(empty_url: str) -> None:
    """What was recorded stays."""
    await upgrade(empty_url)
    engine = open_engine(empty_url)
    await Register(engine).openings.reserve("key", "HT", date(2026, 1, 5), "d")

    await upgrade(empty_url)

    assert await Register(engine).openings.find("key") is not None
    await engine.dispose()


def _as_first_released(connection: Connection) -> None:
    """Set up the tables of the first version, with a running clock in them and the fact of it."""
    config = migration_settings()
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    connection.execute(
        text(
            "INSERT INTO facts (case_no, sequence, at, kind, data, audience, digest) VALUES "
            "('HT-1', 1, '2026-10-13T02:00:00.000000Z', 'clock_started', "
            """'{"clock": "answer", "leg": 1, "judged": false}', '[]', 'd')"""
        )
    )
    connection.execute(
        text(
            "INSERT INTO clocks (case_no, clock, leg, title, amount, started_at, due, soft) "
            "VALUES ('HT-1', 'answer', 1, '答复', '1wd', '2026-10-13T02:00:00.000000Z', "
            "'2026-10-14T10:00:00.000000Z', :soft)"
        ),
        {"soft": False},
    )


async def test_a_register_of_an_earlier_version_is_brought_up_with_all_it_holds(
    empty_url: str,
) -> None:
    """Its clocks run on; none of them ever stood still, and those only measured are known again."""
    engine = open_engine(empty_url)
    async with engine.begin() as connection:
        await connection.run_sync(_as_first_released)

    await upgrade(empty_url)

    await check_current(engine)
    async with engine.connect() as connection:
        assert [] == await connection.run_sync(_differences)
    (leg,) = await Register(engine).clocks("HT-1")
    assert ("答复", datetime(2026, 10, 14, 10, tzinfo=UTC)) == (leg.title, leg.due)
    assert (None, None, None) == (leg.paused_at, leg.pauses, leg.extended_to)
    assert leg.judged is False
    await engine.dispose()


async def test_several_programs_may_set_up_at_once(empty_url: str) -> None:
    """Programs that start together wait for one another; each ends with a register."""
    program = "import asyncio, sys; from store.migrating import upgrade; asyncio.run(upgrade(sys.argv[1]))"

    runs = [
        subprocess.Popen(  # noqa: ASYNC220 - it only starts
            [sys.executable, "-c", program, empty_url], cwd=ROOT, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    await asyncio.gather(*(upgrade(empty_url) for _ in range(3)))

    ends = [(run.communicate()[1].decode(), run.returncode) for run in runs]
    assert [("", 0)] * 2 == ends
    engine = open_engine(empty_url)
    await check_current(engine)
    await engine.dispose()


async def test_a_register_that_is_not_set_up_says_so(empty_url: str) -> None:
    """Checking names the register and what to do."""
    engine = open_engine(empty_url)

    with pytest.raises(RegisterUnavailable, match="is not set up; expected version"):
        await check_current(engine)

    await engine.dispose()


async def test_a_register_of_a_later_release_is_left_alone(empty_url: str) -> None:
    """An older program refuses to touch what it does not know."""
    await upgrade(empty_url)
    engine = open_engine(empty_url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()

    with pytest.raises(RegisterUnavailable, match=r"later release \(version 9999\)"):
        await upgrade(empty_url)


async def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    """One sentence: which file, why, what to do."""
    file = tmp_path / "nowhere" / "register.db"

    with pytest.raises(RegisterUnavailable) as caught:
        await upgrade(f"sqlite:///{file}")

    assert str(file) in str(caught.value)
    assert f"the folder {file.parent} does not exist: create it" in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_file_that_is_no_register_is_named(tmp_path: Path) -> None:
    """A file of something else is not overwritten."""
    file = tmp_path / "register.db"
    file.write_text("this is no database" * 100)

    with pytest.raises(RegisterUnavailable, match="file is not a database; see that the file is"):
        await upgrade(f"sqlite:///{file}")

    assert file.read_text().startswith("this is no database")


async def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    """One sentence where the register's folder is closed to the program."""
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        folder = Path("/proc")  # root may write anywhere but there

    with pytest.raises(RegisterUnavailable, match=r"cannot be used: unable to open database file"):
        await upgrade(f"sqlite:///{folder / 'register.db'}")


async def test_a_server_that_does_not_run_is_named_without_the_password(tmp_path: Path) -> None:
    """The sentence names the address, never the password."""
    url = f"postgresql://clerk:secret@/register?host={tmp_path}"

    with pytest.raises(RegisterUnavailable) as caught:
        await upgrade(url)

    assert "cannot be used" in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_a_database_that_is_missing_is_named() -> None:
    """A server without the register's database says so."""
    with pytest.raises(RegisterUnavailable, match='database "nothing" does not exist'):
        await upgrade(postgres_server().url("nothing"))


async def test_reading_before_setting_up_says_so(empty_url: str) -> None:
    """Whoever reads a database without tables is told to set it up."""
    engine = open_engine(empty_url)

    with pytest.raises(RegisterUnavailable, match=r"is not set up: .*; set it up first"):
        await Register(engine).list_cases()

    await engine.dispose()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        pytest.param("register.db", "not a database URL", id="a path"),
        pytest.param("mysql://host/name", "cannot use a mysql database", id="another database"),
        pytest.param("sqlite://", "needs a file", id="memory"),
    ],
)
def test_addresses_of_no_use_are_refused(url: str, sentence: str) -> None:
    """Refused at once, with the two forms that are expected."""
    with pytest.raises(RegisterUnavailable, match=sentence):
        open_engine(url)
