"""What can go wrong with an expression.

    FeelError
    ├── FeelSyntaxError      the text is no expression; refused before anything runs
    └── FeelLimitExceeded    the evaluation would cost too much; a guard, not a value

Everything else that goes wrong at evaluation is `null` and a sentence in `warnings`, as DMN says.
"""


class FeelError(Exception):
    """Anything this language refuses."""


class FeelSyntaxError(FeelError):
    """The text is not an expression.

    Attributes:
        line: 1-based line of the place.
        column: 1-based column of the place.
        expected: what would have been right there.
        found: what stands there.
    """

    def __init__(self, expected: str, found: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: expected {expected}, found {found}")
        self.line = line
        self.column = column
        self.expected = expected
        self.found = found


class FeelLimitExceeded(FeelError):
    """A guard against runaway expressions was reached: recursion, a range, or a text too large."""
