"""All kinds of boxed expression by the name of their element."""

from collections.abc import Callable

from decisions.dmn.boxed import (
    choice,
    context,
    filtering,
    function,
    invocation,
    iteration,
    listing,
    literal,
    relation,
    table,
)
from decisions.dmn.boxed.box import Box, ReadBox
from decisions.dmn.boxed.missing import Missing
from decisions.xml_tree import Element

_READERS: dict[str, Callable[[Element, ReadBox], Box]] = {
    literal.ELEMENT: literal.read,
    table.ELEMENT: table.read,
    context.ELEMENT: context.read,
    invocation.ELEMENT: invocation.read,
    relation.ELEMENT: relation.read,
    listing.ELEMENT: listing.read,
    function.ELEMENT: function.read,
    choice.ELEMENT: choice.read,
    filtering.ELEMENT: filtering.read,
    **dict.fromkeys(iteration.ELEMENTS, iteration.read),
}


def read_box(holder: Element) -> Box:
    """Return the boxed expression that stands inside *holder*."""
    for child in holder.children:
        reader = _READERS.get(child.name)
        if reader is not None:
            return reader(child, read_box)
    return Missing(holder.line, "nothing")
