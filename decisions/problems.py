"""What is wrong with a definition: a diagram, a table or a pack.

All problems of a definition are collected and raised together:

    InvalidDefinition
        .problems: tuple[Problem, ...]
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem, where it is, and what to do about it.

    Attributes:
        file: the file's path as its author knows it.
        line: 1-based line, 0 where the problem has none.
        element: id of the element or key path; empty where the problem is the file's.
        what: what was found, and what was expected.
        hint: what to do.
    """

    file: str
    line: int
    element: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        element = f" {self.element}:" if self.element else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}:{element} {self.what}{hint}"


class InvalidDefinition(Exception):
    """A definition is refused before anything runs."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
