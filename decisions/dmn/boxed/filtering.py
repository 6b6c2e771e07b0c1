"""A boxed filter (DMN 1.4): the items of a list that match."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import Box, Closure, Compiler, Plain, ReadBox, type_ref_of
from decisions.feel.closures_access import by_condition
from decisions.feel.frames import Frame
from decisions.xml_tree import Element

ELEMENT = "filter"


@dataclass(frozen=True, slots=True)
class Filtering(Plain):
    """The list, and the condition on `item`."""

    line: int
    type_ref: str
    source: Box
    match: Box

    def children(self) -> Iterator[Box]:
        """Yield both."""
        yield from (self.source, self.match)

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate to the items that match."""
        source, match = compiler.box(self.source), compiler.box(self.match)

        def evaluate(frame: Frame) -> object:
            value = source(frame)
            items = value if isinstance(value, list) else [] if value is None else [value]
            return by_condition(items, match, frame)

        return evaluate


def read(element: Element, read_box: ReadBox) -> Filtering:
    """Read the element."""
    source, match = (read_box(element.first(name) or element) for name in ("in", "match"))
    return Filtering(element.line, type_ref_of(element), source, match)
