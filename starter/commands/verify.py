"""`shouwen verify`: compare what is known of a case, from all sides."""

from pathlib import Path

import click

from starter.at_desk import at_desk, data_dir_option, json_option
from starter.console import echo_json
from starter.desk import Desk
from starter.verifying import Verification, verify


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@json_option
@data_dir_option
def command(cases: tuple[str, ...], as_json: bool, data_dir: Path) -> None:
    """Compare the hash chain, the register and the history of each CASE; exit 1 if one differs."""

    async def run(desk: Desk) -> bool:
        agree = True
        for case in cases:
            found = await verify(await desk.client(), desk.register, case)
            _print(found, as_json=as_json)
            agree = agree and not found.difference
        return agree

    if not at_desk(data_dir, run):
        raise click.exceptions.Exit(1)


def _print(found: Verification, *, as_json: bool) -> None:
    if not as_json:
        click.echo(found.sentence)
        return
    echo_json(
        {
            "case": found.case,
            "agree": not found.difference,
            "facts": found.facts,
            "behind": found.behind,
            "replayed": found.replayed,
            "difference": found.difference or None,
        }
    )
