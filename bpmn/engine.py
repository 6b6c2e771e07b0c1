"""The engine: start an instance, let an occurrence reach it.

Law 1: same program, instance, occurrence and environment give the same step, for ever
       (see tests/golden/traces).
Law 2: an occurrence that is not allowed now is `Refused` before anything changes.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bpmn import occurrences as o
from bpmn.cancelling import empty
from bpmn.effects import CloseTask
from bpmn.elements import table
from bpmn.environment import Environment
from bpmn.facts import NOTHING, Fact
from bpmn.firing import fire
from bpmn.instance import Activation, Incident, Instance
from bpmn.joins import release
from bpmn.kernel import attempt, finish, raise_incident, record_incident, settle
from bpmn.linking import Place
from bpmn.mending import resolve
from bpmn.program import Program
from bpmn.refusing import incident_of, job_of, task_of, timer_of, wait_of, waits_for
from bpmn.run import Run, Step, Stuck
from bpmn.scopes import open_scope
from bpmn.signals import give, waiting
from bpmn.throwing import throw
from bpmn.waits import replan

FAMILIES: Final = table.FAMILIES


def start(
    program: Program, variables: Mapping[str, object], env: Environment, at: str | None = None
) -> Step:
    """Start an instance.

    Args:
        program: what runs.
        variables: FEEL values by name.
        env: what the host lends.
        at: id of the start event; else the none start event, else the first there is.

    Raises:
        Refused: the process has no such start event.
    """
    instance = Instance(program)
    root = instance.root
    begin = _start_place(root.place, at)
    run = Run(instance, env)
    root.variables = dict(variables)
    root.sealed = True
    try:
        open_scope(run, root, root.place, starts=())
    except Stuck as stuck:
        root.status = "scope"
        incident = Incident("", stuck.kind, str(stuck), root, "dead_end")
        record_incident(run, incident)
    root.tokens = 1
    run.queue.append((root, begin, None))
    return _finished(run)


def _start_place(process: Place, at: str | None) -> Place:
    starts = process.starts
    if at is None:
        none = [place for place in starts if place.trigger == "none"]
        return (none or list(starts))[0]
    for place in starts:
        if place.id == at:
            return place
    names = ", ".join(place.id for place in starts)
    raise o.Refused(f"expected a start event of {process.id} ({names}), found {at!r}")


def advance(
    program: Program, instance: Instance, occurrence: o.Occurrence, env: Environment
) -> Step:
    """Let *occurrence* reach *instance*, which is changed in place.

    Raises:
        Refused: the occurrence is not allowed now; nothing has changed.
    """
    if instance.program is not program and instance.program != program:
        raise ValueError("expected the program that the instance runs, found another")
    if not instance.running:
        raise o.Refused(f"the process is over ({instance.state}): nothing is expected any more")
    handler = _HANDLERS.get(type(occurrence))
    if handler is None:
        raise o.Refused(f"expected an occurrence, found {type(occurrence).__name__}")
    run = Run(instance, env)
    handler(run, occurrence)
    return _finished(run)


def _finished(run: Run) -> Step:
    settle(run, release)
    if run.env.replan and run.instance.running:
        replan(run)
    return run.step()


def _task_done(run: Run, occurrence: o.TaskDone) -> None:
    activation = task_of(run.instance, occurrence.task)
    _complete_task(run, activation, occurrence.variables)


def _complete_task(run: Run, activation: Activation, variables: Mapping[str, object]) -> None:
    run.effects.append(CloseTask(activation.key, activation.place.id, "completed"))
    activation.status = "completing"
    attempt(run, "complete", activation, variables)


def _task_escalated(run: Run, occurrence: o.TaskEscalated) -> None:
    activation = task_of(run.instance, occurrence.task)
    place, code = activation.place, occurrence.code
    fact = Fact("escalation", place.id, activation.n, {"code": code, "caught": False})
    run.facts.append(fact)
    caught = throw(run, "escalation", code, activation, occurrence.variables, inside=False)
    if caught is not None:
        fact.details = {"code": code, "caught": True, "by": caught.id}


def _job_done(run: Run, occurrence: o.JobDone) -> None:
    activation = job_of(run.instance, occurrence.job)
    activation.status = "completing"
    attempt(run, "complete", activation, occurrence.variables)


def _job_failed(run: Run, occurrence: o.JobFailed) -> None:
    instance = run.instance
    known = instance.live.get(occurrence.job)
    is_task = known is not None and known.status == "task"
    activation = (task_of if is_task else job_of)(instance, occurrence.job)
    code, message = occurrence.error, occurrence.message
    told = {"message": message} if message else {}
    fact = Fact(
        "error", activation.place.id, activation.n, {"code": code, "caught": False, **told}
    )
    run.facts.append(fact)
    status = activation.status
    if not is_task:
        activation.status = "completing"
    caught = throw(run, "error", code, activation, occurrence.variables, inside=False)
    if caught is not None:
        fact.details = {"code": code, "caught": True, "by": caught.id, **told}
        return
    activation.status = status
    what = f"expected someone to catch the error {code!r} of {activation.key}"
    stuck = Stuck("error", f"{what}: {message}" if message else what)
    if is_task:
        run.effects.append(CloseTask(activation.key, activation.place.id, "cancelled"))
    raise_incident(run, activation, stuck, "work")


def _job_broken(run: Run, occurrence: o.JobBroken) -> None:
    activation = job_of(run.instance, occurrence.job)
    message = occurrence.message or f"the job {occurrence.job} failed"
    raise_incident(run, activation, Stuck("job", message), "work")


def _timer_due(run: Run, occurrence: o.TimerDue) -> None:
    fire(run, timer_of(run.instance, occurrence.timer), NOTHING)


def _message(run: Run, occurrence: o.MessageArrived) -> None:
    found = waiting(run.instance, "message", occurrence.name)
    for wait in found:
        if wait.correlation is None or wait.correlation == occurrence.key:
            fire(run, wait, occurrence.variables)
            return
    raise o.Refused(waits_for(run.instance, "message", occurrence.name, occurrence.key))


def _signal(run: Run, occurrence: o.SignalArrived) -> None:
    if not waiting(run.instance, "signal", occurrence.name):
        raise o.Refused(waits_for(run.instance, "signal", occurrence.name, None))
    give(run, occurrence.name, occurrence.variables)


def _triggered(run: Run, occurrence: o.Triggered) -> None:
    fire(run, wait_of(run.instance, occurrence.wait), occurrence.variables)


def _cancel(run: Run, occurrence: o.Cancel) -> None:
    root = run.instance.root
    empty(run, root)
    reason = {"reason": occurrence.reason} if occurrence.reason else {}
    run.note("cancelled", root.place.id, 1, **reason)
    finish(run, "cancelled")


def _resolved(run: Run, occurrence: o.IncidentResolved) -> None:
    resolve(run, incident_of(run.instance, occurrence.incident), occurrence.variables)


def _replanned(run: Run, occurrence: o.TimersReplanned) -> None:
    del occurrence
    replan(run)


_HANDLERS: Final[dict[type, Callable[[Run, Any], None]]] = {
    o.TaskDone: _task_done,
    o.TaskEscalated: _task_escalated,
    o.JobDone: _job_done,
    o.JobFailed: _job_failed,
    o.JobBroken: _job_broken,
    o.TimerDue: _timer_due,
    o.MessageArrived: _message,
    o.SignalArrived: _signal,
    o.Triggered: _triggered,
    o.Cancel: _cancel,
    o.IncidentResolved: _resolved,
    o.TimersReplanned: _replanned,
}
