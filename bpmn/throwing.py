"""Errors and escalations: from where they are thrown outwards to who catches them.

At each level the event subprocesses of the scope are asked first, then the boundaries of the
activity around it. A catcher with the same code goes before one for any code.
"""

from collections.abc import Iterator, Mapping

from bpmn.firing import boundary_happens, event_subprocess_begins
from bpmn.instance import Activation
from bpmn.linking import Place
from bpmn.run import Run


def throw(
    run: Run,
    kind: str,
    code: str,
    thrower: Activation,
    payload: Mapping[str, object],
    *,
    inside: bool,
) -> Place | None:
    """Throw an error or escalation; return who caught it, or None.

    Args:
        run: the step.
        kind: "error" or "escalation".
        code: its code; empty where it has none.
        thrower: the activity it comes from, or the scope whose event throws it.
        payload: its variables.
        inside: whether *thrower* is the scope around the throwing event.
    """
    found = _catcher(kind, code, thrower, inside=inside)
    if found is None:
        return None
    holder, place = found
    n = run.counters[place.index] + 1
    run.counters[place.index] = n
    if place.kind == "boundaryEvent":
        boundary_happens(run, holder, place, n, payload)
    else:
        event_subprocess_begins(run, holder, place, n, payload)
    return place


def _catcher(
    kind: str, code: str, thrower: Activation, *, inside: bool
) -> tuple[Activation, Place] | None:
    for holder, places in _levels(thrower, inside=inside):
        best = _best(places, kind, code)
        if best is not None:
            return holder, best
    return None


def _levels(
    thrower: Activation, *, inside: bool
) -> Iterator[tuple[Activation, tuple[Place, ...]]]:
    """Yield who may catch, from the inside outwards."""
    level: Activation | None = thrower
    watchers = _watchers(thrower) if inside else ()
    while level is not None:
        if watchers:
            yield level, watchers
        if not level.item and level.scope is not None:
            yield level, level.place.boundaries
        came_from, level = level.place, level.scope
        watchers = () if level is None else _watchers(level, came_from)


def _watchers(level: Activation, came_from: Place | None = None) -> tuple[Place, ...]:
    """Return the starts of event subprocesses that still watch the scope.

    One does not catch what it throws itself; one that has interrupted its scope watches alone.
    """
    found = () if level.inside is None else level.inside.watchers
    if came_from is None or came_from.kind != "eventSubProcess":
        return found
    own = [each for each in found if each.node.scope == came_from.index]
    if any(each.node.interrupting for each in own):
        return ()
    return tuple(each for each in found if each not in own)


def _best(places: tuple[Place, ...], kind: str, code: str) -> Place | None:
    any_code: Place | None = None
    for place in places:
        if place.trigger != kind:
            continue
        topic = place.node.topic
        wanted = topic.name.text if topic is not None else ""
        if wanted and wanted == code:
            return place
        if not wanted:
            any_code = any_code or place
    return any_code
