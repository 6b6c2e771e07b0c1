"""Slips: issued, delivered, copied to those who supervise, kept in counterparts by both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from store.engines import Transactions
from store.inserting import put_new
from store.outbox import Notice, queue_on
from store.tables import SLIP_COPIES, SLIP_COUNTERPARTS, SLIP_DELIVERIES, SLIPS


@dataclass(frozen=True, slots=True)
class SlipDelivery:
    """One way of a slip from one unit to another.

    Attributes:
        job: with the case number the idempotency key.
        returned: the slip goes back, with an opinion.
        copies: units that get a supervisory copy, which is no escalation.
        counterparts: signed copies; the receiver keeps the first, the sender the second.
        content: the slip's fields.
    """

    case_no: str
    job: str
    slip: str
    slip_type: str
    title: str
    handover: int
    from_unit: str
    to_unit: str
    signed_by: str
    returned: bool
    opinion: str
    copies: tuple[str, ...]
    counterparts: int
    content: Mapping[str, Any]
    delivered_at: datetime


class Slips:
    """The slips of all cases."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def deliver(self, delivery: SlipDelivery, notices: Sequence[Notice]) -> bool:
        """Issue and deliver the slip, copy it, queue *notices*; all or nothing, once a job.

        Returns:
            False where this job was done before.
        """
        return await self._transactions.write(
            delivery.case_no, lambda on: _deliver(on, delivery, notices)
        )

    async def of_case(self, case: str) -> list[dict[str, Any]]:
        """Return the slips of *case*, each with `deliveries`, `copies` and `counterparts`."""
        return await self._transactions.read(lambda on: _of_case(on, case))


def _deliver(connection: Connection, delivery: SlipDelivery, notices: Sequence[Notice]) -> bool:
    done = select(SLIP_DELIVERIES.c.job).where(
        SLIP_DELIVERIES.c.case_no == delivery.case_no, SLIP_DELIVERIES.c.job == delivery.job
    )
    if connection.execute(done).first() is not None:
        return False
    _issue(connection, delivery)
    connection.execute(SLIP_DELIVERIES.insert(), _delivery_row(delivery))
    if delivery.copies:
        put_new(connection, SLIP_COPIES, _copy_rows(delivery))
    connection.execute(SLIP_COUNTERPARTS.insert(), _counterpart_rows(delivery))
    queue_on(connection, notices)
    return True


def _issue(connection: Connection, delivery: SlipDelivery) -> None:
    """Put the slip where it is new; one that is forwarded or returned keeps its first issue."""
    row = {
        "case_no": delivery.case_no,
        "slip": delivery.slip,
        "slip_type": delivery.slip_type,
        "title": delivery.title,
        "content": dict(delivery.content),
        "issued_by": delivery.signed_by,
        "issued_at": delivery.delivered_at,
    }
    put_new(connection, SLIPS, [row])


def _delivery_row(delivery: SlipDelivery) -> dict[str, Any]:
    return {name: getattr(delivery, name) for name in SLIP_DELIVERIES.c.keys()}  # noqa: SIM118


def _copy_rows(delivery: SlipDelivery) -> list[dict[str, Any]]:
    same = {"case_no": delivery.case_no, "job": delivery.job, "slip": delivery.slip}
    return [same | {"unit": unit, "copied_at": delivery.delivered_at} for unit in delivery.copies]


def _counterpart_rows(delivery: SlipDelivery) -> list[dict[str, Any]]:
    same = {"case_no": delivery.case_no, "job": delivery.job, "slip": delivery.slip}
    holders = [delivery.to_unit, delivery.from_unit, *delivery.copies]
    numbers = range(1, max(delivery.counterparts, 1) + 1)
    return [
        same | {"number": number, "holder": holders[(number - 1) % len(holders)]}
        for number in numbers
    ]


def _of_case(connection: Connection, case: str) -> list[dict[str, Any]]:
    def rows(table: Any) -> list[dict[str, Any]]:
        statement = select(table).where(table.c.case_no == case)
        order = table.primary_key.columns
        return [dict(row) for row in connection.execute(statement.order_by(*order)).mappings()]

    parts = {
        "deliveries": rows(SLIP_DELIVERIES),
        "copies": rows(SLIP_COPIES),
        "counterparts": rows(SLIP_COUNTERPARTS),
    }
    parts["deliveries"].sort(key=lambda row: (row["delivered_at"], row["handover"]))
    return [
        slip
        | {
            name: [row for row in found if row["slip"] == slip["slip"]]
            for name, found in parts.items()
        }
        for slip in rows(SLIPS)
    ]
