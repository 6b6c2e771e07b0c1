"""How built-in functions declare what they take, and how their arguments are checked.

A signature is text: `"string: string, start position: number, length?: number"`.
Types are FEEL kinds, joined with `|`; `any` is any value but null, `value` takes null too.
A `?` after the name marks what may be left out, `...` before it what may come many times.
A single value stands for a list of it, and a list of one for its item (DMN 1.5, 10.3.2.9.4).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from decisions.feel.arithmetic import NoValue
from decisions.feel.kinds import kind
from decisions.feel.values import FeelFunction

Implementation = Callable[..., object]
Defined = TypeVar("Defined", bound=Implementation)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, the kinds it takes, and whether it may be left out or repeated."""

    name: str
    kinds: frozenset[str]
    optional: bool
    repeated: bool

    def fit(self, value: object) -> object:
        """Return the value as this parameter takes it.

        Raises:
            NoValue: it takes no such value.
        """
        found = kind(value)
        if found in self.kinds or "value" in self.kinds:
            return value
        if value is not None:
            if "any" in self.kinds:
                return value
            if "list" in self.kinds:
                return [value]
            if isinstance(value, list) and len(value) == 1:
                return self.fit(value[0])
        wanted = " or ".join(sorted(self.kinds))
        raise NoValue(f"{self.name} must be {wanted}, found {found}")


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    implementation: Implementation
    wants_frame: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' names."""
        return tuple(parameter.name for parameter in self.parameters)

    def takes(self, count: int) -> bool:
        """Whether it can be called with *count* arguments."""
        least = sum(not parameter.optional for parameter in self.parameters)
        repeated = bool(self.parameters) and self.parameters[-1].repeated
        return least <= count and (repeated or count <= len(self.parameters))

    def fit(self, values: tuple[object, ...]) -> list[object]:
        """Return the arguments as the parameters take them."""
        last = len(self.parameters) - 1
        return [
            self.parameters[min(position, last)].fit(value)
            for position, value in enumerate(values)
        ]


def read_signature(text: str) -> tuple[Parameter, ...]:
    """Return the parameters that *text* declares."""
    return tuple(_parameter(part.strip()) for part in text.split(",") if part.strip())


def _parameter(text: str) -> Parameter:
    name, _, kinds = text.partition(":")
    repeated = name.startswith("...")
    optional = name.endswith("?")
    alternatives = frozenset(kind.strip() for kind in kinds.split("|"))
    return Parameter(name.strip(".?"), alternatives, optional, repeated)


class Library:
    """The functions of one subject."""

    def __init__(self) -> None:
        self._overloads: dict[str, list[Overload]] = {}

    def define(
        self, name: str, signature: str, *, wants_frame: bool = False
    ) -> Callable[[Defined], Defined]:
        """Return a decorator that makes a Python function one way to call *name*."""

        def register(implementation: Defined) -> Defined:
            overload = Overload(read_signature(signature), implementation, wants_frame)
            self._overloads.setdefault(name, []).append(overload)
            return implementation

        return register

    def functions(self) -> dict[str, FeelFunction]:
        """Return all functions by name."""
        return {name: _function(name, tuple(ways)) for name, ways in self._overloads.items()}


def _function(name: str, overloads: tuple[Overload, ...]) -> FeelFunction:
    longest = max(overloads, key=lambda overload: len(overload.parameters))
    return FeelFunction(
        name,
        longest.names,
        _dispatcher(overloads),
        variadic=True,
        wants_frame=True,
        alternatives=tuple(overload.names for overload in overloads),
    )


def _dispatcher(overloads: tuple[Overload, ...]) -> Implementation:
    def dispatch(frame: object, *values: object) -> object:
        reason = NoValue(_wanted_counts(overloads, len(values)))
        for overload in overloads:
            if not overload.takes(len(values)):
                continue
            try:
                fitted = overload.fit(values)
            except NoValue as misfit:
                reason = misfit
                continue
            return _called(overload, frame, fitted)
        raise reason

    return dispatch


def _called(overload: Overload, frame: object, fitted: list[object]) -> object:
    try:
        if overload.wants_frame:
            return overload.implementation(frame, *fitted)
        return overload.implementation(*fitted)
    except ArithmeticError:
        raise NoValue("the result is out of range") from None


def _wanted_counts(overloads: tuple[Overload, ...], count: int) -> str:
    ways = " or ".join(f"({', '.join(overload.names)})" for overload in overloads)
    return f"expected {ways}, found {count} arguments"
