"""`shouwen notices`: what people were to be told, what became of it, and sending it again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from starter.at_desk import at_desk, data_dir_option, json_option
from starter.console import echo_json
from starter.desk import Desk
from starter.sheets import echo_table, instant
from store.outbox import DELIVERED, FAILED, QUEUED, OutboxRow

_STATES = {QUEUED: "待发送", DELIVERED: "已送达", FAILED: "未送达"}
_JSON = ("key", "case_no", "recipient", "text", "status", "trouble", "attempts", "reached")
_TIMES = ("queued_at", "tried_at", "delivered_at")


@click.group()
def command() -> None:
    """List what people were to be told, and send again what did not arrive."""


@command.command(name="list")
@click.option("--case", metavar="CASE", help="Only of this case.")
@click.option("--status", type=click.Choice(list(_STATES)), help="Only of this status.")
@click.option("--to", "recipient", metavar="KEY", help="Only to this person, post or unit.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True)
@json_option
@data_dir_option
def list_command(as_json: bool, data_dir: Path, **wanted: Any) -> None:
    """List notices, the oldest first, each with its key and what became of it.

    Of more than the limit, the newest are listed.
    """

    async def run(desk: Desk) -> Sequence[OutboxRow]:
        return await desk.register.outbox.notices(**wanted)

    rows = at_desk(data_dir, run)
    if as_json:
        echo_json([_in_json(row) for row in rows])
        return
    headings = ("通知", "收件人", "状态", "排入", "内容", "原因")
    echo_table(headings, [_cells(row) for row in rows])
    if not rows:
        click.echo("no notices", err=True)


@command.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@json_option
@data_dir_option
def again(keys: tuple[str, ...], as_json: bool, data_dir: Path) -> None:
    """Send notices again that did not arrive; exit 1 if one cannot be.

    A worker sends them within seconds, through the channels that did not take them before.
    Where a sending was interrupted it may have arrived: ask the recipient first.
    """

    async def run(desk: Desk) -> list[tuple[str, str]]:
        return [(key, await _queue_again(desk, key)) for key in keys]

    told = at_desk(data_dir, run)
    for key, refusal in told:
        if as_json:
            echo_json({"key": key, "queued": not refusal, "said": refusal})
        else:
            click.echo(f"{key}  {refusal or '已重新排入'}")
    if any(refusal for _, refusal in told):
        raise click.exceptions.Exit(1)


async def _queue_again(desk: Desk, key: str) -> str:
    """Queue one notice again; return why it cannot be, empty where it was."""
    row = await desk.register.outbox.get(key)
    if row is None:
        return "没有这条通知；shouwen notices list 列出全部"
    if await desk.register.outbox.queue_again(key):
        return ""
    return f"不必重发：{_STATES[row.status]}"


def _cells(row: OutboxRow) -> list[str]:
    state = _STATES[row.status]
    return [row.key, row.recipient, state, instant(row.queued_at), row.text, row.trouble]


def _in_json(row: OutboxRow) -> dict[str, object]:
    times = {name: getattr(row, name) for name in _TIMES}
    return {name: getattr(row, name) for name in _JSON} | {
        name: at.isoformat() if at else None for name, at in times.items()
    }
