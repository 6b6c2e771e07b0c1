"""`shouwen register`: set its tables up, see that all of it holds together, write what it lacks."""

import asyncio
from pathlib import Path

import click

from starter.at_desk import at_desk, data_dir_option, json_option, place_of, said
from starter.console import echo_json, fail
from starter.desk import Desk
from starter.errors import NoSuchCase, Unanswerable
from starter.rebuilding import NotRebuilt, known_cases, rebuild
from store.migrating import upgrade
from store.restoring import Restored
from store.verification import differences, held_cases


@click.group()
def command() -> None:
    """Set up, check and mend the register."""


@command.command(name="upgrade")
@json_option
@data_dir_option
def upgrade_command(as_json: bool, data_dir: Path) -> None:
    """Create the register's tables or bring them to this release; safe to repeat."""
    place = place_of(data_dir)
    if str(data_dir.resolve()) in place.register:
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fail(f"the folder {data_dir} cannot be made: {error.strerror}")
    with said():
        asyncio.run(upgrade(place.register))
    echo_json({"register": "current"}) if as_json else click.echo("the register is up to date")


@command.command(name="check")
@json_option
@data_dir_option
def check_command(as_json: bool, data_dir: Path) -> None:
    """Check every case's chain of facts and every row that follows from it; exit 1 if one differs."""

    async def run(desk: Desk) -> tuple[int, list[str]]:
        found = await differences(desk.register)
        return len(await held_cases(desk.register)), found

    cases, found = at_desk(data_dir, run)
    if as_json:
        echo_json({"cases": cases, "differences": found})
    else:
        for sentence in found:
            click.echo(sentence)
        click.echo(f"{cases} cases, {len(found)} with a difference")
    if found:
        raise click.exceptions.Exit(1)


@command.command(name="rebuild")
@click.argument("cases", nargs=-1, metavar="[CASE...]")
@click.option("--all", "every", is_flag=True, help="Every case that Temporal knows.")
@click.option("--replace", is_flag=True, help="Write over facts that the history has otherwise.")
@json_option
@data_dir_option
def rebuild_command(
    cases: tuple[str, ...], every: bool, replace: bool, as_json: bool, data_dir: Path
) -> None:
    """Write what the register lacks, from each case's history; exit 1 if one cannot be.

    Facts, and the rows that follow from them. For a register that was restored from a backup,
    before workers are started again; and for one that lost something. With --replace also for a
    case that was reset in Temporal: what its history has otherwise now is written over.
    """
    if bool(cases) == every:
        fail("expected either one or more CASE or --all")

    async def run(desk: Desk) -> int:
        client, failed = await desk.client(), 0
        numbers = cases or [number async for number in known_cases(client)]
        for number in numbers:
            try:
                done = await rebuild(client, desk.register, number, replace=replace)
            except (NotRebuilt, NoSuchCase, Unanswerable) as error:
                failed += 1
                click.echo(str(error), err=True)
                continue
            if as_json:
                echo_json({"case": number, **done._asdict()})
            elif cases or done.rows:
                click.echo(f"{number}: {_said(done)}")
        click.echo(f"{len(numbers)} cases, {failed} not rebuilt", err=True)
        return failed

    if at_desk(data_dir, run):
        raise click.exceptions.Exit(1)


def _said(done: Restored) -> str:
    said = [f"{done.written} facts written"]
    if done.replaced:
        said.append(f"{done.replaced} replaced")
    if done.rows and not done.written:
        said.append("its rows written anew")
    return ", ".join(said)
