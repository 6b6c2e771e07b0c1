"""Whether one type conforms to another (DMN 1.5, 10.3.2.9.2), and the type a text shows."""

from decisions.feel import syntax
from decisions.feel.kinds import kind
from decisions.feel.syntax import TypeName


def conforms(one: TypeName, other: TypeName) -> bool:
    """Whether each value of type *one* is of type *other*; a type without parts takes any."""
    if other.name == "Any":
        return True
    if one.name != other.name:
        return False
    if not other.arguments:
        return True
    if one.name == "context":
        mine = dict(zip(one.keys, one.arguments, strict=True))
        pairs = zip(other.keys, other.arguments, strict=True)
        return all(key in mine and conforms(mine[key], part) for key, part in pairs)
    if one.name == "function":
        return function_conforms(one.arguments[:-1], one.arguments[-1:], other)
    return bool(one.arguments) and conforms(one.arguments[0], other.arguments[0])


def function_conforms(
    takes: tuple[TypeName, ...], gives: tuple[TypeName, ...], other: TypeName
) -> bool:
    """Whether a function conforms to *other*: it takes as much or more, and gives as little.

    *gives* is empty where it is not known.
    """
    *asked, expected = other.arguments
    if len(takes) != len(asked):
        return False
    accepts = all(conforms(given, taken) for given, taken in zip(asked, takes, strict=True))
    return accepts and all(conforms(given, expected) for given in gives)


def shown_type(node: syntax.Node) -> TypeName | None:
    """Return the type of what is written down as a literal; None where it must be worked out."""
    if isinstance(node, syntax.Literal):
        return None if node.value is None else TypeName(kind(node.value))
    if not isinstance(node, syntax.ContextLiteral):
        return None
    parts = [shown_type(value) for _, value in node.entries]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return TypeName("context", known, tuple(key for key, _ in node.entries))
