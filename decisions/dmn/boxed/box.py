"""What every boxed expression is and can do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from decisions.feel.frames import Frame
from decisions.xml_tree import Element

Closure = Callable[[Frame], object]
Fault = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """FEEL text of a model.

    Attributes:
        text: as written.
        line: 1-based line where it begins.
        tests: whether it is unary tests, not an expression.
        where: what it is the text of, in words.
    """

    text: str
    line: int
    tests: bool
    where: str

    @property
    def empty(self) -> bool:
        """Whether nothing stands there."""
        return not self.text.strip()


class Compiler(Protocol):
    """What a boxed expression needs to become a closure."""

    def text(self, text: Text) -> Closure:
        """Return the closure of FEEL text; null and a warning where it cannot be read."""

    def box(self, box: "Box") -> Closure:
        """Return the closure of another boxed expression, which fits its value to its type."""

    def fitting(self, type_ref: str, closure: Closure, what: str) -> Closure:
        """Return a closure that fits the value to a type: null and a warning where it cannot."""


class Box(Protocol):
    """A boxed expression.

    Attributes:
        line: 1-based line of its element.
        type_ref: name of the type its value is of; empty where none is said.
    """

    @property
    def line(self) -> int:
        """The line of its element."""

    @property
    def type_ref(self) -> str:
        """The type its value is of."""

    def children(self) -> Iterator["Box"]:
        """Yield the boxed expressions inside."""

    def texts(self) -> Iterator[Text]:
        """Yield the FEEL texts of its own."""

    def names(self) -> Iterator[str]:
        """Yield the names it introduces."""

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with it: line, what, hint."""

    def closure(self, compiler: Compiler) -> Closure:
        """Return the closure that evaluates it."""


ReadBox = Callable[[Element], Box]


class Plain:
    """What a boxed expression is silent about."""

    __slots__ = ()

    def children(self) -> Iterator[Box]:
        """Yield nothing."""
        return iter(())

    def texts(self) -> Iterator[Text]:
        """Yield nothing."""
        return iter(())

    def names(self) -> Iterator[str]:
        """Yield nothing."""
        return iter(())

    def faults(self) -> Iterator[Fault]:
        """Yield nothing."""
        return iter(())


def text_in(element: Element | None, where: str, *, tests: bool = False) -> Text:
    """Return the FEEL text that stands in the `text` child of *element*."""
    inner = None if element is None else element.first("text")
    if inner is None:
        return Text("", 0 if element is None else element.line, tests, where)
    return Text(inner.text, inner.line, tests, where)


def type_ref_of(element: Element | None) -> str:
    """Return the type an element names, as attribute or (DMN 1.1) as child."""
    if element is None:
        return ""
    inner = element.first("typeRef")
    return element.get("typeRef") or ("" if inner is None else inner.text.strip())
