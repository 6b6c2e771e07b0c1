"""`shouwen replan`: a notice changed the calendar; running clocks are counted anew."""

import hashlib
from pathlib import Path

import click

from starter.at_desk import actor_option, at_desk, data_dir_option, json_option
from starter.calendars import read_calendar, renewed
from starter.console import echo_json, fail
from starter.desk import Desk
from starter.errors import DeskError
from starter.histories import calendar_in_force
from starter.open_cases import open_cases
from starter.sheets import echo_receipt
from workdays.calendar_data import CalendarData


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE...]")
@click.option("--all-open", is_flag=True, help="Every open case instead of CASE.")
@click.option("--pack", help="With --all-open: only those of this pack.")
@click.option("--notice", required=True, help="Title and number of the notice.")
@click.option(
    "--calendar",
    default="cn",
    show_default=True,
    metavar="NAME|FILE",
    help="A calendar of `shouwen workdays calendars`, or a JSON file with one.",
)
@actor_option
@json_option
@data_dir_option
def command(
    cases: tuple[str, ...],
    all_open: bool,
    pack: str | None,
    notice: str,
    calendar: str,
    actor: str,
    as_json: bool,
    data_dir: Path,
) -> None:
    """Count the running clocks of each CASE anew; used time and stopped clocks stay as they are.

    Given again with the same notice and calendar, nothing happens twice.
    """
    if bool(cases) == all_open:
        fail("expected either one or more CASE or --all-open")
    if not notice.strip():
        fail("--notice: expected the title and number of the notice, found an empty text")

    async def run(desk: Desk) -> int:
        known = read_calendar(calendar)
        numbers = cases or [row.case_no for row in await open_cases(desk.register, pack)]
        failed = 0
        for number in numbers:
            try:
                await _replan(desk, number, known, notice, actor, as_json=as_json)
            except DeskError as error:
                if len(numbers) == 1:
                    raise
                failed += 1
                click.echo(f"{number}: {error}", err=True)
        return failed

    if at_desk(data_dir, run):
        raise click.exceptions.Exit(1)


async def _replan(
    desk: Desk, case: str, known: CalendarData, notice: str, actor: str, *, as_json: bool
) -> None:
    calendar = renewed(await calendar_in_force(await desk.client(), case), known)
    named = hashlib.sha256(f"{notice}\n{calendar.digest}".encode()).hexdigest()
    receipt = await desk.replan(case, calendar, notice, actor, f"replan:{named[:32]}")
    echo_json(receipt.model_dump(mode="json")) if as_json else echo_receipt(receipt)
