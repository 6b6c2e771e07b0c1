"""Tasks: who may complete which, with what outcome and data."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from bpmn.program import Node
from cases.admission import admit
from cases.case import Case, OpenTask
from cases.clocks import Clocks
from cases.commands import CompleteTask
from cases.cover import acts_for
from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.folding.registry import fold
from cases.forms import check_form
from cases.recorder import Recorder
from cases.refusal import Refused
from regulations.law import Law

_FIXED = ("clock", "level", "reopens_at", "result")
"""What a diagram may fix of its domain events."""

_OF_ALL_CLOCKS = ("clock_paused", "clock_resumed")
"""Events of every clock that they can touch: a task's own `clock` only says when it is due."""


def outcome_labels(
    properties: Mapping[str, object], fields: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """Return the allowed outcomes and their labels, from the properties `outcome:<key>`.

    A form that lists outcomes shuts out the others: a shared diagram offers more than one
    regulation knows.
    """
    prefix = "outcome:"
    offered = {
        key.removeprefix(prefix): str(label)
        for key, label in properties.items()
        if key.startswith(prefix)
    }
    known = (fields or {}).get("properties", {}).get("outcome", {}).get("enum")
    if not known:
        return offered
    return {key: label for key, label in offered.items() if key in known}


def events_of(node: Node, outcome: str) -> tuple[str, ...]:
    """Return the domain events that completing *node* with *outcome* is, in order."""
    named = node.properties.get(f"event:{outcome}", node.properties.get("event", ""))
    return tuple(part.strip() for part in named.split(",") if part.strip())


def check_completion(case: Case, law: Law, command: CompleteTask) -> OpenTask:
    """Return the task if *command* may complete it.

    Raises:
        Refused: closed case, unknown task, unknown or wrong actor, unknown outcome, or a form that
            does not fit.
    """
    if case.closed_at is not None:
        raise Refused("closed", f"案件 {case.number} 已办结（{case.result}），没有待办")
    task = case.tasks.get(command.task) or _only_open(case, command.task)
    if task is None:
        raise Refused("unknown_task", f"没有待办“{command.task}”；{say_open(case)}")
    _check_actor(case, task, law, command.actor)
    if task.outcomes and command.outcome not in task.outcomes:
        allowed = "、".join(f"{key}（{label}）" for key, label in task.outcomes.items())
        given = f"收到“{command.outcome}”" if command.outcome else "没有给出"
        raise Refused("unknown_outcome", f"“{task.label}”的 outcome 应为 {allowed}，{given}")
    if task.form:
        form = law.forms[task.form]
        filled = {"outcome": command.outcome} if task.outcomes else {}
        check_form(form.title, form.fields, filled | command.data)
    return task


def completion_events(
    node: Node, task: OpenTask, command: CompleteTask, now: datetime
) -> tuple[CaseEvent, ...]:
    """Return the domain events of a completion: what the task was given, then what was filled in.

    What the diagram fixes stands above what people fill in.
    """
    properties = {name: value for name, value in node.properties.items() if ":" not in name}
    given = {**properties, **task.inputs}
    fixed = {name: given[name] for name in _FIXED if name in given}
    data: dict[str, Any] = {**given, **command.data, **fixed}
    data.setdefault("clock", task.clock)
    chosen = {"clock": command.data.get("clock") or task.inputs.get("clock") or ""}
    return tuple(
        CaseEvent(
            kind=kind,
            at=now,
            by=command.actor,
            data=data | chosen if kind in _OF_ALL_CLOCKS else data,
            element=task.element,
        )
        for kind in events_of(node, command.outcome)
    )


def admit_all(case: Case, law: Law, events: tuple[CaseEvent, ...]) -> None:
    """Let every event of a completion in, each as things stand after those before it.

    Raises:
        Refused: one of them is not allowed then.
    """
    if len(events) > 1:
        case = deepcopy(case)
    for number, event in enumerate(events, start=1):
        admit(case, event, law)
        if number < len(events):
            recorder = Recorder(case, law)
            fold(Folding(case, law, Clocks(case, law, recorder), recorder), event)


def say_open(case: Case) -> str:
    """Return a sentence that names the open tasks and their outcomes."""
    if not case.tasks:
        return "现在没有待办"
    return "现有待办：" + "；".join(_say(task) for task in case.tasks.values())


def _say(task: OpenTask) -> str:
    outcomes = f"，outcome：{'、'.join(task.outcomes)}" if task.outcomes else ""
    return f"{task.task}（{task.label}{outcomes}）"


def _only_open(case: Case, element: str) -> OpenTask | None:
    """Return the one open task of *element*, where its id was given without the number."""
    found = [task for task in case.tasks.values() if task.element == element]
    return found[0] if len(found) == 1 else None


def check_known(law: Law, actor: str) -> None:
    """Let a person of the organisation through.

    Raises:
        Refused: neither a staff nor a post key.
    """
    organisation = law.organisation
    if actor not in organisation.staff and actor not in organisation.posts:
        raise Refused("unknown_actor", f"没有人员或岗位“{actor}”，actor 应为本单位的人员编号")


def on_behalf_of(case: Case, law: Law, task: OpenTask, actor: str) -> str:
    """Return the absent person for whom *actor*, who may complete *task*, does; empty for none."""
    wanted = _wanted(task)
    return (acts_for(case, law, actor, wanted) or "") if wanted else ""


def _wanted(task: OpenTask) -> list[str]:
    return [key for key in (task.assignee, *task.groups) if key]


def _check_actor(case: Case, task: OpenTask, law: Law, actor: str) -> None:
    check_known(law, actor)
    organisation, wanted = law.organisation, _wanted(task)
    if wanted and acts_for(case, law, actor, wanted) is None:
        said = "、".join(f"{organisation.label(key)}（{key}）" for key in wanted)
        raise Refused("wrong_actor", f"“{task.label}”应由 {said} 办理，{actor} 不是其中之一")
