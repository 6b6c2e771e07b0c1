"""Read: from XML to a `Definition`, with lines; what is wrong in meaning is left to `checking`."""

from bpmn.definition import (
    Artifact,
    Contents,
    Definition,
    EventDefinition,
    FlowNode,
    Lane,
    MessageFlow,
    Named,
    Participant,
    Process,
    SequenceFlow,
    truth,
)
from bpmn.reading_diagram import read_diagram
from bpmn.reading_extensions import read_extensions, read_loop, subscription_key
from decisions.problems import InvalidDefinition, Problem
from decisions.xml_tree import Element, parse_xml

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_NAMED = {
    "message": "name",
    "signal": "name",
    "error": "errorCode",
    "escalation": "escalationCode",
}
_REFERENCES = {
    "message": "messageRef",
    "signal": "signalRef",
    "error": "errorRef",
    "escalation": "escalationRef",
    "compensate": "activityRef",
}
_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
_ARTIFACTS = frozenset({
    "dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation", "association",
    "group",
})  # fmt: skip
_INNER = frozenset({
    "documentation", "extensionElements", "incoming", "outgoing", "ioSpecification", "property",
    "dataInputAssociation", "dataOutputAssociation", "dataInput", "dataOutput", "inputSet",
    "outputSet", "auditing", "monitoring", "resourceRole", "performer", "humanPerformer",
    "potentialOwner", "rendering", "script", "laneSet", "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics", "categoryValueRef", "correlationSubscription", "supports",
    "ioBinding", "completionCondition", "condition", "transformation", "resource",
})  # fmt: skip


def read(xml: bytes | str, file: str) -> Definition:
    """Return the definition in *xml*; *file* is the name that problems mention.

    Raises:
        InvalidDefinition: the text is no well-formed XML or no BPMN 2.0 file.
    """
    root = parse_definitions(xml, file)
    definition = Definition(file, root.get("id"))
    for child in root.children:
        _read_root_child(definition, child)
    _collect_ids(definition, root)
    return definition


def parse_definitions(xml: bytes | str, file: str) -> Element:
    """Return the root of a BPMN 2.0 file.

    Raises:
        InvalidDefinition: the text is no well-formed XML or no BPMN 2.0 file.
    """
    root = parse_xml(xml, file)
    if root.namespace != BPMN or root.name != "definitions":
        what = f"expected <definitions> of BPMN 2.0 ({BPMN}), found <{root.name}>"
        hint = "save the file as BPMN 2.0 XML"
        raise InvalidDefinition((Problem(file, root.line, "", what, hint),))
    return root


def _read_root_child(definition: Definition, child: Element) -> None:
    if child.name == "BPMNDiagram":
        read_diagram(definition, child)
    elif child.namespace != BPMN:
        return
    elif child.name == "process":
        definition.processes.append(_read_process(child))
    elif child.name in _NAMED:
        named = _read_named(child)
        definition.named[named.id] = named
    elif child.name == "collaboration":
        _read_collaboration(definition, child)
    elif child.name in ("choreography", "globalChoreographyTask"):
        definition.strange.append((child.name, child.line))


def _collect_ids(definition: Definition, root: Element) -> None:
    for element in root.walk():
        if element.namespace == BPMN and element.get("id"):
            definition.ids.append((element.get("id"), element.name, element.line))


def _read_named(element: Element) -> Named:
    code = element.get(_NAMED[element.name]) if element.name in ("error", "escalation") else ""
    return Named(
        element.get("id"),
        element.name,
        element.get("name"),
        element.line,
        code,
        subscription_key(element),
    )


def _read_collaboration(definition: Definition, element: Element) -> None:
    for child in element.children:
        key, name, line = child.get("id"), child.get("name"), child.line
        if child.name == "participant":
            process = _local(child.get("processRef"))
            definition.participants.append(Participant(key, name, line, process))
        elif child.name == "messageFlow":
            source, target = _local(child.get("sourceRef")), _local(child.get("targetRef"))
            definition.message_flows.append(MessageFlow(key, name, line, source, target))
        elif child.name in _ARTIFACTS:
            definition.artifacts.append(_read_artifact(child))


def _read_process(element: Element) -> Process:
    said = element.get("isExecutable")
    return Process(
        element.get("id"),
        element.get("name"),
        element.line,
        truth(said, default=False) if said else None,
        _read_contents(element),
        _documentation(element),
        read_extensions(element).properties,
    )


def _read_contents(element: Element) -> Contents:
    contents = Contents()
    for child in element.children:
        if child.namespace != BPMN:
            continue
        if child.name == "sequenceFlow":
            contents.flows.append(_read_flow(child, contents.flows))
        elif child.name == "laneSet":
            contents.lanes.extend(_read_lane(lane) for lane in child.all("lane"))
        elif child.name in _ARTIFACTS:
            contents.artifacts.append(_read_artifact(child))
        elif child.name not in _INNER:
            contents.nodes.append(_read_node(child))
    return contents


def _read_flow(element: Element, before: list[SequenceFlow]) -> SequenceFlow:
    condition = element.first("conditionExpression")
    source, target = _local(element.get("sourceRef")), _local(element.get("targetRef"))
    return SequenceFlow(
        element.get("id") or _flow_id(source, target, before),
        element.get("name"),
        element.line,
        source,
        target,
        condition.text.strip() if condition is not None and condition.text.strip() else None,
        condition.get("language") if condition is not None else "",
    )


def _flow_id(source: str, target: str, before: list[SequenceFlow]) -> str:
    """Return an id for a flow that has none (BPMN asks for none); no id in a file has an arrow."""
    same = sum((flow.source, flow.target) == (source, target) for flow in before)
    return f"{source}->{target}" + (f" ({same + 1})" if same else "")


def _read_lane(element: Element) -> Lane:
    inner = element.first("childLaneSet")
    return Lane(
        element.get("id"),
        element.get("name"),
        element.line,
        tuple(_local(ref.text) for ref in element.all("flowNodeRef")),
        tuple(_read_lane(lane) for lane in inner.all("lane")) if inner is not None else (),
    )


def _read_artifact(element: Element) -> Artifact:
    text = element.first("text")
    return Artifact(
        element.get("id"),
        element.name,
        element.get("name"),
        element.line,
        text.text.strip() if text is not None else "",
        _local(element.get("sourceRef")),
        _local(element.get("targetRef")),
    )


def _read_node(element: Element) -> FlowNode:
    node = FlowNode(
        element.get("id"),
        element.name,
        element.get("name"),
        element.line,
        _documentation(element),
        dict(element.attributes),
        [_read_event(child) for child in element.children if _is_event_definition(child)],
        read_loop(element),
        read_extensions(element),
    )
    if element.name in ("subProcess", "transaction", "adHocSubProcess"):
        node.contents = _read_contents(element)
    script = element.first("script")
    if script is not None and script.namespace == BPMN:
        node.script = script.text.strip()
    for reference in element.all("eventDefinitionRef"):
        node.events.append(EventDefinition("reference", reference.line, reference.text.strip()))
    return node


def _is_event_definition(element: Element) -> bool:
    return element.namespace == BPMN and element.name.endswith("EventDefinition")


def _read_event(element: Element) -> EventDefinition:
    kind = element.name.removesuffix("EventDefinition")
    event = EventDefinition(kind, element.line)
    if kind in _REFERENCES:
        event.reference = _local(element.get(_REFERENCES[kind]))
    if kind == "timer":
        event.timers = [
            (_TIMERS[child.name], child.text.strip(), child.line)
            for child in element.children
            if child.name in _TIMERS
        ]
    if kind == "conditional":
        condition = element.first("condition")
        event.text = condition.text.strip() if condition is not None else ""
    if kind == "link":
        event.text = element.get("name")
    return event


def _documentation(element: Element) -> str:
    return "\n".join(child.text.strip() for child in element.all("documentation") if child.text)


def _local(reference: str) -> str:
    """Return a QName without its prefix."""
    return reference.strip().rpartition(":")[2]
