"""Inserts that may meet a row of the same key: each database has words of its own for it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(table: Table, dialect: str) -> Any:
    """Return an insert that can say what is to be done on a conflict.

    Args:
        table: where to.
        dialect: the database's name, `postgresql` or `sqlite`.
    """
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def put_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert those of *rows* whose keys are new; return how many, where the database says so."""
    statement = insert_into(table, connection.dialect.name).on_conflict_do_nothing()
    given = rows[0] if len(rows) == 1 else list(rows)  # of many, asyncpg does not say how many
    return int(connection.execute(statement, given).rowcount)
