"""`shouwen send`: deliver a message that a case waits for."""

from pathlib import Path

import click

from cases.commands import Receipt
from starter.at_desk import at_desk, data_dir_option, id_option, json_option, read_data
from starter.console import echo_json
from starter.desk import Desk
from starter.sheets import echo_receipt


@click.command()
@click.argument("case")
@click.argument("name")
@click.option("--key", help="Correlation key, where the diagram names one.")
@click.option("--data", metavar="JSON|@FILE", help="The message's variables.")
@click.option("--as", "actor", default="", metavar="STAFF", help="Whoever sends it.")
@id_option
@json_option
@data_dir_option
def command(
    case: str,
    name: str,
    key: str | None,
    data: str | None,
    actor: str,
    command_id: str | None,
    as_json: bool,
    data_dir: Path,
) -> None:
    """Deliver the message NAME to CASE."""
    variables = read_data(data, "--data")

    async def run(desk: Desk) -> Receipt:
        return await desk.send(case, name, key, variables, actor=actor, command_id=command_id)

    receipt = at_desk(data_dir, run)
    echo_json(receipt.model_dump(mode="json")) if as_json else echo_receipt(receipt)
