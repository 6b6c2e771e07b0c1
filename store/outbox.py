"""Notices: each stands here before anybody is told, and says what became of it.

A notice is claimed before it is sent and released after. One whose sender vanished in between is
marked failed, not sent again: nobody is told twice, and what is uncertain is visible. When a notice
was tried is the sender's time; everything else in the register is the case's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select, update

from store.engines import Transactions
from store.inserting import put_new
from store.tables import OUTBOX

QUEUED, DELIVERED, FAILED = "queued", "delivered", "failed"

INTERRUPTED = "发送中断，是否送达不明；经核实未送达的，用 shouwen notices again 重新排入。"


@dataclass(frozen=True, slots=True)
class Notice:
    """What one recipient is to be told.

    Attributes:
        text: Chinese, without personal data.
        recipient: staff, post or unit key, or `requester`.
        queued_at: the job's time.
    """

    case_no: str
    job: str
    pack: str
    template: str
    text: str
    recipient: str
    queued_at: datetime

    @property
    def key(self) -> str:
        """Return the idempotency key: nobody is told twice of one job."""
        return f"{self.case_no}/{self.job}/{self.recipient}"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A notice and what became of it.

    Attributes:
        status: `queued`, `delivered` or `failed`; failed and claimed means interrupted.
        attempts: how often it was claimed for sending.
        reached: names of the channels that took it.
        trouble: why it is not delivered yet.
    """

    key: str
    case_no: str
    job: str
    pack: str
    template: str
    text: str
    recipient: str
    queued_at: datetime
    status: str
    attempts: int
    reached: tuple[str, ...]
    trouble: str
    claim: str | None
    claimed_at: datetime | None
    tried_at: datetime | None
    delivered_at: datetime | None


def queue_on(connection: Connection, notices: Iterable[Notice]) -> None:
    """Queue *notices* in the connection's transaction; those already there stay as they are."""
    rows = [
        asdict(notice)
        | {"key": notice.key, "status": QUEUED, "attempts": 0, "reached": (), "trouble": ""}
        for notice in notices
    ]
    if rows:
        put_new(connection, OUTBOX, rows)


class Outbox:
    """The notices of all cases."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def queue(self, case: str, notices: Sequence[Notice]) -> None:
        """Queue the *notices* of *case*; those already there stay as they are."""
        await self._transactions.write(case, lambda on: queue_on(on, notices))

    async def get(self, key: str) -> OutboxRow | None:
        """Return one notice."""
        rows = await self._rows(select(OUTBOX).where(OUTBOX.c.key == key))
        return rows[0] if rows else None

    async def notices(
        self,
        *,
        case: str | None = None,
        status: str | None = None,
        recipient: str | None = None,
        limit: int | None = None,
    ) -> list[OutboxRow]:
        """Return notices in the order they were queued; of more than *limit* the newest."""
        wanted = (
            (OUTBOX.c.case_no, case),
            (OUTBOX.c.status, status),
            (OUTBOX.c.recipient, recipient),
        )
        conditions = [column == value for column, value in wanted if value]
        order = (OUTBOX.c.queued_at.desc(), OUTBOX.c.key.desc())
        found = select(OUTBOX).where(*conditions).order_by(*order).limit(limit)
        return (await self._rows(found))[::-1]

    async def waiting(self, recipients: Sequence[str], limit: int = 100) -> list[OutboxRow]:
        """Return queued notices to *recipients* that nobody is sending, the longest untried first."""
        statement = (
            select(OUTBOX)
            .where(OUTBOX.c.status == QUEUED, OUTBOX.c.claim.is_(None))
            .where(OUTBOX.c.recipient.in_(recipients))
            .order_by(OUTBOX.c.tried_at.is_not(None), OUTBOX.c.tried_at, OUTBOX.c.queued_at)
            .limit(limit)
        )
        return await self._rows(statement)

    async def claim(self, key: str, token: str, now: datetime) -> OutboxRow | None:
        """Take the notice for sending; None where it is delivered, claimed or interrupted."""
        statement = (
            update(OUTBOX)
            .where(OUTBOX.c.key == key, OUTBOX.c.status != DELIVERED, OUTBOX.c.claim.is_(None))
            .values(claim=token, claimed_at=now, tried_at=now, attempts=OUTBOX.c.attempts + 1)
            .returning(OUTBOX)
        )
        row = await self._transactions.write(
            key, lambda on: on.execute(statement).mappings().first()
        )
        return OutboxRow(**row) if row else None

    async def release(
        self, row: OutboxRow, now: datetime, *, reached: Sequence[str], trouble: str, status: str
    ) -> None:
        """Say what became of the claimed notice and give the claim back."""
        values = {
            "claim": None,
            "claimed_at": None,
            "reached": tuple(reached),
            "trouble": trouble,
            "status": status,
            "delivered_at": now if status == DELIVERED else None,
        }
        mine = (OUTBOX.c.key == row.key, OUTBOX.c.claim == row.claim)
        statement = update(OUTBOX).where(*mine).values(values)
        await self._transactions.write(row.key, lambda on: on.execute(statement))

    async def expire(self, now: datetime, lease: timedelta) -> int:
        """Mark notices failed whose sender took them longer ago than *lease*; return how many."""
        statement = (
            update(OUTBOX)
            .where(OUTBOX.c.status == QUEUED, OUTBOX.c.claimed_at < now - lease)
            .values(status=FAILED, trouble=INTERRUPTED)
        )
        return await self._transactions.write(
            "outbox", lambda on: int(on.execute(statement).rowcount)
        )

    async def queue_again(self, key: str) -> bool:
        """Queue a failed notice again, as an operator decides; False where it is not failed."""
        statement = (
            update(OUTBOX)
            .where(OUTBOX.c.key == key, OUTBOX.c.status == FAILED)
            .values(status=QUEUED, claim=None, claimed_at=None, attempts=0)
        )
        changed = await self._transactions.write(
            key, lambda on: int(on.execute(statement).rowcount)
        )
        return changed > 0

    async def _rows(self, statement: Select[Any]) -> list[OutboxRow]:
        found = await self._transactions.read(lambda on: on.execute(statement).mappings().all())
        return [OutboxRow(**row) for row in found]
