"""A case at a glance, in Markdown, for the Temporal UI: state, people, open tasks, what was late."""

import json

from cases.case import OpenTask
from cases.legs import paused
from cases.proceeding import Proceeding
from cases.texts import limit_label, local_time
from cases.views import alert, complete_with
from regulations.law import Law

_HANDOVER_STATES = {
    "sent": "待签收",
    "received": "已签收",
    "returned": "已退还",
    "forwarded": "已转出",
}


def current_details(proceeding: Proceeding, trouble: str = "") -> str:
    """Return the page, in short lines: the UI gives it half its width. It holds no personal data.

    Args:
        proceeding: the case.
        trouble: why its facts cannot be recorded now, empty where they can.
    """
    parts = [
        _head(proceeding, trouble),
        _tasks(proceeding),
        _handovers(proceeding),
        _late(proceeding),
    ]
    return "\n\n".join(part for part in parts if part)


def summary(number: str, title: str, kind: str) -> str:
    """Return the case's one line in lists."""
    return f"{title} · {kind} · {number}"


def details(proceeding: Proceeding) -> str:
    """Return what stays so for the whole case: how it came in, under which law."""
    case, law = proceeding.case, proceeding.law
    rules = law.registration
    rows = [
        f"- 制度：{law.title}（第 {case.edition} 版）",
        f"- 来路：{rules.channels[case.channel]}　类别：{rules.kinds[case.kind]}",
        f"- 接收：{local_time(case.received_at, law)}",
        f"- 首问责任：{law.organisation.label(case.owner)}",
    ]
    return "\n".join(rows)


def _head(proceeding: Proceeding, trouble: str) -> str:
    case, law = proceeding.case, proceeding.law
    label = law.organisation.label
    due = proceeding.next_due()
    state = f"已办结：{case.result}" if case.closed_at else case.stage or "登记"
    handler = label(case.handler) if case.handler else f"{label(case.unit)}（未指定承办人）"
    rows = [
        f"## {case.number} · {state}",
        f"- 警示：**{'故障' if trouble else alert(proceeding)}**",
        f"- 首问责任：{label(case.owner)}",
        f"- 承办：{handler}",
    ]
    if case.investigator:
        rows.append(f"- 调查：{label(case.investigator)}")
    if due and not case.closed_at:
        rows.append(f"- 最近到期：**{local_time(due, law)}**")
    rows += _still(proceeding)
    rows += [f"- 故障 `{name}`：{_line(message)}" for name, message in case.incidents.items()]
    if trouble:
        rows.append(f"- 登记簿未能写入，系统自动重试：{trouble}")
    return "\n".join(rows)


def _still(proceeding: Proceeding) -> list[str]:
    """Return the clocks that stand still, each with its ground and since when."""
    case, law = proceeding.case, proceeding.law
    rows = []
    for key in paused(case, "", ""):
        leg, limit = case.clocks[key][-1], law.limits[key]
        ground = limit.pauses.get(leg.ground)
        since = local_time(leg.paused_at or leg.started_at, law)
        rows.append(
            f"- 暂停计时：{limit.title}（{ground.title if ground else leg.ground}），自{since}起"
        )
    return rows


def _tasks(proceeding: Proceeding) -> str:
    tasks = proceeding.case.task_list()
    if not tasks:
        return ""
    said = "\n\n".join(_task(task, proceeding) for task in tasks)
    return f"### 待办\n\n{said}"


def _task(task: OpenTask, proceeding: Proceeding) -> str:
    case, law = proceeding.case, proceeding.law
    leg = case.running(task.clock) if task.clock in law.limits else None
    rows = [f"**{task.label}** `{task.task}`", "", f"- 应由：{_wanted(task, law)}"]
    if leg and leg.paused_at is None:
        limit = limit_label(task.clock, case, law)
        rows.append(f"- 到期：{local_time(leg.due, law)}　{limit}")
    rows += [f"- 结果 `{key}`：{text}" for key, text in task.outcomes.items()]
    pasted = json.dumps(complete_with(task, proceeding), ensure_ascii=False, indent=2)
    rows += ["", "更新 `complete_task`：", "", "```json", pasted, "```"]
    return "\n".join(rows)


def _wanted(task: OpenTask, law: Law) -> str:
    """Return whose a task is, and who else may complete it: a unit stands for all of its people."""
    label = law.organisation.label
    away = f"缺勤，由{label(task.covered_by)}代办" if task.covered_by else ""
    if not task.assignee:
        offered = "、".join(label(key) for key in task.groups) or "任何人"
        return f"{offered}（{away}）" if away else offered
    others = "、".join(
        _others(key, task.assignee, law) for key in task.groups if key != task.assignee
    )
    said = "；".join(part for part in (away, f"或{others}" if others else "") if part)
    return f"{label(task.assignee)}（{said}）" if said else label(task.assignee)


def _others(key: str, assignee: str, law: Law) -> str:
    label = law.organisation.label(key)
    if key not in law.organisation.units:
        return label
    return f"{label}其他人" if law.organisation.unit_of(assignee) == key else f"{label}的人"


def _handovers(proceeding: Proceeding) -> str:
    case, law = proceeding.case, proceeding.law
    if not case.handovers:
        return ""
    label = law.organisation.label
    rows = ["### 转交", ""]
    for one in case.handovers:
        where = f"{label(one.from_unit)} → {label(one.to_unit)}"
        at = local_time(one.sent_at, law)
        rows.append(f"- `{one.slip}` {where}，{at}，**{_HANDOVER_STATES[one.state]}**")
        if one.opinion:
            rows.append(f"  - 意见：{_line(one.opinion)}")
    return "\n".join(rows)


def _late(proceeding: Proceeding) -> str:
    case, law = proceeding.case, proceeding.law
    if not case.breaches:
        return ""
    label = law.organisation.label
    heading = "超时、超次" if any(one.clock in law.counts for one in case.breaches) else "超时"
    rows = [f"### {heading}", ""]
    for one in case.breaches:
        basis = f"{one.cites} {one.rule}".strip() or "本单位规定"
        if one.clock in law.counts:
            rows.append(
                f"- **{one.title}**（{basis}）第{one.leg}次，"
                f"{local_time(one.found_at, law)}，责任：{label(one.person)}"
            )
            continue
        rows.append(
            f"- **{one.title}**（{basis}）应于{local_time(one.due, law)}，"
            f"发现于{local_time(one.found_at, law)}，责任：{label(one.person)}"
        )
    return "\n".join(rows)


def _line(text: str) -> str:
    """Return free text on one line, so that it cannot pass for a part of the page."""
    return " ".join(text.split())
