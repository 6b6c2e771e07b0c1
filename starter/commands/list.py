"""`shouwen list`: cases as the register holds them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from starter.alerts import ALERTS
from starter.answers import CaseItem
from starter.at_desk import at_desk, data_dir_option, json_option
from starter.console import echo_json
from starter.desk import Desk
from starter.known_keys import check_known
from starter.sheets import echo_table, instant
from starter.stopped import stopped_cases
from starter.unwritten import unwritten_cases

_NAMED = {"pack": "pack", "unit": "unit", "owner": "person", "stage": "stage"}
"""Option, and what its key names."""


@click.command()
@click.option("--stage", help="Stage, as the pack labels it.")
@click.option("--unit", help="Key of the unit where the case lies now.")
@click.option("--owner", help="Key of the first-contact owner.")
@click.option("--alert", type=click.Choice(ALERTS), help="The worst that holds now.")
@click.option("--pack", help="Key of the pack.")
@click.option("--open/--closed", "is_open", default=None, help="Only open or only closed cases.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True)
@json_option
@data_dir_option
def command(as_json: bool, data_dir: Path, is_open: bool | None, **wanted: Any) -> None:
    """List cases, the newest first."""

    async def run(desk: Desk) -> Sequence[CaseItem]:
        found = await desk.list(open=is_open, **wanted)
        if not found:
            asked = {f"--{name}": (what, wanted[name]) for name, what in _NAMED.items()}
            await check_known(desk.register, asked)
        for case in await stopped_cases(desk):
            click.echo(f"{case}: stopped in Temporal, see `shouwen verify {case}`", err=True)
        for case in await unwritten_cases(desk):
            click.echo(
                f"{case}: the register does not take its last steps, see `shouwen verify {case}`",
                err=True,
            )
        return found

    items = at_desk(data_dir, run)
    if as_json:
        echo_json([item.model_dump(mode="json") for item in items])
        return
    rows = [
        [item.case, item.stage, item.unit, item.owner, instant(item.due), item.alert]
        for item in items
    ]
    echo_table(("案件", "阶段", "部门", "首问责任", "最近到期", "警示"), rows)
    if not rows:
        click.echo("no cases", err=True)
