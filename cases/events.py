"""Domain events: what people and processes do to a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One event.

    Attributes:
        kind: a word of `regulations.vocabulary.EVENTS`.
        at: when, UTC.
        by: staff or post key of the one who did it; empty where the process did.
        data: completion data; the fields each kind takes are in the vocabulary.
        element: id of the diagram's element it comes from.
    """

    kind: str
    at: datetime
    by: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    element: str = ""

    def text(self, key: str) -> str:
        """Return a field as text, empty where it is missing."""
        value = self.data.get(key)
        return "" if value is None else str(value)
