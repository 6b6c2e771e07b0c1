"""The register: the one place where facts are written, and where they are read from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from cases.facts import GENESIS, Fact, seal
from store.accountability import Accountability
from store.call_backs import CallBacks
from store.conflicts import ConflictingFact
from store.engines import Transactions
from store.openings import Openings
from store.outbox import Outbox
from store.projections.applying import apply, put
from store.projections.registry import project
from store.reading import Reading
from store.slips import Slips
from store.tables import CHAINS, FACTS

_HELD = select(CHAINS.c.through, CHAINS.c.head)
_INSERT_FACTS = insert(FACTS)

Position = tuple[int, str]
"""Sequence and digest of the last fact held."""


class Register(Reading):
    """Facts of all cases and what is projected from them.

    Args:
        engine: from `store.engines.open_engine`, on a database set up by `store.migrating.upgrade`.

    Attributes:
        openings, outbox, slips, call_backs, accountability: what activities and the desk write.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(Transactions(engine))
        self.engine = engine
        self.openings = Openings(self.transactions)
        self.outbox = Outbox(self.transactions)
        self.slips = Slips(self.transactions)
        self.call_backs = CallBacks(self.transactions)
        self.accountability = Accountability(self.transactions)

    async def record(self, case: str, facts: Sequence[Fact]) -> Position:
        """Write those of *facts* that are not held yet, and what they project; all or nothing.

        Returns:
            Sequence and digest of the last fact held of *case*; (0, GENESIS) where there is none.

        Raises:
            ConflictingFact: a fact differs from the one held, leaves a gap or does not chain.
            RegisterUnavailable: the database cannot be used.
        """
        return await self.transactions.write(case, lambda on: record_on(on, case, facts))


def record_on(connection: Connection, case: str, facts: Sequence[Fact]) -> Position:
    """Write *facts* in the connection's transaction; see `Register.record`."""
    held = _position(connection, case)
    new = _unheld(connection, case, facts, held)
    if not new:
        return held
    _check_chain(case, new, held)
    connection.execute(_INSERT_FACTS, [fact_row(case, fact) for fact in new])
    apply(connection, project(case, new))
    head = {"case_no": case, "through": new[-1].sequence, "head": new[-1].digest}
    connection.execute(put(CHAINS, connection.dialect.name), head)
    return new[-1].sequence, new[-1].digest


def _position(connection: Connection, case: str) -> Position:
    row = (connection.execute(_HELD.where(CHAINS.c.case_no == case))).first()
    return (row.through, row.head) if row else (0, GENESIS)


def _unheld(
    connection: Connection, case: str, facts: Sequence[Fact], held: Position
) -> list[Fact]:
    """Return the facts after *held*; those before must be the ones the register holds."""
    through, _ = held
    again = [fact for fact in facts if fact.sequence <= through]
    if again:
        _check_same(connection, case, again)
    return [fact for fact in facts if fact.sequence > through]


def _check_same(connection: Connection, case: str, again: Sequence[Fact]) -> None:
    sequences = [fact.sequence for fact in again]
    statement = select(FACTS.c.sequence, FACTS.c.digest).where(
        FACTS.c.case_no == case, FACTS.c.sequence.between(min(sequences), max(sequences))
    )
    digests = {row.sequence: row.digest for row in connection.execute(statement)}
    for fact in again:
        held = digests.get(fact.sequence)
        if held != fact.digest:
            raise ConflictingFact(
                case,
                fact.sequence,
                f"the register already holds another fact here: expected digest {held}, "
                f"found {fact.digest}; a fact is written once",
            )


def _check_chain(case: str, facts: Sequence[Fact], held: Position) -> None:
    sequence, previous = held
    for fact in facts:
        sequence += 1
        if fact.sequence != sequence:
            raise ConflictingFact(
                case,
                fact.sequence,
                f"expected fact {sequence} next, found {fact.sequence}; "
                "send the facts in order and without a gap",
            )
        due = seal(previous, fact.sequence, fact.at, fact.kind, fact.data, fact.audience)
        if fact.digest != due:
            raise ConflictingFact(
                case,
                fact.sequence,
                f"expected digest {due} after {previous}, found {fact.digest}; "
                "the fact was changed or does not follow the one before",
            )
        previous = fact.digest


def fact_row(case: str, fact: Fact) -> dict[str, Any]:
    """Return *fact* as a row of the table of facts."""
    return {
        "case_no": case,
        "sequence": fact.sequence,
        "at": fact.at,
        "kind": fact.kind,
        "data": fact.data,
        "audience": list(fact.audience),
        "digest": fact.digest,
    }
