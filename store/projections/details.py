"""Reading a fact's data without ever refusing it: what is not of the expected shape is left empty.

The fact itself keeps what was said; a row for reading must not stop the register.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

LONGEST_KEY = 300
"""Characters of a key; longer ones are cut, so that every database can index them."""

LARGEST_NUMBER = 2**31 - 1


def words(value: Any) -> str | None:
    """Return *value* as text without NUL, which PostgreSQL cannot hold; None stays None."""
    if value is None:
        return None
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return plain.replace("\x00", "\ufffd")


def key(value: Any) -> str | None:
    """Return *value* as a key."""
    plain = words(value)
    return None if plain is None else plain[:LONGEST_KEY]


def keys(value: Any) -> tuple[str, ...]:
    """Return a list of keys, without the bar that separates them when stored."""
    if not isinstance(value, list | tuple):
        return ()
    plain = (key(item) for item in value)
    return tuple(item.replace("|", "/") for item in plain if item)


def number(value: Any) -> int | None:
    """Return a whole number that a database can hold."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if abs(value) <= LARGEST_NUMBER else None


def flag(value: Any) -> bool | None:
    """Return a truth value."""
    return value if isinstance(value, bool) else None


def instant(value: Any) -> datetime | None:
    """Return an instant from its ISO spelling; one without a zone is UTC."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def part(value: Any) -> Mapping[str, Any]:
    """Return an object's members; anything else has none."""
    return value if isinstance(value, dict) else {}
