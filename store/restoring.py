"""Restoring a case: its facts and the rows that follow from them, from what its own history tells.

Law 1: a fact that is held is not written over, unless that is asked for by name.
Law 2: whatever was taken from the middle, the end or the rows is put back; the rest stays.
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, delete, insert, select

from cases.facts import Fact, canonical, first_break
from store.conflicts import ConflictingFact
from store.projections.applying import apply, put
from store.projections.registry import project
from store.reading import Reading, fact_of
from store.register import check_chain, fact_row
from store.tables import CHAINS, FACTS, PROJECTED
from store.verification import difference_on

_UNREADABLE = (ValidationError, ValueError, TypeError)


class Restored(NamedTuple):
    """What was done.

    Attributes:
        written: how many facts were missing.
        replaced: how many were held otherwise, or told by nobody.
        rows: whether rows that follow from the facts were written anew.
    """

    written: int
    replaced: int
    rows: bool


def restore_on(
    connection: Connection, case: str, told: Sequence[Fact], *, replace: bool = False
) -> Restored:
    """Let the register hold what *told*, a case's facts from the first, says.

    Facts after the last one told stay where they follow it: the case has gone on meanwhile.

    Args:
        connection: in a transaction of its own.
        case: case number.
        told: in order, without a gap.
        replace: write over what is held otherwise, and take away what does not follow.

    Raises:
        ConflictingFact: *told* does not chain, or another fact is held and *replace* is not set.
    """
    check_chain(case, told)
    held = _held(connection, case)
    differing = _differing(told, held)
    if differing and not replace:
        raise _conflict(case, differing[0], told)
    missing = [fact for fact in told if fact.sequence not in held or fact.sequence in differing]
    whole = difference_on(connection, case) is None
    if whole and not missing:
        return Restored(0, 0, rows=False)
    _write(connection, case, differing, missing)
    _follow(connection, case, len(told))
    return Restored(
        len([one for one in missing if one.sequence not in held]), len(differing), True
    )


async def intact_facts(register: Reading, case: str) -> list[Fact]:
    """Return the facts of *case* from the first up to the first that is missing or was changed."""
    held = await register.transactions.read(lambda on: _held(on, case))
    facts = [fact for fact in takewhile(bool, held.values()) if fact]
    broken = first_break(facts)
    return [fact for fact in facts if not broken or fact.sequence < broken.number]


def _held(connection: Connection, case: str) -> dict[int, Fact | None]:
    """Return the facts held by number; None in the place of one that cannot be read."""
    try:
        return {fact.sequence: fact for fact in _read(connection, case)}
    except _UNREADABLE:  # one of them: each is read by itself
        numbers = select(FACTS.c.sequence).where(FACTS.c.case_no == case)
        found = connection.scalars(numbers.order_by(FACTS.c.sequence)).all()
        return {number: _fact(connection, case, number) for number in found}


def _fact(connection: Connection, case: str, number: int) -> Fact | None:
    try:
        (fact,) = _read(connection, case, FACTS.c.sequence == number)
    except _UNREADABLE:
        return None
    return fact


def _read(connection: Connection, case: str, *wanted: ColumnElement[bool]) -> list[Fact]:
    rows = select(FACTS).where(FACTS.c.case_no == case, *wanted).order_by(FACTS.c.sequence)
    return [fact_of(row) for row in connection.execute(rows).mappings()]


def _differing(told: Sequence[Fact], held: Mapping[int, Fact | None]) -> list[int]:
    """Return the numbers of facts that are held otherwise, and of those that do not follow."""
    found = [
        fact.sequence
        for fact in told
        if fact.sequence in held and not _same(fact, held[fact.sequence])
    ]
    after = [number for number in held if number > len(told)]
    facts = [held[number] for number in after]
    readable = [fact for fact in facts if fact is not None]
    head = (told[-1].digest,) if told else ()
    if len(readable) < len(facts) or first_break(readable, len(told), *head):
        found += after
    return found


def _same(one: Fact, other: Fact | None) -> bool:
    return other is not None and (one.digest, _text(one)) == (other.digest, _text(other))


def _text(fact: Fact) -> str:
    return canonical(fact.sequence, fact.at, fact.kind, fact.data, fact.audience)


def _conflict(case: str, number: int, told: Sequence[Fact]) -> ConflictingFact:
    if number > len(told):
        return ConflictingFact(case, number, "the register holds it, and the history does not")
    return ConflictingFact(
        case,
        number,
        "the register already holds another fact here than the history, "
        f"which has digest {told[number - 1].digest}; a fact is written once",
    )


def _write(
    connection: Connection, case: str, differing: Sequence[int], missing: Sequence[Fact]
) -> None:
    for number in differing:
        connection.execute(
            delete(FACTS).where(FACTS.c.case_no == case, FACTS.c.sequence == number)
        )
    if missing:
        connection.execute(insert(FACTS), [fact_row(case, fact) for fact in missing])


def _follow(connection: Connection, case: str, settled: int) -> None:
    """Write the rows that follow from the facts, and where their chain ends."""
    for table in PROJECTED:
        connection.execute(delete(table).where(table.c.case_no == case))
    facts = _read(connection, case)
    apply(connection, project(case, facts))
    taken = connection.scalar(select(CHAINS.c.taken_at).where(CHAINS.c.case_no == case))
    values = {"through": facts[-1].sequence, "head": facts[-1].digest, "settled": settled}
    chain = {"case_no": case, "taken_at": taken, **values}
    connection.execute(put(CHAINS, connection.dialect.name), chain)
