"""The lifecycle of what waits: enter -> activate -> (waits) -> complete -> leave.

Each arrow is a stage; a stage that cannot go on is an incident and is tried again from its start.
"""

from collections.abc import Mapping

from bpmn.facts import NOTHING, Fact
from bpmn.instance import Activation
from bpmn.kernel import STAGES, announce, attach, attempt, chosen, detach, stage, take
from bpmn.linking import Link, Place
from bpmn.run import Run, Stuck
from bpmn.variables import propagate, take_inputs, take_results
from bpmn.waits import arm, close_waits


def enter(run: Run, scope: Activation, place: Place, link: Link | None) -> None:
    """A token comes to an activity, or to an event that waits."""
    del link
    if place.multi is not None:
        if scope.place is place and scope.body is not None:
            STAGES["next_item"](run, scope, NOTHING)
        else:
            attempt(run, "open_body", _body(run, scope, place))
        return
    scope.tokens -= 1
    n = run.begin(place)
    activation = Activation(f"{place.id}#{n}", place, n, scope)
    attach(run, activation)
    attempt(run, "activate", activation)


def _body(run: Run, scope: Activation, place: Place) -> Activation:
    """Return a new body for the multi-instance."""
    scope.tokens -= 1
    run.instance.bodies += 1
    body = Activation(f"{place.id}*{run.instance.bodies}", place, 0, scope)
    attach(run, body)
    return body


@stage("activate")
def activate(run: Run, activation: Activation, _: Mapping[str, object]) -> None:
    """Map inputs, begin to wait at the boundaries, then do what the element does."""
    place = activation.place
    try:
        if place.node.inputs:
            take_inputs(run, activation)
        if place.boundaries and not activation.item:
            arm_boundaries(run, activation)
        place.activate(run, activation)
    except Stuck:
        close_waits(run, activation)
        raise


def arm_boundaries(run: Run, host: Activation) -> None:
    """Begin to wait for the boundary events of *host*.

    Raises:
        Stuck: a timer, name or key cannot be evaluated.
    """
    for boundary in host.place.boundaries:
        arm(run, host, boundary)


@stage("complete")
def complete(run: Run, activation: Activation, payload: Mapping[str, object]) -> None:
    """Take the results up, tell the host, then leave."""
    place = activation.place
    if place.node.outputs:
        take_results(run, activation, payload)
    elif payload:
        propagate(activation, payload)
    if activation.item:
        STAGES["collect"](run, activation, payload)
    if place.announces:
        announce(run, place, activation.n, activation, payload)
    if place.plain or activation.item:
        leave(run, activation, NOTHING)
    else:
        attempt(run, "leave", activation)


@stage("leave")
def leave(run: Run, activation: Activation, _: Mapping[str, object]) -> None:
    """Choose the flows, end the activation, go on."""
    place, scope = activation.place, activation.scope
    if scope is None:
        return
    item = activation.item
    links = place.out if place.plain or item else chosen(run, scope, place)
    if activation.armed:
        close_waits(run, activation)
    detach(run, activation)
    if activation.body is None:
        run.facts.append(Fact("left", place.id, activation.n, NOTHING))
    if item:
        STAGES["item_left"](run, scope, activation.variables or NOTHING)
        return
    scope.tokens += 1
    take(run, scope, links)
