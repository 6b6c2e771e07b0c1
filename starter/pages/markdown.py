"""Markdown, as far as a page needs it."""

from collections.abc import Iterable, Sequence

_ESCAPED = str.maketrans({"|": "\\|", "<": "&lt;", "*": "\\*", "_": "\\_", "[": "\\[", "]": "\\]"})


def plain(text: str) -> str:
    """Return *text* so that it reads as it is written, on one line."""
    return " ".join(text.translate(_ESCAPED).split())


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, whole: bool = False
) -> list[str]:
    """Return the lines of a table, with an empty line behind; none where there are no rows.

    Cells are Markdown already. A column in which every cell is empty is left out; with *whole*,
    so is a row that has nothing behind its first cell.
    """
    body = [list(row) for row in rows if not whole or any(row[1:])]
    if not body:
        return []
    kept = [place for place in range(len(headings)) if any(row[place] for row in body)]
    lines = [headings, ["---"] * len(headings), *body]
    return ["| " + " | ".join(line[place] for place in kept) + " |" for line in lines] + [""]


def bullets(texts: Iterable[str]) -> list[str]:
    """Return a list with an empty line behind; none where there is nothing."""
    lines = [f"- {text}" for text in texts if text]
    return [*lines, ""] if lines else []


def lines_of(parts: Iterable[str]) -> str:
    """Return the parts of a cell, one below the other."""
    return "<br>".join(part for part in parts if part)
