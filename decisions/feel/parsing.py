"""The way in: text to an expression that can be evaluated."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from decisions.feel.compiling import compile_node
from decisions.feel.errors import FeelLimitExceeded
from decisions.feel.frames import Frame, Run
from decisions.feel.known_names import KnownNames
from decisions.feel.library.registry import FUNCTIONS
from decisions.feel.parser import Cursor, expression, test_list
from decisions.feel.syntax import Node, UnaryTests
from decisions.feel.walking import free_names

_BUILT_IN = KnownNames(FUNCTIONS)
_NO_FUNCTIONS: Mapping[str, Callable[..., object]] = {}


class Expression:
    """An expression that was read.

    Attributes:
        source: its text.
        names: the variables it takes from outside and the functions it calls.
    """

    __slots__ = ("_evaluate", "names", "source")

    def __init__(self, source: str, node: Node) -> None:
        self.source = source
        self.names = free_names(node)
        self._evaluate = compile_node(node)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    def evaluate(
        self,
        context: Mapping[str, object],
        functions: Mapping[str, Callable[..., object]] = _NO_FUNCTIONS,
        warnings: list[str] | None = None,
    ) -> object:
        """Return the value over the variables of *context*.

        Args:
            context: variables by name, as FEEL values.
            functions: functions of the host, by name.
            warnings: takes a sentence for each thing that made a value null.

        Raises:
            FeelLimitExceeded: calls nested too deep, or too many items.
        """
        return self.evaluate_in(context, Run(functions, warnings))

    def evaluate_in(self, context: Mapping[str, object], run: Run) -> object:
        """Return the value over the variables of *context*; *run* counts for this one alone.

        Raises:
            FeelLimitExceeded: calls nested too deep, or too many items.
        """
        run.depth = run.items = 0
        try:
            return self._evaluate(Frame(context, None, run))
        except RecursionError:
            raise FeelLimitExceeded("expected an expression that nests less deep") from None

    def in_frame(self, frame: Frame) -> object:
        """Return the value inside the scopes of *frame*."""
        return self._evaluate(frame)


@lru_cache(maxsize=4096)
def parse_expression(text: str, names: frozenset[str] = frozenset()) -> Expression:
    """Read an expression.

    Args:
        text: the expression, without a leading `=`.
        names: variables whose names hold operators or keywords (`profit/loss`), so that they are
            read as one name.

    Raises:
        FeelSyntaxError: the text is no expression; says where and what was expected.
    """
    return _read(text, names, expression)


@lru_cache(maxsize=4096)
def parse_unary_tests(text: str, names: frozenset[str] = frozenset()) -> Expression:
    """Read the unary tests of an input entry; evaluate with the input as the variable `?`.

    Raises:
        FeelSyntaxError: the text is no unary test.
    """
    return _read(text, names, _unary_tests)


def _read(text: str, names: frozenset[str], grammar: Callable[[Cursor], Node]) -> Expression:
    cursor = _cursor(text, names)
    try:
        node = grammar(cursor)
        _expect_end(cursor)
        return Expression(text, node)
    except RecursionError:
        raise cursor.error("an expression that nests less deep") from None


def _cursor(text: str, names: frozenset[str]) -> Cursor:
    known = _BUILT_IN
    if names:
        known = known.copy()
        for name in sorted(names):
            known.add(name)
    return Cursor(text, known)


def _unary_tests(cursor: Cursor) -> UnaryTests:
    if cursor.token.is_op("-") and cursor.ahead().kind == "end":
        cursor.take()
        return UnaryTests((), negated=False)
    return UnaryTests(test_list(cursor), negated=False)


def _expect_end(cursor: Cursor) -> None:
    if cursor.token.kind != "end":
        raise cursor.error("an operator or the end of the text")
