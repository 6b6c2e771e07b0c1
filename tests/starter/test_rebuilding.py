"""The register is mended from the cases' own histories, whatever was taken from it."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest

from starter.desk import Desk
from starter.verifying import verify
from store.tables import FACTS, PROJECTED
from tests.starter.conftest import INQUIRY, Shouwen, recorded, working
from tests.starter.courses import hand_over

LOST: dict[str, tuple[str, ...]] = {
    "the rows of one table": ("DELETE FROM tasks",),
    "the rows of every table": tuple(f"DELETE FROM {table.name}" for table in PROJECTED),
    "a row that says something else": ("UPDATE cases SET stage = 'x'",),
    "a fact in the middle": ("DELETE FROM facts WHERE sequence = 3",),
    "the first fact": ("DELETE FROM facts WHERE sequence = 1",),
    "the last facts": ("DELETE FROM facts WHERE sequence > 4",),
    "all facts": ("DELETE FROM facts",),
    "where the facts end": ("DELETE FROM chains",),
    "everything": tuple(f"DELETE FROM {name}" for name in ("facts", "chains", "cases", "tasks")),
}


@pytest.mark.parametrize("lost", LOST.values(), ids=LOST.keys())
async def test_what_was_lost_is_written_again(
    desk: Desk, shouwen: Shouwen, lost: Sequence[str]
) -> None:
    """Facts and rows are as they were, and the case goes on."""
    case = await _handed_over(desk)
    before = _held(desk)
    _damage(desk, *lost)
    assert 1 == (await shouwen("register", "check")).code

    rebuilt = await shouwen("register", "rebuild", case, "--json")

    assert (0, 0) == (rebuilt.code, rebuilt.json["replaced"])
    assert before == _held(desk)
    assert 0 == (await shouwen("register", "check")).code
    async with working(desk):
        await desk.withdraw(case, "fo-01", "误开")
    found = await verify(await desk.client(), desk.register, case)
    assert found.sentence.endswith("register and history agree")


@pytest.mark.parametrize(
    "changed",
    ["UPDATE facts SET data = '{}' WHERE sequence = 3", "UPDATE facts SET data = '{'"],
    ids=["another fact", "facts that cannot be read"],
)
async def test_what_the_history_has_otherwise_is_written_over_when_asked(
    desk: Desk, shouwen: Shouwen, changed: str
) -> None:
    """Without being asked by name, it stays for those who look into it."""
    case = await _handed_over(desk)
    before = _held(desk)
    _damage(desk, changed)

    refused = await shouwen("register", "rebuild", case)
    replaced = await shouwen("register", "rebuild", case, "--replace")

    assert (1, "") == (refused.code, refused.out)
    assert "a fact is written once" in refused.err
    assert "--replace" in refused.err
    assert (0, True) == (replaced.code, " replaced" in replaced.out)
    assert before == _held(desk)


async def test_facts_that_follow_what_the_history_tells_stay(desk: Desk, shouwen: Shouwen) -> None:
    """A register that holds all of it is not touched, and the command says so."""
    case = await _handed_over(desk)
    before = _held(desk)
    rebuilt = await shouwen("register", "rebuild", case, "--replace")

    assert (0, f"{case}: 0 facts written\n") == (rebuilt.code, rebuilt.out)
    assert before == _held(desk)


async def _handed_over(desk: Desk) -> str:
    """Return a case that is handed over, with no worker any more."""
    async with working(desk):
        case = (await desk.open("hotel", INQUIRY)).case
        await hand_over(desk, case)
        await recorded(desk, case)
        while (await verify(await desk.client(), desk.register, case)).behind:
            pass
    return case


def _held(desk: Desk) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(_file(desk))) as file:
        return {
            table.name: sorted(file.execute(f"SELECT * FROM {table.name}"), key=repr)
            for table in (FACTS, *PROJECTED)
        }


def _damage(desk: Desk, *statements: str) -> None:
    with closing(sqlite3.connect(_file(desk))) as file, file:
        for statement in statements:
            file.execute(statement)


def _file(desk: Desk) -> str:
    return desk.place.register.removeprefix("sqlite:///")
