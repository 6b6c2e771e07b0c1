"""Values written as text, as ISO 8601 and FEEL want them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from decisions.feel.exact import Number
from decisions.feel.values import FeelFunction, Range, YearsMonthsDuration

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


_PLAIN_KEY = re.compile(r"[^\W\d]\w*(?: \w+)*")


def text_of(value: object) -> str:
    """Return any value as the function `string` writes it."""
    return value if isinstance(value, str) else _nested_text(value)


def _nested_text(value: object) -> str:
    """Return the text of a value inside a list or a context: strings in quotes."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int | Decimal):
        return number_text(value)
    if isinstance(value, timedelta | YearsMonthsDuration):
        return duration_text(value)
    if isinstance(value, date | time):
        return temporal_text(value)
    if isinstance(value, list):
        return f"[{', '.join(_nested_text(item) for item in value)}]"
    if isinstance(value, Mapping):
        entries = (f"{_key_text(key)}: {_nested_text(item)}" for key, item in value.items())
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, Range):
        return range_text(value)
    return "function" if isinstance(value, FeelFunction) else str(value)


def quoted(text: str) -> str:
    """Return *text* as a string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key_text(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else quoted(key)


def range_text(value: Range) -> str:
    """Return the range: `[1..3)`; one without a low or a high end as `(< 3)`."""
    if value.low is None:
        return f"({'<=' if value.high_included else '<'} {_end_text(value.high)})"
    if value.high is None:
        return f"({'>=' if value.low_included else '>'} {_end_text(value.low)})"
    opening = "[" if value.low_included else "("
    closing = "]" if value.high_included else ")"
    return f"{opening}{_end_text(value.low)}..{_end_text(value.high)}{closing}"


def _end_text(value: object) -> str:
    text = _nested_text(value)
    temporal = isinstance(value, date | time | timedelta | YearsMonthsDuration)
    return f'@"{text}"' if temporal else text
