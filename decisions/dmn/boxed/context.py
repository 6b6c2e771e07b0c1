"""A boxed context: named entries, and a result where the last has no name."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import Box, Closure, Compiler, Plain, ReadBox, type_ref_of
from decisions.feel.frames import Frame
from decisions.xml_tree import Element

ELEMENT = "context"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; the result has an empty name."""

    name: str
    type_ref: str
    value: Box


@dataclass(frozen=True, slots=True)
class Context(Plain):
    """Entries, each of which sees the ones before."""

    line: int
    type_ref: str
    entries: tuple[Entry, ...]

    def children(self) -> Iterator[Box]:
        """Yield the entries' values."""
        return (entry.value for entry in self.entries)

    def names(self) -> Iterator[str]:
        """Yield the entries' names."""
        return (entry.name for entry in self.entries if entry.name)

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate to the result entry, or to the context of all."""
        entries = tuple(
            (
                entry.name,
                compiler.fitting(entry.type_ref, compiler.box(entry.value), entry.name),
            )
            for entry in self.entries
        )

        def evaluate(frame: Frame) -> object:
            made: dict[str, object] = {}
            inner = Frame(made, frame, frame.run)
            for name, value in entries:
                if not name:
                    return value(inner)
                made[name] = value(inner)
            return made

        return evaluate


def read(element: Element, read_box: ReadBox) -> Context:
    """Read the element."""
    entries = []
    for child in element.all("contextEntry"):
        variable = child.first("variable")
        name = "" if variable is None else variable.get("name")
        entries.append(Entry(name, type_ref_of(variable), read_box(child)))
    return Context(element.line, type_ref_of(element), tuple(entries))
