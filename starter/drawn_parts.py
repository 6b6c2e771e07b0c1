"""What diagrams and decision tables say, as plain data that can be compared."""

from collections.abc import Iterator
from typing import Any

from bpmn.expressions import Expr
from bpmn.program import Node, Program
from decisions.xml_tree import Element, parse_xml

_EVENTS = ("boundaryEvent", "startEvent")


def elements(program: Program) -> dict[str, dict[str, Any]]:
    """Return element id to what the diagram says of it; what it does not say is left out."""
    return {node.id: _element(node, program) for node in program.nodes}


def decisions(program: Program) -> dict[str, dict[str, Any]]:
    """Return decision id to its name, policy, inputs, and every rule of its table."""
    found = {}
    for file, text in program.decisions.items():
        for each in _below(parse_xml(text, file)):
            if each.name == "decision":
                found[str(each.attributes.get("id"))] = _decision(each)
    return found


def _element(node: Node, program: Program) -> dict[str, Any]:
    asked = node.assignment
    watches = node.kind in _EVENTS and node.trigger != "none"
    told: dict[str, Any] = {
        "kind": node.kind,
        "trigger": node.trigger if node.trigger != "none" else None,
        "name": node.name,
        "lane": node.lane,
        "in": program.nodes[node.scope].id if node.scope >= 0 else None,
        "attached_to": program.nodes[node.attached].id if node.attached >= 0 else None,
        "interrupts": ("yes" if node.interrupting else "no") if watches else None,
        "form": node.form,
        "timer": _text(node.timer.value) if node.timer else None,
        "waits_for": _joined(node.topic.name, node.topic.key) if node.topic else None,
        "job": _text(node.work.type) if node.work else None,
        "calls": node.called.key if node.called else None,
        "script": _text(node.script),
        "result": node.result,
        "assignee": _text(asked.assignee) if asked else None,
        "groups": _text(asked.groups) if asked else None,
        "users": _text(asked.users) if asked else None,
        "repeats": _repeats(node),
        "inputs": [_assigned(each) for each in node.inputs],
        "outputs": [_assigned(each) for each in node.outputs],
        "leads_to": [_flow(flow, node, program) for flow in node.outgoing],
        "documentation": node.documentation,
        **{f"property {key}": text for key, text in node.properties.items()},
    }
    return {key: value for key, value in told.items() if value not in (None, "", [])}


def _flow(index: int, node: Node, program: Program) -> str:
    flow = program.flows[index]
    target = program.nodes[flow.target].id
    if flow.condition is not None:
        return f"{target} if {flow.condition.text.removeprefix('=').strip()}"
    return f"{target} otherwise" if node.default == index else target


def _repeats(node: Node) -> str | None:
    multi = node.multi
    if multi is None:
        return None
    order = "one after the other" if multi.sequential else "side by side"
    until = f", until {multi.until.text}" if multi.until else ""
    return f"{order}: {_joined(multi.collection, multi.cardinality)}{until}"


def _assigned(each: Any) -> str:
    return f"{'.'.join(each.target)}: {each.source.text}"


def _joined(*exprs: Expr | None) -> str:
    return " ".join(expr.text for expr in exprs if expr is not None)


def _text(expr: Expr | None) -> str | None:
    return expr.text if expr is not None else None


def _decision(decision: Element) -> dict[str, Any]:
    told: dict[str, Any] = {"name": decision.attributes.get("name")}
    told |= {"inputs": [], "outputs": [], "order": []}
    for each in _below(decision):
        if each.name == "decisionTable":
            told["hit_policy"] = each.attributes.get("hitPolicy", "UNIQUE")
        elif each.name == "inputExpression":
            told["inputs"].append(_words(each))
        elif each.name == "output":
            told["outputs"].append(f"{each.attributes.get('name', '')} {_words(each)}".strip())
        elif each.name == "literalExpression":
            told["expression"] = _words(each)
        elif each.name == "rule":
            told["order"].append(each.attributes.get("id"))
            told[f"rule {each.attributes.get('id')}"] = _rule(each)
    return told


def _rule(rule: Element) -> str:
    asked = [_words(each) for each in rule.children if each.name == "inputEntry"]
    given = [_words(each) for each in rule.children if each.name == "outputEntry"]
    return f"{' | '.join(asked)} => {' | '.join(given)}"


def _words(element: Element) -> str:
    return " ".join(each.text.strip() for each in _below(element) if each.text.strip())


def _below(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from _below(child)
