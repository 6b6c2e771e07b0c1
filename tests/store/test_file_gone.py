"""The register's file is put aside for a while."""

from pathlib import Path

import pytest

from store.engines import open_engine
from store.migrating import upgrade
from store.register import Register
from store.unavailable import RegisterUnavailable
from tests.databases import sqlite_url  # noqa: F401
from tests.store.sample_facts import clock_started, sealed, task_opened


async def test_a_file_that_was_put_aside_is_missed_and_found_again(
    sqlite_url: str,  # noqa: F811
) -> None:
    """Nobody makes an empty one in its place, and nothing that was written is lost."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    engine = open_engine(sqlite_url)
    register = Register(engine)
    facts = sealed([clock_started(), task_opened()])
    await register.record("HT-1", facts[:1])
    aside = file.rename(file.with_name("aside.db"))  # noqa: ASYNC240 - at once
    with pytest.raises(RegisterUnavailable, match="the file is missing: put it back"):
        await register.record("HT-1", facts[1:])
    with pytest.raises(RegisterUnavailable, match="the file is missing: put it back"):
        await register.facts("HT-1")
    assert not file.exists()  # noqa: ASYNC240 - at once
    aside.rename(file)

    await register.record("HT-1", facts[1:])
    assert facts == await register.facts("HT-1")
    await engine.dispose()


async def test_a_file_that_never_was_is_made_where_the_register_is_set_up(tmp_path: Path) -> None:
    """By `upgrade`, and by nothing else."""
    url = f"sqlite:///{tmp_path / 'register.db'}"
    await upgrade(url)
    engine = open_engine(url)

    assert [] == await Register(engine).list_cases()
    await engine.dispose()
