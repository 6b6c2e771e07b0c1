"""No two events catch the same at one place: only one of them would ever catch it."""

from collections.abc import Iterable, Iterator

from bpmn.definition import FlowNode, truth
from bpmn.rules.survey import Scope, Survey, local
from decisions.problems import Problem

_KINDS = ("error", "escalation", "message")


def doubled(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each event that watches for what another one there catches."""
    for scope in survey.scopes:
        for host in scope.contents.nodes:
            yield from _doubled(survey, _boundaries(scope, host), host.id)
            if host.kind == "eventBasedGateway":
                yield from _doubled(survey, _followers(scope, host), f"those after {host.id}")
        yield from _doubled(survey, _starts(scope), "the same scope")


def _boundaries(scope: Scope, host: FlowNode) -> Iterator[FlowNode]:
    for node in scope.contents.nodes:
        if node.kind == "boundaryEvent" and local(node.get("attachedToRef")) == host.id:
            yield node


def _followers(scope: Scope, gateway: FlowNode) -> Iterator[FlowNode]:
    for flow in scope.out_of(gateway):
        if flow.target in scope.nodes:
            yield scope.nodes[flow.target]


def _starts(scope: Scope) -> Iterator[FlowNode]:
    for node in scope.contents.nodes:
        if node.event_subprocess and node.contents is not None:
            yield from (each for each in node.contents.nodes if each.kind == "startEvent")


def _doubled(survey: Survey, watching: Iterable[FlowNode], where: str) -> Iterator[Problem]:
    known: dict[tuple[str, str], str] = {}
    for node in watching:
        caught = _caught(survey, node)
        if caught is None:
            continue
        first = known.setdefault(caught, node.id)
        if first != node.id:
            kind, name = caught
            article = "an" if kind[0] == "e" else "a"
            named = f"{kind} {name!r}" if name else f"{kind} of any code"
            what = f"expected one event of {where} to catch the {named}, found {first} too"
            yield survey.at(node, what, f"keep one, or give it {article} {kind} of its own")


def _caught(survey: Survey, node: FlowNode) -> tuple[str, str] | None:
    """Return the kind and the code or name; None where others may catch it as well."""
    if len(node.events) != 1 or node.events[0].kind not in _KINDS:
        return None
    event = node.events[0]
    named = survey.definition.named.get(event.reference)
    if event.kind == "message":
        return None if named is None or not _first_only(node) else ("message", named.name)
    return event.kind, "" if named is None else named.code or named.name


def _first_only(node: FlowNode) -> bool:
    """Whether its message ends what it watches, so that no second wait remains."""
    name = "isInterrupting" if node.kind == "startEvent" else "cancelActivity"
    return truth(node.get(name), default=True)
