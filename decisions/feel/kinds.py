"""What kind of value something is, in the words of FEEL."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from decisions.feel.values import FeelFunction, Range, YearsMonthsDuration

_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    str: "string",
    list: "list",
    tuple: "list",
    dict: "context",
    datetime: "date and time",
    date: "date",
    time: "time",
    timedelta: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    Range: "range",
    FeelFunction: "function",
}
_ANCESTORS: tuple[tuple[type, str], ...] = (
    (str, "string"),
    (int, "number"),
    (Decimal, "number"),
    (datetime, "date and time"),
    (date, "date"),
    (time, "time"),
    (timedelta, "days and time duration"),
    (list, "list"),
    (Mapping, "context"),
)


def kind(value: object) -> str:
    """Return the FEEL type of *value*, such as `number` or `date and time`."""
    known = _KINDS.get(type(value))
    if known is not None:
        return known
    return next((name for parent, name in _ANCESTORS if isinstance(value, parent)), "unknown")
