"""Flows lead from somewhere to somewhere, inside one scope."""

from collections.abc import Iterator

from bpmn.definition import FlowNode, SequenceFlow
from bpmn.rules.survey import WARNING, Scope, Survey, local
from decisions.problems import Problem


def connected(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each flow with an end that is missing or in another scope."""
    everywhere = {node.id for _, node in survey.nodes()}
    for scope in survey.scopes:
        for flow in scope.contents.flows:
            yield from _ends(survey, scope, flow, everywhere)


def _ends(
    survey: Survey, scope: Scope, flow: SequenceFlow, everywhere: set[str]
) -> Iterator[Problem]:
    for name, key in (("sourceRef", flow.source), ("targetRef", flow.target)):
        if key in scope.nodes:
            continue
        if key in everywhere:
            what = f"expected {name} in the same scope, found {key!r} in another"
            hint = "flows do not cross the border of a subprocess: use events or a boundary"
        else:
            what = f"expected {name} to name an element, found {key!r}"
            hint = "connect the flow again"
        yield survey.problem(flow.line, flow.id, what, hint)


_NO_WAY_IN = {
    "startEvent": "a start event",
    "boundaryEvent": "a boundary event",
}


def directed(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each flow that leads into or out of what has no such side."""
    for scope, node in survey.nodes():
        for flow in scope.into(node):
            wrong = "an event subprocess" if node.event_subprocess else _NO_WAY_IN.get(node.kind)
            if wrong:
                what = f"expected no flow into {wrong}, found one from {flow.source!r}"
                yield survey.problem(flow.line, flow.id, what, "remove the flow")
        for flow in scope.out_of(node):
            wrong = "an event subprocess" if node.event_subprocess else ""
            wrong = "an end event" if node.kind == "endEvent" else wrong
            if wrong:
                what = f"expected no flow out of {wrong}, found one to {flow.target!r}"
                yield survey.problem(flow.line, flow.id, what, "remove the flow")


def named(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each element without an id."""
    for _, node in survey.nodes():
        if not node.id:
            yield survey.at(node, f"expected <{node.kind}> to have an id", "add one")


def defaults(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each default flow that is not one of the element's own."""
    for scope, node in survey.nodes():
        default = node.get("default")
        if default and all(flow.id != default for flow in scope.out_of(node)):
            what = f"expected the default flow to leave {node.id}, found {default!r}"
            yield survey.at(node, what, "choose one of the element's outgoing flows")


_JOINS = ("parallelGateway", "inclusiveGateway")


def gateways(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each gateway that cannot decide."""
    for scope, node in survey.nodes():
        if not node.kind.endswith("Gateway"):
            continue
        outgoing, incoming = scope.out_of(node), scope.into(node)
        if not outgoing and not (node.kind in _JOINS and len(incoming) > 1):
            lonely = not incoming
            what = f"expected flows out of <{node.kind}>, found none"
            hint = "connect it or remove it" if lonely else "end the path with an end event"
            yield survey.at(node, what, hint)
        elif node.kind == "exclusiveGateway" and len(outgoing) > 1:
            yield from _undecided(survey, node, outgoing)
        elif node.kind == "parallelGateway":
            yield from _unasked(survey, outgoing)


def _undecided(survey: Survey, node: FlowNode, outgoing: list[SequenceFlow]) -> Iterator[Problem]:
    for flow in outgoing:
        if flow.condition is None and flow.id != node.get("default"):
            what = f"expected a condition on each flow out of {node.id} but its default"
            hint = "add a condition, or make this flow the default"
            yield survey.problem(flow.line, flow.id, what, hint)


def _unasked(survey: Survey, outgoing: list[SequenceFlow]) -> Iterator[Problem]:
    for flow in outgoing:
        if flow.condition is not None:
            what = "expected no condition on a flow out of a parallel gateway: it is never asked"
            hint = f"{WARNING}remove the condition, or use an inclusive gateway"
            yield survey.problem(flow.line, flow.id, what, hint)


_FOLLOWERS = ("timer", "message", "signal")


def event_gateways(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each follower of an event-based gateway that cannot be waited for."""
    for scope, node in survey.nodes():
        if node.kind != "eventBasedGateway":
            continue
        for flow in scope.out_of(node):
            follower = scope.nodes.get(flow.target)
            if follower is None:
                continue
            yield from _follower(survey, scope, flow, follower)


def _follower(
    survey: Survey, scope: Scope, flow: SequenceFlow, follower: FlowNode
) -> Iterator[Problem]:
    catches = follower.kind == "intermediateCatchEvent" and any(
        event.kind in _FOLLOWERS for event in follower.events
    )
    if not catches and follower.kind != "receiveTask":
        what = f"expected a catch event or receive task here, found <{follower.kind}>"
        hint = "an event-based gateway leads to timer, message or signal catch events only"
        yield survey.problem(flow.line, follower.id, what, hint)
    else:
        yield from _only_waits(survey, scope, follower)
    if flow.condition is not None:
        what = "expected no condition on a flow out of an event-based gateway"
        yield survey.problem(flow.line, flow.id, what, "remove the condition")


def _only_waits(survey: Survey, scope: Scope, follower: FlowNode) -> Iterator[Problem]:
    if len(scope.into(follower)) > 1:
        what = "expected no other flow into an event that follows an event-based gateway"
        yield survey.at(follower, what, "lead the other flow to an event of its own")
    if follower.loop is not None:
        what = "expected no loop on a receive task that follows an event-based gateway"
        yield survey.problem(follower.loop.line, follower.id, what, "remove it")
    for node in scope.contents.nodes:
        if node.kind == "boundaryEvent" and local(node.get("attachedToRef")) == follower.id:
            what = "expected no event on a receive task that follows an event-based gateway"
            yield survey.at(node, what, "lead the gateway to an event of its own")
