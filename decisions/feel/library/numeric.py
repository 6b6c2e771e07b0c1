"""Functions on numbers (DMN 1.5, table 75)."""

import decimal
from decimal import Decimal

from decisions.feel.arithmetic import NoValue
from decisions.feel.exact import EXACT, Number, normal
from decisions.feel.library.signatures import Library

library = Library()
_LEAST_SCALE, _MOST_SCALE = -6111, 6176
_WIDE = decimal.Context(prec=7000, Emin=-999_999, Emax=999_999)


def rounded(value: Number, scale: Number, rounding: str) -> Number:
    """Return *value* with *scale* digits after the point.

    Raises:
        NoValue: the scale lies outside -6111 to 6176.
    """
    digits = int(scale)
    if not _LEAST_SCALE <= digits <= _MOST_SCALE:
        raise NoValue(f"scale must lie between {_LEAST_SCALE} and {_MOST_SCALE}, found {scale}")
    exact = Decimal(value)
    if -int(exact.as_tuple().exponent) <= digits:
        return value
    return normal(exact.quantize(Decimal(1).scaleb(-digits), rounding=rounding, context=_WIDE))


@library.define("decimal", "n: number, scale: number")
def decimal_places(value: Number, scale: Number) -> Number:
    """Rounded to the nearest, halves to the even neighbour."""
    return rounded(value, scale, decimal.ROUND_HALF_EVEN)


@library.define("floor", "n: number, scale?: number")
def floor(value: Number, scale: Number = 0) -> Number:
    """Rounded down."""
    return rounded(value, scale, decimal.ROUND_FLOOR)


@library.define("ceiling", "n: number, scale?: number")
def ceiling(value: Number, scale: Number = 0) -> Number:
    """Rounded up."""
    return rounded(value, scale, decimal.ROUND_CEILING)


@library.define("round up", "n: number, scale: number")
def round_up(value: Number, scale: Number) -> Number:
    """Rounded away from zero."""
    return rounded(value, scale, decimal.ROUND_UP)


@library.define("round down", "n: number, scale: number")
def round_down(value: Number, scale: Number) -> Number:
    """Rounded toward zero."""
    return rounded(value, scale, decimal.ROUND_DOWN)


@library.define("round half up", "n: number, scale: number")
def round_half_up(value: Number, scale: Number) -> Number:
    """Rounded to the nearest, halves away from zero."""
    return rounded(value, scale, decimal.ROUND_HALF_UP)


@library.define("round half down", "n: number, scale: number")
def round_half_down(value: Number, scale: Number) -> Number:
    """Rounded to the nearest, halves toward zero."""
    return rounded(value, scale, decimal.ROUND_HALF_DOWN)


@library.define("modulo", "dividend: number, divisor: number")
def modulo(dividend: Number, divisor: Number) -> Number:
    """The remainder, with the sign of the divisor."""
    if divisor == 0:
        raise NoValue("a number cannot be divided by zero")
    if type(dividend) is int and type(divisor) is int:
        return dividend % divisor
    rest = _WIDE.remainder(Decimal(dividend), Decimal(divisor))
    if rest and (rest < 0) != (divisor < 0):
        rest = _WIDE.add(rest, Decimal(divisor))
    return normal(rest)


@library.define("sqrt", "number: number")
def sqrt(value: Number) -> Number:
    """The square root."""
    if value < 0:
        raise NoValue("a negative number has no square root")
    return normal(EXACT.sqrt(Decimal(value)))


@library.define("log", "number: number")
def log(value: Number) -> Number:
    """The natural logarithm."""
    if value <= 0:
        raise NoValue("only positive numbers have a logarithm")
    return normal(EXACT.ln(Decimal(value)))


@library.define("exp", "number: number")
def exp(value: Number) -> Number:
    """Euler's number to the power of the argument."""
    return normal(EXACT.exp(Decimal(value)))


@library.define("odd", "number: number")
def odd(value: Number) -> bool:
    """Whether the whole number is odd."""
    return _whole(value) % 2 == 1


@library.define("even", "number: number")
def even(value: Number) -> bool:
    """Whether the whole number is even."""
    return _whole(value) % 2 == 0


def _whole(value: Number) -> int:
    if value != int(value):
        raise NoValue("only whole numbers are odd or even")
    return int(value)
