"""On which line a part of a JSON text stands."""

import json
import re
from collections.abc import Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
Tokens = Iterator[tuple[int, str]]
Place = tuple[str | int, ...]


def line_in(text: str, place: Place) -> int:
    """Return the 1-based line of the key or entry at *place* in JSON that was read before.

    Where *place* is not there, the line of the nearest part around it.
    """
    found: dict[Place, int] = {}
    tokens = _tokens(text)
    _value(next(tokens, (1, "")), tokens, (), found)
    around = (place[:length] for length in range(len(place), -1, -1))
    return next((found[part] for part in around if part in found), 1)


def _tokens(text: str) -> Tokens:
    line, past = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", past, match.start())
        past = match.start()
        yield line, match[0]


def _value(first: tuple[int, str], tokens: Tokens, place: Place, found: dict[Place, int]) -> None:
    found.setdefault(place, first[0])
    if first[1] == "{":
        for line, mark in tokens:
            if mark == "}":
                return
            if mark != ",":
                inner = (*place, json.loads(mark))
                found[inner] = line
                next(tokens)  # the colon
                _value(next(tokens), tokens, inner, found)
    elif first[1] == "[":
        number = 0
        for line, mark in tokens:
            if mark == "]":
                return
            if mark != ",":
                _value((line, mark), tokens, (*place, number), found)
                number += 1
