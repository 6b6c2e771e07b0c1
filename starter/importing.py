"""Importing registrations from a file: each line once, however often the import is run again.

A line's own key is its column `key`; a line without one gets a key from the batch, its number and
its content, so that a run that was broken off goes on where it stopped.
"""

import asyncio
import csv
import hashlib
import io
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regulations.publishing import NotInForce, PublishedPack
from starter.answers import OpeningReceipt
from starter.console import json_kind
from starter.desk import Desk
from starter.errors import DeskError, OpenedOtherwise, RefusedRegistration
from workdays.errors import WorkdaysError

AT_ONCE = 8
"""Cases opened side by side."""
KEY = "key"


class UnreadableFile(DeskError):
    """The file as a whole cannot be imported."""


@dataclass(frozen=True, slots=True)
class Line:
    """One registration of a file.

    Attributes:
        number: 1-based line of the file.
        content: the registration; None where the line cannot be read, for the reason in `wrong`.
    """

    number: int
    content: Mapping[str, Any] | None
    key: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a line: a receipt, or a reason."""

    line: int
    receipt: OpeningReceipt | None
    wrong: str = ""


def read_lines(text: str, batch: str, *, is_csv: bool) -> list[Line]:
    """Return the registrations of a file; lines that cannot be read are among them.

    Args:
        text: JSON lines, or CSV whose headings are fields such as `requester.name`.
        batch: name of the import, for keys of lines that have none.
        is_csv: which of both.

    Raises:
        UnreadableFile: a CSV without the headings of a registration.
    """
    lines = _csv_lines(text) if is_csv else _json_lines(text)
    return [_keyed(line, batch) for line in lines]


async def import_lines(
    desk: Desk, pack: PublishedPack, lines: list[Line]
) -> AsyncIterator[Imported]:
    """Open a case for every line, several at a time, and yield what became of each, in order.

    Raises:
        NotConnected, RegisterUnavailable, Unanswerable: the rest was not tried.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def open_one(line: Line) -> Imported:
        async with gate:
            return await _open(desk, pack, line)

    started = [asyncio.create_task(open_one(line)) for line in lines]
    try:
        for task in started:
            yield await task
    finally:
        for task in started:
            task.cancel()
        await asyncio.gather(*started, return_exceptions=True)


async def _open(desk: Desk, pack: PublishedPack, line: Line) -> Imported:
    if line.content is None:
        return Imported(line.number, None, line.wrong)
    try:
        receipt = await desk.open(pack, line.content, line.key)
    except (RefusedRegistration, OpenedOtherwise, NotInForce, WorkdaysError) as error:
        return Imported(line.number, None, str(error))
    return Imported(line.number, receipt)


def _json_lines(text: str) -> Iterator[Line]:
    for number, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            content = json.loads(written)
        except json.JSONDecodeError as error:
            wrong = f"not valid JSON: {error.msg} at column {error.colno}"
            yield Line(number, None, wrong=wrong)
            continue
        if isinstance(content, dict):
            yield Line(number, content)
        else:
            found = json_kind(content)
            yield Line(number, None, wrong=f"expected a JSON object, found {found}")


def _csv_lines(text: str) -> Iterator[Line]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="")
    headings = reader.fieldnames or ()
    missing = [
        name for name in ("channel", "kind", "matter", "first_contact") if name not in headings
    ]
    if missing:
        raise UnreadableFile(
            f"expected the columns channel, kind, matter, first_contact "
            f"(and requester.name, requester.phone, received_at, key …), missing: {', '.join(missing)}"
        )
    _check_headings(headings)
    for row in _rows(reader):
        if "" in row:
            wrong = f"expected {len(headings)} cells, found more"
            yield Line(reader.line_num, None, wrong=wrong)
            continue
        yield Line(reader.line_num, _nested(row))


def _check_headings(headings: Sequence[str]) -> None:
    for name in headings:
        inside = f"{name}."
        deeper = next((other for other in headings if other.startswith(inside)), None)
        if deeper:
            raise UnreadableFile(f"expected either the column {name} or {deeper}, found both")


def _rows(reader: "csv.DictReader[str]") -> Iterator[Mapping[str, str | None]]:
    try:
        yield from reader
    except csv.Error as error:
        raise UnreadableFile(f"line {reader.line_num} is not CSV: {error}") from None


def _nested(row: Mapping[str, str | None]) -> dict[str, Any]:
    """Return cells as fields; `requester.name` lies inside `requester`, an empty cell is no field."""
    content: dict[str, Any] = {}
    for name, cell in row.items():
        if cell is None or not cell.strip():
            continue
        *path, last = name.split(".")
        place = content
        for part in path:
            place = place.setdefault(part, {})
        place[last] = cell.strip()
    return content


def _keyed(line: Line, batch: str) -> Line:
    if line.content is None:
        return line
    content = dict(line.content)
    given = content.pop(KEY, None)
    if given is None:
        text = json.dumps([batch, line.number, content], ensure_ascii=False, sort_keys=True)
        given = f"import:{hashlib.sha256(text.encode()).hexdigest()}"
    return Line(line.number, content, str(given))
