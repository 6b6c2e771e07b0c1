"""A boxed conditional (DMN 1.4): if, then, else."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import Box, Closure, Compiler, Plain, ReadBox, type_ref_of
from decisions.feel.frames import Frame
from decisions.xml_tree import Element

ELEMENT = "conditional"


@dataclass(frozen=True, slots=True)
class Choice(Plain):
    """The condition and the two ways."""

    line: int
    type_ref: str
    condition: Box
    then: Box
    otherwise: Box

    def children(self) -> Iterator[Box]:
        """Yield all three."""
        yield from (self.condition, self.then, self.otherwise)

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate to `then` where the condition is true, else to `else`."""
        condition, then, otherwise = (compiler.box(box) for box in self.children())

        def evaluate(frame: Frame) -> object:
            return then(frame) if condition(frame) is True else otherwise(frame)

        return evaluate


def read(element: Element, read_box: ReadBox) -> Choice:
    """Read the element."""
    parts = (read_box(element.first(name) or element) for name in ("if", "then", "else"))
    return Choice(element.line, type_ref_of(element), *parts)
