"""Values since a date. Code asks for the one in force on a day and never compares dates."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything in force since a day."""

    @property
    def since(self) -> date:
        """First day it is in force."""


DatedT = TypeVar("DatedT", bound=Dated)


def in_force(entries: Sequence[DatedT], day: date) -> DatedT | None:
    """Return the latest entry whose `since` is not after *day*, or None where none is yet."""
    reached = [entry for entry in entries if entry.since <= day]
    return max(reached, key=lambda entry: entry.since, default=None)
