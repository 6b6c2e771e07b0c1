"""Exact numbers: whole numbers as `int`, all others as `Decimal` of 34 digits (DMN 1.5, 10.3.2.3.1)."""

import decimal
from decimal import Decimal

Number = int | Decimal

DIGITS = 34
EXACT = decimal.Context(
    prec=DIGITS,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
_LIMIT = 10**DIGITS


def normal(value: Number) -> Number:
    """Return *value* rounded to 34 digits, as `int` where it is whole and not huge.

    Raises:
        decimal.DecimalException: the value is too large, or no number.
    """
    if type(value) is int:
        return value if -_LIMIT < value < _LIMIT else normal(Decimal(value))
    rounded = EXACT.plus(Decimal(value))
    if rounded == rounded.to_integral_value() and rounded.adjusted() < DIGITS:
        return int(rounded)
    return rounded


def is_number(value: object) -> bool:
    """Whether *value* is a FEEL number (a boolean is none)."""
    return type(value) is int or isinstance(value, Decimal)
