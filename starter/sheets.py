"""Text for people: columns that stay in line where Chinese stands beside Latin."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

import click

from cases.commands import Receipt
from starter.answers import local

_WEEKDAYS = "一二三四五六日"


def echo_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print *rows* under *headings*; nothing where there are no rows."""
    if not rows:
        return
    lines = [headings, *rows]
    widths = [max(width(line[place]) for line in lines) for place in range(len(headings))]
    for line in lines:
        cells = [
            cell + " " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())


def echo_facts(facts: Mapping[str, str]) -> None:
    """Print name and value a line, leaving out what is empty."""
    shown = {name: value for name, value in facts.items() if value}
    wide = max(map(width, shown), default=0)
    for name, value in shown.items():
        click.echo(f"{name}{' ' * (wide - width(name))}  {value}")


def instant(at: datetime | None) -> str:
    """Return an instant as people write it: `2026-10-10 周六 18:00`; empty for none."""
    shown = local(at)
    if shown is None:
        return ""
    seconds = ":%S" if shown.second else ""
    weekday = _WEEKDAYS[shown.weekday()]
    return f"{shown:%Y-%m-%d} 周{weekday} {shown.strftime('%H:%M' + seconds)}"


def echo_receipt(receipt: Receipt) -> None:
    """Print what a command brought about."""
    if receipt.closed:
        click.echo(f"{receipt.case}：办结")
        return
    due = f"；最近到期 {instant(receipt.next_due)}" if receipt.next_due else ""
    click.echo(f"{receipt.case}：{receipt.stage}；待办 {'、'.join(receipt.opened) or '无'}{due}")


def width(text: str) -> int:
    """Return how many columns *text* takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
