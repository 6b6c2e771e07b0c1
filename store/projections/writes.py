"""What a projection writes: whole rows and changes of rows, as data.

The same writes fill the database when facts are recorded, and plain dictionaries when the register
is verified.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from cases.facts import Fact

Key = tuple[Any, ...]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A value that stands in another row of the same case at the time of writing."""

    table: Table
    key: Key
    column: str


@dataclass(frozen=True, slots=True)
class Put:
    """A whole row: columns not named are empty; a row of the same key is replaced."""

    table: Table
    values: Values


@dataclass(frozen=True, slots=True)
class Change:
    """Some columns of the row with this key; where there is no such row, nothing.

    Attributes:
        key: the primary key after the case number.
    """

    table: Table
    values: Values
    key: Key = ()


Write = Put | Change
Projection = Callable[[str, Fact], tuple[Write, ...]]
Projections = Mapping[str, Projection]


@dataclass(slots=True)
class Pending:
    """What has become of one row in a run of facts.

    Attributes:
        whole: all of the row is known; otherwise only the columns in values changed.
        sequence: the last fact that wrote it.
    """

    values: Values
    whole: bool
    sequence: int


class Rows:
    """Rows of one case as a run of facts leaves them: one entry a row, later facts over earlier."""

    def __init__(self, case: str) -> None:
        self.case = case
        self.pending: dict[tuple[Table, Key], Pending] = {}

    def add(self, write: Write, sequence: int) -> None:
        """Take in one write of the fact *sequence*."""
        if isinstance(write, Put):
            self._put(write, sequence)
        else:
            self._change(write, sequence)

    def _put(self, write: Put, sequence: int) -> None:
        row = dict.fromkeys(column_names(write.table))
        row["case_no"] = self.case
        row.update({name: self._found(value) for name, value in write.values.items()})
        key = tuple(row[name] for name in key_names(write.table))
        self.pending[write.table, key] = Pending(row, whole=True, sequence=sequence)

    def _change(self, write: Change, sequence: int) -> None:
        values = {name: self._found(value) for name, value in write.values.items()}
        entry = self.pending.get((write.table, (self.case, *write.key)))
        if entry is None:
            entry = Pending({}, whole=False, sequence=sequence)
            self.pending[write.table, (self.case, *write.key)] = entry
        entry.values.update(values)
        entry.sequence = sequence

    def _found(self, value: Any) -> Any:
        """Return a looked-up value where this run of facts holds it, else leave it to look up."""
        if not isinstance(value, Lookup):
            return value
        entry = self.pending.get((value.table, (self.case, *value.key)))
        if entry is not None and value.column in entry.values:
            return entry.values[value.column]
        return value


_COLUMN_NAMES: dict[Table, tuple[str, ...]] = {}
_KEY_NAMES: dict[Table, tuple[str, ...]] = {}


def column_names(table: Table) -> tuple[str, ...]:
    """Return the names of all columns, in order."""
    if table not in _COLUMN_NAMES:
        _COLUMN_NAMES[table] = tuple(column.name for column in table.columns)
    return _COLUMN_NAMES[table]


def key_names(table: Table) -> tuple[str, ...]:
    """Return the names of the primary key's columns, the case number first."""
    if table not in _KEY_NAMES:
        _KEY_NAMES[table] = tuple(column.name for column in table.primary_key.columns)
    return _KEY_NAMES[table]
