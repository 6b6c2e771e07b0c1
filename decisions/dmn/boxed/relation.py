"""A relation: a list of contexts, written as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import Box, Closure, Compiler, Fault, Plain, ReadBox, type_ref_of
from decisions.feel.frames import Frame
from decisions.xml_tree import Element

ELEMENT = "relation"


@dataclass(frozen=True, slots=True)
class Relation(Plain):
    """Columns, each its name and its type, and rows of boxed expressions."""

    line: int
    type_ref: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Box, ...], ...]
    row_lines: tuple[int, ...]

    def children(self) -> Iterator[Box]:
        """Yield all cells."""
        return (cell for row in self.rows for cell in row)

    def names(self) -> Iterator[str]:
        """Yield the columns' names."""
        return (name for name, _ in self.columns)

    def faults(self) -> Iterator[Fault]:
        """Each row needs a cell for each column."""
        for row, line in zip(self.rows, self.row_lines, strict=True):
            if len(row) != len(self.columns):
                what = f"expected {len(self.columns)} cells in the row, found {len(row)}"
                yield line, what, "give each column one cell"

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate to a list of contexts."""
        rows = tuple(
            tuple(
                (name, compiler.fitting(type_ref, compiler.box(cell), name))
                for (name, type_ref), cell in zip(self.columns, row, strict=False)
            )
            for row in self.rows
        )

        def evaluate(frame: Frame) -> object:
            return [{name: cell(frame) for name, cell in row} for row in rows]

        return evaluate


def read(element: Element, read_box: ReadBox) -> Relation:
    """Read the element."""
    columns = tuple((column.get("name"), type_ref_of(column)) for column in element.all("column"))
    rows = list(element.all("row"))
    cells = tuple(
        tuple(read_box(_holding(row, cell)) for cell in row.children if _is_cell(cell))
        for row in rows
    )
    lines = tuple(row.line for row in rows)
    return Relation(element.line, type_ref_of(element), columns, cells, lines)


def _is_cell(element: Element) -> bool:
    return element.name not in {"description", "extensionElements"}


def _holding(row: Element, cell: Element) -> Element:
    return Element(row.namespace, row.name, row.line, {}, [cell])
