"""Events that do not wait: starts, ends, none throw events, terminate."""

from bpmn.cancelling import empty
from bpmn.elements.registry import Behaviour, register
from bpmn.facts import NOTHING, Fact
from bpmn.instance import Activation
from bpmn.kernel import announce, finish, finish_scope, leave
from bpmn.linking import Link, Place
from bpmn.run import Run


def pass_on(run: Run, scope: Activation, place: Place, link: Link | None) -> None:
    """Enter and leave at once.

    Raises:
        Stuck: no flow can be taken.
    """
    del link
    leave(run, scope, place, run.begin(place))


def enter_terminate(run: Run, scope: Activation, place: Place, link: Link | None) -> None:
    """End all that lives in the scope, then the scope.

    Raises:
        Stuck: a property cannot be evaluated.
    """
    del link
    terminate(run, scope, place, run.begin(place))


def terminate(run: Run, scope: Activation, place: Place, n: int) -> None:
    """End all that lives in the scope, then the scope.

    Raises:
        Stuck: a property cannot be evaluated.
    """
    if place.announces:
        announce(run, place, n, scope, None)
    run.facts.append(Fact("left", place.id, n, NOTHING))
    empty(run, scope)
    if scope.scope is None:
        finish(run, "terminated")
    else:
        finish_scope(run, scope)


for _trigger, _note in (
    ("none", ""),
    ("timer", "of a process: the host decides when to start; of an event subprocess: a wait"),
    ("message", "of a process: the host starts it; of an event subprocess: a wait"),
    ("signal", "of a process: the host starts it; of an event subprocess: a wait"),
    ("error", "of an event subprocess"),
    ("escalation", "of an event subprocess"),
):
    register(Behaviour("startEvent", _trigger, "", _note, pass_on, leave))
register(Behaviour("endEvent", "none", "", "", pass_on, leave))
register(Behaviour("intermediateThrowEvent", "none", "", "", pass_on, leave))
register(Behaviour("endEvent", "terminate", "", "ends its own scope: process or subprocess",
                   enter_terminate, terminate))  # fmt: skip
