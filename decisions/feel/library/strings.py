"""Functions on strings (DMN 1.5, table 73)."""

import base64

from decisions.feel.arithmetic import MAX_STRING, NoValue
from decisions.feel.errors import FeelLimitExceeded
from decisions.feel.exact import Number
from decisions.feel.library.signatures import Library

library = Library()


@library.define("substring", "string: string, start position: number, length?: number")
def substring(text: str, start: Number, length: Number | None = None) -> str:
    """Characters from a place, counted from 1, or from the end where negative."""
    first = int(start)
    if first == 0:
        raise NoValue("start position counts from 1")
    begin = first - 1 if first > 0 else max(len(text) + first, 0)
    if length is None:
        return text[begin:]
    if int(length) < 1:
        raise NoValue("length must be at least 1")
    return text[begin : begin + int(length)]


@library.define("string length", "string: string")
def string_length(text: str) -> int:
    """Characters, each Unicode code point one."""
    return len(text)


@library.define("upper case", "string: string")
def upper_case(text: str) -> str:
    """All in capitals."""
    return text.upper()


@library.define("lower case", "string: string")
def lower_case(text: str) -> str:
    """All in small letters."""
    return text.lower()


@library.define("substring before", "string: string, match: string")
def substring_before(text: str, match: str) -> str:
    """What comes before the first match; empty where there is none."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@library.define("substring after", "string: string, match: string")
def substring_after(text: str, match: str) -> str:
    """What comes after the first match; empty where there is none."""
    return text.partition(match)[2] if match else text


@library.define("contains", "string: string, match: string")
def contains(text: str, match: str) -> bool:
    """Whether the text holds the match."""
    return match in text


@library.define("starts with", "string: string, match: string")
def starts_with(text: str, match: str) -> bool:
    """Whether the text begins with the match."""
    return text.startswith(match)


@library.define("ends with", "string: string, match: string")
def ends_with(text: str, match: str) -> bool:
    """Whether the text ends with the match."""
    return text.endswith(match)


@library.define("string join", "list: list, delimiter?: string|null")
@library.define("string join", "list: list, delimiter: string, prefix: string, suffix: string")
def string_join(
    items: list[object], delimiter: str | None = None, prefix: str = "", suffix: str = ""
) -> str:
    """All strings of the list joined; nulls are left out."""
    strings = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in strings):
        raise NoValue("the list must hold strings only")
    between = delimiter or ""
    length = sum(len(str(item)) + len(between) for item in strings)
    if length > MAX_STRING:
        raise FeelLimitExceeded(f"expected a string of at most {MAX_STRING} characters")
    return prefix + between.join(str(item) for item in strings) + suffix


@library.define("trim", "string: string")
def trim(text: str) -> str:
    """The text without space at its ends."""
    return text.strip()


@library.define("is blank", "string: string")
def is_blank(text: str) -> bool:
    """Whether the text is empty or all space."""
    return not text.strip()


@library.define("to base64", "value: string")
def to_base64(text: str) -> str:
    """The text's UTF-8 bytes in Base64."""
    return base64.b64encode(text.encode()).decode()
