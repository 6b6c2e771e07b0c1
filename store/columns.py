"""Column types: how instants, JSON and lists of keys are kept, the same in every database."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

Json = JSON(none_as_null=True)
"""JSON as written, its text kept: a fact's digest must come out again from what was stored."""


class NaiveInstant(ValueError):
    """An instant without a zone was about to be stored."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, UTC: a time with zone in PostgreSQL, sortable ISO text in SQLite."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the database's own type where it has one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return what is stored.

        Raises:
            NaiveInstant: the instant has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveInstant(f"expected an instant with its zone, found {value.isoformat()}")
        utc = value.astimezone(UTC)
        if dialect.name == "postgresql":
            return utc
        return utc.isoformat(timespec="microseconds")[:26] + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return an aware instant in UTC."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)


class Words(TypeDecorator[str]):
    """Text as people write it, without NUL, which PostgreSQL cannot hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text with NUL replaced."""
        return value.replace("\x00", "\ufffd") if value else value


class Keys(TypeDecorator[tuple[str, ...]]):
    """A few keys in one column, `|a|b|`, so that `contains("|a|")` finds one in every database."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Return the keys between bars; none at all is the empty text."""
        keys = tuple(value or ())
        return f"|{'|'.join(keys)}|" if keys else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002
        """Return the keys."""
        return tuple(value[1:-1].split("|")) if value else ()
