"""Colours of the diagram, as far as they can stand in a style."""

import re

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}|rgba?\([0-9., %]{5,40}\)")


def style_of(name: str, colour: str) -> str | None:
    """Return the style that sets property *name*, or None where *colour* is no colour."""
    return f"{name}: {colour}" if _COLOUR.fullmatch(colour) else None
