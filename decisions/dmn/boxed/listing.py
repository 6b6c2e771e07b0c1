"""A boxed list."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import Box, Closure, Compiler, Plain, ReadBox, type_ref_of
from decisions.xml_tree import Element

ELEMENT = "list"


@dataclass(frozen=True, slots=True)
class Listing(Plain):
    """Items, in order."""

    line: int
    type_ref: str
    items: tuple[Box, ...]

    def children(self) -> Iterator[Box]:
        """Yield the items."""
        return iter(self.items)

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate to the list."""
        items = tuple(compiler.box(item) for item in self.items)
        return lambda frame: [item(frame) for item in items]


def read(element: Element, read_box: ReadBox) -> Listing:
    """Read the element."""
    items = tuple(
        read_box(Element(element.namespace, element.name, child.line, {}, [child]))
        for child in element.children
        if child.name not in {"description", "extensionElements", "typeRef"}
    )
    return Listing(element.line, type_ref_of(element), items)
