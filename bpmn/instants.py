"""Instants, durations and cycles: ISO 8601 texts and FEEL values into due instants.

Time parts are elapsed time, whatever the zone does; months and years go by the calendar.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

_DURATION: Final = re.compile(
    r"(-)?P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?!$)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$"
)
_REPEATS: Final = re.compile(r"R(-?\d*)$")


class NotAnInstant(ValueError):
    """The text or value names no instant, duration or cycle; the message says what it is."""


@dataclass(frozen=True, slots=True)
class Span:
    """A duration: whole months, and elapsed time."""

    months: int
    elapsed: timedelta

    def after(self, start: datetime) -> datetime:
        """Return the instant that lies this span after *start*, in the zone of *start*.

        Raises:
            NotAnInstant: it lies beyond the years 1 to 9999.
        """
        try:
            moved = _add_months(start, self.months) if self.months else start
            if not self.elapsed:
                return moved
            return (moved.astimezone(UTC) + self.elapsed).astimezone(start.tzinfo)
        except (OverflowError, ValueError):
            what = (
                f"expected an instant within the years 1 to 9999, found one beyond, from {start}"
            )
            raise NotAnInstant(what) from None


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repetition: how often (None: for ever), how far apart, and from when (None: now)."""

    times: int | None
    every: Span
    start: datetime | None


def parse_span(text: str) -> Span:
    """Return the ISO 8601 duration in *text*.

    Raises:
        NotAnInstant: the text is no duration.
    """
    match = _DURATION.match(text.strip())
    if match is None:
        raise NotAnInstant(f"expected a duration such as PT10M or P3D, found {text!r}")
    sign, years, months, weeks, days, hours, minutes, seconds = match.groups()
    try:
        elapsed = timedelta(
            weeks=float(weeks or 0),
            days=float(days or 0),
            hours=float(hours or 0),
            minutes=float(minutes or 0),
            seconds=float(seconds or 0),
        )
    except OverflowError:
        raise NotAnInstant(f"expected a duration of at most 9999 years, found {text!r}") from None
    factor = -1 if sign else 1
    return Span(factor * (int(years or 0) * 12 + int(months or 0)), factor * elapsed)


def parse_instant(text: str, now: datetime) -> datetime:
    """Return the ISO 8601 date and time in *text*; without an offset it is in the zone of *now*.

    Raises:
        NotAnInstant: the text is no date and time.
    """
    try:
        found = datetime.fromisoformat(text.strip().partition("[")[0])
    except ValueError:
        what = f"expected a date and time such as 2026-10-09T17:40:00+08:00, found {text!r}"
        raise NotAnInstant(what) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=now.tzinfo)


def parse_cycle(text: str, now: datetime) -> Cycle:
    """Return the repetition in *text*: R3/PT10M, R/P1D, R3/2026-10-09T08:00:00Z/P1D.

    Raises:
        NotAnInstant: the text is no repetition.
    """
    parts = text.strip().split("/")
    repeats = _REPEATS.match(parts[0])
    if repeats is None or len(parts) not in (2, 3):
        raise NotAnInstant(f"expected a cycle such as R3/PT10M, found {text!r}")
    count = int(repeats.group(1)) if repeats.group(1) not in ("", "-") else -1
    start = parse_instant(parts[1], now) if len(parts) == 3 else None
    every = parse_span(parts[-1])
    if every.after(now) <= now:
        raise NotAnInstant(f"expected a cycle that goes forward, found {text!r}")
    return Cycle(None if count < 0 else count, every, start)


def when(value: object, now: datetime) -> datetime | Span | Cycle:
    """Return what a timer's value says: a text in ISO 8601 or a FEEL value.

    Raises:
        NotAnInstant: the value is none of them.
    """
    if isinstance(value, str):
        return _from_text(value, now)
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=now.tzinfo)
    if isinstance(value, date):
        return datetime.combine(value, time(), now.tzinfo)
    if isinstance(value, timedelta):
        return Span(0, value)
    months = getattr(value, "months", None)
    if isinstance(months, int):
        return Span(months, timedelta())
    kind = "null" if value is None else type(value).__name__
    raise NotAnInstant(f"expected a date and time, a duration or a cycle, found {kind}")


def _from_text(text: str, now: datetime) -> datetime | Span | Cycle:
    stripped = unquoted(text)
    if stripped.startswith(("P", "-P")):
        return parse_span(stripped)
    if stripped.startswith("R"):
        return parse_cycle(stripped, now)
    return parse_instant(stripped, now)


def unquoted(text: str) -> str:
    """Return a timer's text without the quotes that models with quoted texts put around it."""
    stripped = text.strip()
    quoted = len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "\"'"
    return stripped[1:-1].strip() if quoted else stripped


def _add_months(start: datetime, months: int) -> datetime:
    total = start.year * 12 + start.month - 1 + months
    year, month = divmod(total, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return start.replace(year=year, month=month + 1, day=min(start.day, last))
