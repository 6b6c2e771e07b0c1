"""Events and tasks that throw: messages, signals, escalations, errors."""

from bpmn import signals
from bpmn.effects import SendMessage
from bpmn.elements.jobs import run_job
from bpmn.elements.registry import Behaviour, register
from bpmn.expressions import Expr
from bpmn.instance import Activation
from bpmn.kernel import act_at_once, announce, attempt, leave
from bpmn.lifecycle import enter as enter_waiting
from bpmn.linking import Link, Place
from bpmn.run import Run, Stuck
from bpmn.throwing import throw
from bpmn.variables import evaluate, reason, text_of, visible


def _name(run: Run, scope: Activation, place: Place) -> str:
    topic = place.node.topic
    if topic is None:
        return ""
    value = evaluate(run, topic.name, scope)
    if value is None:
        what = f"expected the {place.trigger} of {place.id} to have a name or code, found null"
        raise Stuck("expression", what + reason(run))
    return text_of(value)


def enter_message(run: Run, scope: Activation, place: Place, link: Link | None) -> None:
    """Send, or hand a job to a worker that sends.

    Raises:
        Stuck: the message's name or key cannot be evaluated.
    """
    if place.node.work is not None:
        enter_waiting(run, scope, place, link)
    else:
        send(run, scope, place, run.begin(place))


def send(run: Run, scope: Activation, place: Place, n: int) -> None:
    """Send a message and go on.

    Raises:
        Stuck: the message's name or key cannot be evaluated.
    """
    _send(run, scope, place, n)
    leave(run, scope, place, n)


def _send(run: Run, scope: Activation, place: Place, n: int) -> None:
    topic = place.node.topic
    name = _name(run, scope, place) or place.node.name or place.id
    keyed: Expr | None = topic.key if topic is not None else None
    key = text_of(evaluate(run, keyed, scope)) if keyed is not None else None
    run.note("message", place.id, n, state="sent", name=name)
    run.effects.append(SendMessage(name, key, place.id, visible(scope)))


def send_task(run: Run, activation: Activation) -> None:
    """Send the task's message; without one, or with a job type, hand a job to a worker.

    Raises:
        Stuck: the message's name or key cannot be evaluated.
    """
    node = activation.place.node
    if node.work is not None or node.topic is None:
        run_job(run, activation)
    else:
        _send(run, activation, activation.place, activation.n)
        attempt(run, "complete", activation)


def throw_signal(run: Run, scope: Activation, place: Place, n: int) -> None:
    """Give a signal to all who wait for it, here and outside, and go on.

    Raises:
        Stuck: the signal's name cannot be evaluated.
    """
    name = _name(run, scope, place) or place.node.name or place.id
    run.note("signal", place.id, n, state="sent", name=name)
    before = scope.emptied
    signals.broadcast(run, name, place.id, visible(scope))
    if _survives(scope, before):
        leave(run, scope, place, n)


def throw_escalation(run: Run, scope: Activation, place: Place, n: int) -> None:
    """Throw an escalation and go on, unless its catcher ends the scope.

    Raises:
        Stuck: the code cannot be evaluated.
    """
    code = _name(run, scope, place)
    before = scope.emptied
    at = len(run.facts)
    run.note("escalation", place.id, n, code=code, caught=False)
    caught = throw(run, "escalation", code, scope, {}, inside=True)
    if caught is not None:
        run.facts[at].details = {"code": code, "caught": True, "by": caught.id}
    if _survives(scope, before):
        leave(run, scope, place, n)


def throw_error(run: Run, scope: Activation, place: Place, n: int) -> None:
    """Throw an error; its catcher ends the scope.

    Raises:
        Stuck: nobody catches it.
    """
    code = _name(run, scope, place)
    if place.announces:
        announce(run, place, n, scope, None)
    at = len(run.facts)
    run.note("error", place.id, n, code=code, caught=True)
    caught = throw(run, "error", code, scope, {}, inside=True)
    if caught is None:
        run.facts[at].details = {"code": code, "caught": False}
        raise Stuck("error", f"expected someone to catch the error {code!r} thrown at {place.id}")
    run.facts[at].details = {"code": code, "caught": True, "by": caught.id}


def _survives(scope: Activation, emptied: int) -> bool:
    """Return whether the throwing token is still there after the throw."""
    return scope.status != "gone" and scope.emptied == emptied


_NOTES = {"escalation": "uncaught: a fact only", "error": "uncaught: an incident"}
for _kind in ("intermediateThrowEvent", "endEvent"):
    register(Behaviour(_kind, "message", "", "a job where a job type is given",
                       enter_message, send, run_job))  # fmt: skip
    register(Behaviour(_kind, "signal", "", "reaches waits of the same instance, and the host",
                       act_at_once, throw_signal))  # fmt: skip
    register(Behaviour(_kind, "escalation", "", _NOTES["escalation"],
                       act_at_once, throw_escalation))  # fmt: skip
register(Behaviour("endEvent", "error", "", _NOTES["error"], act_at_once, throw_error))
register(Behaviour("sendTask", "none", "the job is done, where it is one",
                   "sends its message; a job without one", enter_waiting, activate=send_task))  # fmt: skip
