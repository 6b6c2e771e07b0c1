"""The register: the one place where facts are written, and where they are read from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from cases.facts import GENESIS, Fact, first_break
from store.accountability import Accountability
from store.call_backs import CallBacks
from store.conflicts import ConflictingFact, OvertakenBatch
from store.engines import Transactions
from store.openings import Openings
from store.outbox import Outbox
from store.projections.applying import apply, put
from store.projections.registry import project
from store.reading import Reading, fact_of
from store.slips import Slips
from store.tables import CHAINS, FACTS, PROJECTED

_NOTED = ("through", "head", "settled", "taken_at")
_HELD = select(*(CHAINS.c[name] for name in _NOTED))
_INSERT_FACTS = insert(FACTS)

Position = tuple[int, str]
"""Sequence and digest of the last fact held."""


class Taking(NamedTuple):
    """When a batch was taken, and up to which fact the case's own history is settled."""

    settled: int
    taken_at: datetime


class _Chain(NamedTuple):
    case: str
    through: int
    head: str
    settled: int
    taken_at: datetime | None


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

    async def record(
        self, case: str, facts: Sequence[Fact], taking: Taking | None = None
    ) -> Position:
        """Write those of *facts* that are not held yet, and what they project; all or nothing.

        Args:
            case: case number.
            facts: in order, without a gap.
            taking: when they were taken and what is settled; None: everything held is settled.

        Returns:
            Sequence of the last of *facts*, and the digest held there. The register may hold more:
            of a later step, which was lost and is going to be taken anew.

        Raises:
            ConflictingFact: a fact differs from a settled one, leaves a gap or does not chain.
            OvertakenBatch: it was taken before what is held was, and says something else.
            RegisterUnavailable: the database cannot be used.
        """
        return await self.transactions.write(case, lambda on: record_on(on, case, facts, taking))

    async def settle(self, case: str, stands: Position, seen: Position) -> bool:
        """Note that *case* itself stands at this fact; cut off what is held after it.

        Args:
            case: case number.
            stands: where the case itself stands.
            seen: where the register stood before the case was asked. Where it has moved since,
                the answer is of yesterday: nothing is done.

        Returns:
            Whether something was cut off: it was written by a step that came to nothing.

        Raises:
            ConflictingFact: another fact is held there.
        """
        return await self.transactions.write(case, lambda on: settle_on(on, case, stands, seen))


def record_on(
    connection: Connection, case: str, facts: Sequence[Fact], taking: Taking | None = None
) -> Position:
    """Write *facts* in the connection's transaction; see `Register.record`."""
    held = chain = _chain(connection, case)
    if not facts:
        return chain.through, chain.head
    through, head = facts[-1].sequence, facts[-1].digest
    if taking and chain.taken_at and taking.taken_at < chain.taken_at:
        _check_held(connection, chain, facts)
        return through, head
    if facts[0].sequence <= chain.through:
        chain = _make_way(connection, chain, facts, taking)
    new = [fact for fact in facts if fact.sequence > chain.through]
    if not new:
        if chain != held:
            _note(connection, chain, taking)
        return through, _digests(connection, case, through, through)[through]
    check_chain(case, new, (chain.through, chain.head))
    connection.execute(_INSERT_FACTS, [fact_row(case, fact) for fact in new])
    apply(connection, project(case, new))
    settled = taking.settled if taking else through
    moved = chain._replace(through=through, head=head, settled=max(chain.settled, settled))
    _note(connection, moved, taking)
    return through, head


def settle_on(connection: Connection, case: str, stands: Position, seen: Position) -> bool:
    """Settle in the connection's transaction; see `Register.settle`."""
    chain = _chain(connection, case)
    through, head = stands
    if (chain.through, chain.head) != seen or through > chain.through:
        return False
    held = _digests(connection, case, through, through).get(through, GENESIS)
    if held != head:
        raise ConflictingFact(case, through, f"expected digest {head}, found {held}")
    surplus = chain.through > through
    if surplus:
        chain = _cut(connection, chain, through)
    _note(connection, chain._replace(settled=through), None)
    return surplus


def _chain(connection: Connection, case: str) -> _Chain:
    row = connection.execute(_HELD.where(CHAINS.c.case_no == case)).first()
    return _Chain(case, *row) if row else _Chain(case, 0, GENESIS, 0, None)


def _note(connection: Connection, chain: _Chain, taking: Taking | None) -> None:
    if taking:
        chain = chain._replace(taken_at=taking.taken_at)
    values = {"case_no": chain.case} | {key: getattr(chain, key) for key in _NOTED}
    connection.execute(put(CHAINS, connection.dialect.name), values)


def _make_way(
    connection: Connection, chain: _Chain, facts: Sequence[Fact], taking: Taking | None
) -> _Chain:
    """Return the chain after cutting off what a later taking of the same step contradicts."""
    last = facts[-1].sequence
    digests = _digests(connection, chain.case, facts[0].sequence, last)
    differing = next(
        (f for f in facts if f.sequence <= chain.through and digests.get(f.sequence) != f.digest),
        None,
    )
    settled = chain.through if taking is None else max(chain.settled, taking.settled)
    if differing is not None and differing.sequence <= settled:
        raise ConflictingFact(
            chain.case,
            differing.sequence,
            "the register already holds another fact here: expected digest "
            f"{digests.get(differing.sequence)}, found {differing.digest}; "
            "a fact is written once",
        )
    later = taking and chain.taken_at and taking.taken_at > chain.taken_at
    if not later:
        return chain
    keep = differing.sequence - 1 if differing else max(last, settled)
    return _cut(connection, chain, keep) if keep < chain.through else chain


def _check_held(connection: Connection, chain: _Chain, facts: Sequence[Fact]) -> None:
    """Let a batch that comes late through where all it says is held; nothing of it is written."""
    held = _digests(connection, chain.case, facts[0].sequence, facts[-1].sequence)
    for fact in facts:
        if held.get(fact.sequence) != fact.digest:
            raise OvertakenBatch(chain.case, fact.sequence)


def _cut(connection: Connection, chain: _Chain, keep: int) -> _Chain:
    """Cut off the facts after *keep* and work out anew what the others project."""
    case = chain.case
    of_case = FACTS.c.case_no == case
    connection.execute(delete(FACTS).where(of_case, FACTS.c.sequence > keep))
    for table in PROJECTED:
        connection.execute(delete(table).where(table.c.case_no == case))
    rows = connection.execute(select(FACTS).where(of_case).order_by(FACTS.c.sequence)).mappings()
    facts = [fact_of(row) for row in rows]
    apply(connection, project(case, facts))
    return chain._replace(through=keep, head=facts[-1].digest if facts else GENESIS)


def _digests(connection: Connection, case: str, first: int, last: int) -> dict[int, str]:
    statement = select(FACTS.c.sequence, FACTS.c.digest).where(
        FACTS.c.case_no == case, FACTS.c.sequence.between(first, last)
    )
    return {row.sequence: row.digest for row in connection.execute(statement)}


def check_chain(case: str, facts: Sequence[Fact], held: Position = (0, GENESIS)) -> None:
    """Let *facts* through that follow the one *held*, and one another.

    Raises:
        ConflictingFact: the first that does not.
    """
    broken = first_break(facts, *held)
    if broken is None:
        return
    if broken.is_gap:
        why = (
            f"expected fact {broken.number} next, found {broken.fact.sequence}; "
            "send the facts in order and without a gap"
        )
    else:
        why = (
            f"expected digest {broken.digest} after {broken.previous}, "
            f"found {broken.fact.digest}; the fact was changed or does not follow the one before"
        )
    raise ConflictingFact(case, broken.fact.sequence, why)


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
