"""`shouwen explain`: why is it due then, and what may whom see."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from regulations.law import Law
from regulations.vocabulary import AUDIENCES
from starter.at_desk import at_desk, data_dir_option, json_option
from starter.audiences import echo_seen, seen_under
from starter.console import echo_json, fail
from starter.desk import Desk
from starter.explaining import LegExplanation, explain_clocks
from starter.sheets import instant

_STATES = {
    "running": "计时中",
    "paused": "暂停中",
    "overdue": "已逾期",
    "kept": "已按时完成",
    "missed": "超时完成",
}
_MEASURED = {"running": "计时中，只量不判", "kept": "已停表，只量不判"}


@click.command()
@click.argument("case")
@click.argument("clock", required=False)
@click.option(
    "--as",
    "audience",
    type=click.Choice(AUDIENCES),
    help="Show instead what this audience may see of the case.",
)
@json_option
@data_dir_option
def command(
    case: str, clock: str | None, audience: str | None, as_json: bool, data_dir: Path
) -> None:
    """Explain day by day why CLOCK of CASE is due when it is due; all that run where not given."""
    if audience is None:
        _clocks(case, clock, data_dir, as_json=as_json)
    elif clock is None:
        _audience(case, audience, data_dir, as_json=as_json)
    else:
        fail(
            f"expected either the clock {clock} or --as {audience}: an audience sees the whole case"
        )


def _audience(case: str, audience: str, data_dir: Path, *, as_json: bool) -> None:
    async def run(desk: Desk) -> tuple[Law, Mapping[str, Any]]:
        return await seen_under(await desk.client(), desk.register, case, audience)

    law, seen = at_desk(data_dir, run)
    echo_json(seen) if as_json else echo_seen(seen, law)


def _clocks(case: str, clock: str | None, data_dir: Path, *, as_json: bool) -> None:
    async def run(desk: Desk) -> list[LegExplanation]:
        return await explain_clocks(await desk.client(), desk.register, case, clock)

    legs = at_desk(data_dir, run)
    if as_json:
        echo_json([leg.model_dump(mode="json") for leg in legs])
        return
    if not legs:
        click.echo(f"no clock has run in case {case}", err=True)
    for number, leg in enumerate(legs):
        if number:
            click.echo()
        _print(leg)


def _print(leg: LegExplanation) -> None:
    states = _STATES if leg.judged else _STATES | _MEASURED
    click.echo(f"{leg.case}　{leg.title}（{leg.clock}）第{leg.leg}段，{states[leg.state]}")
    basis = " ".join(part for part in (leg.cites, leg.rule) if part) or "本单位规定"
    click.echo(f"  依据　{leg.law}（{leg.edition}）{basis}，自{leg.since}起为{leg.label}")
    if leg.declared:
        click.echo(f"  说明　{leg.declared}")
    click.echo(f"  起算　{instant(leg.started_at)}（{leg.starts_label}）")
    click.echo(f"  到期　{instant(leg.due) if leg.due else '恢复计时后另行计算'}{_why(leg)}")
    for begun, ended in leg.pauses:
        click.echo(f"  暂停　{instant(begun)} 至 {instant(ended)}")
    if leg.paused_at:
        click.echo(
            f"  暂停　自 {instant(leg.paused_at)}{f'，因{leg.ground_title}' if leg.ground else ''}"
        )
    for one in leg.replanned:
        click.echo(f"  重算　{instant(one.at)} 依《{one.notice}》")
    for new in leg.migrated:
        click.echo(f"  改版　{instant(new.at)} 改按第 {new.edition} 版")
    if leg.stopped_at:
        click.echo(f"  停止　{instant(leg.stopped_at)}，用时 {leg.used_label}")
    for day in leg.days:
        notice = f"　〔{day.notice}〕" if day.notice else ""
        click.echo(f"    {day.date} {'+' if day.counted else '-'} {day.why}{notice}")


def _why(leg: LegExplanation) -> str:
    said = ["暂定：放假安排尚未公布"] if leg.provisional else []
    if leg.bounded:
        said.append(f"本段自算至 {instant(leg.counted_due)}，以“{leg.cap_title}”为界")
    elif leg.cap and leg.cap_due:
        said.append(f"“{leg.cap_title}”至 {instant(leg.cap_due)}")
    if leg.until:
        said.append("到所约之时为止")
    if leg.extended:
        said.append(f"本段自算至 {instant(leg.counted_due)}，经批准延长")
    return f"（{'；'.join(said)}）" if said else ""
