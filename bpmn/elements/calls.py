"""Call activities: the called process is a scope in the same instance, with sealed variables."""

from bpmn.elements.registry import Behaviour, register
from bpmn.instance import Activation
from bpmn.kernel import attempt, stage
from bpmn.lifecycle import complete, enter
from bpmn.program import Called
from bpmn.run import Run, Stuck
from bpmn.scopes import open_scope
from bpmn.variables import visible
from bpmn.waits import close_waits

MAX_DEPTH = 100


def call(run: Run, activation: Activation) -> None:
    """Begin the called process.

    Raises:
        Stuck: an event subprocess of it cannot begin to wait, or calls nest too deep.
    """
    called = _called(activation)
    _limit_depth(activation)
    own = dict(activation.variables or {})
    activation.variables = {**visible(activation), **own} if called.parent_variables else own
    activation.sealed = True
    open_scope(run, activation, run.instance.linked.places[called.process])


def _called(activation: Activation) -> Called:
    called = activation.place.node.called
    if called is None or called.process < 0:
        raise Stuck("expression", f"expected a called process at {activation.place.id}")
    return called


def _limit_depth(activation: Activation) -> None:
    depth = 0
    level: Activation | None = activation
    while level is not None:
        depth += level.sealed
        level = level.scope
    if depth > MAX_DEPTH:
        what = f"expected calls to nest at most {MAX_DEPTH} deep at {activation.place.id}"
        raise Stuck("runaway", what)


def finish_call(run: Run, activation: Activation) -> None:
    """The called process has ended: hand its variables over, then complete."""
    close_waits(run, activation, "startEvent")
    attempt(run, "return", activation)


@stage("return")
def hand_over(run: Run, activation: Activation, _: object) -> None:
    """Complete with the called process's variables, where they are wanted."""
    called = _called(activation)
    own = dict(activation.variables or {})
    wanted = called.child_variables or bool(activation.place.node.outputs)
    activation.sealed = False
    if not activation.place.node.outputs:
        activation.variables = None
    try:
        complete(run, activation, own if wanted else {})
    except Stuck:
        activation.variables = own
        raise


register(Behaviour("callActivity", "none", "the called process",
                   "in the same instance; input and output mappings, propagation",
                   enter, activate=call, finish=finish_call))  # fmt: skip
