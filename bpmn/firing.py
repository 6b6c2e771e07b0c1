"""What happens when an open wait fires: boundaries, event subprocesses, gateways, catch events."""

from collections.abc import Mapping

from bpmn.cancelling import cancel, empty
from bpmn.facts import NOTHING, Fact
from bpmn.instance import Activation, Incident, Wait
from bpmn.instants import NotAnInstant
from bpmn.kernel import attach, attempt, detach, happen, record_incident
from bpmn.linking import Place
from bpmn.run import Run, Stuck
from bpmn.scopes import open_scope
from bpmn.waits import close_waits, renew, use_up


def fire(run: Run, wait: Wait, payload: Mapping[str, object]) -> None:
    """Let what *wait* waits for happen."""
    use_up(run, wait)
    _note(run, wait)
    owner, place = wait.owner, wait.place
    if place.kind == "boundaryEvent":
        if not place.node.interrupting:
            _renew(run, wait)
        boundary_happens(run, owner, place, wait.n, payload)
    elif place.kind == "startEvent":
        if not place.node.interrupting:
            _renew(run, wait)
        event_subprocess_begins(run, owner, place, wait.n, payload)
    elif owner.place is place:
        attempt(run, "complete", owner, payload)
    else:
        _gateway_decides(run, wait, payload)


def _note(run: Run, wait: Wait) -> None:
    if wait.kind == "timer":
        due = {} if wait.due is None else {"due": wait.due.isoformat()}
        run.note("timer", wait.place.id, wait.n, state="fired", **due)
    else:
        key = {} if wait.correlation is None else {"key": wait.correlation}
        run.note(wait.kind, wait.place.id, wait.n, state="arrived", name=wait.name, **key)


def _renew(run: Run, wait: Wait) -> None:
    try:
        renew(run, wait)
    except (Stuck, NotAnInstant) as error:
        incident = Incident("", "expression", str(error), wait.owner, "rearm")
        incident.element, incident.n = wait.place.id, wait.n
        record_incident(run, incident)


def boundary_happens(
    run: Run, host: Activation, place: Place, n: int, payload: Mapping[str, object]
) -> None:
    """The boundary event at *place* happens to *host*."""
    scope = host.scope
    if scope is None:
        return
    if place.node.interrupting:
        cancel(run, host)
    scope.tokens += 1
    happen(run, scope, place, n, payload)


def event_subprocess_begins(
    run: Run, scope: Activation, start: Place, n: int, payload: Mapping[str, object]
) -> None:
    """The event subprocess that begins with *start* begins in *scope*."""
    place = start.scope
    if place is None:
        return
    if start.node.interrupting:
        empty(run, scope)
        close_waits(run, scope, "startEvent")
    count = run.begin(place)
    activation = Activation(f"{place.id}#{count}", place, count, scope)
    attach(run, activation)
    open_scope(run, activation, place, starts=())
    activation.tokens = 1
    happen(run, activation, start, n, payload)


def _gateway_decides(run: Run, wait: Wait, payload: Mapping[str, object]) -> None:
    gateway, scope = wait.owner, wait.owner.scope
    if scope is None:
        return
    close_waits(run, gateway)
    detach(run, gateway)
    scope.tokens += 1
    run.facts.append(Fact("left", gateway.place.id, gateway.n, NOTHING))
    link = next(link for link in gateway.place.out if link.target is wait.place)
    run.facts.append(Fact("flow", link.id, 0, NOTHING))
    happen(run, scope, wait.place, wait.n, payload)
