"""`shouwen forward`: move one case's own clock, to watch days in a moment."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from starter.amounts import read_span
from starter.answers import TaskItem, local
from starter.at_desk import at_desk, data_dir_option, json_option, said
from starter.console import WithNegatives, echo_json
from starter.desk import Desk
from starter.forwarding import forward
from starter.sheets import echo_table, instant


@click.command(cls=WithNegatives)
@click.argument("case")
@click.argument("amount")
@json_option
@data_dir_option
def command(case: str, amount: str, as_json: bool, data_dir: Path) -> None:
    """Move the clock of CASE by AMOUNT (1h, 2d, PT90M); only with `shouwen up`."""
    with said():
        span = read_span(amount)

    async def run(desk: Desk) -> tuple[datetime, Sequence[TaskItem], str]:
        at = await forward(await desk.client(), case, span)
        view = await desk.case(case)
        return at, await desk.tasks(case), f"{view['stage']}（{view['alert']}）"

    at, tasks, stage = at_desk(data_dir, run)
    if as_json:
        shown = local(at) or at
        listed = [task.model_dump(mode="json") for task in tasks]
        echo_json({"case": case, "now": shown.isoformat(), "tasks": listed})
        return
    click.echo(f"{case}：现在是 {instant(at)}；{stage}")
    echo_table(
        ("task", "待办", "到期"), [[task.task, task.label, instant(task.due)] for task in tasks]
    )
