"""What every command at the desk shares: its options, its loop, and how its failures are said."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from starter import calls
from starter.connection import DATA_DIR, Misconfigured, Place, find_place
from starter.console import fail, json_kind, parse_json
from starter.desk import Desk
from starter.errors import SENTENCES

Result = TypeVar("Result")

PATIENCE = calls.PATIENCE
"""Seconds a command waits for a worker."""

data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=DATA_DIR,
    show_default=True,
    help="Folder of `shouwen up`; Temporal's own environment variables come first.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
actor_option = click.option(
    "--as", "actor", required=True, metavar="STAFF", help="Staff or post key of whoever acts."
)
id_option = click.option(
    "--id", "command_id", metavar="ID", help="Your own id: given again, nothing happens twice."
)


def at_desk(data_dir: Path, work: Callable[[Desk], Awaitable[Result]]) -> Result:
    """Do *work* at a desk and return its result; what goes wrong ends the command."""
    place = place_of(data_dir)
    if str(data_dir.resolve()) in place.register and not data_dir.is_dir():
        fail(
            f"there is no folder {data_dir} with a register: start `shouwen up`, "
            "name its folder with --data-dir, or set SHOUWEN_REGISTER_URL"
        )

    async def run() -> Result:
        async with await Desk.connect(place, lazily=True) as desk:
            desk.patience = PATIENCE
            return await work(desk)

    with said():
        return asyncio.run(run())


@contextmanager
def said() -> Iterator[None]:
    """Turn failures that have a sentence into the end of the command."""
    try:
        yield
    except SENTENCES as error:
        fail(str(error))


def place_of(data_dir: Path) -> Place:
    """Return where everything is; fail where the environment cannot be read."""
    try:
        return find_place(data_dir)
    except Misconfigured as error:
        fail(str(error))


def read_data(text: str | None, what: str) -> dict[str, Any]:
    """Return a JSON object given as text, or as `@FILE`; empty where nothing was given."""
    if text is None:
        return {}
    if text.startswith("@"):
        text = read_file(text[1:])
    value = parse_json(text, what)
    if not isinstance(value, dict):
        fail(f"{what}: expected a JSON object, found {json_kind(value)}")
    return value


def read_file(name: str) -> str:
    """Return the text of a file, or of standard input for `-`."""
    try:
        if name == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return Path(name).read_text("utf-8-sig")
    except OSError as error:
        fail(f"{named(name)} cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        fail(f"{named(name)} is not UTF-8 text")


def named(file: str) -> str:
    """Return what a file is called where something is said of it."""
    return "standard input" if file == "-" else file
