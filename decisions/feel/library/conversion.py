"""Functions that make values of other values (DMN 1.5, table 72)."""

import re
from decimal import Decimal

from decisions.feel.arithmetic import NoValue
from decisions.feel.comparing import less, same, utc_offset
from decisions.feel.errors import FeelError
from decisions.feel.exact import Number, normal
from decisions.feel.kinds import kind
from decisions.feel.library.signatures import Library
from decisions.feel.values import Range, YearsMonthsDuration
from decisions.feel.writing import text_of

library = Library()
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_RANGE = re.compile(r"([\[(\]])(.*?)\.\.(.*)([\])\[])", re.DOTALL)
_LITERAL_CALLS = frozenset(("date", "time", "date and time", "duration"))
_SEPARATORS = frozenset((" ", ",", "."))


@library.define("string", "from: value")
def string(value: object) -> str | None:
    """The value as text; null stays null."""
    return None if value is None else text_of(value)


@library.define("number", "from: string")
def number(text: str) -> Number:
    """The number that the text writes."""
    if _NUMBER.fullmatch(text) is None:
        raise NoValue(f"expected the text of a number, found {text!r}")
    try:
        return normal(Decimal(text))
    except ArithmeticError:
        raise NoValue(f"the number is out of range: {text!r}") from None


@library.define(
    "number", "from: string, grouping separator: string|null, decimal separator?: string|null"
)
def number_grouped(text: str, grouping: str | None, point: str | None = None) -> Number:
    """The number that the text writes with these separators."""
    if grouping is not None and grouping not in _SEPARATORS:
        raise NoValue("grouping separator must be a space, a comma or a point")
    if point is not None and point not in {".", ","}:
        raise NoValue("decimal separator must be a point or a comma")
    if point is not None and grouping == point:
        raise NoValue("the two separators must differ")
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        if "." in plain:
            raise NoValue(f"expected the text of a number, found {text!r}")
        plain = plain.replace(",", ".")
    return number(plain)


@library.define("not", "negand: value")
def negate(value: object) -> bool | None:
    """True for false, false for true, else null."""
    return not value if isinstance(value, bool) else None


@library.define("is", "value1: value, value2?: value")
def is_same(one: object, other: object = None) -> bool:
    """Whether both are the same value of the same kind, time zones included."""
    if kind(one) != kind(other) or not same(one, other):
        return False
    return utc_offset(one) == utc_offset(other)


@library.define("abs", "n: number|days and time duration|years and months duration")
def absolute(value: object) -> object:
    """The value without its sign."""
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(abs(value.months))
    if isinstance(value, Decimal):
        return value.copy_abs()
    return abs(value)  # type: ignore[arg-type]  # a number or a duration


@library.define("assert", "value: value, condition: boolean, cause?: string")
def assert_that(value: object, condition: object, cause: str = "the condition is false") -> object:
    """The value where the condition holds; else null and a warning."""
    if condition is not True:
        raise NoValue(cause)
    return value


@library.define("range", "from: string")
def range_from_text(text: str) -> Range:
    """The range that the text writes, such as `[1..3)` or `[18..]` without a high end."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise NoValue(f"expected the text of a range, found {text!r}")
    low, high = _end(match[2]), _end(match[3])
    if (low is None and high is None) or (
        None not in (low, high) and less(high, low) is not False
    ):
        raise NoValue(f"expected ends of one kind, in their order, found {text!r}")
    low_included, high_included = match[1] == "[", match[4] == "]"
    if (low is None and low_included) or (high is None and high_included):
        raise NoValue(f"expected a round bracket where an end is open, found {text!r}")
    return Range(low, high, low_included, high_included)


def _end(text: str) -> object:
    """Return the value of a range's end, a literal; None for an open end."""
    from decisions.feel.parsing import parse_expression  # noqa: PLC0415 - it calls functions

    if not text.strip():
        return None
    try:
        found = parse_expression(text)
    except FeelError:
        raise NoValue(f"expected a literal, found {text!r}") from None
    value = None if found.names - _LITERAL_CALLS else found.evaluate({})
    if value is None or isinstance(value, Range | list | dict | bool):
        raise NoValue(f"expected a literal, found {text!r}")
    return value
