"""How wide a text is, estimated: no font is at hand, and each reader's machine has its own."""

import re
import unicodedata

JOINER = "\u200d"
"""Between signs that are drawn as one, such as a family."""
_JOINED = re.compile(f"{JOINER}.", re.DOTALL)

_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""Advance widths of the space to `~` in Helvetica and Arial, in thousandths of the size."""

_MARGIN = 1.06
"""Other sans-serif fonts are a little wider than Arial."""

_OTHER = 0.65
"""An alphabet that the table does not know: Cyrillic, Greek, accented letters."""


def width_of(text: str, size: float = 1.0) -> float:
    """Return the estimated width of *text* at the font *size*, in the unit of *size*."""
    alone = _JOINED.sub("", text) if JOINER in text else text
    return size * sum(_ems(each) for each in alone)


def _ems(character: str) -> float:
    code = ord(character)
    if 0x20 <= code < 0x7F:
        return _ASCII[code - 0x20] / 1000 * _MARGIN
    if joins_to_the_left(character):
        return 0.0
    # Ambiguous ones (dashes, curly quotes) are as wide as an ideograph in Chinese fonts.
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else _OTHER


def joins_to_the_left(character: str) -> bool:
    """Whether the character is drawn on or with the one before it."""
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def is_ideographic(character: str) -> bool:
    """Whether a line may break on either side of the character."""
    return unicodedata.east_asian_width(character) in "WF"
