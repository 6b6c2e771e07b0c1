"""`shouwen tasks`: what is to be done, in one case or in an inbox."""

from collections.abc import Sequence
from pathlib import Path

import click

from starter.answers import TaskItem
from starter.at_desk import at_desk, data_dir_option, json_option
from starter.connection import NotConnected
from starter.console import echo_json, fail, to_line
from starter.desk import Desk
from starter.errors import NoSuchCase, NoWorker
from starter.held import held_case
from starter.known_keys import check_known
from starter.sheets import echo_table, instant


@click.command()
@click.argument("case", required=False)
@click.option("--unit", help="The inbox of a unit.")
@click.option("--for", "person", metavar="STAFF", help="The inbox of a person.")
@json_option
@data_dir_option
def command(
    case: str | None, unit: str | None, person: str | None, as_json: bool, data_dir: Path
) -> None:
    """List the open tasks of CASE, or of an inbox."""
    if sum(value is not None for value in (case, unit, person)) != 1:
        fail("expected one of CASE, --unit or --for, such as `shouwen tasks --for fo-01`")

    async def run(desk: Desk) -> Sequence[TaskItem]:
        if case is None:
            found = await desk.inbox(unit=unit, person=person)
            if not found:
                asked = {"--unit": ("unit", unit), "--for": ("person", person)}
                await check_known(desk.register, asked)
            return found
        return await _tasks_of(desk, case)

    items = at_desk(data_dir, run)
    if as_json:
        echo_json([item.model_dump(mode="json") for item in items])
        return
    _print(items, with_example=case is not None)


async def _tasks_of(desk: Desk, case: str) -> Sequence[TaskItem]:
    """Ask the case itself; where it cannot answer, the register."""
    try:
        return await desk.tasks(case)
    except (NoSuchCase, NoWorker, NotConnected) as error:
        held = await held_case(desk.register, case)
        if held is None:
            raise
        if not isinstance(error, NoSuchCase):
            click.echo(f"as the register has it, because {error}", err=True)
        return [TaskItem.model_validate(task) for task in held["tasks"]]


def _print(items: Sequence[TaskItem], *, with_example: bool) -> None:
    rows = [
        [
            item.case,
            item.task,
            item.label,
            item.unit,
            item.assignee or "、".join(item.groups),
            instant(item.due),
            "、".join(f"{key}={label}" for key, label in item.outcomes.items()),
        ]
        for item in items
    ]
    echo_table(("案件", "task", "待办", "部门", "应由", "到期", "outcome"), rows)
    if not rows:
        click.echo("no open tasks", err=True)
    for item in items if with_example else ():
        example = item.complete_with
        if example:
            click.echo(
                f"\nshouwen complete {item.case} '{item.task}' --as {example['actor']} "
                f"--outcome {example['outcome']} --data '{to_line(example['data'])}'"
            )
