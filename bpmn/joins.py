"""Joins: parallel joins count, inclusive joins look upstream, dead ends are seen.

An inclusive join opens when a token waits at it and no other token of the scope can still reach
one of its empty incoming flows, unless it can also reach one that has a token (BPMN 2.0.2,
table 13.3). It is asked only when nothing else moves.
"""

from bpmn.instance import Activation, Incident
from bpmn.kernel import park, record_incident
from bpmn.linking import Link, Place
from bpmn.run import Run, Stuck


def arrive(run: Run, scope: Activation, link: Link | None, place: Place) -> dict[int, int]:
    """Count a token at a join; return the counts by flow."""
    arrivals = scope.arrivals
    if arrivals is None:
        arrivals = scope.arrivals = {}
    index = place.incoming[0] if link is None else link.index
    arrivals[index] = arrivals.get(index, 0) + 1
    run.instance.joining[scope.key] = scope
    return arrivals


def consume(run: Run, scope: Activation, place: Place) -> None:
    """Take one token off each incoming flow that has one; one of them goes on."""
    arrivals = scope.arrivals
    if arrivals is None:
        return
    taken = 0
    for index in place.incoming:
        count = arrivals.get(index, 0)
        if count:
            taken += 1
            if count == 1:
                del arrivals[index]
            else:
                arrivals[index] = count - 1
    scope.tokens -= taken - 1
    if not arrivals:
        run.instance.joining.pop(scope.key, None)


def release(run: Run) -> bool:
    """Open the first inclusive join that may open; return whether there was one.

    Looking costs entries too, so that a model that multiplies its tokens is stopped in time.
    """
    for scope in list(run.instance.joining.values()):
        run.entries -= len(scope.children) // 16
        if run.entries < 0:
            return False
        for place in _waiting_joins(run, scope):
            if place.kind == "inclusiveGateway" and _may_open(run, scope, place):
                _open(run, scope, place)
                return True
        _look_for_dead_end(run, scope)
    return False


def _open(run: Run, scope: Activation, place: Place) -> None:
    consume(run, scope, place)
    n = run.begin(place)
    try:
        place.act(run, scope, place, n)
    except Stuck as stuck:
        park(run, scope, place, stuck)


def _waiting_joins(run: Run, scope: Activation) -> list[Place]:
    places = run.instance.linked.places
    flows = run.instance.program.flows
    found: dict[int, Place] = {}
    for index in scope.arrivals or ():
        target = flows[index].target
        found[target] = places[target]
    return list(found.values())


def _may_open(run: Run, scope: Activation, place: Place) -> bool:
    arrivals = scope.arrivals or {}
    filled, empty = 0, 0
    for index, mask, turn in zip(place.incoming, place.reach, place.turns, strict=True):
        if arrivals.get(index):
            filled |= turn
        else:
            empty |= mask
    awaited = empty & ~filled
    return not awaited & _occupied(run, scope, place) if awaited else True


def _occupied(run: Run, scope: Activation, place: Place) -> int:
    """Return the nodes of the scope that hold tokens, as bits."""
    mask = 0
    for child in scope.children.values():
        mask |= 1 << child.place.index
    flows = run.instance.program.flows
    for index in scope.arrivals or ():
        target = flows[index].target
        if target != place.index:
            mask |= 1 << target
    return mask


def _look_for_dead_end(run: Run, scope: Activation) -> None:
    """A scope in which only joins hold tokens can never go on: an incident, once."""
    if scope.children or not scope.arrivals:
        return
    if scope.tokens != sum(scope.arrivals.values()):
        return
    if any(each.activation is scope for each in run.instance.incidents.values()):
        return
    place = _waiting_joins(run, scope)[0]
    flows = run.instance.program.flows
    missing = [flows[i].id for i in place.incoming if not scope.arrivals.get(i)]
    what = f"expected a token on {', '.join(missing)} at the join {place.id}: none can come"
    incident = Incident("", "dead_end", what, scope, "dead_end")
    incident.element, incident.n = place.id, 0
    record_incident(run, incident)
