"""Compile one node: what was read becomes what runs, expressions in one form."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.definition import Definition, EventDefinition, Extensions, FlowNode, Loop, truth
from bpmn.definition import Mapping as ReadMapping
from bpmn.expressions import Expr, condition, readable_script, value
from bpmn.program import Assign, Assignment, Called, Multi, Node, Timer, Topic, Work

_CODES = ("error", "escalation")


@dataclass(frozen=True, slots=True)
class Names:
    """What a node may refer to: its file, lanes by node id, decision texts by file."""

    definition: Definition
    lanes: Mapping[str, str]
    decisions: Mapping[str, str]


def compile_node(read: FlowNode, index: int, key: str, scope: int, names: Names) -> Node:
    """Return the node for *read*, without its flows."""
    node = Node(
        index,
        key,
        "eventSubProcess" if read.event_subprocess else read.kind,
        name=read.name,
        scope=scope,
        line=read.line,
        lane=names.lanes.get(read.id, ""),
        documentation=read.documentation,
        properties=dict(read.extensions.properties),
        form=read.extensions.form or None,
        inputs=tuple(_assign(each) for each in read.extensions.inputs),
        outputs=tuple(_assign(each) for each in read.extensions.outputs),
    )
    _set_trigger(node, read, names)
    _set_work(node, read, names)
    if read.loop is not None:
        node.multi = _multi(read.loop)
    return node


def _assign(read: ReadMapping) -> Assign:
    return Assign(Expr(value(read.source)), tuple(read.target.split(".")))


def _set_trigger(node: Node, read: FlowNode, names: Names) -> None:
    node.interrupting = _interrupting(read)
    if read.kind in ("receiveTask", "sendTask"):
        reference = read.get("messageRef").rpartition(":")[2]
        node.trigger = "message" if read.kind == "receiveTask" else "none"
        node.topic = _topic("message", reference, read.extensions, names)
        return
    if not read.events:
        return
    event = read.events[0]
    node.trigger = event.kind
    if event.kind == "timer":
        kind, text, _ = event.timers[0]
        node.timer = Timer(kind, Expr(value(text)))
    elif event.kind != "terminate":
        node.topic = _event_topic(event, read, names)


def _interrupting(read: FlowNode) -> bool:
    if read.kind == "startEvent":
        return truth(read.get("isInterrupting"), default=True)
    return truth(read.get("cancelActivity"), default=True)


def _event_topic(event: EventDefinition, read: FlowNode, names: Names) -> Topic | None:
    if event.kind in _CODES:
        named = names.definition.named.get(event.reference)
        return Topic(Expr(value(named.code or named.name or named.id) if named else ""))
    return _topic(event.kind, event.reference, read.extensions, names)


def _topic(kind: str, reference: str, extensions: Extensions, names: Names) -> Topic | None:
    named = names.definition.named.get(reference)
    if named is None:
        return None
    key = extensions.correlation_key or named.correlation_key
    keyed = Expr(value(key)) if key and kind == "message" else None
    return Topic(Expr(value(named.name or named.id)), keyed)


def _set_work(node: Node, read: FlowNode, names: Names) -> None:
    said = read.extensions
    if said.job and node.kind != "userTask":
        retries = Expr(value(said.job_retries)) if said.job_retries else None
        node.work = Work(Expr(value(said.job_type or node.kind)), retries, dict(said.headers))
    if node.kind == "userTask":
        node.assignment = _assignment(said)
    elif node.kind == "scriptTask" and node.work is None:
        _set_script(node, read)
    elif node.kind == "businessRuleTask" and said.decision:
        node.called = Called(said.decision, decision_file(said.decision, names.decisions))
        node.result = said.result
    elif node.kind == "callActivity":
        key = said.called or read.get("calledElement").rpartition(":")[2]
        node.called = Called(
            key, parent_variables=said.propagate_parent, child_variables=said.propagate_child
        )


def _assignment(said: Extensions) -> Assignment | None:
    texts = (said.assignee, said.candidate_groups, said.candidate_users, said.due_date)
    if not any(texts):
        return None
    return Assignment(*(Expr(value(text)) if text else None for text in texts))


def _set_script(node: Node, read: FlowNode) -> None:
    node.result = read.extensions.result
    text = read.extensions.script or readable_script(read.script, read.get("scriptFormat"))
    if text:
        node.script = Expr(value(text if text.startswith("=") else f"={text}"))
    elif read.script:
        headers = {"script": read.script, "format": read.get("scriptFormat")}
        node.work = Work(Expr("script"), None, headers)


def decision_file(decision: str, decisions: Mapping[str, str]) -> str:
    """Return the file that defines the decision, or an empty text."""
    for file, text in decisions.items():
        if f'"{decision}"' in text or f"'{decision}'" in text:
            return file
    return ""


def _multi(loop: Loop) -> Multi:
    multi = Multi(loop.sequential)
    if loop.input_collection:
        multi.collection = _as_expression(loop.input_collection)
    elif loop.cardinality:
        multi.cardinality = _as_expression(loop.cardinality)
    multi.element = loop.input_element.removeprefix("=").strip()
    multi.results = loop.output_collection.removeprefix("=").strip()
    if loop.output_element:
        multi.result = _as_expression(loop.output_element)
        name = multi.result.text.removeprefix("=").strip()
        multi.own = name if name.isidentifier() else ""
    if loop.completion:
        multi.until = Expr(condition(loop.completion))
    return multi


def _as_expression(text: str) -> Expr:
    read = value(text)
    return Expr(read if read.startswith("=") else f"={read}")
