"""Whether the register is as it was written: the chain of facts, and every row that follows from it.

A digest covers all of a fact and the digest before it; rows for reading are recomputed from the
facts. What is found is the first difference, as a sentence that names table, case and fact.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Table, and_, select, union

from cases.facts import GENESIS, Fact, first_break
from store.projections.registry import project
from store.projections.writes import Key, Lookup, Pending, column_names, key_names
from store.reading import Reading, fact_of
from store.register import Position
from store.tables import CHAINS, FACTS, PROJECTED

ANSWER = "the register was changed from outside: compare with a backup and with the case's history"


class Unreadable(Exception):
    """A row holds what the register never writes there."""

    def __init__(self, key: Key, why: str) -> None:
        super().__init__(why)
        self.key = key


async def first_difference(
    register: Reading, case: str, expected: Position | None = None
) -> str | None:
    """Return the first difference in what is held of *case* as a sentence, or None.

    Args:
        register: where the facts are.
        case: case number.
        expected: sequence and digest of the last fact according to the case itself; facts after
            it may be held already, facts up to it must be.
    """
    return await register.transactions.read(
        lambda on: difference_on(on, case, expected), snapshot=True
    )


async def differences(register: Reading) -> list[str]:
    """Return the first difference of every case in which there is one."""
    found = [await first_difference(register, case) for case in await held_cases(register)]
    return [sentence for sentence in found if sentence is not None]


async def held_cases(register: Reading) -> list[str]:
    """Return the numbers of all cases of which anything is held."""
    numbers = union(*(select(table.c.case_no) for table in (FACTS, CHAINS, *PROJECTED)))
    statement = numbers.order_by("case_no")
    return await register.transactions.read(lambda on: list(on.scalars(statement)))


def difference_on(on: Connection, case: str, expected: Position | None = None) -> str | None:
    """As `first_difference`, in the connection's transaction."""
    try:
        facts = [_fact(case, row) for row in _rows(on, FACTS, case)]
    except Unreadable as error:
        return _say(FACTS, case, error.key[-1], f"cannot be read: {error}")
    return (
        _broken_chain(case, facts)
        or _broken_end(on, case, facts)
        or _unexpected_end(case, facts, expected)
        or next(_changed_rows(on, case, facts), None)
    )


def _fact(case: str, row: Any) -> Fact:
    try:
        return fact_of(row)
    except (ValidationError, TypeError):
        key = (case, row["sequence"])
        raise Unreadable(key, "a value is not of the kind that facts hold") from None


def _broken_chain(case: str, facts: Sequence[Fact]) -> str | None:
    broken = first_break(facts)
    if broken is None:
        return None
    if broken.is_gap:
        what = f"is missing; the next one held is {broken.fact.sequence}"
    else:
        what = (
            "was changed, moved or put in: "
            f"expected digest {broken.digest}, found {broken.fact.digest}"
        )
    return _say(FACTS, case, broken.number, what)


def _broken_end(on: Connection, case: str, facts: Sequence[Fact]) -> str | None:
    last = _end(facts)
    statement = select(CHAINS.c.through, CHAINS.c.head).where(CHAINS.c.case_no == case)
    row = on.execute(statement).first()
    noted = (row.through, row.head) if row else (0, GENESIS)
    if noted == last:
        return None
    if noted[0] > last[0]:
        return _say(FACTS, case, last[0] + 1, f"is missing; the facts went up to {noted[0]}")
    return _say(
        CHAINS,
        case,
        noted[0],
        f"is noted as the last, digest {noted[1]}; expected fact {last[0]}, digest {last[1]}",
    )


def _unexpected_end(case: str, facts: Sequence[Fact], expected: Position | None) -> str | None:
    if expected is None or expected[0] == 0:
        return None
    through, head = expected
    if through > len(facts):
        return _say(FACTS, case, len(facts) + 1, f"is missing; the case stands at fact {through}")
    found = facts[through - 1].digest
    if found == head:
        return None
    return _say(
        FACTS, case, through, f"is not the case's own: expected digest {head}, found {found}"
    )


def _end(facts: Sequence[Fact]) -> Position:
    return (facts[-1].sequence, facts[-1].digest) if facts else (0, GENESIS)


def _changed_rows(on: Connection, case: str, facts: Sequence[Fact]) -> Iterator[str]:
    expected: dict[Table, dict[Key, Pending]] = {table: {} for table in PROJECTED}
    for (table, key), pending in project(case, facts).pending.items():
        if pending.whole:
            expected[table][key] = pending
    for table in PROJECTED:
        yield from _changed_in(on, case, table, expected[table])


def _changed_in(
    on: Connection, case: str, table: Table, expected: dict[Key, Pending]
) -> Iterator[str]:
    try:
        rows = _rows(on, table, case)
    except Unreadable as error:
        sequence = expected[error.key].sequence if error.key in expected else 0
        yield _say(table, case, sequence, f"{_row(error.key)} cannot be read: {error}")
        return
    held = {tuple(row[name] for name in key_names(table)): row for row in rows}
    for key, pending in sorted(expected.items(), key=lambda item: item[1].sequence):
        yield from _differing(table, case, key, pending, held.pop(key, None))
    for key in held:
        yield _say(table, case, 0, f"{_row(key)} follows from no fact")


def _differing(table: Table, case: str, key: Key, pending: Pending, row: Any) -> Iterator[str]:
    if row is None:
        yield _say(table, case, pending.sequence, f"{_row(key)} is missing")
        return
    for name in column_names(table):
        expected, found = _plain(pending.values[name]), _plain(row[name])
        if expected != found:
            what = f"{_row(key)} differs in {name}: expected {expected!r}, found {found!r}"
            yield _say(table, case, pending.sequence, what)


def _plain(value: Any) -> Any:
    """Return *value* so that what was written equals what is read again."""
    if isinstance(value, Lookup) or value == ():
        return None
    return value


def _row(key: Key) -> str:
    return f"row {', '.join(str(part) for part in key)}"


def _say(table: Table, case: str, sequence: int, what: str) -> str:
    return f"{table.name}, case {case}, fact {sequence}: {what}; {ANSWER}"


def _rows(on: Connection, table: Table, case: str) -> list[Any]:
    """Return the rows of *case* by key.

    Raises:
        Unreadable: the first row that holds what its column's type cannot be.
    """
    keys = [table.c[name] for name in key_names(table)]
    wanted = table.c.case_no == case
    try:
        return list(on.execute(select(table).where(wanted).order_by(*keys)).mappings())
    except (ValueError, TypeError):
        for key in on.execute(select(*keys).where(wanted).order_by(*keys)).all():
            _try_row(on, table, tuple(key))
        raise


def _try_row(on: Connection, table: Table, key: Key) -> None:
    found = [table.c[name] == part for name, part in zip(key_names(table), key, strict=True)]
    try:
        on.execute(select(table).where(and_(*found))).mappings().first()
    except (ValueError, TypeError) as error:
        raise Unreadable(key, str(error)) from None
