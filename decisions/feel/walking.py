"""Walking through the parts of an expression: which names it uses."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from decisions.feel import syntax
from decisions.feel.syntax import Node


def mentions(node: Node, name: str) -> bool:
    """Whether *name* occurs anywhere below *node*."""
    if isinstance(node, syntax.Name):
        return node.name == name
    return any(mentions(part, name) for part in _parts(node))


def free_names(node: Node) -> frozenset[str]:
    """Return the variables that *node* takes from outside, and the functions it calls."""
    return frozenset(_free(node, frozenset()))


def _parts(node: Node) -> Iterator[Node]:
    if isinstance(node, tuple):
        yield from node
    elif is_dataclass(node) and not isinstance(node, syntax.Literal | syntax.TypeName):
        for field in fields(node):
            yield getattr(node, field.name)


def _free(node: Node, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, syntax.Name):
        if node.name not in bound and node.name != "?":
            yield node.name
    elif isinstance(node, syntax.For):
        yield from _free_iterators(node.iterators, node.body, bound | {"partial"})
    elif isinstance(node, syntax.Quantified):
        yield from _free_iterators(node.iterators, node.condition, bound)
    elif isinstance(node, syntax.FunctionLiteral):
        yield from _free(node.body, bound | set(node.parameters))
    elif isinstance(node, syntax.Filter):
        yield from _free(node.source, bound)
        yield from _free(node.condition, bound | {"item"})
    elif isinstance(node, syntax.ContextLiteral):
        for key, value in node.entries:
            yield from _free(value, bound)
            bound |= {key}
    else:
        for part in _parts(node):
            yield from _free(part, bound)


def _free_iterators(
    iterators: tuple[syntax.Iterator, ...], body: Node, bound: frozenset[str]
) -> Iterator[str]:
    for iterator in iterators:
        yield from _free(iterator.source, bound)
        if iterator.end is not None:
            yield from _free(iterator.end, bound)
        bound |= {iterator.name}
    yield from _free(body, bound)
