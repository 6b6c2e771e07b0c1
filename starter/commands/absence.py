"""`shouwen absence`: somebody is away or back, told to every running case where it matters."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from cases.commands import ReportAbsence, ReportReturn
from cases.wrong_input import in_english
from starter.absences import Report, Told, tell_cases
from starter.at_desk import actor_option, at_desk, data_dir_option, json_option
from starter.console import echo_json, fail
from starter.desk import Desk

_SAYS = {
    "told": "已告知",
    "closed": "已办结，无需告知",
    "refused": "案件不接受",
    "unknown": "没有这个案件",
    "failed": "未能告知，请重试",
}
pack_option = click.option("--pack", required=True, help="The pack whose cases are told.")
person_option = click.option("--person", required=True, metavar="STAFF", help="Who it is.")


@click.group()
def command() -> None:
    """Say who is away and who is back: a line for each case that is told."""


@command.command()
@pack_option
@person_option
@click.option(
    "--until", metavar="INSTANT", help="When they are back, such as 2026-10-20T09:00+08:00."
)
@click.option("--reason", default="", help="Recorded with each case.")
@actor_option
@json_option
@data_dir_option
def report(
    pack: str,
    person: str,
    until: str | None,
    reason: str,
    actor: str,
    as_json: bool,
    data_dir: Path,
) -> None:
    """Let somebody stand in for a person who is away. Given again, nothing happens twice."""
    given = {"actor": actor, "person": person, "until": _instant(until), "reason": reason}
    _tell(data_dir, pack, _command(ReportAbsence, given), as_json=as_json)


@command.command(name="return")
@pack_option
@person_option
@actor_option
@json_option
@data_dir_option
def back(pack: str, person: str, actor: str, as_json: bool, data_dir: Path) -> None:
    """Hand back to a person what others did for them."""
    said = _command(ReportReturn, {"actor": actor, "person": person})
    _tell(data_dir, pack, said, as_json=as_json)


def _command(kind: type[Report], given: dict[str, Any]) -> Report:
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        fail(in_english(error, kind))


def _tell(data_dir: Path, pack: str, said: Report, *, as_json: bool) -> None:
    async def run(desk: Desk) -> list[Told]:
        return await tell_cases(desk, pack, said)

    told = at_desk(data_dir, run)
    for each in told:
        echo_json(asdict(each)) if as_json else _echo(each)
    if any(each.outcome in {"refused", "unknown", "failed"} for each in told):
        raise click.exceptions.Exit(1)


def _echo(told: Told) -> None:
    said = f"：{told.said}" if told.said else ""
    click.echo(f"{told.case}  {_SAYS[told.outcome]}{said}")


def _instant(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None:
        fail(f"--until: expected an instant such as 2026-10-20T09:00:00+08:00, found {written!r}")
    return found
