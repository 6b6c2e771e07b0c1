"""`shouwen complete`: complete an open task."""

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
@click.argument("task")
@actor_option
@click.option("--outcome", default="", help="One of the task's outcomes.")
@click.option("--data", metavar="JSON|@FILE", help="What is filled into the task's form.")
@id_option
@json_option
@data_dir_option
def command(
    case: str,
    task: str,
    actor: str,
    outcome: str,
    data: str | None,
    command_id: str | None,
    as_json: bool,
    data_dir: Path,
) -> None:
    """Complete TASK of CASE (see `shouwen tasks CASE`)."""
    filled = read_data(data, "--data")

    async def run(desk: Desk) -> Receipt:
        return await desk.complete(case, task, actor, outcome, filled, command_id)

    receipt = at_desk(data_dir, run)
    echo_json(receipt.model_dump(mode="json")) if as_json else echo_receipt(receipt)
