"""`shouwen import`: open cases from a file, many at once."""

import sys
from pathlib import Path

import click

from starter.at_desk import at_desk, data_dir_option, json_option, read_file, said
from starter.console import echo_json, fail
from starter.desk import Desk
from starter.errors import SENTENCES
from starter.importing import Imported, import_lines, read_lines

_EVERY = 100


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--pack", required=True, help="Key or folder of the pack.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    help="By default by the file's name: .csv is CSV, all else JSON lines.",
)
@click.option(
    "--batch", help="Name of this import, for lines without a key.  [default: the file's name]"
)
@json_option
@data_dir_option
def command(
    file: str, pack: str, form: str | None, batch: str | None, as_json: bool, data_dir: Path
) -> None:
    """Open a case for each line of FILE; run again, lines that are open stay one case.

    A bad line is said with its number and reason, and the others go on; exit 1 if any failed.
    """
    is_csv = form == "csv" or (form is None and file.lower().endswith(".csv"))
    with said():
        lines = read_lines(read_file(file), batch or Path(file).name, is_csv=is_csv)

    async def run(desk: Desk) -> int:
        published = desk.pack(pack)
        failed = done = 0
        try:
            async for one in import_lines(desk, published, lines):
                done += 1
                failed += one.receipt is None
                _print(one, as_json=as_json)
                _progress(done, len(lines), failed)
        except SENTENCES as error:
            fail(
                f"stopped after {done} of {len(lines)} lines: {error}; "
                "run the same command again: what is open already stays one case"
            )
        return failed

    failed = at_desk(data_dir, run)
    click.echo(f"{len(lines) - failed} opened, {failed} failed", err=True)
    if failed:
        raise click.exceptions.Exit(1)


def _print(one: Imported, *, as_json: bool) -> None:
    if as_json:
        opened = one.receipt.model_dump(mode="json") if one.receipt else {"error": one.wrong}
        echo_json({"line": one.line, **opened})
    elif one.receipt:
        click.echo(f"{one.line}\t{one.receipt.case}")
    else:
        click.echo(f"line {one.line}: {one.wrong}", err=True)


def _progress(done: int, total: int, failed: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{total}, {failed} failed ", nl=done == total, err=True)
    elif done % _EVERY == 0 and done < total:
        click.echo(f"{done}/{total}, {failed} failed", err=True)
