"""Gateways: exclusive, parallel, inclusive, event-based."""

from bpmn.elements.registry import Behaviour, register
from bpmn.facts import NOTHING, Fact
from bpmn.instance import Activation
from bpmn.joins import arrive, consume
from bpmn.kernel import announce, holds, leave, no_flow, take
from bpmn.lifecycle import enter as enter_waiting
from bpmn.linking import Link, Place
from bpmn.run import Run
from bpmn.waits import arm


def enter_exclusive(run: Run, scope: Activation, place: Place, link: Link | None) -> None:
    """Pass each token on by the first flow whose condition holds.

    Raises:
        Stuck: no flow can be taken.
    """
    del link
    choose_one(run, scope, place, run.begin(place))


def choose_one(run: Run, scope: Activation, place: Place, n: int) -> None:
    """Take the first flow whose condition holds, else the default.

    Raises:
        Stuck: no flow can be taken.
    """
    if place.plain:
        leave(run, scope, place, n)
        return
    if place.announces:
        announce(run, place, n, scope, None)
    default: Link | None = None
    for link in place.out:
        if link.is_default:
            default = link
        elif link.condition is None or holds(run, link.condition, scope, link.id):
            break
    else:
        if default is None:
            raise no_flow(place)
        link = default
    run.facts.append(Fact("left", place.id, n, NOTHING))
    run.queue.append((scope, link.target, link))


def enter_parallel(run: Run, scope: Activation, place: Place, link: Link | None) -> None:
    """Wait for a token on each incoming flow, then send one on each outgoing flow.

    Raises:
        Stuck: a property cannot be evaluated.
    """
    if len(place.incoming) > 1:
        arrivals = arrive(run, scope, link, place)
        if any(index not in arrivals for index in place.incoming):
            return
        consume(run, scope, place)
    pass_all(run, scope, place, run.begin(place))


def pass_all(run: Run, scope: Activation, place: Place, n: int) -> None:
    """Take all flows, whatever conditions they carry.

    Raises:
        Stuck: a property cannot be evaluated.
    """
    if place.announces:
        announce(run, place, n, scope, None)
    run.facts.append(Fact("left", place.id, n, NOTHING))
    take(run, scope, place.out)


def enter_inclusive(run: Run, scope: Activation, place: Place, link: Link | None) -> None:
    """Wait at a join until no more token can come; take all flows whose conditions hold.

    Raises:
        Stuck: no flow can be taken.
    """
    if len(place.incoming) > 1:
        arrive(run, scope, link, place)
    else:
        leave(run, scope, place, run.begin(place))


def wait_for_events(run: Run, activation: Activation) -> None:
    """Wait for the first of the events that follow.

    Raises:
        Stuck: a timer, name or key cannot be evaluated.
    """
    activation.status = "wait"
    for link in activation.place.out:
        arm(run, activation, link.target)


register(Behaviour("exclusiveGateway", "none", "", "multi-merge: each token passes",
                   enter_exclusive, choose_one))  # fmt: skip
register(Behaviour("parallelGateway", "none", "all incoming flows",
                   "a join that can never open is an incident", enter_parallel, pass_all))  # fmt: skip
register(Behaviour("inclusiveGateway", "none", "no token can come any more",
                   "join semantics of BPMN 2.0.2, table 13.3", enter_inclusive, leave))  # fmt: skip
register(Behaviour("eventBasedGateway", "none", "the first event that follows",
                   "followed by catch events and receive tasks",
                   enter_waiting, activate=wait_for_events))  # fmt: skip
