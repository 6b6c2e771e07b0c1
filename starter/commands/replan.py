"""`shouwen replan`: a notice changed the calendar; a case's running clocks are counted anew."""

from pathlib import Path

import click

from cases.commands import Receipt
from starter.at_desk import actor_option, at_desk, data_dir_option, id_option, json_option
from starter.calendars import read_calendar, renewed
from starter.console import echo_json
from starter.desk import Desk
from starter.histories import calendar_in_force
from starter.sheets import echo_receipt


@click.command()
@click.argument("case")
@click.option("--notice", required=True, help="Title and number of the notice.")
@click.option(
    "--calendar",
    default="cn",
    show_default=True,
    metavar="NAME|FILE",
    help="A calendar of `shouwen workdays calendars`, or a JSON file with one.",
)
@actor_option
@id_option
@json_option
@data_dir_option
def command(
    case: str,
    notice: str,
    calendar: str,
    actor: str,
    command_id: str | None,
    as_json: bool,
    data_dir: Path,
) -> None:
    """Count the running clocks of CASE anew; used time and stopped clocks stay as they are."""

    async def run(desk: Desk) -> Receipt:
        known = read_calendar(calendar)
        carried = await calendar_in_force(await desk.client(), case)
        return await desk.replan(case, renewed(carried, known), notice, actor, command_id)

    receipt = at_desk(data_dir, run)
    echo_json(receipt.model_dump(mode="json")) if as_json else echo_receipt(receipt)
