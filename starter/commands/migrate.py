"""`shouwen migrate`: running cases go on under another edition of their pack."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from starter.at_desk import actor_option, at_desk, data_dir_option, json_option
from starter.console import echo_json, fail
from starter.desk import Desk
from starter.migrations import Migration, Outcome
from starter.open_cases import open_cases
from starter.sheets import instant

_SAYS = {
    "fits": "可以改版",
    "migrated": "已改版",
    "unchanged": "没有变化",
    "does_not_fit": "不能改版，案件未变",
    "closed": "已办结，案件未变",
    "unknown": "没有这个案件",
    "failed": "未能办理，请重试",
}
_WELL = {"fits", "migrated", "unchanged"}


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE...]")
@click.option("--all-open", is_flag=True, help="Every open case of --pack instead of CASE.")
@click.option("--pack", help="With --all-open: the pack.")
@click.option("--to", required=True, metavar="EDITION", help="Edition, such as 2, or its folder.")
@click.option("--plan", "plan_only", is_flag=True, help="Say what would change; change nothing.")
@click.option("--apply", "apply_it", is_flag=True, help="Change the cases that fit.")
@click.option("--reason", default="", help="Recorded with each case.")
@actor_option
@json_option
@data_dir_option
def command(
    cases: tuple[str, ...],
    all_open: bool,
    pack: str | None,
    to: str,
    plan_only: bool,
    apply_it: bool,
    reason: str,
    actor: str,
    as_json: bool,
    data_dir: Path,
) -> None:
    """Let each CASE go on under EDITION: every wait is armed anew, every limit counted anew.

    All cases are checked before any is changed. A case that does not fit stays as it is, and is
    named with the reason; the command then ends with 1. Given again, nothing happens twice.
    """
    if plan_only == apply_it:
        fail("expected either --plan or --apply")
    if bool(cases) == all_open or (all_open and not pack):
        fail("expected either one or more CASE, or --all-open with --pack")

    def say(outcome: Outcome) -> bool:
        echo_json(asdict(outcome)) if as_json else _echo(outcome)
        return outcome.outcome in _WELL

    async def run(desk: Desk) -> bool:
        numbers = list(dict.fromkeys(cases)) or await _all_open(desk, str(pack))
        migration = Migration(desk, to, actor, reason)
        planned = [await migration.plan(number) for number in numbers]
        if plan_only:
            return not [outcome for outcome in planned if not say(outcome)]
        return not [outcome async for outcome in migration.apply(planned) if not say(outcome)]

    if not at_desk(data_dir, run):
        raise click.exceptions.Exit(1)


async def _all_open(desk: Desk, pack: str) -> list[str]:
    """Return the open cases of a pack; a pack of which there never was a case is a mistake."""
    numbers = [row.case_no for row in await open_cases(desk.register, pack)]
    if not numbers and not await desk.list(pack=pack, limit=1):
        fail(f"expected a pack with cases, found {pack!r}, which has none: see `shouwen list`")
    if not numbers:
        click.echo(f"no case of {pack} is open: there is nothing to migrate", err=True)
    return numbers


def _echo(outcome: Outcome) -> None:
    said = f"：{outcome.said}" if outcome.said else ""
    click.echo(f"{outcome.case}  {_SAYS[outcome.outcome]}{said}")
    for moved in outcome.plan.get("moved", ()):
        old = instant(datetime.fromisoformat(moved["old_due"]))
        new = instant(datetime.fromisoformat(moved["new_due"])) if moved["new_due"] else "不再计时"
        click.echo(f"    {moved['clock']}#{moved['leg']}  {old} → {new}")
    for clock in outcome.plan.get("breaches", ()):
        click.echo(f"    {clock}  即为超时")
    for name, what in (("armed", "自此等候"), ("dropped", "不再等候")):
        for element in outcome.plan.get(name, ()):
            click.echo(f"    {element}  {what}")
