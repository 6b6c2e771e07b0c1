"""Case numbers: one for each caller's key, counted by prefix and day, such as HT-20261009-0001."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from store.conflicts import KeyConflict
from store.engines import Transactions
from store.inserting import insert_into
from store.tables import CASE_NUMBERS, OPENINGS


@dataclass(frozen=True, slots=True)
class Opening:
    """What was opened under a caller's key.

    Attributes:
        digest: of the content that was sent with the key.
        receipt: what the caller was answered, once the case is open.
    """

    key: str
    case_no: str
    digest: str
    receipt: Mapping[str, Any] | None


class Openings:
    """Numbers reserved for callers' keys.

    Args:
        source: the register's engine, or its transactions, so that both share them.
    """

    def __init__(self, source: AsyncEngine | Transactions) -> None:
        self._transactions = source if isinstance(source, Transactions) else Transactions(source)

    async def reserve(self, key: str, prefix: str, day: date, digest: str) -> str:
        """Return the case number for *key*: the same one whenever the key is given again.

        Raises:
            KeyConflict: the key was given before with content of another digest.
        """
        wanted = Opening(key, "", digest, None)
        return await self._transactions.write(
            f"opening {key}", lambda on: _reserve(on, wanted, prefix, f"{day:%Y%m%d}")
        )

    async def keep_receipt(self, key: str, receipt: Mapping[str, Any]) -> None:
        """Keep what the caller was answered; the first receipt stays."""
        statement = update(OPENINGS).where(OPENINGS.c.key == key, OPENINGS.c.receipt.is_(None))
        await self._transactions.write(
            f"opening {key}", lambda on: on.execute(statement.values(receipt=dict(receipt)))
        )

    async def find(self, key: str) -> Opening | None:
        """Return what was opened under *key*, or None."""
        return await self._transactions.read(lambda on: _find(on, key))


def _reserve(connection: Connection, wanted: Opening, prefix: str, day: str) -> str:
    held = _find(connection, wanted.key)
    if held is not None:
        if held.digest != wanted.digest:
            raise KeyConflict(wanted.key, held.case_no)
        return held.case_no
    number = f"{prefix}-{day}-{_next(connection, prefix, day):04d}"
    row = {"key": wanted.key, "case_no": number, "digest": wanted.digest}
    connection.execute(insert(OPENINGS).values(row))
    return number


def _find(connection: Connection, key: str) -> Opening | None:
    row = connection.execute(select(OPENINGS).where(OPENINGS.c.key == key)).mappings().first()
    return Opening(**row) if row else None


def _next(connection: Connection, prefix: str, day: str) -> int:
    """Count one up; the row stays locked until the transaction ends."""
    counting = insert_into(CASE_NUMBERS, connection.dialect.name)
    statement = counting.values(prefix=prefix, day=day, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["prefix", "day"], set_={"last": CASE_NUMBERS.c.last + 1}
    ).returning(CASE_NUMBERS.c.last)
    return int(connection.execute(statement).scalar_one())
