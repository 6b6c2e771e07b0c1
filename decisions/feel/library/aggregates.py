"""Functions that make one value of many (DMN 1.5, table 74). They take a list, or many arguments."""

from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from typing import TypeVar

from decisions.feel.arithmetic import (
    NoValue,
    add_numbers,
    calculate,
    divide_numbers,
    multiply_numbers,
    subtract_numbers,
)
from decisions.feel.comparing import less
from decisions.feel.exact import EXACT, Number, is_number, normal
from decisions.feel.kinds import kind
from decisions.feel.library.signatures import Library

library = Library()
Defined = TypeVar("Defined", bound=Callable[[list[object]], object])


def _of_many(name: str) -> Callable[[Defined], Defined]:
    """Define *name* both for a list and for arguments in a row."""

    def register(aggregate: Defined) -> Defined:
        library.define(name, "list: list")(aggregate)
        library.define(name, "...list: value")(lambda *values: aggregate(list(values)))
        return aggregate

    return register


def _numbers(items: list[object]) -> list[Number]:
    if not items:
        raise NoValue("the list is empty")
    for item in items:
        if not is_number(item):
            raise NoValue(f"the list must hold numbers only, found {kind(item)}")
    return items  # type: ignore[return-value]  # checked just now


def _extreme(items: list[object], *, wants_least: bool) -> object:
    if not items:
        raise NoValue("the list is empty")
    best = items[0]
    for item in items:
        before = less(item, best) if wants_least else less(best, item)
        if before is None:
            raise NoValue(f"cannot order {kind(best)} and {kind(item)}")
        if before:
            best = item
    return best


@_of_many("min")
def least(items: list[object]) -> object:
    """The least item."""
    return _extreme(items, wants_least=True)


@_of_many("max")
def greatest(items: list[object]) -> object:
    """The greatest item."""
    return _extreme(items, wants_least=False)


@_of_many("sum")
def total(items: list[object]) -> object:
    """The sum of numbers, or of durations of one kind."""
    if not items:
        raise NoValue("the list is empty")
    if kind(items[0]).endswith("duration"):
        return reduce(lambda one, other: calculate("+", one, other), items)
    return reduce(add_numbers, _numbers(items))


@_of_many("product")
def product(items: list[object]) -> Number:
    """The product of numbers."""
    return reduce(multiply_numbers, _numbers(items))


@_of_many("mean")
def mean(items: list[object]) -> object:
    """The arithmetic mean."""
    return calculate("/", total(items), len(items))


@_of_many("median")
def median(items: list[object]) -> Number:
    """The middle number, or the mean of the two in the middle."""
    ordered = sorted(_numbers(items))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return divide_numbers(add_numbers(ordered[middle - 1], ordered[middle]), 2)


@_of_many("stddev")
def stddev(items: list[object]) -> Number:
    """The sample standard deviation."""
    numbers = _numbers(items)
    if len(numbers) < 2:
        raise NoValue("a standard deviation needs two numbers at least")
    average = divide_numbers(reduce(add_numbers, numbers), len(numbers))
    gaps = [subtract_numbers(number, average) for number in numbers]
    squares = reduce(add_numbers, (multiply_numbers(gap, gap) for gap in gaps))
    variance = divide_numbers(squares, len(numbers) - 1)
    return normal(EXACT.sqrt(Decimal(variance)))


@_of_many("mode")
def mode(items: list[object]) -> list[Number]:
    """The most frequent numbers, in order of size."""
    if not items:
        return []
    counts: dict[Number, int] = {}
    for number in _numbers(items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, count in counts.items() if count == most)


@_of_many("all")
def all_true(items: list[object]) -> bool:
    """False if any is false, true if all are true."""
    return _logical(items, decisive=False)


@_of_many("any")
def any_true(items: list[object]) -> bool:
    """True if any is true, false if all are false."""
    return _logical(items, decisive=True)


def _logical(items: list[object], *, decisive: bool) -> bool:
    if any(item is decisive for item in items):
        return decisive
    for item in items:
        if item is not (not decisive):
            raise NoValue(f"the list must hold booleans only, found {kind(item)}")
    return not decisive
