"""Tasks for people: user tasks, manual tasks, and undefined tasks.

A task is state, not a job: it is open until `TaskDone`. An undefined task is left at once, as
BPMN says of abstract tasks, unless the environment holds it.
"""

from datetime import date, datetime

from bpmn.effects import OpenTask
from bpmn.elements.registry import Behaviour, register
from bpmn.expressions import Expr
from bpmn.facts import NOTHING
from bpmn.instance import Activation
from bpmn.instants import NotAnInstant, when
from bpmn.kernel import attempt, properties
from bpmn.lifecycle import enter
from bpmn.program import Assignment
from bpmn.run import Run, Stuck
from bpmn.variables import evaluate, text_of

_KINDS = {"userTask": "user", "manualTask": "manual", "task": "task"}
_NOBODY = Assignment()


def open_task(run: Run, activation: Activation) -> None:
    """Ask a person.

    Raises:
        Stuck: who is asked, or until when, cannot be evaluated.
    """
    node = activation.place.node
    asked = node.assignment or _NOBODY
    task = OpenTask(
        activation.key,
        node.id,
        activation.n,
        node.name or node.id,
        _KINDS[node.kind],
        _text(run, asked.assignee, activation) or None,
        _texts(run, asked.groups, activation),
        _texts(run, asked.users, activation),
        node.form,
        _due(run, asked.due, activation),
        properties(run, activation.place, activation),
        dict(activation.variables) if activation.variables else NOTHING,
    )
    activation.status = "task"
    run.note("task", node.id, activation.n, state="opened", kind=task.kind)
    run.effects.append(task)


def _text(run: Run, expr: Expr | None, activation: Activation) -> str:
    return "" if expr is None else text_of(evaluate(run, expr, activation))


def _texts(run: Run, expr: Expr | None, activation: Activation) -> tuple[str, ...]:
    if expr is None:
        return ()
    value = evaluate(run, expr, activation)
    if isinstance(value, list):
        return tuple(text_of(item) for item in value)
    return tuple(part.strip() for part in text_of(value).split(",") if part.strip())


def _due(run: Run, expr: Expr | None, activation: Activation) -> datetime | None:
    value = None if expr is None else evaluate(run, expr, activation)
    if value is None:
        return None
    try:
        found = when(value, run.env.now)
    except NotAnInstant as error:
        raise Stuck("expression", f"the due date of {activation.place.id}: {error}") from error
    return found if isinstance(found, date) else None


def pass_or_hold(run: Run, activation: Activation) -> None:
    """Leave an undefined task at once, unless the environment holds it."""
    if activation.place.id in run.env.holds:
        open_task(run, activation)
    else:
        attempt(run, "complete", activation)


register(Behaviour("userTask", "none", "the task is done", "with or without `zeebe:userTask`",
                   enter, activate=open_task))  # fmt: skip
register(Behaviour("manualTask", "none", "the task is done", "", enter, activate=open_task))
register(Behaviour("task", "none", "", "an undefined task is left at once",
                   enter, activate=pass_or_hold))  # fmt: skip
