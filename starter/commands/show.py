"""`shouwen show`: all that is known of a case."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from starter.at_desk import at_desk, data_dir_option, json_option
from starter.console import echo_json
from starter.desk import Desk
from starter.fact_words import PARTS
from starter.held import held_requester
from starter.sheets import echo_facts, echo_table, instant

_HANDOVERS = {"sent": "待签收", "received": "已签收", "returned": "已退还", "forwarded": "已转出"}
_CLOCKS = {
    "running": "计时",
    "paused": "暂停",
    "overdue": "逾期",
    "kept": "按时",
    "missed": "超时",
}
_MEASURED = {"running": "计时，只量不判", "kept": "停表，只量不判"}
_SATISFIED = {None: "", "true": "是", "false": "否"}
"""What a yes or no of the form becomes in the register; a form may have words of its own."""


@click.command()
@click.argument("case")
@click.option("--requester", is_flag=True, help="Also who asks, and what: personal data.")
@json_option
@data_dir_option
def command(case: str, requester: bool, as_json: bool, data_dir: Path) -> None:
    """Show CASE: state, handovers, clocks, breaches, tasks, follow-ups."""

    async def run(desk: Desk) -> dict[str, Any]:
        sheet = dict(await desk.sheet(case))
        if requester:
            sheet["requester"] = await held_requester(desk.register, case)
        return sheet

    sheet = at_desk(data_dir, run)
    echo_json(sheet) if as_json else _print(sheet)


def _print(sheet: Mapping[str, Any]) -> None:
    echo_facts(
        {
            "案件": str(sheet["case"]),
            "制度": f"{sheet['pack']}（{sheet['edition']}）",
            "阶段": f"办结：{sheet['result']}" if sheet["closed_at"] else str(sheet["stage"]),
            "警示": str(sheet["alert"]),
            "首问责任": f"{sheet['owner']}（{sheet['owner_unit']}）",
            "承办": f"{sheet['unit']} {sheet['handler'] or ''}".strip(),
            "接收": _at(sheet["received_at"]),
            "办结": _at(sheet["closed_at"]),
            "最近到期": _at(sheet["next_due"]),
        }
    )
    for name, message in sheet["incidents"].items():
        click.echo(f"故障  {name}：{message}")
    if sheet.get("requester"):
        click.echo()
        echo_facts(
            {PARTS.get(key, key): str(value or "") for key, value in sheet["requester"].items()}
        )
    for title, headings, rows in _tables(sheet):
        if rows:
            click.echo(f"\n{title}")
            echo_table(headings, rows)


def _tables(
    sheet: Mapping[str, Any],
) -> tuple[tuple[str, tuple[str, ...], list[list[str]]], ...]:
    return (
        (
            "转交",
            ("处理单", "由", "至", "时间", "状态", "意见"),
            [_handover(one) for one in sheet["handovers"]],
        ),
        (
            "时限",
            ("clock", "时限", "段", "起算", "到期", "依据", "状态"),
            [_clock(one) for one in sheet["clocks"]],
        ),
        (
            "超时",
            ("时限", "依据", "应于", "发现于", "责任"),
            [_breach(one) for one in sheet["breaches"]],
        ),
        ("待办", ("task", "待办", "部门", "到期"), [_task(one) for one in sheet["tasks"]]),
        (
            "回访",
            ("轮次", "时间", "接通", "核实", "满意", "由"),
            [_follow_up(one) for one in sheet["follow_ups"]],
        ),
    )


def _handover(one: Mapping[str, Any]) -> list[str]:
    state = _HANDOVERS.get(one["state"], one["state"])
    return [
        one["slip"] or "",
        one["from"],
        one["to"],
        _at(one["sent_at"]),
        state,
        one["opinion"] or "",
    ]


def _clock(one: Mapping[str, Any]) -> list[str]:
    cites = " ".join(part for part in (one["cites"], one["rule"]) if part) or "本单位规定"
    states = _CLOCKS if one["judged"] else _CLOCKS | _MEASURED
    return [
        one["clock"],
        one["title"],
        str(one["leg"]),
        _at(one["started_at"]),
        _at(one["due"]),
        cites,
        states.get(one["state"], one["state"]),
    ]


def _breach(one: Mapping[str, Any]) -> list[str]:
    cites = " ".join(part for part in (one["cites"], one["rule"]) if part) or "本单位规定"
    who = f"{one['unit'] or ''} {one['person'] or ''}".strip()
    return [one["title"], cites, _at(one["due"]), _at(one["found_at"]), who]


def _task(one: Mapping[str, Any]) -> list[str]:
    return [one["task"], one["label"], one["unit"], _at(one["due"])]


def _follow_up(one: Mapping[str, Any]) -> list[str]:
    said = {True: "是", False: "否", None: ""}
    return [
        f"{one['round']}.{one['attempt']}",
        _at(one["at"]),
        said[one["reached"]],
        said[one["verified"]],
        _SATISFIED.get(one["satisfied"], one["satisfied"]),
        one["by"] or "",
    ]


def _at(text: str | None) -> str:
    return instant(datetime.fromisoformat(text)) if text else ""
