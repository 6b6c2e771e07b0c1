"""What stands where a boxed expression should: nothing, or an element this room does not know."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import Closure, Compiler, Fault, Plain


@dataclass(frozen=True, slots=True)
class Missing(Plain):
    """No boxed expression that can be evaluated."""

    line: int
    found: str
    type_ref: str = ""

    def faults(self) -> Iterator[Fault]:
        """It always is one."""
        what = f"expected a boxed expression, found {self.found}"
        yield self.line, what, "give it a decision table or an expression"

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate to null."""
        del compiler
        return lambda _frame: None
