"""Incidents resolved: what was held up is tried again from its stage."""

from collections.abc import Mapping

from bpmn.facts import NOTHING
from bpmn.instance import Activation, Incident
from bpmn.kernel import attempt, detach, leave, park, stage, take_event_results
from bpmn.run import Run, Stuck
from bpmn.variables import propagate


def resolve(run: Run, incident: Incident, variables: Mapping[str, object]) -> None:
    """Set *variables*, then try again."""
    del run.instance.incidents[incident.id]
    state = {"state": "resolved", "incident": incident.id}
    run.note("incident", incident.element, incident.n, **state)
    held = incident.variables
    if variables:
        propagate(incident.activation, variables)
    if incident.stage == "item_done":
        held = {name: variables.get(name, value) for name, value in held.items()}
    attempt(run, incident.stage, incident.activation, held)


def _token_back(run: Run, activation: Activation) -> Activation | None:
    scope = activation.scope
    detach(run, activation)
    if scope is not None:
        scope.tokens += 1
    return scope


@stage("act")
def act(run: Run, activation: Activation, _: Mapping[str, object]) -> None:
    """A gateway or event that does not wait does its work again."""
    scope, place, n = _token_back(run, activation), activation.place, activation.n
    if scope is None:
        return
    try:
        place.act(run, scope, place, n)
    except Stuck as stuck:
        park(run, scope, place, stuck, n=n)


@stage("again")
def again(run: Run, activation: Activation, _: Mapping[str, object]) -> None:
    """A token that was stopped enters its element again."""
    scope = _token_back(run, activation)
    if scope is not None:
        run.queue.append((scope, activation.place, None))


@stage("happen")
def happen_again(run: Run, activation: Activation, payload: Mapping[str, object]) -> None:
    """An event that has happened takes its variables up and goes on."""
    scope, place, n = _token_back(run, activation), activation.place, activation.n
    if scope is None:
        return
    try:
        take_event_results(run, scope, place, n, payload)
        leave(run, scope, place, n, payload)
    except Stuck as stuck:
        park(run, scope, place, stuck, n=n, name="happen", variables=payload)


@stage("dead_end")
@stage("rearm")
def look_again(run: Run, activation: Activation, _: Mapping[str, object] = NOTHING) -> None:
    """Do nothing: what is still wrong is seen again at the end of the step."""
    del run, activation
