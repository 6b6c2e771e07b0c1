"""Functions on ranges and points: Allen's relations (DMN 1.5, table 80).

A point stands for the range that holds it alone. An end open to infinity lies beyond all others.
"""

from collections.abc import Callable

from decisions.feel.arithmetic import NoValue
from decisions.feel.comparing import less, same
from decisions.feel.kinds import kind
from decisions.feel.library.signatures import Library
from decisions.feel.values import Range

library = Library()
_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"
Relation = Callable[[Range, Range], bool]


def _defined(name: str, *shapes: str) -> Callable[[Relation], Relation]:
    """Define a relation for arguments of these shapes, such as `point1 range2`."""

    def register(relation: Relation) -> Relation:
        def call(one: object, other: object) -> bool:
            return relation(_as_range(one), _as_range(other))

        for shape in shapes:
            parts = (f"{part}: {'range' if 'range' in part else _POINT}" for part in shape.split())
            library.define(name, ", ".join(parts))(call)
        return relation

    return register


def _as_range(value: object) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _before(one: object, other: object) -> bool:
    verdict = less(one, other)
    if verdict is None:
        raise NoValue(f"cannot order {kind(one)} and {kind(other)}")
    return verdict


def _starts_no_later(one: Range, other: Range) -> bool:
    """Whether *one* starts where *other* does, or before."""
    if one.low is None or other.low is None:
        return one.low is None
    if same(one.low, other.low):
        return one.low_included or not other.low_included
    return _before(one.low, other.low)


def _ends_no_earlier(one: Range, other: Range) -> bool:
    """Whether *one* ends where *other* does, or after."""
    if one.high is None or other.high is None:
        return one.high is None
    if same(one.high, other.high):
        return one.high_included or not other.high_included
    return _before(other.high, one.high)


def _touches(high: object, low: object) -> bool:
    return high is not None and low is not None and same(high, low)


@_defined("before", "point1 point2", "point range", "range point", "range1 range2")
def before(one: Range, other: Range) -> bool:
    """Whether all of the first comes before all of the second."""
    if one.high is None or other.low is None:
        return False
    if _before(one.high, other.low):
        return True
    return same(one.high, other.low) and not (one.high_included and other.low_included)


@_defined("after", "point1 point2", "point range", "range point", "range1 range2")
def after(one: Range, other: Range) -> bool:
    """Whether all of the first comes after all of the second."""
    return before(other, one)


@_defined("meets", "range1 range2")
def meets(one: Range, other: Range) -> bool:
    """Whether the first ends exactly where the second starts."""
    return _touches(one.high, other.low) and one.high_included and other.low_included


@_defined("met by", "range1 range2")
def met_by(one: Range, other: Range) -> bool:
    """Whether the first starts exactly where the second ends."""
    return meets(other, one)


@_defined("overlaps", "range1 range2")
def overlaps(one: Range, other: Range) -> bool:
    """Whether the two have something in common."""
    return not before(one, other) and not before(other, one)


@_defined("overlaps before", "range1 range2")
def overlaps_before(one: Range, other: Range) -> bool:
    """Whether the first starts before the second and ends inside it."""
    starts_earlier = _starts_no_later(one, other) and not _starts_no_later(other, one)
    return starts_earlier and overlaps(one, other) and _ends_no_earlier(other, one)


@_defined("overlaps after", "range1 range2")
def overlaps_after(one: Range, other: Range) -> bool:
    """Whether the first starts inside the second and ends after it."""
    ends_later = _ends_no_earlier(one, other) and not _ends_no_earlier(other, one)
    return ends_later and overlaps(one, other) and _starts_no_later(other, one)


@_defined("finishes", "point range", "range1 range2")
def finishes(one: Range, other: Range) -> bool:
    """Whether the first is the end of the second."""
    if not _touches(one.high, other.high) or one.high_included != other.high_included:
        return False
    return _starts_no_later(other, one)


@_defined("finished by", "range point", "range1 range2")
def finished_by(one: Range, other: Range) -> bool:
    """Whether the second is the end of the first."""
    return finishes(other, one)


@_defined("includes", "range point", "range1 range2")
def includes(one: Range, other: Range) -> bool:
    """Whether the second lies inside the first."""
    return _starts_no_later(one, other) and _ends_no_earlier(one, other)


@_defined("during", "point range", "range1 range2")
def during(one: Range, other: Range) -> bool:
    """Whether the first lies inside the second."""
    return includes(other, one)


@_defined("starts", "point range", "range1 range2")
def starts(one: Range, other: Range) -> bool:
    """Whether the first is the start of the second."""
    if not _touches(one.low, other.low) or one.low_included != other.low_included:
        return False
    return _ends_no_earlier(other, one)


@_defined("started by", "range point", "range1 range2")
def started_by(one: Range, other: Range) -> bool:
    """Whether the second is the start of the first."""
    return starts(other, one)


@_defined("coincides", "point1 point2", "range1 range2")
def coincides(one: Range, other: Range) -> bool:
    """Whether the two are the same."""
    return includes(one, other) and includes(other, one)
