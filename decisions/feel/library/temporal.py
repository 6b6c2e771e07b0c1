"""Functions on dates, times and durations (DMN 1.5, tables 72 and 79)."""

import calendar
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from decisions.feel import constants
from decisions.feel.arithmetic import NoValue
from decisions.feel.exact import Number
from decisions.feel.library.signatures import Library
from decisions.feel.values import YearsMonthsDuration

library = Library()
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = tuple(calendar.month_name)


def _read(value: object, text: str, what: str) -> object:
    if value is None:
        raise NoValue(f"expected the text of a {what}, found {text!r}")
    return value


def _whole(value: Number) -> int:
    if value != int(value):
        raise NoValue(f"expected a whole number, found {value}")
    return int(value)


@library.define("date", "from: string")
def date_from_text(text: str) -> object:
    """The date that the text writes."""
    return _read(constants.read_date(text), text, "date")


@library.define("date", "from: date and time|date")
def date_from_instant(instant: date) -> date:
    """The date of a date and time."""
    return instant.date() if isinstance(instant, datetime) else instant


@library.define("date", "year: number, month: number, day: number")
def date_from_parts(year: Number, month: Number, day: Number) -> date:
    """The date with these parts."""
    try:
        return date(_whole(year), _whole(month), _whole(day))
    except (ValueError, OverflowError):
        raise NoValue(f"there is no date {year}-{month}-{day}") from None


@library.define("time", "from: string")
def time_from_text(text: str) -> object:
    """The time that the text writes."""
    return _read(constants.read_time(text), text, "time")


@library.define("time", "from: date and time|time|date")
def time_from_instant(value: object) -> time:
    """The time of a date and time; midnight in UTC for a date."""
    if isinstance(value, datetime):
        return value.timetz()
    return value if isinstance(value, time) else time(tzinfo=UTC)


@library.define(
    "time",
    "hour: number, minute: number, second: number, offset?: days and time duration|string|null",
)
def time_from_parts(
    hour: Number, minute: Number, second: Number, offset: timedelta | str | None = None
) -> time:
    """The time with these parts; its zone is an offset."""
    whole = int(second)
    micro = int((Decimal(second) - whole) * 1_000_000)
    try:
        return time(_whole(hour), _whole(minute), whole, micro, _zone(offset))
    except (ValueError, OverflowError):
        raise NoValue(f"there is no time {hour}:{minute}:{second}") from None


def _zone(zone: timedelta | str | None) -> tzinfo | None:
    if isinstance(zone, str):
        return named_zone(zone)
    return None if zone is None else timezone(zone) if zone else UTC


def named_zone(name: str) -> tzinfo:
    """Return the zone of the time zone database, or of an offset's text.

    Raises:
        NoValue: there is no such zone.
    """
    try:
        offset = constants.read_time(f"00:00:00{name}")
        if offset is not None and offset.tzinfo is not None:
            return offset.tzinfo
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise NoValue(f"no time zone {name!r} is known") from None


@library.define("date and time", "from: string")
def date_time_from_text(text: str) -> object:
    """The date and time that the text writes."""
    return _read(constants.read_date_time(text), text, "date and time")


@library.define("date and time", "from: date and time|date")
def date_time_from_date(value: date) -> datetime:
    """The date's midnight; a date and time as it is."""
    return value if isinstance(value, datetime) else datetime.combine(value, time())


@library.define("date and time", "date: date and time|date, time: time")
def date_time_of_both(day: date, clock: time) -> datetime:
    """The date and the time together."""
    return datetime.combine(day, clock)


@library.define("date and time", "date: date and time, timezone: string")
def date_time_in_zone(instant: datetime, zone: str) -> datetime:
    """The same instant seen in another zone."""
    found = named_zone(zone)
    return instant.replace(tzinfo=found) if instant.tzinfo is None else instant.astimezone(found)


@library.define(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number,"
    "offset?: days and time duration|string|null",
)
def date_time_from_parts(
    year: Number,
    month: Number,
    day: Number,
    hour: Number,
    minute: Number,
    second: Number,
    offset: timedelta | str | None = None,
) -> datetime:
    """The date and time with these parts."""
    clock = time_from_parts(hour, minute, second, offset)
    return datetime.combine(date_from_parts(year, month, day), clock)


@library.define("duration", "from: string")
def duration_from_text(text: str) -> object:
    """The duration that the text writes."""
    return _read(constants.read_duration(text), text, "duration")


@library.define("duration", "from: days and time duration|years and months duration")
def duration_itself(value: object) -> object:
    """A duration as it is."""
    return value


@library.define("years and months duration", "from: date|date and time, to: date|date and time")
def months_between(start: date, end: date) -> YearsMonthsDuration:
    """Whole months from one date to another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonthsDuration(months)


@library.define("day of year", "date: date|date and time")
def day_of_year(day: date) -> int:
    """1 for the first of January."""
    return day.timetuple().tm_yday


@library.define("day of week", "date: date|date and time")
def day_of_week(day: date) -> str:
    """The day's English name."""
    return _DAYS[day.weekday()]


@library.define("month of year", "date: date|date and time")
def month_of_year(day: date) -> str:
    """The month's English name."""
    return _MONTHS[day.month]


@library.define("week of year", "date: date|date and time")
def week_of_year(day: date) -> int:
    """The week's number by ISO 8601."""
    return day.isocalendar().week


@library.define("last day of month", "date: date|date and time")
def last_day_of_month(day: date) -> date:
    """The last day of the date's month."""
    last = calendar.monthrange(day.year, day.month)[1]
    return date(day.year, day.month, last)
