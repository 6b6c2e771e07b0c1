"""`shouwen withdraw`: end a case with a reason."""

from pathlib import Path

import click

from cases.commands import Receipt
from starter.at_desk import actor_option, at_desk, data_dir_option, id_option, json_option
from starter.console import echo_json
from starter.desk import Desk
from starter.sheets import echo_receipt


@click.command()
@click.argument("case")
@actor_option
@click.option("--reason", required=True, help="Why: withdrawn by the requester, opened in error …")
@id_option
@json_option
@data_dir_option
def command(
    case: str, actor: str, reason: str, command_id: str | None, as_json: bool, data_dir: Path
) -> None:
    """End CASE because it was withdrawn or opened in error."""

    async def run(desk: Desk) -> Receipt:
        return await desk.withdraw(case, actor, reason, command_id)

    receipt = at_desk(data_dir, run)
    echo_json(receipt.model_dump(mode="json")) if as_json else echo_receipt(receipt)
