"""A case at a glance, in Markdown, for the Temporal UI: state, people, open tasks, what was late."""

import json

from cases.case import OpenTask
from cases.proceeding import Proceeding
from cases.texts import limit_label, local_time
from cases.views import alert, complete_with

_HANDOVER_STATES = {
    "sent": "待签收",
    "received": "已签收",
    "returned": "已退还",
    "forwarded": "已转出",
}


def current_details(proceeding: Proceeding) -> str:
    """Return the page. It holds no personal data."""
    parts = [_head(proceeding), _tasks(proceeding), _handovers(proceeding), _late(proceeding)]
    return "\n\n".join(part for part in parts if part)


def summary(number: str, title: str, kind: str) -> str:
    """Return the case's one line in lists."""
    return f"{title} · {kind} · {number}"


def _head(proceeding: Proceeding) -> str:
    case, law = proceeding.case, proceeding.law
    label = law.organisation.label
    due = proceeding.next_due()
    state = f"已办结：{case.result}" if case.closed_at else case.stage or "登记"
    rows = [
        f"## {case.number} · {state}",
        f"- 制度：{law.title}（{case.edition}）　警示：**{alert(proceeding)}**",
        f"- 首问负责：{label(case.owner)}（{case.owner}）　承办：{_handler(proceeding)}",
    ]
    if due and not case.closed_at:
        rows.append(f"- 最近到期：**{local_time(due, law)}**")
    rows += [f"- 故障：{name}　{message}" for name, message in case.incidents.items()]
    return "\n".join(rows)


def _handler(proceeding: Proceeding) -> str:
    case, label = proceeding.case, proceeding.law.organisation.label
    return f"{label(case.unit)} {case.handler or '（未指定承办人）'}"


def _tasks(proceeding: Proceeding) -> str:
    tasks = proceeding.case.task_list()
    if not tasks:
        return ""
    rows = ["### 待办", "| 待办 | 部门 | 应由 | 到期 | 可选结果 |", "|---|---|---|---|---|"]
    rows += [_task_row(task, proceeding) for task in tasks]
    for task in tasks:
        pasted = json.dumps(complete_with(task, proceeding), ensure_ascii=False)
        rows += ["", f"{task.label}（更新 `complete_task`）：", "```json", pasted, "```"]
    return "\n".join(rows)


def _task_row(task: OpenTask, proceeding: Proceeding) -> str:
    case, law = proceeding.case, proceeding.law
    label = law.organisation.label
    leg = case.running(task.clock) if task.clock in law.limits else None
    due = f"{local_time(leg.due, law)} {limit_label(task.clock, case, law)}" if leg else "—"
    wanted = "、".join(label(key) for key in (task.assignee, *task.groups) if key) or "任何人"
    outcomes = "、".join(f"{key}={text}" for key, text in task.outcomes.items()) or "—"
    cells = [f"{task.label} `{task.task}`", label(task.unit), wanted, due, outcomes]
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _handovers(proceeding: Proceeding) -> str:
    case, law = proceeding.case, proceeding.law
    if not case.handovers:
        return ""
    label = law.organisation.label
    rows = ["### 转交", "| 处理单 | 由 | 至 | 时间 | 状态 | 意见 |", "|---|---|---|---|---|---|"]
    for one in case.handovers:
        cells = [
            one.slip,
            label(one.from_unit),
            label(one.to_unit),
            local_time(one.sent_at, law),
            _HANDOVER_STATES[one.state],
            one.opinion or "—",
        ]
        rows.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(rows)


def _late(proceeding: Proceeding) -> str:
    case, law = proceeding.case, proceeding.law
    if not case.breaches:
        return ""
    label = law.organisation.label
    rows = ["### 超时", "| 时限 | 依据 | 应于 | 发现于 | 责任 |", "|---|---|---|---|---|"]
    for one in case.breaches:
        basis = f"{one.cites} {one.rule}".strip() or "本单位规定"
        cells = [
            one.title,
            basis,
            local_time(one.due, law),
            local_time(one.found_at, law),
            f"{label(one.unit)} {label(one.person)}",
        ]
        rows.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
