"""Arithmetic on numbers, strings, dates and durations (DMN 1.5, tables 53 to 58)."""

import calendar
import decimal
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from decisions.feel.comparing import date_time_key, time_key
from decisions.feel.errors import FeelLimitExceeded
from decisions.feel.exact import EXACT, Number, normal
from decisions.feel.kinds import kind
from decisions.feel.values import YearsMonthsDuration

_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
LIMIT = 10**34
MAX_STRING = 1_000_000
_DAYS_TIME = "days and time duration"
_YEARS_MONTHS = "years and months duration"


class NoValue(Exception):
    """The operation has no value; the message says why."""


def _whole(value: int) -> Number:
    return value if -LIMIT < value < LIMIT else normal(value)


def add_numbers(left: Number, right: Number) -> Number:
    """Return the exact sum."""
    if type(left) is int and type(right) is int:
        return _whole(left + right)
    return EXACT.add(Decimal(left), Decimal(right))


def subtract_numbers(left: Number, right: Number) -> Number:
    """Return the exact difference."""
    if type(left) is int and type(right) is int:
        return _whole(left - right)
    return EXACT.subtract(Decimal(left), Decimal(right))


def multiply_numbers(left: Number, right: Number) -> Number:
    """Return the product, rounded to 34 digits."""
    if type(left) is int and type(right) is int:
        return _whole(left * right)
    return EXACT.multiply(Decimal(left), Decimal(right))


def divide_numbers(left: Number, right: Number) -> Number:
    """Return the quotient, rounded to 34 digits.

    Raises:
        NoValue: *right* is zero.
    """
    if right == 0:
        raise NoValue("a number cannot be divided by zero")
    if type(left) is int and type(right) is int and left % right == 0:
        return left // right
    return EXACT.divide(Decimal(left), Decimal(right))


def power_numbers(left: Number, right: Number) -> Number:
    """Return the power, rounded to 34 digits.

    Raises:
        NoValue: zero to a negative power.
    """
    if left == 0 and right < 0:
        raise NoValue("zero has no negative power")
    return normal(EXACT.power(Decimal(left), Decimal(right))) if left or right else 1


def _add_strings(left: str, right: str) -> str:
    if len(left) + len(right) > MAX_STRING:
        raise FeelLimitExceeded(f"expected a string of at most {MAX_STRING} characters")
    return left + right


def add_months(day: date, months: int) -> date:
    """Return the day *months* later, clipped to the month's end; keeps the time of day.

    Raises:
        NoValue: that is outside the years 1 to 9999.
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        raise NoValue("the date lies outside the years 1 to 9999")
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def _shift_months(day: date, duration: YearsMonthsDuration) -> date:
    return add_months(day, duration.months)


def _shift_months_back(day: date, duration: YearsMonthsDuration) -> date:
    return add_months(day, -duration.months)


def _shift_date(day: date, duration: timedelta) -> date:
    moved = datetime.combine(day, time()) + duration
    return moved.date()


def _shift_date_back(day: date, duration: timedelta) -> date:
    return _shift_date(day, -duration)


def shift_instant(instant: datetime, duration: timedelta) -> datetime:
    """Return the instant moved along the real time line (a zone's offset may change)."""
    if instant.tzinfo is None or isinstance(instant.tzinfo, timezone):
        return instant + duration
    return (instant.astimezone(UTC) + duration).astimezone(instant.tzinfo)


def _shift_instant_back(instant: datetime, duration: timedelta) -> datetime:
    return shift_instant(instant, -duration)


def _shift_time(clock: time, duration: timedelta) -> time:
    moved = datetime.combine(date(2000, 1, 2), clock.replace(tzinfo=None)) + duration % _DAY
    return moved.time().replace(tzinfo=clock.tzinfo)


def _shift_time_back(clock: time, duration: timedelta) -> time:
    return _shift_time(clock, -duration)


def _between_instants(left: datetime, right: datetime) -> timedelta:
    return _difference(date_time_key(left), date_time_key(right))


def _between_times(left: time, right: time) -> timedelta:
    return _difference(time_key(left), time_key(right))


def _difference(left: tuple[bool, timedelta], right: tuple[bool, timedelta]) -> timedelta:
    if left[0] != right[0]:
        raise NoValue("one of the two has a time zone, the other has none")
    return left[1] - right[1]


def _instant_minus_date(left: datetime, right: date) -> timedelta:
    return _between_instants(left, _midnight(right))


def _date_minus_instant(left: date, right: datetime) -> timedelta:
    return _between_instants(_midnight(left), right)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(tzinfo=UTC))


def scale(duration: timedelta, factor: Number) -> timedelta:
    """Return the duration times *factor*, exact to the microsecond."""
    micro = EXACT.multiply(Decimal(duration // _MICROSECOND), Decimal(factor))
    return timedelta(microseconds=int(micro.to_integral_value(decimal.ROUND_DOWN)))


def _unscale(duration: timedelta, divisor: Number) -> timedelta:
    micro = divide_numbers(duration // _MICROSECOND, divisor)
    return timedelta(microseconds=int(Decimal(micro).to_integral_value(decimal.ROUND_DOWN)))


def _scale_months(duration: YearsMonthsDuration, factor: Number) -> YearsMonthsDuration:
    return YearsMonthsDuration(int(multiply_numbers(duration.months, factor)))


def _unscale_months(duration: YearsMonthsDuration, divisor: Number) -> YearsMonthsDuration:
    return YearsMonthsDuration(int(divide_numbers(duration.months, divisor)))


def _ratio(left: timedelta, right: timedelta) -> Number:
    return divide_numbers(left // _MICROSECOND, right // _MICROSECOND)


def _ratio_months(left: YearsMonthsDuration, right: YearsMonthsDuration) -> Number:
    return divide_numbers(left.months, right.months)


def _add_months(left: YearsMonthsDuration, right: YearsMonthsDuration) -> YearsMonthsDuration:
    return YearsMonthsDuration(left.months + right.months)


def _subtract_months(left: YearsMonthsDuration, right: YearsMonthsDuration) -> YearsMonthsDuration:
    return YearsMonthsDuration(left.months - right.months)


def _swapped(operation: Callable[..., object]) -> Callable[..., object]:
    return lambda left, right: operation(right, left)


def _plus(left: timedelta, right: timedelta) -> timedelta:
    return left + right


def _minus(left: timedelta, right: timedelta) -> timedelta:
    return left - right


def _days_between(left: date, right: date) -> timedelta:
    return left - right


_INSTANT = "date and time"
_TABLE: dict[tuple[str, str, str], Callable[..., object]] = {
    ("+", "number", "number"): add_numbers,
    ("-", "number", "number"): subtract_numbers,
    ("*", "number", "number"): multiply_numbers,
    ("/", "number", "number"): divide_numbers,
    ("**", "number", "number"): power_numbers,
    ("+", "string", "string"): _add_strings,
    ("+", "date", _YEARS_MONTHS): _shift_months,
    ("-", "date", _YEARS_MONTHS): _shift_months_back,
    ("+", "date", _DAYS_TIME): _shift_date,
    ("-", "date", _DAYS_TIME): _shift_date_back,
    ("-", "date", "date"): _days_between,
    ("-", "date", _INSTANT): _date_minus_instant,
    ("-", _INSTANT, "date"): _instant_minus_date,
    ("+", _INSTANT, _YEARS_MONTHS): _shift_months,
    ("-", _INSTANT, _YEARS_MONTHS): _shift_months_back,
    ("+", _INSTANT, _DAYS_TIME): shift_instant,
    ("-", _INSTANT, _DAYS_TIME): _shift_instant_back,
    ("-", _INSTANT, _INSTANT): _between_instants,
    ("+", "time", _DAYS_TIME): _shift_time,
    ("-", "time", _DAYS_TIME): _shift_time_back,
    ("-", "time", "time"): _between_times,
    ("+", _DAYS_TIME, _DAYS_TIME): _plus,
    ("-", _DAYS_TIME, _DAYS_TIME): _minus,
    ("*", _DAYS_TIME, "number"): scale,
    ("/", _DAYS_TIME, "number"): _unscale,
    ("/", _DAYS_TIME, _DAYS_TIME): _ratio,
    ("+", _YEARS_MONTHS, _YEARS_MONTHS): _add_months,
    ("-", _YEARS_MONTHS, _YEARS_MONTHS): _subtract_months,
    ("*", _YEARS_MONTHS, "number"): _scale_months,
    ("/", _YEARS_MONTHS, "number"): _unscale_months,
    ("/", _YEARS_MONTHS, _YEARS_MONTHS): _ratio_months,
}
_TABLE |= {
    (op, right, left): _swapped(operation)
    for (op, left, right), operation in _TABLE.items()
    if left != right and (op == "+" or (op == "*" and right == "number"))
}
_WORDS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "raise"}


def calculate(op: str, left: object, right: object) -> object:
    """Return `left op right`.

    Raises:
        NoValue: the operation is not defined for these values.
    """
    operation = _TABLE.get((op, kind(left), kind(right)))
    if operation is None:
        raise NoValue(f"cannot {_WORDS[op]} {kind(left)} and {kind(right)}")
    try:
        return operation(left, right)
    except decimal.DecimalException as error:
        raise NoValue(f"the number is out of range: {type(error).__name__}") from error
    except OverflowError as error:
        raise NoValue("the date or duration is out of range") from error


def negate(value: object) -> object:
    """Return `-value`.

    Raises:
        NoValue: only numbers and durations have a negative.
    """
    if kind(value) == "number":
        return EXACT.minus(value) if isinstance(value, Decimal) else -value  # type: ignore[operator]
    if isinstance(value, timedelta):
        return -value
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(-value.months)
    raise NoValue(f"cannot negate {kind(value)}")
