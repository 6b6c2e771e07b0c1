"""Instances to JSON and back. Field names are short: a case carries this through every restart."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bpmn.instance import Activation, Body, Incident, Instance, Wait
from bpmn.keeping import keep
from bpmn.program import SEMANTICS, Program
from decisions.feel.json_form import from_json


def dump(instance: Instance) -> dict[str, Any]:
    """Return the instance as JSON-able data."""
    places = instance.linked.places
    data: dict[str, Any] = {
        "semantics": instance.semantics,
        "process": instance.root.place.id,
        "state": instance.state,
        "counters": {places[i].id: n for i, n in enumerate(instance.counters) if n},
        "root": _dump_activation(instance.root, instance),
        "live": [_dump_activation(each, instance) for each in instance.live.values()],
    }
    if instance.bodies:
        data["bodies"] = instance.bodies
    if instance.raised:
        data["raised"] = instance.raised
    if instance.waits:
        data["waits"] = [_dump_wait(each) for each in instance.waits.values()]
    if instance.incidents:
        data["incidents"] = [_dump_incident(each) for each in instance.incidents.values()]
    if instance.joining:
        data["joining"] = list(instance.joining)
    return data


def load(program: Program, data: Mapping[str, Any]) -> Instance:
    """Return the instance that `dump` made *data* of.

    Raises:
        ValueError: it belongs to other semantics, or names elements the program lacks.
    """
    if data["semantics"] != SEMANTICS:
        found = data["semantics"]
        raise ValueError(f"expected an instance of semantics {SEMANTICS}, found {found}")
    instance = Instance(program)
    try:
        _restore(instance, data)
    except KeyError as missing:
        raise ValueError(f"the program has no element {missing}: migrate the instance") from None
    return instance


def _restore(instance: Instance, data: Mapping[str, Any]) -> None:
    instance.state = data["state"]
    instance.bodies = data.get("bodies", 0)
    instance.raised = data.get("raised", 0)
    for element, n in data["counters"].items():
        instance.counters[instance.linked.by_id[element].index] = n
    _fill(instance.root, data["root"], instance)
    known = {instance.root.key: instance.root}
    for each in data["live"]:
        known[each["k"]] = _load_activation(each, known, instance)
    for each in data.get("waits", ()):
        _load_wait(each, known, instance)
    for each in data.get("incidents", ()):
        incident = Incident(each["i"], each["c"], each["m"], known[each["a"]], each["s"])
        incident.element, incident.n = each["e"], each["n"]
        incident.variables = _variables(each.get("v")) or {}
        instance.incidents[incident.id] = incident
    instance.joining = {key: known[key] for key in data.get("joining", ())}


def _dump_activation(each: Activation, instance: Instance) -> dict[str, Any]:
    data: dict[str, Any] = {"k": each.key, "e": each.place.id, "n": each.n, "s": each.status}
    if each.scope is not None:
        data["p"] = each.scope.key
    if each.inside is not None and each.inside is not each.place:
        data["i"] = each.inside.id
    if each.variables is not None:
        data["v"] = {name: keep(value) for name, value in each.variables.items()}
    if each.sealed:
        data["z"] = 1
    if each.tokens:
        data["t"] = each.tokens
    if each.arrivals:
        ids = instance.linked.flow_ids
        data["a"] = {ids[index]: count for index, count in each.arrivals.items()}
    if each.item:
        data["x"] = each.item
    if each.body is not None:
        data["b"] = _dump_body(each.body)
    return data


def _dump_body(body: Body) -> list[Any]:
    items = None if body.items is None else [keep(item) for item in body.items]
    results = [keep(item) for item in body.results]
    return [items, body.total, body.started, body.done, results]


def _load_activation(
    data: Mapping[str, Any], known: Mapping[str, Activation], instance: Instance
) -> Activation:
    scope = known[data["p"]]
    place = instance.linked.by_id[data["e"]]
    each = Activation(data["k"], place, data["n"], scope)
    _fill(each, data, instance)
    scope.children[each.key] = each
    instance.live[each.key] = each
    return each


def _fill(each: Activation, data: Mapping[str, Any], instance: Instance) -> None:
    each.status = data["s"]
    each.variables = _variables(data.get("v"))
    each.sealed = bool(data.get("z"))
    each.tokens = data.get("t", 0)
    each.item = data.get("x", 0)
    if each.status == "scope":
        each.inside = instance.linked.by_id[data.get("i", data["e"])]
    if "a" in data:
        flows = {name: index for index, name in enumerate(instance.linked.flow_ids)}
        each.arrivals = {flows[name]: count for name, count in data["a"].items()}
    if "b" in data:
        items, total, started, done, results = data["b"]
        body = Body(None if items is None else [from_json(item) for item in items], total)
        body.started, body.done = started, done
        body.results = [from_json(item) for item in results]
        each.body = body


def _variables(data: Mapping[str, Any] | None) -> dict[str, object] | None:
    if data is None:
        return None
    return {name: from_json(value) for name, value in data.items()}


def _dump_wait(wait: Wait) -> dict[str, Any]:
    data: dict[str, Any] = {
        "i": wait.key, "t": wait.kind, "e": wait.place.id, "n": wait.n, "o": wait.owner.key,
    }  # fmt: skip
    if wait.kind == "timer":
        data["w"] = [_iso(wait.since), _iso(wait.due), _iso(wait.fired), wait.left]
        data["r"] = [wait.replannable, wait.round]
    else:
        data["c"] = [wait.name, wait.correlation]
    return data


def _load_wait(
    data: Mapping[str, Any], known: Mapping[str, Activation], instance: Instance
) -> None:
    owner = known[data["o"]]
    wait = Wait(data["i"], data["t"], instance.linked.by_id[data["e"]], data["n"], owner)
    if wait.kind == "timer":
        since, due, fired, wait.left = data["w"]
        wait.since, wait.due, wait.fired = _instant(since), _instant(due), _instant(fired)
        wait.replannable, wait.round = data["r"]
    else:
        wait.name, wait.correlation = data["c"]
    instance.waits[wait.key] = wait
    owner.armed = [*(owner.armed or ()), wait.key]


def _dump_incident(incident: Incident) -> dict[str, Any]:
    data: dict[str, Any] = {
        "i": incident.id, "c": incident.kind, "m": incident.message,
        "a": incident.activation.key, "s": incident.stage, "e": incident.element, "n": incident.n,
    }  # fmt: skip
    if incident.variables:
        data["v"] = {name: keep(value) for name, value in incident.variables.items()}
    return data


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
