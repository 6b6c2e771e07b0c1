"""SVG tags as a tree of plain values, and their text.

Law: whatever a name or label holds, the text is well-formed XML 1.0.
"""

import re
from dataclasses import dataclass

# Characters that XML 1.0 (section 2.2) does not allow, even as references.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INLINE = ("text", "title", "desc")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: its name, its attributes in order, and what is inside."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: "tuple[Tag | str, ...]" = ()


def tag(name: str, *children: Tag | str, **attributes: str | float | None) -> Tag:
    """Make a tag; `class_` gives `class`, `data_kind` gives `data-kind`, None gives nothing."""
    written = tuple(
        (key.rstrip("_").replace("_", "-"), value if isinstance(value, str) else number(value))
        for key, value in attributes.items()
        if value is not None
    )
    return Tag(name, written, children)


def number(value: float) -> str:
    """Return *value* with at most two decimals and no needless zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def escape(text: str) -> str:
    """Return *text* as XML character data; what XML cannot hold becomes U+FFFD."""
    clean = _NOT_XML.sub("\ufffd", text)
    return "".join(_ENTITIES.get(each, each) for each in clean)


def render(root: Tag) -> str:
    """Return the text of *root*, one tag a line, indented."""
    return "\n".join(_lines(root, "")) + "\n"


def _lines(node: Tag, indent: str) -> list[str]:
    start = f"{node.name}{_attributes(node)}"
    if not node.children:
        return [f"{indent}<{start}/>"]
    if node.name in _INLINE:
        return [f"{indent}<{start}>{_inline(node)}</{node.name}>"]
    lines = [f"{indent}<{start}>"]
    for child in node.children:
        if isinstance(child, str):
            lines.append(f"{indent}  {escape(child)}")
        else:
            lines.extend(_lines(child, indent + "  "))
    return [*lines, f"{indent}</{node.name}>"]


def _inline(node: Tag) -> str:
    return "".join(
        escape(child)
        if isinstance(child, str)
        else f"<{child.name}{_attributes(child)}>{_inline(child)}</{child.name}>"
        for child in node.children
    )


def _attributes(node: Tag) -> str:
    return "".join(f' {key}="{_value(value)}"' for key, value in node.attributes)


def _value(text: str) -> str:
    return "".join(_IN_ATTRIBUTES.get(each, each) for each in escape(text))
