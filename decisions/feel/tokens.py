"""FEEL text cut into tokens (DMN 1.5, 10.3.1.2, rules 22 to 37)."""

import re
from dataclasses import dataclass

from decisions.feel.errors import FeelLimitExceeded, FeelSyntaxError

MAX_TEXT = 200_000

_SPACE = "\\s\\u0085\\u00A0\\u1680\\u180E\\u2000-\\u200B\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF"
_START = (
    "?A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u167F"
    "\\u1681-\\u180D\\u180F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF"
    "\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFEFE\\uFF00-\\uFFFD\\U00010000-\\U000EFFFF"
)
_PART = _START + "0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040'"
_TOKEN = re.compile(
    rf"(?P<space>(?:[{_SPACE}]|//[^\r\n]*|/\*.*?\*/)+)"
    r"|(?P<number>(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?)"
    rf"|(?P<name>[{_START}][{_PART}]*)"
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    r"|(?P<quoted>`[^`\r\n]+`)"
    r"|(?P<op>\*\*|\.\.|->|<=|>=|!=|[-+*/=<>()\[\]{},.:@])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
KEYWORDS = frozenset(
    (
        *("and", "or", "if", "then", "else", "for", "return", "in", "some", "every"),
        *("satisfies", "between", "instance", "function", "true", "false", "null"),
    )
)


@dataclass(slots=True)
class Token:
    """One token.

    Attributes:
        kind: `number`, `name`, `quoted` (a name in backticks), `string`, `op` or `end`.
        text: as written; the content where the token is a string or a quoted name.
        start: offset of its first character.
        spaced: whether space or a comment stands before it.
    """

    kind: str
    text: str
    start: int
    spaced: bool

    @property
    def word(self) -> bool:
        """Whether the token can be a part of a name."""
        return self.kind == "name" and self.text not in KEYWORDS

    def is_op(self, *texts: str) -> bool:
        """Whether the token is one of these operators or brackets."""
        return self.kind == "op" and self.text in texts

    def is_keyword(self, text: str) -> bool:
        """Whether the token is this keyword."""
        return self.kind == "name" and self.text == text


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column of *offset*."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def syntax_error(text: str, offset: int, expected: str, found: str) -> FeelSyntaxError:
    """Return the error for a place in *text*."""
    return FeelSyntaxError(expected, found, *place(text, offset))


def tokenize(text: str) -> list[Token]:
    """Return the tokens of *text*, closed by one of kind `end`.

    Raises:
        FeelSyntaxError: a character that begins no token, or a string or comment without end.
        FeelLimitExceeded: the text is longer than `MAX_TEXT`.
    """
    if len(text) > MAX_TEXT:
        raise FeelLimitExceeded(
            f"expected an expression of at most {MAX_TEXT} characters, found {len(text)}"
        )
    tokens: list[Token] = []
    offset, spaced = 0, False
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None or (text.startswith("/*", offset) and match["space"] is None):
            raise _no_token(text, offset)
        kind = str(match.lastgroup)
        if kind != "space":
            tokens.append(_token(kind, match[0], offset, spaced))
        spaced = kind == "space"
        offset = match.end()
    tokens.append(Token("end", "", len(text), spaced))
    return tokens


def _token(kind: str, text: str, start: int, spaced: bool) -> Token:
    if kind == "string":
        text = unescape(text[1:-1])
    elif kind == "quoted":
        text = text[1:-1]
    return Token(kind, text, start, spaced)


def _no_token(text: str, offset: int) -> FeelSyntaxError:
    if text[offset] == '"':
        return syntax_error(text, offset, 'a closing "', "the end of the text")
    if text.startswith("/*", offset):
        return syntax_error(text, offset, "a closing */", "the end of the text")
    return syntax_error(text, offset, "an expression", f"the character {text[offset]!r}")


def unescape(body: str) -> str:
    r"""Return the text that a string literal's body stands for (\uXXXX pairs join)."""
    if "\\" not in body:
        return body
    plain = _ESCAPE.sub(_escaped, body)
    if any("\ud800" <= character <= "\udfff" for character in plain):
        return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return plain


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "uU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _PLAIN_ESCAPES.get(code, code if code in "\"'\\/" else match[0])
