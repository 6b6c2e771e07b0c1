r"""Regular expressions of XPath (3.1, section 5.6) written for Python's `re`.

Where they differ: `\p{…}` classes, `\\i` and `\\c`, subtraction inside brackets, `$` only at the very
end, the flags `q` and `x`, and `$1` in replacements.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from decisions.feel.arithmetic import NoValue
from decisions.feel.errors import FeelLimitExceeded

MAX_PATTERN = 1000
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
_BLOCKS = {
    "IsBasicLatin": (0x0, 0x7F),
    "IsLatin-1Supplement": (0x80, 0xFF),
    "IsLatinExtended-A": (0x100, 0x17F),
    "IsLatinExtended-B": (0x180, 0x24F),
    "IsGreek": (0x370, 0x3FF),
    "IsGreekandCoptic": (0x370, 0x3FF),
    "IsCyrillic": (0x400, 0x4FF),
    "IsHebrew": (0x590, 0x5FF),
    "IsArabic": (0x600, 0x6FF),
    "IsGeneralPunctuation": (0x2000, 0x206F),
    "IsCJKSymbolsandPunctuation": (0x3000, 0x303F),
    "IsHiragana": (0x3040, 0x309F),
    "IsKatakana": (0x30A0, 0x30FF),
    "IsCJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "IsHangulSyllables": (0xAC00, 0xD7AF),
}
_NAME_START = (
    "A-Z_a-z:\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF"
    "\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD"
)
_NAME_PART = _NAME_START + "\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040"
_QUANTIFIER = re.compile(r"([*+]|\{\d+(?:,\d*)?\}|\?)(\?)?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern, and whether it repeats what itself repeats (which may take long)."""

    regex: re.Pattern[str]
    nested: bool


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, flags: str) -> Pattern:
    """Return the compiled pattern.

    Raises:
        NoValue: the pattern or a flag is not valid.
        FeelLimitExceeded: the pattern is longer than `MAX_PATTERN`.
    """
    if len(pattern) > MAX_PATTERN:
        raise FeelLimitExceeded(f"expected a pattern of at most {MAX_PATTERN} characters")
    unknown = sorted(set(flags) - set("imsxq"))
    if unknown:
        raise NoValue(f"expected flags of i, m, s, x and q, found {''.join(unknown)}")
    options = sum(_FLAGS[flag] for flag in sorted(set(flags)) if flag in _FLAGS)
    try:
        if "q" in flags:
            return Pattern(re.compile(re.escape(pattern), options), nested=False)
        writer = _Writer(_without_space(pattern) if "x" in flags else pattern, "m" in flags)
        return Pattern(re.compile(writer.write(), options), writer.nested)
    except (re.error, OverflowError, RecursionError) as error:
        raise NoValue(f"the pattern is not valid: {error}") from None


def _without_space(pattern: str) -> str:
    kept, depth, escaped = [], 0, False
    for character in pattern:
        if not escaped:
            depth += (character == "[") - (character == "]")
        if depth or not character.isspace():
            kept.append(character)
        escaped = character == "\\" and not escaped
    return "".join(kept)


class _Writer:
    """Writes one XPath pattern for `re`, character by character."""

    def __init__(self, pattern: str, multiline: bool) -> None:
        self.pattern = pattern
        self.multiline = multiline
        self.place = 0
        self.out: list[str] = []
        self.repeats = [False]
        self.nested = False

    def write(self) -> str:
        while self.place < len(self.pattern):
            character = self.pattern[self.place]
            self.place += 1
            step = self._steps.get(character)
            if step is None:
                self.out.append(character)
            else:
                step(self)
        return "".join(self.out)

    def _escape(self) -> None:
        self.out.append(self._escape_text(in_brackets=False))

    def _escape_text(self, *, in_brackets: bool) -> str:
        if self.place >= len(self.pattern):
            raise re.error("a backslash at the end")
        code = self.pattern[self.place]
        self.place += 1
        if code in "pP":
            return _bracketed(self._category(), negated=code == "P", inside=in_brackets)
        if code in "iIcC":
            body = _NAME_START if code in "iI" else _NAME_PART
            return _bracketed(body, negated=code.isupper(), inside=in_brackets)
        if code.isdigit() and in_brackets:
            raise re.error("a back-reference in brackets")
        if code.isalnum() and code not in "nrtdDsSwWbB123456789":
            raise re.error(f"an unknown escape \\{code}")
        return f"(?:\\{code})" if code.isdigit() else f"\\{code}"

    def _category(self) -> str:
        end = self.pattern.find("}", self.place)
        if end < 0 or not self.pattern.startswith("{", self.place):
            raise re.error("\\p without {category}")
        name = self.pattern[self.place + 1 : end]
        self.place = end + 1
        return category_ranges(name)

    def _brackets(self) -> None:
        self.out.append(self._class())

    def _class(self) -> str:
        """Write `[…]`; what is subtracted becomes a look-ahead."""
        negated = self.pattern.startswith("^", self.place)
        self.place += negated
        parts: list[str] = []
        subtracted = ""
        while True:
            if self.place >= len(self.pattern):
                raise re.error("[ without ]")
            character = self.pattern[self.place]
            self.place += 1
            if character == "]" and parts:
                break
            if character == "-" and self.pattern.startswith("[", self.place):
                self.place += 1
                subtracted = f"(?!{self._class()})"
            elif character == "\\":
                parts.append(self._escape_text(in_brackets=True))
            elif character == "[":
                raise re.error("[ inside brackets")
            else:
                parts.append("\\" + character if character in "&~|^" else character)
        return f"(?:{subtracted}[{'^' if negated else ''}{''.join(parts)}])"

    def _open(self) -> None:
        self.repeats.append(False)
        self.out.append("(")
        if self.pattern.startswith("?", self.place):
            self.out.append("?")
            self.place += 1

    def _close(self) -> None:
        if len(self.repeats) < 2:
            raise re.error(") without (")
        inner = self.repeats.pop()
        self.out.append(")")
        after = _QUANTIFIER.match(self.pattern, self.place)
        if after and _unbounded(after[1]) and inner:
            self.nested = True
        self.repeats[-1] = self.repeats[-1] or inner

    def _quantifier(self) -> None:
        self.place -= 1
        match = _QUANTIFIER.match(self.pattern, self.place)
        if match is None:
            raise re.error("{ without a number")
        self.place = match.end()
        self.out.append(match[0])
        if self.place < len(self.pattern) and self.pattern[self.place] in "*+?":
            raise re.error("a quantifier after a quantifier")
        if _unbounded(match[1]):
            self.repeats[-1] = True

    def _alternative(self) -> None:
        self.out.append("|")
        if len(self.repeats) > 1:
            self.repeats[-1] = True

    def _end(self) -> None:
        self.out.append("$" if self.multiline else r"\Z")

    _steps: ClassVar[dict[str, Callable[["_Writer"], None]]] = {
        "\\": _escape,
        "[": _brackets,
        "(": _open,
        ")": _close,
        "*": _quantifier,
        "+": _quantifier,
        "?": _quantifier,
        "{": _quantifier,
        "|": _alternative,
        "$": _end,
    }


def _unbounded(quantifier: str) -> bool:
    return quantifier in {"*", "+"} or (
        quantifier.startswith("{") and not quantifier[1:-1].isdigit()
    )


def _bracketed(body: str, *, negated: bool, inside: bool) -> str:
    if not inside:
        return f"[{'^' if negated else ''}{body}]"
    if negated:
        raise re.error("a negated category in brackets")
    return body


@lru_cache(maxsize=64)
def category_ranges(name: str) -> str:
    """Return the characters of a Unicode category or block as the inside of brackets."""
    if name in _BLOCKS:
        low, high = _BLOCKS[name]
        return f"\\U{low:08x}-\\U{high:08x}"
    ranges: list[list[int]] = []
    for code in range(0x110000):
        if unicodedata.category(chr(code)).startswith(name):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    if not ranges or len(name) > 2:
        raise re.error(f"an unknown category {name}")
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)


def replacement(text: str, groups: int, *, literal: bool) -> Callable[[re.Match[str]], str]:
    r"""Return what `re.sub` needs for a replacement with `$1`, `\$` and `\\`.

    Raises:
        NoValue: a `$` without a number, or another escape.
    """
    if literal:
        return lambda _match: text
    parts: list[str | int] = []
    place = 0
    while place < len(text):
        character = text[place]
        if character == "\\" and text[place + 1 : place + 2] in {"\\", "$"}:
            parts.append(text[place + 1])
            place += 2
        elif character == "$" and text[place + 1 : place + 2].isdigit():
            number, place = _group_number(text, place + 1, groups)
            parts.append(number)
        elif character in "\\$":
            raise NoValue("in a replacement, write \\$ for a dollar sign, \\\\ for a backslash")
        else:
            parts.append(character)
            place += 1
    return lambda match: "".join(_part(match, part, groups) for part in parts)


def _group_number(text: str, place: int, groups: int) -> tuple[int, int]:
    """Return the longest group number that exists, and where it ends."""
    end = place + 1
    while end < len(text) and text[end].isdigit() and int(text[place : end + 1]) <= groups:
        end += 1
    return int(text[place:end]), end


def _part(match: re.Match[str], part: str | int, groups: int) -> str:
    if isinstance(part, str):
        return part
    return (match[part] or "") if part <= groups else ""
