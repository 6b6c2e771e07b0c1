"""The grammar of operands: literals, names, brackets of all kinds, paths, filters, calls."""

from collections.abc import Callable
from decimal import Decimal

from decisions.feel import syntax
from decisions.feel.constants import at_literal
from decisions.feel.exact import normal
from decisions.feel.parser import COMPARISONS, MAX_DEPTH, Cursor, expression, one_sided
from decisions.feel.syntax import Node
from decisions.feel.tokens import KEYWORDS, syntax_error
from decisions.feel.type_names import type_name

_AFTER_OPERAND = frozenset(
    ("and", "or", "then", "else", "return", "satisfies", "between", "in", "instance")
)
_CONSTANTS = {"true": True, "false": False, "null": None}


def postfix(cursor: Cursor) -> Node:
    """Read an operand with what hangs on it: `.name`, `[filter]`, `(arguments)`."""
    node = _primary(cursor)
    for _ in range(MAX_DEPTH):
        if cursor.token.is_op("."):
            cursor.take()
            node = syntax.Path(node, member_name(cursor))
        elif cursor.token.is_op("[") and not _closes_interval(cursor):
            cursor.take()
            node = syntax.Filter(node, expression(cursor))
            cursor.expect_op("]")
        elif cursor.token.is_op("("):
            cursor.take()
            node = syntax.Call(node, *_arguments(cursor))
        else:
            return node
    raise cursor.error(f"at most {MAX_DEPTH} steps in a path")


def _closes_interval(cursor: Cursor) -> bool:
    """Whether `[` ends an open range (`]1..10[`): nothing that could be a filter follows it."""
    after = cursor.ahead()
    if after.kind == "name":
        return after.text in _AFTER_OPERAND
    return after.kind == "end" or after.is_op(")", "]", "}", ",", ".", *COMPARISONS)


def _primary(cursor: Cursor) -> Node:
    token = cursor.token
    if token.kind == "number":
        return _number(cursor)
    if token.kind == "string":
        return syntax.Literal(cursor.take().text)
    if token.kind == "op":
        read = _BRACKETS.get(token.text)
        if read is None:
            raise cursor.error("an expression")
        return read(cursor)
    if token.kind == "name" and token.text in KEYWORDS:
        return _keyword(cursor)
    if token.kind == "end":
        raise cursor.error("an expression")
    return syntax.Name(name(cursor))


def _keyword(cursor: Cursor) -> Node:
    text = cursor.token.text
    matched = cursor.known.match(cursor.tokens, cursor.index)
    if matched:
        return syntax.Name(name(cursor))
    if text in _CONSTANTS:
        cursor.take()
        return syntax.Literal(_CONSTANTS[text])
    read = _FORMS.get(text)
    if read is None:
        raise cursor.error("an expression")
    cursor.take()
    return read(cursor)


def _number(cursor: Cursor) -> Node:
    token = cursor.take()
    after = cursor.token
    if not after.spaced and after.kind == "name":
        raise cursor.error("an operator after the number")
    return syntax.Literal(normal(Decimal(token.text)))


def name(cursor: Cursor) -> str:
    """Read a name: the longest that is known, or all the words that stand side by side."""
    if cursor.token.kind == "quoted":
        return cursor.take().text
    matched = cursor.known.match(cursor.tokens, cursor.index)
    if matched:
        cursor.index += matched[1]
        return matched[0]
    if not cursor.token.word:
        raise cursor.error("a name")
    words = [cursor.take().text]
    while cursor.token.word or (cursor.token.kind == "number" and "." not in cursor.token.text):
        words.append(cursor.take().text)
    return " ".join(words)


def member_name(cursor: Cursor) -> str:
    """Read the name after a dot, where keywords may stand too."""
    if cursor.token.kind == "name" and cursor.token.text in KEYWORDS:
        return cursor.take().text
    return name(cursor)


def _parenthesis(cursor: Cursor) -> Node:
    cursor.take()
    if cursor.token.is_op(*COMPARISONS):
        node = one_sided(cursor)
        cursor.expect_op(")")
        return node
    inner = expression(cursor)
    if cursor.take_op(".."):
        return interval_end(cursor, inner, low_included=False)
    cursor.expect_op(")")
    return inner


def _bracket(cursor: Cursor) -> Node:
    cursor.take()
    items: list[Node] = []
    while not cursor.take_op("]"):
        items.append(_item(cursor))
        if len(items) == 1 and cursor.take_op(".."):
            return interval_end(cursor, items[0], low_included=True)
        if not cursor.token.is_op("]"):
            if not cursor.token.is_op(","):
                raise cursor.error("`,` or `]`")
            cursor.take()
            if cursor.token.is_op("]"):
                raise cursor.error("an expression")
    return syntax.ListLiteral(tuple(items))


def _item(cursor: Cursor) -> Node:
    return one_sided(cursor) if cursor.token.is_op(*COMPARISONS) else expression(cursor)


def _reversed_bracket(cursor: Cursor) -> Node:
    cursor.take()
    low = expression(cursor)
    cursor.expect_op("..")
    return interval_end(cursor, low, low_included=False)


def interval_end(cursor: Cursor, low: Node, *, low_included: bool) -> Node:
    """Read the high end of a range after its `..`."""
    high = expression(cursor)
    if cursor.take_op("]"):
        return syntax.RangeLiteral(low, high, low_included, high_included=True)
    if cursor.take_op(")", "["):
        return syntax.RangeLiteral(low, high, low_included, high_included=False)
    raise cursor.error("`]`, `)` or `[` at the end of the range")


def _context(cursor: Cursor) -> Node:
    """Read a context; its keys stay known after it, since a path into it may follow."""
    cursor.take()
    entries: list[tuple[str, Node]] = []
    while not cursor.take_op("}"):
        key = _key(cursor)
        entries.append((key, expression(cursor)))
        cursor.introduce((key,))
        if not cursor.token.is_op("}"):
            if not cursor.token.is_op(","):
                raise cursor.error("`,` or `}`")
            cursor.take()
            if cursor.token.is_op("}"):
                raise cursor.error("a key")
    return syntax.ContextLiteral(tuple(entries))


def _key(cursor: Cursor) -> str:
    if cursor.token.kind in {"string", "quoted"}:
        key = cursor.take().text
        cursor.expect_op(":")
        return key
    start = cursor.index
    while not cursor.token.is_op(":"):
        if cursor.token.kind in {"end", "string"} or cursor.token.is_op(",", "{", "}", "[", "]"):
            raise cursor.error("`:` after the key")
        cursor.take()
    if cursor.index == start:
        raise cursor.error("a key")
    key = words_as_written(cursor, start, cursor.index)
    cursor.take()
    return key


def words_as_written(cursor: Cursor, start: int, end: int) -> str:
    """Return the tokens from *start* to *end* as one name, space folded into single blanks."""
    parts: list[str] = []
    for token in cursor.tokens[start:end]:
        if parts and token.spaced:
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts)


def _at_literal(cursor: Cursor) -> Node:
    at = cursor.take()
    if cursor.token.kind != "string":
        raise cursor.error('a string after `@`, as in @"2026-10-09"')
    text = cursor.take().text
    value = at_literal(text)
    if value is None:
        expected = "a date, a time, a date and time or a duration"
        raise syntax_error(cursor.text, at.start, expected, f'@"{text}"')
    return syntax.Literal(value)


def _arguments(cursor: Cursor) -> tuple[tuple[Node, ...], tuple[str, ...] | None]:
    values: list[Node] = []
    names: list[str] = []
    while not cursor.take_op(")"):
        parameter = _parameter(cursor)
        if values and bool(names) != (parameter is not None):
            raise cursor.error("arguments all by name or all by position")
        if parameter is not None:
            names.append(parameter)
        values.append(_item(cursor))
        if not cursor.token.is_op(")"):
            if not cursor.token.is_op(","):
                raise cursor.error("`,` or `)`")
            cursor.take()
            if cursor.token.is_op(")"):
                raise cursor.error("an argument")
    return tuple(values), tuple(names) or None


def _parameter(cursor: Cursor) -> str | None:
    start = cursor.index
    if cursor.token.kind == "quoted" and cursor.ahead().is_op(":"):
        key = cursor.take().text
        cursor.take()
        return key
    end = start
    while cursor.tokens[end].kind in {"name", "number"} or (
        cursor.tokens[end].is_op("-", "+", "*", "/", "**", ".") and end > start
    ):
        end += 1
    if end == start or not cursor.tokens[end].is_op(":"):
        return None
    cursor.index = end + 1
    return words_as_written(cursor, start, end)


def _if(cursor: Cursor) -> Node:
    """Read `if … then … else …`; a chain of `else if` is one part and nests nothing."""
    cases: list[tuple[Node, Node]] = []
    while True:
        condition = expression(cursor)
        cursor.expect_keyword("then")
        cases.append((condition, expression(cursor)))
        cursor.expect_keyword("else")
        if not cursor.take_keyword("if"):
            return syntax.If(tuple(cases), expression(cursor))


def _iterators(cursor: Cursor) -> tuple[syntax.Iterator, ...]:
    found = []
    while True:
        start = cursor.index
        while not cursor.token.is_keyword("in"):
            if cursor.token.kind not in {"name", "quoted", "number", "op"}:
                raise cursor.error("a name and `in`")
            cursor.take()
        if cursor.index == start:
            raise cursor.error("a name")
        variable = words_as_written(cursor, start, cursor.index)
        cursor.take()
        source = expression(cursor)
        end = expression(cursor) if cursor.take_op("..") else None
        found.append(syntax.Iterator(variable, source, end))
        cursor.introduce((variable,))
        if not cursor.take_op(","):
            return tuple(found)


def _for(cursor: Cursor) -> Node:
    before = cursor.known
    iterators = _iterators(cursor)
    cursor.expect_keyword("return")
    body = expression(cursor)
    cursor.known = before
    return syntax.For(iterators, body)


def _quantified(cursor: Cursor, *, every: bool) -> Node:
    before = cursor.known
    iterators = _iterators(cursor)
    cursor.expect_keyword("satisfies")
    condition = expression(cursor)
    cursor.known = before
    return syntax.Quantified(every, iterators, condition)


def _some(cursor: Cursor) -> Node:
    return _quantified(cursor, every=False)


def _every(cursor: Cursor) -> Node:
    return _quantified(cursor, every=True)


def _function(cursor: Cursor) -> Node:
    cursor.expect_op("(")
    parameters: list[str] = []
    types: list[syntax.TypeName | None] = []
    while not cursor.take_op(")"):
        start = cursor.index
        while not cursor.token.is_op(":", ",", ")"):
            if cursor.token.kind == "end":
                raise cursor.error("`)`")
            cursor.take()
        if cursor.index == start:
            raise cursor.error("the name of a parameter")
        parameters.append(words_as_written(cursor, start, cursor.index))
        types.append(type_name(cursor) if cursor.take_op(":") else None)
        if not cursor.token.is_op(")"):
            cursor.expect_op(",")
    before = cursor.introduce(parameters)
    if cursor.token.kind == "name" and cursor.token.text == "external":
        raise cursor.error("a body in FEEL; external functions are not supported")
    body = expression(cursor)
    cursor.known = before
    return syntax.FunctionLiteral(tuple(parameters), tuple(types), body)


_BRACKETS: dict[str, Callable[[Cursor], Node]] = {
    "(": _parenthesis,
    "[": _bracket,
    "]": _reversed_bracket,
    "{": _context,
    "@": _at_literal,
}
_FORMS: dict[str, Callable[[Cursor], Node]] = {
    "if": _if,
    "for": _for,
    "some": _some,
    "every": _every,
    "function": _function,
}
