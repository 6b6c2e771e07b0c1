"""`shouwen resolve`: try again what an incident held up."""

from collections.abc import Mapping
from pathlib import Path

import click

from cases.commands import Receipt
from starter.at_desk import (
    actor_option,
    at_desk,
    data_dir_option,
    id_option,
    json_option,
    read_data,
)
from starter.console import echo_json
from starter.desk import Desk
from starter.sheets import echo_receipt


@click.command()
@click.argument("case")
@click.argument("incident")
@actor_option
@click.option("--data", metavar="JSON|@FILE", help="Variables to set right before trying again.")
@id_option
@json_option
@data_dir_option
def command(
    case: str,
    incident: str,
    actor: str,
    data: str | None,
    command_id: str | None,
    as_json: bool,
    data_dir: Path,
) -> None:
    """Try INCIDENT of CASE again, once its cause was mended (see `shouwen show CASE`).

    Exit 1 where the same is in the way again, under another name.
    """
    variables = read_data(data, "--data")

    async def run(desk: Desk) -> tuple[Receipt, Mapping[str, str]]:
        before = (await desk.case(case))["incidents"]
        receipt = await desk.resolve_incident(case, incident, actor, variables, command_id)
        after = (await desk.case(case))["incidents"]
        return receipt, {name: after[name] for name in after if name not in before}

    receipt, again = at_desk(data_dir, run)
    echo_json(receipt.model_dump(mode="json")) if as_json else echo_receipt(receipt)
    for name, message in again.items():
        click.echo(f"it was tried, and is held up again by {name}: {message}", err=True)
    if again:
        raise click.exceptions.Exit(1)
