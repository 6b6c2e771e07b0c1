"""FEEL values in JSON and back.

Numbers stay numbers where a JSON reader with doubles keeps them exactly; others become strings.
Dates, times and durations are `{"@": kind, "value": text}`.
"""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from decisions.feel.constants import read_date, read_date_time, read_duration, read_time
from decisions.feel.errors import FeelError
from decisions.feel.exact import Number, normal
from decisions.feel.kinds import kind
from decisions.feel.parsing import parse_expression
from decisions.feel.values import FeelFunction, Range, YearsMonthsDuration
from decisions.feel.writing import number_text, text_of

_SAFE = 2**53
_MARK = "@"
MAX_DEPTH = 200


class NotFeelJson(ValueError):
    """A JSON value that stands for no FEEL value; says what was expected."""


def to_json(value: object, *, exact: bool = False) -> Any:
    """Return *value* as data that `json.dumps` writes.

    A range becomes `{"@": "range", "value": "[1..3]"}`, a function
    `{"@": "function", "value": name}`.

    Args:
        value: a FEEL value.
        exact: whether `from_json` must give the very value back: a number that needs a string is
            then `{"@": "number", "value": text}`, and a context with a key `@` is wrapped too.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, float):
        value = normal(Decimal(repr(value)))
    if isinstance(value, int | Decimal):
        number = number_to_json(value)
        return {_MARK: "number", "value": number} if exact and isinstance(number, str) else number
    if isinstance(value, list | tuple):
        return [to_json(item, exact=exact) for item in value]
    if isinstance(value, Mapping):
        entries = {str(key): to_json(item, exact=exact) for key, item in value.items()}
        return {_MARK: "context", "value": entries} if exact and _MARK in entries else entries
    return {_MARK: kind(value), "value": _text(value)}


def _text(value: object) -> str:
    if isinstance(value, FeelFunction):
        return value.name
    if isinstance(value, date | time | timedelta | YearsMonthsDuration | Range):
        return text_of(value)
    raise TypeError(f"{type(value).__name__} is no FEEL value")


def number_to_json(value: Number) -> int | float | str:
    """Return the number; as a string where a double cannot carry it."""
    if isinstance(value, Decimal):
        if value != value.to_integral_value():
            return _fraction_to_json(value)
        if abs(value) > _SAFE:
            return number_text(value)
        value = int(value)
    return value if -_SAFE <= value <= _SAFE else str(value)


def _fraction_to_json(value: Decimal) -> float | str:
    try:
        double = float(value)
    except (OverflowError, ValueError):
        return number_text(value)
    return double if Decimal(repr(double)) == value else number_text(value)


def from_json(data: Any) -> object:
    """Return the FEEL value that *data* stands for.

    Raises:
        NotFeelJson: an `{"@": …}` form that cannot be read, or data nested too deep.
    """
    return _read(data, 0)


def _read(data: Any, depth: int) -> object:
    if data is None or isinstance(data, bool | str):
        return data
    if isinstance(data, int | Decimal):
        return _number(data)
    if isinstance(data, float):
        return _number(Decimal(repr(data)))
    if depth > MAX_DEPTH:
        raise NotFeelJson(f"expected data of at most {MAX_DEPTH} levels")
    if isinstance(data, list | tuple):
        return [_read(item, depth + 1) for item in data]
    if isinstance(data, Mapping):
        if _MARK in data:
            return _marked(data, depth)
        return {str(key): _read(item, depth + 1) for key, item in data.items()}
    return data


def _number(data: Number) -> object:
    try:
        return normal(data)
    except ArithmeticError as error:
        raise NotFeelJson(f"expected a number of up to 34 digits, found {data}") from error


def _marked(data: Mapping[str, Any], depth: int) -> object:
    name, text = data[_MARK], data.get("value")
    if name == "context" and isinstance(text, Mapping):
        return {str(key): _read(item, depth + 1) for key, item in text.items()}
    reader = _READERS.get(name) if isinstance(name, str) else None
    if reader is None:
        raise NotFeelJson(f'expected "@" to be one of {", ".join(_READERS)}, found {name!r}')
    value = reader(text) if isinstance(text, str) else None
    if value is None or kind(value) != name:
        raise NotFeelJson(f"expected the text of a {name}, found {text!r}")
    return value


def _number_from_text(text: str) -> object:
    try:
        return normal(Decimal(text))
    except ArithmeticError:
        return None


def _range_from_text(text: str) -> object:
    try:
        return parse_expression(text).evaluate({})
    except FeelError:
        return None


_READERS: dict[str, Callable[[str], object]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "days and time duration": read_duration,
    "years and months duration": read_duration,
    "number": _number_from_text,
    "range": _range_from_text,
}
