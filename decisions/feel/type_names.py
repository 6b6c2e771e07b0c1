"""The grammar of types: `number`, `list<string>`, `function<number> -> string`."""

from decisions.feel import syntax
from decisions.feel.known_names import KnownNames
from decisions.feel.parser import Cursor
from decisions.feel.syntax import TypeName

_TYPES_WITH_KEYWORDS = KnownNames(
    (
        "date and time",
        "days and time duration",
        "day and time duration",
        "years and months duration",
        "year and month duration",
    )
)


def type_name(cursor: Cursor) -> TypeName:
    """Read one type."""
    cursor.enter()
    name = _simple_name(cursor)
    if name == "context" and cursor.take_op("<"):
        found = _context_type(cursor)
    elif name == "function":
        found = _function_type(cursor)
    elif name in {"list", "range"} and cursor.take_op("<"):
        found = TypeName(name, (type_name(cursor),))
        cursor.expect_op(">")
    else:
        found = TypeName(name)
    cursor.leave()
    return found


def _simple_name(cursor: Cursor) -> str:
    matched = _TYPES_WITH_KEYWORDS.match(cursor.tokens, cursor.index)
    matched = matched or cursor.known.match(cursor.tokens, cursor.index)
    if matched:
        cursor.index += matched[1]
        return matched[0]
    if cursor.take_keyword("function"):
        return "function"
    if cursor.take_keyword("null"):
        return "Null"
    if not (cursor.token.word or cursor.token.kind == "quoted"):
        raise cursor.error("the name of a type")
    words = [cursor.take().text]
    while cursor.token.word or cursor.token.is_op("."):
        words.append(cursor.take().text)
    return " ".join(words).replace(" . ", ".")


def _context_type(cursor: Cursor) -> TypeName:
    keys: list[str] = []
    types: list[TypeName] = []
    while not cursor.take_op(">"):
        words = []
        while not cursor.token.is_op(":"):
            if cursor.token.kind in {"end", "op"}:
                raise cursor.error("a key and `:`")
            words.append(cursor.take().text)
        cursor.take()
        keys.append(" ".join(words))
        types.append(type_name(cursor))
        if not cursor.token.is_op(">"):
            cursor.expect_op(",")
    return TypeName("context", tuple(types), tuple(keys))


def _function_type(cursor: Cursor) -> TypeName:
    if not cursor.take_op("<"):
        return TypeName("function")
    arguments: list[syntax.TypeName] = []
    while not cursor.take_op(">"):
        arguments.append(type_name(cursor))
        if not cursor.token.is_op(">"):
            cursor.expect_op(",")
    cursor.expect_op("->")
    return TypeName("function", (*arguments, type_name(cursor)))
