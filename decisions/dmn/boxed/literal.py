"""A literal expression: FEEL text."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import (
    Closure,
    Compiler,
    Fault,
    Plain,
    ReadBox,
    Text,
    text_in,
    type_ref_of,
)
from decisions.xml_tree import Element

ELEMENT = "literalExpression"


@dataclass(frozen=True, slots=True)
class Literal(Plain):
    """FEEL text, and the language it says it is in (FEEL where empty)."""

    line: int
    type_ref: str
    text: Text
    language: str

    def texts(self) -> Iterator[Text]:
        """Yield the text."""
        if not self.text.empty:
            yield self.text

    def faults(self) -> Iterator[Fault]:
        """Another language than FEEL is not supported."""
        if self.language and "feel" not in self.language.lower():
            found = f"expected an expression in FEEL, found {self.language}"
            yield self.line, found, "write the expression in FEEL"

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate the text."""
        return compiler.text(self.text)


def read(element: Element, read_box: ReadBox) -> Literal:
    """Read the element."""
    del read_box
    text = text_in(element, "the literal expression")
    return Literal(element.line, type_ref_of(element), text, element.get("expressionLanguage"))
