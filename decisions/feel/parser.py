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
    cursor.enter()
    node = _disjunction(cursor)
    cursor.leave()
    return node


def _disjunction(cursor: Cursor) -> Node:
    operands = [_conjunction(cursor)]
    while cursor.take_keyword("or"):
        operands.append(_conjunction(cursor))
    return operands[0] if len(operands) == 1 else syntax.Or(tuple(operands))


def _conjunction(cursor: Cursor) -> Node:
    operands = [_comparison(cursor)]
    while cursor.take_keyword("and"):
        operands.append(_comparison(cursor))
    return operands[0] if len(operands) == 1 else syntax.And(tuple(operands))


def _comparison(cursor: Cursor) -> Node:
    left = additive(cursor)
    for _ in range(MAX_DEPTH):
        if cursor.token.is_op(*COMPARISONS):
            op = cursor.take().text
            left = syntax.Compare(op, left, additive(cursor))
        elif cursor.take_keyword("between"):
            low = additive(cursor)
            cursor.expect_keyword("and")
            left = syntax.Between(left, low, additive(cursor))
        elif cursor.take_keyword("in"):
            left = syntax.In(left, _in_tests(cursor))
        else:
            return left
    raise cursor.error(f"at most {MAX_DEPTH} comparisons in a row")


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


def additive(cursor: Cursor) -> Node:
    """Read sums and differences."""
    first = _multiplicative(cursor)
    rest: list[tuple[str, Node]] = []
    while cursor.token.is_op("+", "-"):
        rest.append((cursor.take().text, _multiplicative(cursor)))
    return syntax.Arithmetic(first, tuple(rest)) if rest else first


def _multiplicative(cursor: Cursor) -> Node:
    first = _power(cursor)
    rest: list[tuple[str, Node]] = []
    while cursor.token.is_op("*", "/"):
        rest.append((cursor.take().text, _power(cursor)))
    return syntax.Arithmetic(first, tuple(rest)) if rest else first


def _power(cursor: Cursor) -> Node:
    first = _negation(cursor)
    rest: list[tuple[str, Node]] = []
    while cursor.take_op("**"):
        rest.append(("**", _negation(cursor)))
    return syntax.Arithmetic(first, tuple(rest)) if rest else first


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
