"""The grammar of FEEL (DMN 1.5, 10.3.1.2): operators and their precedence."""

from collections.abc import Callable, Iterable

from decisions.feel import syntax
from decisions.feel.errors import FeelSyntaxError
from decisions.feel.known_names import KnownNames
from decisions.feel.syntax import Node
from decisions.feel.tokens import Token, syntax_error, tokenize

MAX_DEPTH = 80
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_DESCRIPTIONS = {"end": "the end of the text", "string": "a string"}


class Cursor:
    """A place in the tokens, and the names known there."""

    def __init__(self, text: str, known: KnownNames) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.known = known
        self.depth = 0

    @property
    def token(self) -> Token:
        """The token at the place."""
        return self.tokens[self.index]

    def ahead(self, count: int = 1) -> Token:
        """Return the token *count* places further, or the last one."""
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Return the token and go on."""
        token = self.tokens[self.index]
        self.index = min(self.index + 1, len(self.tokens) - 1)
        return token

    def take_op(self, *texts: str) -> bool:
        """Go on if one of these operators stands here."""
        if self.token.is_op(*texts):
            self.take()
            return True
        return False

    def take_keyword(self, text: str) -> bool:
        """Go on if the keyword stands here."""
        if self.token.is_keyword(text):
            self.take()
            return True
        return False

    def expect_op(self, text: str) -> None:
        """Go on past *text*, or refuse."""
        if not self.take_op(text):
            raise self.error(f"`{text}`")

    def expect_keyword(self, text: str) -> None:
        """Go on past the keyword, or refuse."""
        if not self.take_keyword(text):
            raise self.error(f"`{text}`")

    def error(self, expected: str, token: Token | None = None) -> FeelSyntaxError:
        """Return the error that *expected* did not stand here."""
        token = token or self.token
        found = _DESCRIPTIONS.get(token.kind, f"`{token.text}`")
        return syntax_error(self.text, token.start, expected, found)

    def enter(self) -> None:
        """Go one level deeper, or refuse."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"at most {MAX_DEPTH} levels of nesting")

    def leave(self) -> None:
        """Come back up one level."""
        self.depth -= 1

    def introduce(self, names: Iterable[str]) -> KnownNames:
        """Make *names* known from here on; return what was known before."""
        before = self.known
        self.known = before.copy()
        for name in names:
            self.known.add(name)
        return before


def expression(cursor: Cursor) -> Node:
    """Read one expression."""
    return _binary(cursor, _OR)


def additive(cursor: Cursor) -> Node:
    """Read sums and differences, and all that binds tighter."""
    return _binary(cursor, _SUM)


def _binary(cursor: Cursor, minimum: int) -> Node:
    """Read operands joined by operators that bind at least as tight as *minimum*."""
    cursor.enter()
    left = _negation(cursor)
    for _ in range(MAX_DEPTH):
        level = _level(cursor.token)
        if level < minimum:
            cursor.leave()
            return left
        left = _JOINS[level](cursor, left)
    raise cursor.error(f"at most {MAX_DEPTH} comparisons in a row")


def _level(token: Token) -> int:
    """Return how tight the operator binds; 0 where the token is none."""
    return _LEVELS.get(token.text, 0) if token.kind in {"op", "name"} else 0


def _or(cursor: Cursor, left: Node) -> Node:
    operands = [left]
    while cursor.take_keyword("or"):
        operands.append(_binary(cursor, _OR + 1))
    return syntax.Or(tuple(operands))


def _and(cursor: Cursor, left: Node) -> Node:
    operands = [left]
    while cursor.take_keyword("and"):
        operands.append(_binary(cursor, _AND + 1))
    return syntax.And(tuple(operands))


def _comparison(cursor: Cursor, left: Node) -> Node:
    op = cursor.take().text
    if op == "between":
        low = additive(cursor)
        cursor.expect_keyword("and")
        return syntax.Between(left, low, additive(cursor))
    if op == "in":
        return syntax.In(left, _in_tests(cursor))
    if op in {"=", "!="} and cursor.token.spaced and cursor.token.is_op("<", "<=", ">", ">="):
        return syntax.Compare(op, left, one_sided(cursor))
    return syntax.Compare(op, left, additive(cursor))


def one_sided(cursor: Cursor) -> Node:
    """Read a range with one end, such as `>= 5`."""
    op = cursor.take().text
    end = additive(cursor)
    if op == "=":
        return syntax.RangeLiteral(end, end, low_included=True, high_included=True)
    if op == "!=":
        raise cursor.error("one of `<`, `<=`, `>`, `>=`, `=`")
    if op in {"<", "<="}:
        return syntax.RangeLiteral(None, end, low_included=False, high_included=op == "<=")
    return syntax.RangeLiteral(end, None, low_included=op == ">=", high_included=False)


def _arithmetic(cursor: Cursor, left: Node) -> Node:
    level = _level(cursor.token)
    rest: list[tuple[str, Node]] = []
    while _level(cursor.token) == level:
        rest.append((cursor.take().text, _binary(cursor, level + 1)))
    return syntax.Arithmetic(left, tuple(rest))


def _in_tests(cursor: Cursor) -> tuple[Node, ...]:
    from decisions.feel import operands  # noqa: PLC0415 - the grammar is recursive

    if not cursor.token.is_op("("):
        return (unary_test(cursor, additive),)
    cursor.take()
    tests = [unary_test(cursor, expression)]
    if cursor.take_op(".."):
        return (operands.interval_end(cursor, tests[0], low_included=False),)
    while cursor.take_op(","):
        tests.append(unary_test(cursor, expression))
    cursor.expect_op(")")
    return tuple(tests)


def unary_test(cursor: Cursor, other: Callable[[Cursor], Node]) -> Node:
    """Read one positive unary test: `< 5`, `not(…)`, or what *other* reads."""
    if cursor.token.is_op(*COMPARISONS):
        op = cursor.take().text
        return syntax.OperatorTest(op, additive(cursor))
    if cursor.token.is_keyword("not") and cursor.ahead().is_op("("):
        return _negated(cursor, other)
    return other(cursor)


def _negated(cursor: Cursor, other: Callable[[Cursor], Node]) -> Node:
    """Read `not(…)` as negated tests; as a call of `not` where it goes on, as `not(x) and y`."""
    start, known = cursor.index, cursor.known
    cursor.take()
    cursor.take()
    tests = test_list(cursor)
    cursor.expect_op(")")
    if other is additive or cursor.token.is_op(",", ")") or cursor.token.kind == "end":
        return syntax.UnaryTests(tests, negated=True)
    cursor.index, cursor.known = start, known
    return other(cursor)


def test_list(cursor: Cursor) -> tuple[Node, ...]:
    """Read unary tests parted by commas."""
    tests = [unary_test(cursor, expression)]
    while cursor.take_op(","):
        tests.append(unary_test(cursor, expression))
    return tuple(tests)


def _negation(cursor: Cursor) -> Node:
    if not cursor.take_op("-"):
        return _instance_of(cursor)
    cursor.enter()
    operand = _negation(cursor)
    cursor.leave()
    if isinstance(operand, syntax.Literal) and type(operand.value) is int:
        return syntax.Literal(-operand.value)
    return syntax.Negate(operand)


def _instance_of(cursor: Cursor) -> Node:
    from decisions.feel import operands, type_names  # noqa: PLC0415 - the grammar is recursive

    node = operands.postfix(cursor)
    while cursor.token.is_keyword("instance"):
        cursor.take()
        if not (cursor.token.kind == "name" and cursor.token.text == "of"):
            raise cursor.error("`of`")
        cursor.take()
        node = syntax.InstanceOf(node, type_names.type_name(cursor))
    return node


_OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER = range(1, 7)
_LEVELS = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys((*COMPARISONS, "between", "in"), _COMPARISON),
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "**": _POWER,
}
_JOINS: dict[int, Callable[[Cursor, Node], Node]] = {
    _OR: _or,
    _AND: _and,
    _COMPARISON: _comparison,
    _SUM: _arithmetic,
    _PRODUCT: _arithmetic,
    _POWER: _arithmetic,
}
