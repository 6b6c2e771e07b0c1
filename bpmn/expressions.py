"""Expressions as models write them, brought to one form.

A text that starts with "=" is FEEL; any other text stands for itself. Conditions are always
expressions: those of plain BPMN and the `${…}` of Camunda 7 are brought to FEEL where their
operators have a twin there (`==`, `&&`, `||`, `!`, `'text'`).
"""

import re
from typing import Final

from decisions.feel.errors import FeelSyntaxError
from decisions.feel.parsing import Expression, parse_expression

_TOKENS: Final = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*")|(?P<quoted>'(?:\\.|[^'\\])*')"""
    r"""|(?P<operator>==|!=|&&|\|\||!|<=|>=)|(?P<word>[^\W\d]\w*)|(?P<other>.)""",
    re.DOTALL,
)
_OPERATORS: Final = {"==": "=", "&&": " and ", "||": " or "}
_WORDS: Final = {
    "True": "true",
    "False": "false",
    "None": "null",
    "eq": "=",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
}
_PYTHON: Final = re.compile(r"\b(?:True|False|None)\b|\bnot\s+[^\W\d]")
_NOT_IN: Final = re.compile(
    r"""([^\W\d][\w.]*|"[^"]*"|'[^']*'|\d+)\s+not\s+in\s+([^\W\d][\w.]*|\[[^\]]*\])"""
)
_KEY: Final = re.compile(r"""(?<=[\w\])])\[\s*"([^\W\d]\w*)"\s*\]""")
_TEXT: Final = re.compile(r'"(?:\\.|[^"\\])*"')
_BOUNDS: Final = re.compile(r'"(?:\\.|[^"\\])*"|\b(?:and|or)\b|[()\[\],]')
_METHOD: Final = re.compile(r"\.[^\W\d]\w*\s*\(")
_WORDS_OF_EL: Final = re.compile(r"\b(?:empty|mod|div)\b")
_IS: Final = re.compile(r"\bis(\s+not)?\s+(?=(?:True|False|None)\b)")
_WRAPPED: Final = re.compile(r"^[$#]\{(.*)\}$", re.DOTALL)
_ASSIGNMENT: Final = re.compile(r"^\s*([^\W\d]\w*)\s*([-+*/])?=(?![=])\s*(.+)$")
_NEGATED: Final = re.compile(r"\s*((?:[\w.]+(?:\([^()]*\))?)|\()")


class Expr:
    """A text that is FEEL where it starts with "=", and a constant otherwise; equal by text.

    Attributes:
        parsed: the expression once it was asked for.
        names: then, the variables it takes and the functions it calls, in alphabetical order.
    """

    __slots__ = ("constant", "names", "parsed", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.constant = not text.startswith("=")
        self.parsed: Expression | None = None
        self.names: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expr) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Expr({self.text!r})"

    def parse(self) -> Expression:
        """Return the expression, parsed once per process and content; its names are known then."""
        if self.parsed is None:
            self.parsed = parse_expression(self.text[1:].strip())
            self.names = tuple(sorted(self.parsed.names))
        return self.parsed


def condition(text: str) -> str:
    """Return a condition's text as FEEL with a leading "=".

    Raises:
        FeelSyntaxError: the text is no expression in any of the accepted forms.
    """
    found = _brought(text)
    _refuse_foreign(text.strip(), found[1:])
    return found


def _brought(text: str) -> str:
    stripped = text.strip()
    if stripped.startswith("="):
        parse_expression(stripped[1:].strip())
        return stripped
    wrapped = _WRAPPED.match(stripped)
    inner = wrapped.group(1).strip() if wrapped else stripped
    candidates = [inner, translate(inner)]
    if wrapped or _PYTHON.search(inner):
        candidates.reverse()
    return "=" + _first_readable(candidates)


def _refuse_foreign(said: str, found: str) -> None:
    """Refuse what other languages decide and FEEL would read as a name that is null."""
    wrapped = _WRAPPED.match(said)
    if said == found or said.startswith("="):
        return
    bare = _TEXT.sub(lambda match: " " * len(match.group()), found)
    foreign = _METHOD.search(bare) or (_WORDS_OF_EL.search(bare) if wrapped else None)
    if foreign is not None:
        what = foreign.group().removesuffix("(").strip()
        raise FeelSyntaxError("FEEL", f"`{what}` of another language", 1, foreign.start() + 1)


def value(text: str) -> str:
    """Return a value's text with `${…}` brought to FEEL where that can be read.

    Raises:
        FeelSyntaxError: the text starts with "=" and is no FEEL.
    """
    stripped = text.strip()
    if stripped.startswith("="):
        parse_expression(stripped[1:].strip())
        return stripped
    return _brought(stripped) if _WRAPPED.match(stripped) else stripped


def _first_readable(candidates: list[str]) -> str:
    first: FeelSyntaxError | None = None
    for candidate in candidates:
        try:
            parse_expression(candidate)
        except FeelSyntaxError as error:
            first = first or error
        else:
            return candidate
    raise first  # type: ignore[misc]  # there is at least one candidate


def translate(text: str) -> str:
    """Return *text* with the operators of Java and Python replaced by FEEL's."""
    text = _IS.sub(lambda match: "!= " if match.group(1) else "== ", text)
    text = _NOT_IN.sub(r"not(\1 in \2)", text)
    text = _close_negations("".join(_translated(match) for match in _TOKENS.finditer(text)))
    return _KEY.sub(r".\1", text).strip()


def _translated(match: re.Match[str]) -> str:
    part = match.group()
    if match.lastgroup == "quoted":
        return '"' + part[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
    if match.lastgroup == "operator":
        return "\0" if part == "!" else _OPERATORS.get(part, part)
    if match.lastgroup == "word":
        return "\1" if part == "not" else _WORDS.get(part, part)
    return part


def _close_negations(text: str) -> str:
    """Turn each mark of a negation into `not(…)`: `!` takes a name, `not` a comparison."""
    while (at := text.rfind("\1")) >= 0:
        end = _reach(text, at + 1)
        text = f"{text[:at]}not({text[at + 1 : end].strip()}) {text[end:]}"
    while (at := text.rfind("\0")) >= 0:
        match = _NEGATED.match(text, at + 1)
        if match is None:
            return text.replace("\0", "not")
        end = _closing(text, match.end() - 1) if match.group(1) == "(" else match.end()
        text = f"{text[:at]}not({text[at + 1 : end].strip()}){text[end:]}"
    return text


def _reach(text: str, start: int) -> int:
    """Return where the comparison ends that begins at *start*."""
    depth = 0
    for match in _BOUNDS.finditer(text, start):
        part = match.group()
        if part in ("(", "["):
            depth += 1
        elif part in (")", "]") and depth:
            depth -= 1
        elif not depth and not part.startswith('"'):
            return match.start()
    return len(text)


def _closing(text: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at + 1
    return len(text)


def readable_script(text: str, language: str) -> str:
    """Return a plain script as FEEL, or an empty text where it is in another language.

    Lines of the form `name = expression` become a context, whose later entries see the earlier
    ones; any other script is one expression.

    Raises:
        FeelSyntaxError: the script says that it is FEEL, or nothing, and cannot be read.
    """
    if not text or language.strip().lower() not in ("", "feel"):
        return ""
    lines = [line for line in text.splitlines() if line.strip()]
    matches = [_ASSIGNMENT.match(line) for line in lines]
    if not all(matches):
        return _brought(text)
    return _brought("{" + ", ".join(_entry(match) for match in matches if match) + "}")


def _entry(match: re.Match[str]) -> str:
    name, operator, expression = match.groups()
    text = translate(expression.strip().rstrip(";"))
    return f"{name}: {name} {operator} ({text})" if operator else f"{name}: {text}"
