"""Writing what facts say into the database: few statements, many rows each."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Executable, Table, and_, bindparam, select, update

from store.inserting import insert_into
from store.projections.writes import Key, Lookup, Pending, Rows, Values, column_names, key_names

_PUTS: dict[tuple[Table, str], Executable] = {}
_CHANGES: dict[tuple[Table, tuple[str, ...]], Executable] = {}

KEYED = "key_"
"""Prefix of the bound names of a key, so that they never meet a column's."""


def apply(connection: Connection, rows: Rows) -> None:
    """Write *rows* in the connection's transaction."""
    _look_up(connection, rows)
    batches: dict[tuple[Table, tuple[str, ...]], list[Values]] = {}
    for (table, key), pending in rows.pending.items():
        shape = () if pending.whole else tuple(sorted(pending.values))
        batches.setdefault((table, shape), []).append(_bound(table, key, pending))
    for (table, shape), values in batches.items():
        statement = _change(table, shape) if shape else put(table, connection.dialect.name)
        connection.execute(statement, values)


def _bound(table: Table, key: Key, pending: Pending) -> Values:
    if pending.whole:
        return pending.values
    names = key_names(table)
    return pending.values | {KEYED + name: value for name, value in zip(names, key, strict=True)}


def put(table: Table, dialect: str) -> Executable:
    """Return the statement that writes whole rows, over rows of the same key."""
    statement = _PUTS.get((table, dialect))
    if statement is None:
        statement = _PUTS[table, dialect] = _put(table, dialect)
    return statement


def _put(table: Table, dialect: str) -> Executable:
    insert = insert_into(table, dialect)
    keys = key_names(table)
    others = {name: insert.excluded[name] for name in column_names(table) if name not in keys}
    result: Executable = insert.on_conflict_do_update(index_elements=keys, set_=others)
    return result


def _change(table: Table, names: tuple[str, ...]) -> Executable:
    statement = _CHANGES.get((table, names))
    if statement is None:
        found = [table.c[name] == bindparam(KEYED + name) for name in key_names(table)]
        values: Values = {name: bindparam(name) for name in names}
        statement = _CHANGES[table, names] = update(table).where(and_(*found)).values(values)
    return statement


def _look_up(connection: Connection, rows: Rows) -> None:
    for pending in rows.pending.values():
        for name, value in _lookups(pending.values):
            pending.values[name] = _looked_up(connection, rows.case, value)


def _lookups(values: Values) -> Iterable[tuple[str, Lookup]]:
    return [(name, value) for name, value in values.items() if isinstance(value, Lookup)]


def _looked_up(connection: Connection, case: str, lookup: Lookup) -> Any:
    names = key_names(lookup.table)
    found = [
        lookup.table.c[name] == value
        for name, value in zip(names, (case, *lookup.key), strict=True)
    ]
    column = lookup.table.c[lookup.column]
    return connection.scalar(select(column).where(and_(*found)))
