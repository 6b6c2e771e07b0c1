"""Functions with regular expressions (DMN 1.5, table 73; XPath and XQuery Functions 3.1, 5.6)."""

import re

from decisions.feel.arithmetic import NoValue
from decisions.feel.errors import FeelLimitExceeded
from decisions.feel.library.signatures import Library
from decisions.feel.xpath_regex import Pattern, compile_pattern, replacement

library = Library()
MAX_INPUT = 100_000
MAX_NESTED_INPUT = 64


def _compiled(pattern: str, flags: str | None, text: str) -> re.Pattern[str]:
    compiled: Pattern = compile_pattern(pattern, flags or "")
    limit = MAX_NESTED_INPUT if compiled.nested else MAX_INPUT
    if len(text) > limit:
        why = " for a pattern that repeats what repeats" if compiled.nested else ""
        raise FeelLimitExceeded(f"expected a text of at most {limit} characters{why}")
    return compiled.regex


@library.define("matches", "input: string, pattern: string, flags?: string|null")
def matches(text: str, pattern: str, flags: str | None = None) -> bool:
    """Whether any part of the text matches."""
    return _compiled(pattern, flags, text).search(text) is not None


@library.define(
    "replace", "input: string, pattern: string, replacement: string, flags?: string|null"
)
def replace(text: str, pattern: str, new: str, flags: str | None = None) -> str:
    """The text with each match replaced; `$1` in the replacement is the first group."""
    regex = _compiled(pattern, flags, text)
    if regex.search("") is not None:
        raise NoValue("the pattern matches the empty string")
    literal = "q" in (flags or "")
    return regex.sub(replacement(new, regex.groups, literal=literal), text)


@library.define("split", "string: string, delimiter: string")
def split(text: str, delimiter: str) -> list[str]:
    """The parts between matches of the delimiter, a regular expression."""
    regex = _compiled(delimiter, None, text)
    parts, start = [], 0
    for match in regex.finditer(text):
        if match.end() > match.start():
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


@library.define("extract", "string: string, pattern: string")
def extract(text: str, pattern: str) -> list[str]:
    """All matches, in order."""
    return [match[0] for match in _compiled(pattern, None, text).finditer(text)]
