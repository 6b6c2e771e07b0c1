"""Properties of dates, times, durations and ranges (DMN 1.5, table 60)."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from decisions.feel.comparing import utc_offset
from decisions.feel.kinds import kind

NO_PROPERTY = object()
_Property = Callable[..., object]


def property_of(value: object, name: str) -> object:
    """Return the property of a value, or `NO_PROPERTY`."""
    found = _PROPERTIES.get(kind(value), {}).get(name)
    return NO_PROPERTY if found is None else found(value)


def _zone_name(value: time | datetime) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _whole(part: int, duration: timedelta) -> int:
    """Return days, hours, minutes or seconds of a duration, all with its sign."""
    total = abs(duration) // timedelta(seconds=1)
    days, rest = divmod(total, 86_400)
    hours, rest = divmod(rest, 3_600)
    found = (days, hours, *divmod(rest, 60))[part]
    return -found if duration < timedelta() else found


def _toward_zero(number: int, divisor: int) -> int:
    return number // divisor if number >= 0 else -(-number // divisor)


_DATE: dict[str, _Property] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: value.isoweekday(),
}
_TIME: dict[str, _Property] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: value.second,
    "time offset": utc_offset,
    "timezone": _zone_name,
}
_PROPERTIES: dict[str, dict[str, _Property]] = {
    "date": _DATE,
    "time": _TIME,
    "date and time": _DATE | _TIME,
    "days and time duration": {
        "days": lambda value: _whole(0, value),
        "hours": lambda value: _whole(1, value),
        "minutes": lambda value: _whole(2, value),
        "seconds": lambda value: _whole(3, value),
    },
    "years and months duration": {
        "years": lambda value: _toward_zero(value.months, 12),
        "months": lambda value: value.months - _toward_zero(value.months, 12) * 12,
    },
    "range": {
        "start": lambda value: value.low,
        "end": lambda value: value.high,
        "start included": lambda value: value.low_included,
        "end included": lambda value: value.high_included,
    },
}
