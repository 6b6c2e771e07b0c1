"""Names of more than one word: which run of tokens is one name.

FEEL lets names hold spaces and operators (`date and time`, `profit/loss`), so the longest name
known at the place wins. Words that stand side by side without an operator are one name anyway.
"""

from collections.abc import Iterable

from decisions.feel.errors import FeelSyntaxError
from decisions.feel.tokens import Token, tokenize

Pattern = tuple[tuple[str, ...], str]


def pattern_of(name: str) -> Pattern | None:
    """Return the token texts of *name*; None where it is one token or holds other characters."""
    try:
        tokens = tokenize(name)[:-1]
    except FeelSyntaxError:
        return None
    if len(tokens) < 2 or any(token.kind not in {"name", "op", "number"} for token in tokens):
        return None
    return tuple(token.text for token in tokens), name


class KnownNames:
    """The names of several tokens that are known at a place of the text."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[Pattern]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> bool:
        """Make *name* known; return whether it is new and of several tokens."""
        pattern = pattern_of(name)
        if pattern is None:
            return False
        known = self._by_first.setdefault(pattern[0][0], [])
        if pattern in known:
            return False
        known.append(pattern)
        known.sort(key=lambda one: -len(one[0]))
        return True

    def copy(self) -> "KnownNames":
        """Return a copy that can be added to."""
        other = KnownNames()
        other._by_first = {first: list(known) for first, known in self._by_first.items()}
        return other

    def match(self, tokens: list[Token], index: int) -> tuple[str, int] | None:
        """Return the longest known name at *index* and how many tokens it takes."""
        for pattern, name in self._by_first.get(tokens[index].text, ()):
            if len(pattern) > len(tokens) - index:
                continue
            if all(_same(tokens[index + offset], text) for offset, text in enumerate(pattern)):
                return name, len(pattern)
        return None


def _same(token: Token, text: str) -> bool:
    return token.text == text and token.kind in {"name", "op", "number"}
