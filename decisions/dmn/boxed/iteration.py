"""Boxed iterations (DMN 1.4): `for`, `every` and `some` over a list or a range."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import Box, Closure, Compiler, Plain, ReadBox, type_ref_of
from decisions.feel.arithmetic import NoValue
from decisions.feel.closures_control import PARTIAL, items_of
from decisions.feel.frames import Frame
from decisions.xml_tree import Element

ELEMENTS = ("for", "every", "some")


@dataclass(frozen=True, slots=True)
class Iteration(Plain):
    """The variable, what it goes through, and what is asked or made of each item."""

    line: int
    type_ref: str
    kind: str
    variable: str
    source: Box
    body: Box

    def children(self) -> Iterator[Box]:
        """Yield the source and the body."""
        yield from (self.source, self.body)

    def names(self) -> Iterator[str]:
        """Yield the variable."""
        yield self.variable

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate to a list for `for`, to a boolean for `every` and `some`."""
        source, body = compiler.box(self.source), compiler.box(self.body)
        finish = _FINISH[self.kind]
        looks_back = self.kind == "for" and _names_partial(self.body)

        def results(frame: Frame) -> Iterator[object]:
            so_far: list[object] = []
            for item in items_of(source(frame)):
                frame.run.spend(1 + len(so_far) // 100)
                names = {self.variable: item}
                if looks_back:
                    names[PARTIAL] = so_far.copy()
                value = body(Frame(names, frame, frame.run))
                if looks_back:
                    so_far.append(value)
                yield value

        def evaluate(frame: Frame) -> object:
            try:
                return finish(results(frame))
            except NoValue as reason:
                frame.run.warn(f"{self.kind}: {reason}")
                return None

        return evaluate


def _names_partial(box: Box) -> bool:
    """Whether the body may look at the results so far."""
    named = any(PARTIAL in text.text for text in box.texts())
    return named or any(_names_partial(child) for child in box.children())


def _every(verdicts: Iterator[object]) -> bool | None:
    return _quantify(verdicts, decisive=False)


def _some(verdicts: Iterator[object]) -> bool | None:
    return _quantify(verdicts, decisive=True)


def _quantify(verdicts: Iterator[object], *, decisive: bool) -> bool | None:
    result: bool | None = not decisive
    for verdict in verdicts:
        if verdict is decisive:
            return decisive
        if not isinstance(verdict, bool):
            result = None
    return result


_FINISH: dict[str, Callable[[Iterator[object]], object]] = {
    "for": list,
    "every": _every,
    "some": _some,
}


def read(element: Element, read_box: ReadBox) -> Iteration:
    """Read the element."""
    inner = "return" if element.name == "for" else "satisfies"
    source, body = (read_box(element.first(name) or element) for name in ("in", inner))
    variable = element.get("iteratorVariable")
    return Iteration(element.line, type_ref_of(element), element.name, variable, source, body)
