"""A pack as it was read from its files, before it is known to be right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from decisions.problems import Problem
from regulations.json_lines import line_in
from regulations.wrong_shapes import near

PathKey = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PackSource:
    """The files of a pack.

    Attributes:
        folder: as its author knows it, such as `packs/hotel`.
        data: what `pack.yaml` holds.
        lines: 1-based line of each key path in `pack.yaml`.
        processes: BPMN text by path within the pack.
        decisions: DMN text by path.
        schemas: parsed JSON Schema by path.
        schema_texts: what the schemas were parsed from, by path.
        cases: parsed readable cases by path; one list each.
        problems: what was already found wrong while reading.
    """

    folder: str
    data: Mapping[str, Any]
    lines: Mapping[PathKey, int]
    processes: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    schema_texts: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, list[Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, *path: str | int) -> int:
        """Return the line of *path*, or of its nearest parent that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0

    def file(self, path: str) -> str:
        """Return the file of a *path* within the pack; shared ones stand beside the pack's folder."""
        if not path.startswith("shared/"):
            return f"{self.folder}/{path}"
        newest, _, _ = self.folder.partition("/editions/")
        beside, _, _ = newest.rpartition("/")
        return f"{beside}/{path}" if beside else path

    def problem(self, path: PathKey, what: str, hint: str = "") -> Problem:
        """Return a problem at *path* of `pack.yaml`."""
        where = ".".join(str(part) for part in path)
        return Problem(f"{self.folder}/pack.yaml", self.line(*path), where, what, hint)

    def schema_problem(
        self, path: str, place: PathKey, field_name: str, what: str, hint: str = ""
    ) -> Problem:
        """Return a problem at *place* of the schema at *path*."""
        line = line_in(self.schema_texts.get(path, ""), place)
        return Problem(self.file(path), line, field_name, what, hint)

    def unknown(
        self, path: PathKey, what: str, found: object, known: Iterable[str], hint: str = ""
    ) -> Problem:
        """Return the problem that *found*, at *path*, is no *what* of the pack, which knows *known*."""
        known = list(known)
        said = f"expected a {what} of this pack ({', '.join(known) or 'none'}), found {found!r}"
        return self.problem(path, said, hint or near(found, known))
