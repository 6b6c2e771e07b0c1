"""Breaches as they are brought to account: recorded with evidence, a review proposed to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from store.engines import Transactions
from store.inserting import put_new
from store.outbox import Notice, queue_on
from store.tables import BREACH_RECORDS, FACTS, REVIEWS

PROPOSED, WITHHELD = "proposed", "withheld"

MISSED = ("limit_breached", "limit_exceeded")
"""Kinds of facts that say that a limit was missed."""


@dataclass(frozen=True, slots=True)
class BreachFinding:
    """A limit missed, who answers for it, and what is proposed.

    Attributes:
        job: with the case number the idempotency key.
        responsible: staff or post key; superiors too.
        oversight: unit that decides whether there is a review; nobody is ever punished from here.
        provisional: the due date rests on a provisional day.
        review: `proposed` or `withheld`.
        reason: why, Chinese.
        recorded_at: the job's time.
    """

    case_no: str
    job: str
    clock: str
    leg: int
    title: str
    rule: str
    cites: str
    due: datetime
    found_at: datetime
    responsible: str
    unit: str
    superiors: tuple[str, ...]
    oversight: str
    provisional: bool
    review: str
    reason: str
    recorded_at: datetime


class Accountability:
    """Breaches and reviews of all cases."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def holds_breach(self, case: str, clock: str, leg: int) -> bool:
        """Say whether the register already holds the fact that this leg was missed."""
        return await self._transactions.read(
            lambda on: any(fact["kind"] in MISSED for fact in _facts_of_leg(on, case, clock, leg))
        )

    async def record(self, finding: BreachFinding, notices: Sequence[Notice]) -> bool:
        """Record the breach, propose or withhold a review, queue *notices*; once a job.

        Returns:
            False where this job was done before.
        """
        return await self._transactions.write(
            finding.case_no, lambda on: _record(on, finding, notices)
        )

    async def breaches(self, case: str) -> list[dict[str, Any]]:
        """Return the breaches brought to account in *case*; `evidence` is a list of facts' digests."""
        return await self._list(select(BREACH_RECORDS).where(BREACH_RECORDS.c.case_no == case))

    async def reviews(self, case: str | None = None) -> list[dict[str, Any]]:
        """Return the reviews proposed or withheld, the oldest first."""
        statement = select(REVIEWS).order_by(REVIEWS.c.at, REVIEWS.c.case_no, REVIEWS.c.job)
        return await self._list(statement.where(REVIEWS.c.case_no == case) if case else statement)

    async def _list(self, statement: Any) -> list[dict[str, Any]]:
        found = await self._transactions.read(lambda on: on.execute(statement).mappings().all())
        return [dict(row) for row in found]


def _record(connection: Connection, finding: BreachFinding, notices: Sequence[Notice]) -> bool:
    facts = _facts_of_leg(connection, finding.case_no, finding.clock, finding.leg)
    row = {name: getattr(finding, name) for name in BREACH_RECORDS.c.keys() if name != "evidence"}  # noqa: SIM118
    row["evidence"] = [fact["digest"] for fact in facts]
    if not put_new(connection, BREACH_RECORDS, [row]):
        return False
    if not _is_proposed(connection, finding):
        connection.execute(REVIEWS.insert(), _review_row(finding))
    queue_on(connection, notices)
    return True


def _review_row(finding: BreachFinding) -> dict[str, Any]:
    same = ("case_no", "job", "clock", "leg", "responsible", "unit", "oversight", "reason")
    row = {name: getattr(finding, name) for name in same}
    return row | {"state": finding.review, "at": finding.recorded_at}


def _is_proposed(connection: Connection, finding: BreachFinding) -> bool:
    """Say whether a review of this leg is proposed already: nobody is reviewed twice for it."""
    statement = select(REVIEWS.c.job).where(
        REVIEWS.c.case_no == finding.case_no,
        REVIEWS.c.clock == finding.clock,
        REVIEWS.c.leg == finding.leg,
        REVIEWS.c.state == PROPOSED,
    )
    return connection.execute(statement).first() is not None


def _facts_of_leg(connection: Connection, case: str, clock: str, leg: int) -> list[Any]:
    """Return the facts that bear on one leg of a clock, the registration first."""
    columns = (FACTS.c.kind, FACTS.c.data, FACTS.c.digest)
    statement = select(*columns).where(FACTS.c.case_no == case, FACTS.c.kind != "trace")
    found = connection.execute(statement.order_by(FACTS.c.sequence)).mappings().all()
    return [row for row in found if row["kind"] == "registered" or _is_of(row["data"], clock, leg)]


def _is_of(data: dict[str, Any], clock: str, leg: int) -> bool:
    return data.get("clock") == clock and data.get("leg") in (leg, None)
