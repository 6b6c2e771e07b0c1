"""Values written as text, as ISO 8601 and FEEL want them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from decisions.feel.exact import Number
from decisions.feel.values import YearsMonthsDuration

_SECOND = timedelta(seconds=1)


def number_text(value: Number) -> str:
    """Return the number without exponent and without trailing zeros."""
    if not isinstance(value, Decimal):
        return str(value)
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def temporal_text(value: date | time | datetime) -> str:
    """Return the date, the time, or the date and time."""
    if isinstance(value, datetime):
        return f"{_date_text(value)}T{_time_text(value)}"
    return _time_text(value) if isinstance(value, time) else _date_text(value)


def _date_text(value: date) -> str:
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def _time_text(value: time | datetime) -> str:
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}{_fraction(value.microsecond)}"
    zone = value.tzinfo
    if isinstance(zone, ZoneInfo):
        return f"{text}@{zone.key}"
    offset = None if zone is None else value.utcoffset()
    return text if offset is None else text + offset_text(offset)


def offset_text(offset: timedelta) -> str:
    """Return `Z`, `+08:00` or `-03:30`."""
    if not offset:
        return "Z"
    minutes, seconds = divmod(abs(offset) // _SECOND, 60)
    sign = "-" if offset < timedelta() else "+"
    tail = f":{seconds:02}" if seconds else ""
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}{tail}"


def _fraction(micro: int) -> str:
    return f".{micro:06}".rstrip("0") if micro else ""


def duration_text(value: timedelta | YearsMonthsDuration) -> str:
    """Return the duration: `P1DT2H`, `-PT3.5S`, `P1Y2M`, `PT0S`, `P0M`."""
    if isinstance(value, YearsMonthsDuration):
        return _months_text(value.months)
    seconds, micro = divmod(abs(value), _SECOND)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    fraction = _fraction(micro // timedelta(microseconds=1))
    clock = "".join(
        (f"{hour}H" if hour else "", f"{minute}M" if minute else "")
        + ((f"{second}{fraction}S",) if second or fraction else ())
    )
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    sign = "-" if value < timedelta() else ""
    return f"{sign}P{text}" if text else "PT0S"


def _months_text(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return f"{'-' if months < 0 else ''}P{text}" if text else "P0M"


