"""A boxed function definition, which also is the logic of a business knowledge model."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import Box, Closure, Compiler, Fault, Plain, ReadBox, type_ref_of
from decisions.feel.arithmetic import NoValue
from decisions.feel.frames import Frame
from decisions.feel.values import FeelFunction
from decisions.xml_tree import Element

ELEMENT = "functionDefinition"


@dataclass(frozen=True, slots=True)
class Function(Plain):
    """Parameters with their types, and the body."""

    line: int
    type_ref: str
    kind: str
    parameters: tuple[tuple[str, str], ...]
    body: Box

    def children(self) -> Iterator[Box]:
        """Yield the body, unless it is of another language."""
        if self.kind == "FEEL":
            yield self.body

    def names(self) -> Iterator[str]:
        """Yield the parameters' names."""
        return (name for name, _ in self.parameters)

    def faults(self) -> Iterator[Fault]:
        """Functions in Java or PMML are not supported."""
        if self.kind != "FEEL":
            what = f"expected a function of kind FEEL, found {self.kind}"
            yield self.line, what, "write the body in FEEL"

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate to the function."""
        return lambda frame: self.function(compiler, frame, "the function")

    def function(self, compiler: Compiler, frame: Frame, name: str) -> FeelFunction:
        """Return the function that sees *frame*."""
        if self.kind != "FEEL":
            return FeelFunction(name, (), self._foreign, variadic=True)
        body = compiler.box(self.body)
        names = tuple(parameter for parameter, _ in self.parameters)
        fits = tuple(
            compiler.fitting(type_ref, _argument, parameter)
            for parameter, type_ref in self.parameters
        )

        def call(caller: Frame, *values: object) -> object:
            given = [
                fit(Frame({_ARGUMENT: value}, None, caller.run))
                for fit, value in zip(fits, values, strict=True)
            ]
            return body(Frame(dict(zip(names, given, strict=True)), frame, caller.run))

        return FeelFunction(name, names, call, required=len(names), wants_frame=True)

    def _foreign(self, *_: object) -> object:
        raise NoValue(f"functions of kind {self.kind} are not supported")


_ARGUMENT = "argument"


def _argument(frame: Frame) -> object:
    return frame.names[_ARGUMENT]


def read(element: Element, read_box: ReadBox) -> Function:
    """Read the element; a business knowledge model's `encapsulatedLogic` too."""
    kind = {"J": "Java", "P": "PMML"}.get(element.get("kind", "FEEL")[:1], "FEEL")
    parameters = tuple(
        (parameter.get("name"), type_ref_of(parameter))
        for parameter in element.all("formalParameter")
    )
    return Function(element.line, type_ref_of(element), kind, parameters, read_box(element))
