"""Events begin, interrupt and refer to what there is."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bpmn.definition import EventDefinition, FlowNode, truth
from bpmn.instants import NotAnInstant, parse_cycle, parse_instant, parse_span, unquoted
from bpmn.linking import ACTIVITIES
from bpmn.rules.survey import Scope, Survey, local, trigger
from decisions.problems import Problem

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_ONLY_INSIDE = ("error", "escalation")


def starts(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each scope that cannot begin, or can begin in two ways."""
    for scope in survey.scopes:
        found = [node for node in scope.contents.nodes if node.kind == "startEvent"]
        if scope.owner is None:
            yield from _process_starts(survey, scope, found)
        elif scope.owner.event_subprocess:
            yield from _event_subprocess_starts(survey, scope.owner, found)
        else:
            yield from _subprocess_starts(survey, scope, found)


def _process_starts(survey: Survey, scope: Scope, found: list[FlowNode]) -> Iterator[Problem]:
    process = survey.process
    if not found:
        holds = "one" if scope.contents.nodes else "an empty process"
        what = f"expected a start event, found {'none' if holds == 'one' else holds}"
        yield survey.problem(process.line, process.id, what, "add a start event")
    none = [node for node in found if trigger(node) == "none"]
    for extra in none[1:]:
        what = f"expected one none start event, found another besides {none[0].id}"
        yield survey.at(extra, what, "merge them, or give one a message, timer or signal")
    for node in found:
        if trigger(node) in _ONLY_INSIDE:
            what = f"expected a start that begins a process, found a start by {trigger(node)}"
            yield survey.at(node, what, "put it into an event subprocess")


def _event_subprocess_starts(
    survey: Survey, owner: FlowNode, found: list[FlowNode]
) -> Iterator[Problem]:
    if len(found) != 1:
        what = f"expected one start event in an event subprocess, found {len(found)}"
        yield survey.at(owner, what, "keep the one that starts it")
    for node in found:
        if trigger(node) == "none":
            what = "expected the start of an event subprocess to have a trigger, found none"
            yield survey.at(node, what, "add a timer, message, signal, error or escalation")
        if trigger(node) == "error" and not truth(node.get("isInterrupting"), default=True):
            what = "expected the start by an error to interrupt, found isInterrupting=false"
            yield survey.at(node, what, "make it interrupting")


def _subprocess_starts(survey: Survey, scope: Scope, found: list[FlowNode]) -> Iterator[Problem]:
    for node in found:
        if trigger(node) != "none":
            what = f"expected a none start event in a subprocess, found {trigger(node)}"
            yield survey.at(node, what, "remove the trigger, or make it an event subprocess")
    if len(found) > 1:
        what = f"expected at most one start event in a subprocess, found {len(found)}"
        yield survey.at(found[1], what, "keep one")
    nodes = scope.contents.nodes
    begins = [n for n in nodes if not scope.into(n) and n.kind != "boundaryEvent"]
    if nodes and not found and scope.owner is not None and not begins:
        what = "expected a start event in the subprocess, found none"
        yield survey.at(scope.owner, what, "add a start event")


def boundaries(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each boundary event that watches nothing."""
    for scope, node in survey.nodes():
        if node.kind != "boundaryEvent":
            continue
        key = local(node.get("attachedToRef"))
        host = scope.nodes.get(key)
        if host is None:
            what = f"expected attachedToRef to name an activity of the same scope, found {key!r}"
            yield survey.at(node, what, "attach the event to an activity")
        elif host.kind not in ACTIVITIES or host.event_subprocess:
            found = "an event subprocess" if host.event_subprocess else f"<{host.kind}>"
            what = f"expected the event to be attached to an activity, found {found}"
            yield survey.at(node, what, "attach it to a task, subprocess or call activity")
        if trigger(node) == "error" and not truth(node.get("cancelActivity"), default=True):
            what = "expected an error boundary to interrupt, found cancelActivity=false"
            yield survey.at(node, what, "make it interrupting, or use an escalation")


_TYPES = ("message", "signal", "error", "escalation")


def references(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each reference to a message, signal, error or escalation not there."""
    for _, node in survey.nodes():
        for event in node.events:
            if event.kind in _TYPES:
                yield from _reference(survey, node, event.kind, event.reference, event.line)
        if node.kind in ("receiveTask", "sendTask") and node.get("messageRef"):
            reference = local(node.get("messageRef"))
            yield from _reference(survey, node, "message", reference, node.line)


def _reference(
    survey: Survey, node: FlowNode, kind: str, reference: str, line: int
) -> Iterator[Problem]:
    if not reference:
        return
    named = survey.definition.named.get(reference)
    if named is None or named.kind != kind:
        found = "nothing" if named is None else f"<{named.kind}>"
        wanted = f"expected {kind}Ref to name {'an' if kind[0] == 'e' else 'a'} <{kind}>"
        what = f"{wanted}, found {found} with the id {reference!r}"
        yield survey.problem(line, node.id, what, f"choose the {kind} again")
    elif kind in ("message", "signal") and not named.name:
        what = f"expected the {kind} {reference!r} to have a name, found none"
        yield survey.problem(named.line, node.id, what, "name it")


def timers(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each timer that says no instant, duration or cycle."""
    for _, node in survey.nodes():
        for event in node.events:
            if event.kind == "timer":
                yield from _timer(survey, node, event)


def _timer(survey: Survey, node: FlowNode, event: EventDefinition) -> Iterator[Problem]:
    if len(event.timers) != 1:
        what = f"expected one of timeDate, timeDuration, timeCycle, found {len(event.timers)}"
        yield survey.problem(event.line, node.id, what, "give the timer one value")
        return
    kind, text, line = event.timers[0][0], unquoted(event.timers[0][1]), event.timers[0][2]
    if not text:
        what = "expected the timer to have a value, found an empty text"
        yield survey.problem(line, node.id, what, "such as PT1H, or an expression with =")
    elif not text.startswith(("=", "${", "#{")):
        try:
            {"date": parse_instant, "cycle": parse_cycle}[kind](
                text, _ANY_DAY
            ) if kind != "duration" else parse_span(text)
        except NotAnInstant as error:
            hint = "ISO 8601, or an expression that starts with ="
            yield survey.problem(line, node.id, str(error), hint)
