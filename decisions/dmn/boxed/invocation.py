"""A boxed invocation: a function called with its parameters bound one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import Box, Closure, Compiler, Plain, ReadBox, type_ref_of
from decisions.dmn.boxed.literal import Literal
from decisions.feel.calling import invoke
from decisions.feel.frames import Frame
from decisions.xml_tree import Element

ELEMENT = "invocation"


@dataclass(frozen=True, slots=True)
class Invocation(Plain):
    """The function, and for each parameter its name, its type and its value."""

    line: int
    type_ref: str
    function: Box
    bindings: tuple[tuple[str, str, Box], ...]

    def children(self) -> Iterator[Box]:
        """Yield the function and the values."""
        yield self.function
        yield from (value for _, _, value in self.bindings)

    def names(self) -> Iterator[str]:
        """Yield the parameters' names."""
        return (name for name, _, _ in self.bindings)

    def closure(self, compiler: Compiler) -> Closure:
        """Call the function by parameter names."""
        function = compiler.box(self.function)
        names = tuple(self.names())
        values = tuple(
            compiler.fitting(type_ref, compiler.box(value), name)
            for name, type_ref, value in self.bindings
        )
        text = self.function.text.text if isinstance(self.function, Literal) else ""
        shown = text.strip() or "the function"

        def evaluate(frame: Frame) -> object:
            called = function(frame)
            arguments = [value(frame) for value in values]
            return invoke(called, arguments, names or None, frame, shown)

        return evaluate


def read(element: Element, read_box: ReadBox) -> Invocation:
    """Read the element."""
    bindings = []
    for child in element.all("binding"):
        parameter = child.first("parameter")
        name = "" if parameter is None else parameter.get("name")
        bindings.append((name, type_ref_of(parameter), read_box(child)))
    return Invocation(element.line, type_ref_of(element), read_box(element), tuple(bindings))
