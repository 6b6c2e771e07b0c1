"""Every element can be reached from a start; what cannot is told as a warning."""

from collections.abc import Iterator

from bpmn.definition import FlowNode
from bpmn.rules.survey import WARNING, Scope, Survey, local
from decisions.problems import Problem


def reached(survey: Survey) -> Iterator[Problem]:
    """Yield a warning for each element to which no path leads."""
    for scope in survey.scopes:
        found = _reached(scope)
        for node in scope.contents.nodes:
            if node.id not in found and not node.event_subprocess:
                what = f"no path leads to <{node.kind}>: it is never reached"
                yield survey.at(node, what, f"{WARNING}connect it or remove it")


def _reached(scope: Scope) -> set[str]:
    pending = _first(scope)
    found: set[str] = set()
    attached: dict[str, list[FlowNode]] = {}
    for node in scope.contents.nodes:
        if node.kind == "boundaryEvent":
            attached.setdefault(local(node.get("attachedToRef")), []).append(node)
    while pending:
        node = pending.pop()
        if node.id in found:
            continue
        found.add(node.id)
        pending.extend(attached.get(node.id, ()))
        for flow in scope.out_of(node):
            if flow.target in scope.nodes:
                pending.append(scope.nodes[flow.target])
    return found


def _first(scope: Scope) -> list[FlowNode]:
    nodes = scope.contents.nodes
    starts = [node for node in nodes if node.kind == "startEvent"]
    if starts or scope.owner is None:
        return starts
    return [node for node in nodes if not scope.into(node) and node.kind != "boundaryEvent"]
