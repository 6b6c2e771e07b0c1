"""Only what can be run is accepted; all else is refused by name and line."""

from collections.abc import Iterator

from bpmn.definition import FlowNode, truth
from bpmn.elements.table import ACCEPTED
from bpmn.linking import ACTIVITIES
from bpmn.rules.survey import WARNING, Survey, an, trigger
from decisions.problems import Problem

_HINTS = {
    "complexGateway": "use an inclusive gateway, or a multi-instance with a completion condition",
    "transaction": "use a subprocess with error and escalation boundaries",
    "adHocSubProcess": "use a subprocess, or parallel branches with inclusive gateways",
    "link": "join the two ends with a sequence flow",
    "compensate": "model the undoing as a path after an error or escalation boundary",
    "cancel": "use an error end event and an error boundary",
    "conditional": "use a message or signal sent when the condition turns true",
    "reference": "put the event definition inside the event",
    "none": "give the event a timer, message, signal, error or escalation",
}
_LISTENER = "it is not carried out: use a task, or the facts that the engine gives"
_UNREAD = {
    **dict.fromkeys(
        ("performer", "humanPerformer", "potentialOwner"),
        "it is not read: use zeebe:assignmentDefinition",
    ),
    **dict.fromkeys(
        ("errorCodeVariable", "errorMessageVariable", "escalationCodeVariable"),
        "it is not set: the variables that come with the error or escalation are",
    ),
    "connector": "it is not carried out: the task becomes a job",
    "errorEventDefinition": "it is not read: the worker says which error it is",
}
_EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent",
           "boundaryEvent")  # fmt: skip
_KINDS = frozenset(kind for kind, _ in ACCEPTED)


def supported(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each element that cannot be run."""
    for _, node in survey.nodes():
        if node.kind not in _KINDS:
            what = f"expected an element this engine runs, found <{node.kind}>"
            yield survey.at(node, what, _hint(node.kind))
        elif node.kind in _EVENTS:
            yield from _event(survey, node)
        elif node.events:
            what = (
                f"expected no event definition in <{node.kind}>, found {an(node.events[0].kind)}"
            )
            yield survey.at(node, what, "move it to an event")
        yield from _markers(survey, node)
        yield from _attributes(survey, node)
        for name, line in node.extensions.unread:
            what = f"expected nothing that asks for more than is done here, found {name}"
            yield survey.problem(line, node.id, what, f"{WARNING}{_UNREAD.get(name, _LISTENER)}")


def _event(survey: Survey, node: FlowNode) -> Iterator[Problem]:
    if len(node.events) > 1 or truth(node.get("parallelMultiple"), default=False):
        what = f"expected at most one event definition in <{node.kind}>, found {len(node.events)}"
        hint = "use an event-based gateway, or one boundary event for each"
        yield survey.at(node, what, hint)
        return
    if (node.kind, trigger(node)) not in ACCEPTED:
        what = f"expected an event this engine runs, found {an(trigger(node))} <{node.kind}>"
        yield survey.at(node, what, _hint(trigger(node)))


def _markers(survey: Survey, node: FlowNode) -> Iterator[Problem]:
    if node.loop is not None and (node.kind not in ACTIVITIES or node.event_subprocess):
        what = f"expected a loop on activities only, found one on <{node.kind}>"
        yield survey.problem(node.loop.line, node.id, what, "remove it")
    elif node.loop is not None and node.loop.standard:
        what = "expected a multi-instance, found standardLoopCharacteristics"
        hint = "model the loop with an exclusive gateway that leads back"
        yield survey.problem(node.loop.line, node.id, what, hint)
    if truth(node.get("isForCompensation"), default=False):
        what = "expected an activity that flows lead to, found one for compensation"
        yield survey.at(node, what, _HINTS["compensate"])


def _attributes(survey: Survey, node: FlowNode) -> Iterator[Problem]:
    """Yield a problem for each attribute that asks for what the engine does not do."""
    if node.kind in ("eventBasedGateway", "receiveTask"):
        if truth(node.get("instantiate"), default=False):
            what = f"expected <{node.kind}> to wait inside a process, found instantiate=true"
            yield survey.at(node, what, "use a message start event")
        if node.get("eventGatewayType") not in ("", "Exclusive"):
            what = f"expected an exclusive gateway type, found {node.get('eventGatewayType')!r}"
            yield survey.at(node, what, "use a parallel gateway that leads to the events")
    for name in ("startQuantity", "completionQuantity"):
        if node.kind in ACTIVITIES and node.get(name).strip() not in ("", "1"):
            what = f"expected {name} to be 1, found {node.get(name)!r}"
            yield survey.at(node, what, "use gateways, or a multi-instance")
    if node.loop is not None and node.loop.throws:
        what = "expected a multi-instance that throws nothing when its instances end"
        yield survey.problem(node.loop.line, node.id, what, "throw the event inside it")


def _hint(name: str) -> str:
    return _HINTS.get(name, "docs/supported-bpmn.md lists what can be run")
