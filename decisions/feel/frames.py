"""Where names are looked up while an expression is evaluated."""

from collections.abc import Callable, Mapping

from decisions.feel.errors import FeelLimitExceeded

MAX_CALLS = 100
MAX_ITEMS = 1_000_000


class Run:
    """What one evaluation shares: host functions, warnings, and what it has cost so far."""

    __slots__ = ("depth", "functions", "items", "warnings")

    def __init__(
        self, functions: Mapping[str, Callable[..., object]], warnings: list[str] | None
    ) -> None:
        self.functions = functions
        self.warnings = warnings
        self.depth = 0
        self.items = 0

    def warn(self, sentence: str) -> None:
        """Note why a value is null."""
        if self.warnings is not None:
            self.warnings.append(sentence)

    def is_instance(self, value: object, type_ref: str) -> bool | None:
        """Return whether *value* is of a type that the host defines; here it defines none."""
        del value
        self.warn(f"no type {type_ref!r} is known")
        return None

    def fit(self, value: object, type_ref: str) -> object:
        """Return *value* as one of a type that the host defines; here it defines none: as it is.

        Raises:
            NoValue: it cannot be one.
        """
        del type_ref
        return value

    def decided(
        self, element: str, rules: tuple[str | int, ...], inputs: Mapping[str, object]
    ) -> None:
        """Take note of a decision table's rules and inputs; here, of nothing."""

    def spend(self, items: int) -> None:
        """Count items that are gone through.

        Raises:
            FeelLimitExceeded: more than `MAX_ITEMS` in one evaluation.
        """
        self.items += items
        if self.items > MAX_ITEMS:
            raise FeelLimitExceeded(f"expected at most {MAX_ITEMS} items to go through")


class Frame:
    """Names of one scope, and the scope around it."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: Mapping[str, object], parent: "Frame | None", run: Run) -> None:
        self.names = names
        self.parent = parent
        self.run = run
