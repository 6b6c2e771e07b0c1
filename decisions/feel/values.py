"""FEEL values that Python has no type for.

| FEEL | Python |
|---|---|
| number | `int` or `Decimal` |
| string, boolean, null | `str`, `bool`, `None` |
| list, context | `list`, `dict` |
| date, time, date and time | `datetime.date`, `datetime.time`, `datetime.datetime` |
| days and time duration | `datetime.timedelta` |
| years and months duration | `YearsMonthsDuration` |
| range | `Range` |
| function | `FeelFunction` |
"""

from collections.abc import Callable
from dataclasses import dataclass

from decisions.feel.syntax import TypeName


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A duration of whole months, negative ones included."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an end that is None is open to infinity."""

    low: object
    high: object
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True, eq=False)
class FeelFunction:
    """A function as a value.

    Attributes:
        name: how it is called in messages.
        parameters: names, in order.
        call: takes the arguments by position.
        variadic: whether it takes any number of arguments.
        required: how many arguments it needs at least.
        wants_frame: whether `call` takes the frame before the arguments.
        alternatives: other sets of parameter names.
        takes: types of its parameters, where they are declared.
        gives: type of its result, alone in a tuple, where it is known.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[..., object]
    variadic: bool = False
    required: int = 0
    wants_frame: bool = False
    alternatives: tuple[tuple[str, ...], ...] = ()
    takes: tuple[TypeName, ...] = ()
    gives: tuple[TypeName, ...] = ()

    def signatures(self) -> tuple[tuple[str, ...], ...]:
        """Return all sets of parameter names that may be given."""
        return (self.parameters, *self.alternatives)
