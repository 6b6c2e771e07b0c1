"""The token game: how tokens move, activations begin and end, and scopes finish.

Law 1: every move of a token goes through `settle`, `take`, `leave` and `finish_scope`.
Law 2: what an element does is in `elements`, one file per family; this file knows none of them.
Law 3: what cannot go on is an incident with a stage that can be tried again, never an exception.

Lifecycle of an activity: enter -> activate -> (waits) -> complete -> leave. Gateways and events
that do not wait have no activation: they are entered and left at once.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from bpmn.effects import Finish
from bpmn.environment import Announcement
from bpmn.expressions import Expr
from bpmn.facts import NOTHING, Fact
from bpmn.instance import Activation, Incident
from bpmn.linking import Link, Place
from bpmn.run import Run, Stuck
from bpmn.variables import evaluate, reason, take_results, visible
from bpmn.waits import close_waits

Stage = Callable[[Run, Activation, Mapping[str, object]], None]
STAGES: Final[dict[str, Stage]] = {}


def stage(name: str) -> Callable[[Stage], Stage]:
    """Register what is done, and tried again after an incident, under *name*."""

    def register(function: Stage) -> Stage:
        STAGES[name] = function
        return function

    return register


def settle(run: Run, release: Callable[[Run], bool]) -> None:
    """Move tokens until all wait; then let *release* open joins, until it has none to open."""
    queue, facts = run.queue, run.facts
    while True:
        while queue:
            scope, place, link = queue.popleft()
            if scope.status == "gone":
                continue
            if link is not None:
                facts.append(Fact("flow", link.id, 0, NOTHING))
            run.entries -= 1
            if run.entries < 0:
                _stop_runaway(run, scope, place)
                continue
            try:
                place.enter(run, scope, place, link)
            except Stuck as stuck:
                park(run, scope, place, stuck)
        if not release(run):
            return


def _stop_runaway(run: Run, scope: Activation, place: Place) -> None:
    """Keep one token at *place* as an incident; what else came there in this step is dropped."""
    parked = run.instance.incidents.values()
    if any(each.kind == "runaway" and each.activation.place is place for each in parked):
        scope.tokens -= 1
        return
    run.begin(place)
    limit = run.env.limit
    what = f"more than {limit} elements were entered in one step: the model loops without waiting"
    park(run, scope, place, Stuck("runaway", what), name="again")


def take(run: Run, scope: Activation, links: Iterable[Link]) -> None:
    """Turn one token in *scope* into one on each of *links*; without any, it is used up."""
    queue = run.queue
    count = 0
    for link in links:
        queue.append((scope, link.target, link))
        count += 1
    scope.tokens += count - 1
    if not count and not scope.tokens and not scope.children:
        finish_scope(run, scope)


def leave(
    run: Run, scope: Activation, place: Place, n: int, payload: Mapping[str, object] | None = None
) -> None:
    """Leave a gateway or event at once.

    Raises:
        Stuck: no flow can be taken.
    """
    if place.announces:
        announce(run, place, n, scope, payload)
    links = place.out if place.plain else chosen(run, scope, place)
    run.facts.append(Fact("left", place.id, n, NOTHING))
    take(run, scope, links)


def act_at_once(run: Run, scope: Activation, place: Place, link: Link | None) -> None:
    """Enter *place* and do at once what it does.

    Raises:
        Stuck: it cannot be done.
    """
    del link
    place.act(run, scope, place, run.begin(place))


def happen(
    run: Run, scope: Activation, place: Place, n: int, payload: Mapping[str, object]
) -> None:
    """An event that was waited for happens: note it, take its variables, go on.

    The caller has counted a token in *scope*. What fails is an incident at the event.
    """
    run.facts.append(Fact("entered", place.id, n, NOTHING))
    try:
        take_event_results(run, scope, place, n, payload)
        leave(run, scope, place, n, payload)
    except Stuck as stuck:
        park(run, scope, place, stuck, n=n, name="happen", variables=payload)


def take_event_results(
    run: Run, scope: Activation, place: Place, n: int, payload: Mapping[str, object]
) -> None:
    """Carry the variables an event came with into *scope*.

    Raises:
        Stuck: an output mapping failed.
    """
    if payload or place.node.outputs:
        take_results(run, _passing(scope, place, n, payload), payload)


def _passing(scope: Activation, place: Place, n: int, payload: Mapping[str, object]) -> Activation:
    passing = Activation(f"{place.id}#{n}", place, n, scope)
    if place.node.outputs:
        passing.variables = dict(payload)
    return passing


def chosen(run: Run, scope: Activation, place: Place) -> list[Link]:
    """Return the outgoing flows whose conditions hold; the default where none does.

    Raises:
        Stuck: a condition is not a boolean, or no flow can be taken.
    """
    links: list[Link] = []
    default: Link | None = None
    for link in place.out:
        if link.is_default:
            default = link
        elif link.condition is None or holds(run, link.condition, scope, link.id):
            links.append(link)
    if not links and default is not None:
        links.append(default)
    if not links:
        raise no_flow(place)
    return links


def no_flow(place: Place) -> Stuck:
    """Return why *place* cannot be left."""
    what = f"expected a flow to take from {place.id}: no condition holds and there is no default"
    return Stuck("no_flow", what)


def holds(
    run: Run,
    condition: Expr,
    scope: Activation,
    where: str,
    extra: Mapping[str, object] | None = None,
) -> bool:
    """Return the value of a condition.

    Raises:
        Stuck: it is not a boolean.
    """
    value = evaluate(run, condition, scope, extra)
    if value is True:
        return True
    if value is False:
        return False
    found = "null" if value is None else type(value).__name__
    what = f"expected {condition.text!r} at {where} to be true or false, found {found}"
    raise Stuck("expression", what + reason(run))


def announce(
    run: Run,
    place: Place,
    n: int,
    scope: Activation,
    payload: Mapping[str, object] | None,
) -> None:
    """Tell the host that the domain event of *place* has happened.

    Raises:
        Stuck: a property cannot be evaluated.
    """
    if run.env.announce is not None:
        variables = visible(scope) if payload is None else payload
        told = properties(run, place, scope)
        run.env.announce(Announcement(place.event, place.id, n, told, variables))


def properties(run: Run, place: Place, scope: Activation) -> Mapping[str, object]:
    """Return the properties of *place*, those that start with "=" evaluated.

    Raises:
        Stuck: one cannot be evaluated.
    """
    texts = place.node.properties
    if not texts:
        return NOTHING
    return {
        name: evaluate(run, Expr(text), scope) if text.startswith("=") else text
        for name, text in texts.items()
    }


def attach(run: Run, activation: Activation) -> None:
    """Make *activation* live in its scope."""
    run.instance.live[activation.key] = activation
    if activation.scope is not None:
        activation.scope.children[activation.key] = activation


def detach(run: Run, activation: Activation) -> None:
    """End *activation*; its scope forgets it."""
    instance, key, scope = run.instance, activation.key, activation.scope
    activation.status = "gone"
    instance.live.pop(key, None)
    if activation.arrivals:
        instance.joining.pop(key, None)
    if instance.incidents:
        drop_incidents(run, activation)
    if scope is not None:
        scope.children.pop(key, None)


def drop_incidents(run: Run, activation: Activation) -> None:
    """Take away the incidents of *activation*."""
    incidents = run.instance.incidents
    for key in [key for key, each in incidents.items() if each.activation is activation]:
        del incidents[key]


def attempt(
    run: Run, name: str, activation: Activation, variables: Mapping[str, object] = NOTHING
) -> None:
    """Do a stage; what cannot go on becomes an incident of *activation*."""
    try:
        STAGES[name](run, activation, variables)
    except Stuck as stuck:
        raise_incident(run, activation, stuck, name, variables)


def park(
    run: Run,
    scope: Activation,
    place: Place,
    stuck: Stuck,
    *,
    n: int | None = None,
    name: str = "act",
    variables: Mapping[str, object] = NOTHING,
) -> None:
    """Keep the token of a gateway or event that cannot go on, as an activation with an incident."""
    count = run.counters[place.index] if n is None else n
    activation = Activation(f"{place.id}#{count}", place, count, scope)
    scope.tokens -= 1
    attach(run, activation)
    raise_incident(run, activation, stuck, name, variables)


def raise_incident(
    run: Run,
    activation: Activation,
    stuck: Stuck,
    name: str,
    variables: Mapping[str, object] = NOTHING,
) -> None:
    """Note that *activation* cannot go on until someone mends it."""
    activation.status = "incident"
    record_incident(run, Incident("", stuck.kind, str(stuck), activation, name), variables)


def record_incident(
    run: Run, incident: Incident, variables: Mapping[str, object] = NOTHING
) -> None:
    """Give the incident its id, keep it and note it."""
    instance = run.instance
    instance.raised += 1
    incident.id = f"incident#{instance.raised}"
    incident.variables = variables
    instance.incidents[incident.id] = incident
    run.note(
        "incident", incident.element, incident.n,
        state="raised", incident=incident.id, kind=incident.kind, message=incident.message,
    )  # fmt: skip


def finish_scope(run: Run, scope: Activation) -> None:
    """The last token of *scope* is used up and nothing in it lives."""
    scope.place.finish(run, scope)


def finish(run: Run, state: str) -> None:
    """End the instance."""
    instance = run.instance
    root = instance.root
    close_waits(run, root)
    root.status = "gone"
    instance.state = state
    instance.incidents.clear()
    variables = dict(root.variables or {})
    run.note("finished", root.place.id, 1, state=state, variables=variables)
    run.effects.append(Finish(state, root.place.id, variables))
