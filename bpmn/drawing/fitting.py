"""A text broken into lines that fit a box.

Law 1: the size goes down only where the text does not fit at the size above.
Law 2: nothing is cut, save where even the smallest size does not fit; then an ellipsis says so.
Law 3: lines break between ideographs and at spaces; no line begins with a closing mark or ends
       with an opening one (GB/T 15834); a word is broken only where it is wider than the box.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.drawing.widths import JOINER, is_ideographic, joins_to_the_left, width_of

LINE_HEIGHT = 1.2
SMALLEST = 7.0
_WHOLE_WORDS = 9.0
"""Down to this size a smaller font is better than a broken word."""

_NO_START = frozenset("、。，．：；！？）〕］｝》〉」』】’”…—～·%‰℃,.:;!?)]}")
_NO_END = frozenset("（〔［｛《〈「『【‘“([{")
_BREAK_AFTER = frozenset("-/_|")
_SPACES = re.compile("[ \t]+")


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines, the font size, and whether they hold the whole text."""

    lines: tuple[str, ...]
    size: float
    whole: bool = True

    @property
    def height(self) -> float:
        """Height of all lines."""
        return len(self.lines) * self.size * LINE_HEIGHT

    @property
    def width(self) -> float:
        """Width of the widest line."""
        return max((width_of(line, self.size) for line in self.lines), default=0.0)


def fit(
    text: str, width: float, height: float, size: float = 12.0, *, even: bool = True
) -> Fitted:
    """Return *text* in lines for a box of *width* and *height*, at *size* or smaller.

    The lines are as *even* as they can be, or else filled one after the other.
    """
    paragraphs = _paragraphs(text)
    if not paragraphs:
        return Fitted((), size)
    sizes = [size - step for step in range(int(size - SMALLEST) + 1)]
    for words, tried in [*((True, each) for each in sizes), *((False, each) for each in sizes)]:
        if words and (tried < _WHOLE_WORDS or _breaks_a_word(paragraphs, width / tried)):
            continue
        lines = _broken(paragraphs, width / tried)
        if len(lines) * tried * LINE_HEIGHT <= height:
            return Fitted(_balanced(paragraphs, lines, width / tried) if even else lines, tried)
    return _cut(paragraphs, width, height, sizes[-1])


def wrap(text: str, width: float, size: float) -> Fitted:
    """Return *text* in lines of *width* at *size*, as many as it needs."""
    paragraphs = _paragraphs(text)
    lines = _broken(paragraphs, width / size)
    return Fitted(_balanced(paragraphs, lines, width / size), size)


def _paragraphs(text: str) -> list[list[str]]:
    """Return the chunks of each line of *text*; a chunk that follows a space begins with one."""
    shown = (" ".join(_SPACES.split(line)).strip() for line in text.splitlines())
    return [list(_chunks(line)) for line in shown if line]


def _chunks(line: str) -> Iterator[str]:
    """Yield the pieces between which a line may break."""
    chunk = ""
    for character in line:
        if chunk and _may_break(chunk, character):
            yield chunk
            chunk = ""
        chunk += character
    if chunk:
        yield chunk


def _may_break(chunk: str, character: str) -> bool:
    last = chunk[-1]
    if character == " ":
        return True
    if joins_to_the_left(character) or character in _NO_START or last in _NO_END:
        return False
    if last in (" ", JOINER):
        return False
    wide = is_ideographic(character) or is_ideographic(last) or joins_to_the_left(last)
    return wide or (last in _BREAK_AFTER and len(chunk) > 1)


def _broken(paragraphs: list[list[str]], ems: float) -> tuple[str, ...]:
    """Return the lines of at most *ems* wide, filled one after the other."""
    lines: list[str] = []
    for chunks in paragraphs:
        line = ""
        for chunk in chunks:
            for piece in _pieces(chunk, ems):
                if line and width_of(line + piece) > ems:
                    lines.append(line)
                    line = ""
                line = line + piece if line else piece.lstrip(" ")
        if line:
            lines.append(line)
    return tuple(lines)


def _pieces(chunk: str, ems: float) -> Iterator[str]:
    """Yield the chunk, or parts of it that fit where it is too wide."""
    if width_of(chunk.lstrip(" ")) <= ems:
        yield chunk
        return
    piece = ""
    for character in chunk:
        joined = joins_to_the_left(character) or piece.endswith(JOINER)
        if piece.strip() and not joined and width_of((piece + character).lstrip(" ")) > ems:
            yield piece
            piece = ""
        piece += character
    yield piece


def _breaks_a_word(paragraphs: list[list[str]], ems: float) -> bool:
    return any(width_of(chunk.lstrip(" ")) > ems for chunks in paragraphs for chunk in chunks)


def _balanced(paragraphs: list[list[str]], lines: tuple[str, ...], ems: float) -> tuple[str, ...]:
    """Return as many lines as *lines*, as even as they can be: no single character left over."""
    narrow, wide, best = ems / 2, ems, lines
    if len(lines) < 2 or _breaks_a_word(paragraphs, ems):
        return lines
    for _ in range(7):
        middle = (narrow + wide) / 2
        tried = _broken(paragraphs, middle)
        if len(tried) == len(lines) and not _breaks_a_word(paragraphs, middle):
            best, wide = tried, middle
        else:
            narrow = middle
    return best


def _cut(paragraphs: list[list[str]], width: float, height: float, size: float) -> Fitted:
    lines = _broken(paragraphs, width / size)
    kept = list(lines[: max(1, int(height / (size * LINE_HEIGHT)))])
    if len(kept) == len(lines):
        return Fitted(lines, size)
    last = kept[-1]
    while last and width_of(last + "…", size) > width:
        last = last[:-1]
    return Fitted((*kept[:-1], last + "…"), size, whole=False)
