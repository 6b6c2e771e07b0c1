"""Ending activations before their time: boundaries, event subprocesses, terminate, cancellation."""

from bpmn.effects import CancelJob, CloseTask
from bpmn.facts import NOTHING, Fact
from bpmn.instance import Activation
from bpmn.kernel import detach, drop_incidents
from bpmn.run import Run
from bpmn.waits import close_waits


def cancel(run: Run, activation: Activation) -> None:
    """End *activation* and all inside it; tokens of its scope are the caller's concern."""
    empty(run, activation)
    close_waits(run, activation)
    _tell_host(run, activation)
    if activation.body is None:
        run.facts.append(Fact("cancelled", activation.place.id, activation.n, NOTHING))
    detach(run, activation)


def empty(run: Run, scope: Activation) -> None:
    """End all that lives in *scope* and take away its tokens; the scope itself goes on."""
    for child in list(scope.children.values()):
        cancel(run, child)
    if scope.tokens:
        _forget_tokens(run, scope)
    if run.instance.incidents:
        drop_incidents(run, scope)


def _forget_tokens(run: Run, scope: Activation) -> None:
    scope.tokens = 0
    scope.emptied += 1
    scope.arrivals = None
    run.instance.joining.pop(scope.key, None)
    kept = [entry for entry in run.queue if entry[0] is not scope]
    run.queue.clear()
    run.queue.extend(kept)


def _tell_host(run: Run, activation: Activation) -> None:
    if activation.status == "task":
        run.effects.append(CloseTask(activation.key, activation.place.id, "cancelled"))
    elif activation.status == "job":
        run.effects.append(CancelJob(activation.key))
