"""Equality and order between values; None means that the question has no answer (null)."""

from datetime import datetime, time, timedelta

from decisions.feel.kinds import kind
from decisions.feel.values import Range

_ORDERED = frozenset(
    (
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    )
)
_ANCHOR = datetime(2000, 1, 1)  # noqa: DTZ001 - only the time of day of it counts


def equal(left: object, right: object) -> bool | None:
    """Return whether the values are the same; null where they are of different kinds."""
    if left is None or right is None:
        return left is right
    one, other = kind(left), kind(right)
    if one != other:
        return None
    if one == "list":
        return _equal_lists(left, right)
    if one == "context":
        return _equal_contexts(left, right)
    if one == "range":
        return _equal_ranges(left, right)
    if one == "time":
        return time_key(left) == time_key(right)
    if one == "date and time":
        return date_time_key(left) == date_time_key(right)
    return bool(left == right)


def same(left: object, right: object) -> bool:
    """Whether the values are equal for certain."""
    return equal(left, right) is True


def _equal_lists(left: object, right: object) -> bool | None:
    if len(left) != len(right):  # type: ignore[arg-type]  # both are lists
        return False
    return all(same(one, other) for one, other in zip(left, right, strict=True))  # type: ignore[call-overload]


def _equal_contexts(left: object, right: object) -> bool | None:
    if left.keys() != right.keys():  # type: ignore[attr-defined]  # both are contexts
        return False
    return all(same(value, right[key]) for key, value in left.items())  # type: ignore[attr-defined,index]


def _equal_ranges(left: object, right: object) -> bool | None:
    if not isinstance(left, Range) or not isinstance(right, Range):
        return None
    return (
        left.low_included == right.low_included
        and left.high_included == right.high_included
        and same(left.low, right.low)
        and same(left.high, right.high)
    )


def less(left: object, right: object) -> bool | None:
    """Return whether *left* comes before *right*; null where they have no order."""
    one = kind(left)
    if one not in _ORDERED or one != kind(right):
        return None
    if one == "time":
        return _less_keys(time_key(left), time_key(right))
    if one == "date and time":
        return _less_keys(date_time_key(left), date_time_key(right))
    return bool(left < right)  # type: ignore[operator]  # both are of one ordered kind


def _less_keys(left: tuple[bool, timedelta], right: tuple[bool, timedelta]) -> bool | None:
    if left[0] != right[0]:
        return None
    return left[1] < right[1]


def time_key(value: object) -> tuple[bool, timedelta]:
    """Return whether a time has a zone, and its distance from midnight (in UTC, if it has)."""
    assert isinstance(value, time)  # noqa: S101 - the caller asked for its kind
    return date_time_key(datetime.combine(_ANCHOR, value))


def date_time_key(value: object) -> tuple[bool, timedelta]:
    """Return whether a date and time has a zone, and its distance from a fixed instant."""
    assert isinstance(value, datetime)  # noqa: S101 - the caller asked for its kind
    offset = value.utcoffset()
    plain = value.replace(tzinfo=None) - _ANCHOR
    return (False, plain) if offset is None else (True, plain - offset)


def utc_offset(value: object) -> timedelta | None:
    """Return the offset of a time or a date and time; a zone's winter offset for a time alone."""
    if isinstance(value, time):
        value = datetime.combine(_ANCHOR, value)
    return value.utcoffset() if isinstance(value, datetime) else None
