"""Dates, times and durations read from text (DMN 1.5, 10.3.2.3 and the grammar of ISO 8601)."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from decisions.feel.values import YearsMonthsDuration

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?"
    r"(?:(Z|z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z0-9_+\-/]+))?",
    re.ASCII,
)
_DAYS_TIME = re.compile(
    r"(-?)P(?:(\d{1,12})D)?(?:T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:\.(\d{1,9}))?S)?)?",
    re.ASCII,
)
_YEARS_MONTHS = re.compile(r"(-?)P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)


def read_date(text: str) -> date | None:
    """Return the date that *text* writes, or None."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the time of day, or None; parts of a second beyond microseconds are dropped."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    try:
        micro = int((match[4] or "").ljust(6, "0")[:6])
        return time(int(match[1]), int(match[2]), int(match[3]), micro, _zone(match))
    except (ValueError, OSError, KeyError):
        return None


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match[5]:
        return UTC
    if match[6]:
        hours, minutes, seconds = int(match[7]), int(match[8]), int(match[9] or 0)
        if hours > 14 or minutes > 59 or seconds > 59:
            raise ValueError
        shift = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return timezone(-shift if match[6] == "-" else shift)
    if match[10]:
        return UTC if match[10] == "Z" else ZoneInfo(match[10])
    return None


def read_date_time(text: str) -> datetime | None:
    """Return the date and time, or None; a date alone is its midnight."""
    day_text, separator, time_text = text.partition("T")
    day = read_date(day_text)
    if day is None:
        return None
    if not separator:
        return datetime.combine(day, time())
    clock = read_time(time_text)
    return None if clock is None else datetime.combine(day, clock)


def read_duration(text: str) -> timedelta | YearsMonthsDuration | None:
    """Return the duration of either kind, or None."""
    if text.endswith(("P", "T")):
        return None
    match = _YEARS_MONTHS.fullmatch(text)
    if match:
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonthsDuration(-months if match[1] else months)
    match = _DAYS_TIME.fullmatch(text)
    if match is None:
        return None
    try:
        amount = timedelta(
            days=int(match[2] or 0),
            hours=int(match[3] or 0),
            minutes=int(match[4] or 0),
            seconds=int(match[5] or 0),
            microseconds=int((match[6] or "").ljust(6, "0")[:6]),
        )
    except OverflowError:
        return None
    return -amount if match[1] else amount


def at_literal(text: str) -> date | time | datetime | timedelta | YearsMonthsDuration | None:
    """Return the value of `@"text"`, or None."""
    if text.lstrip("-").startswith("P"):
        return read_duration(text)
    if "T" in text.partition("@")[0]:
        return read_date_time(text)
    return read_date(text) or read_time(text)
