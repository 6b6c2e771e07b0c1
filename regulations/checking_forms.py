"""Do people's tasks have the forms they need, and are those forms closed?"""

from collections.abc import Iterator, Mapping
from typing import Any

from bpmn.program import Node, Program
from decisions.problems import Problem
from regulations.diagram_files import file_of
from regulations.pack import Pack
from regulations.source import PackSource
from regulations.vocabulary import EVENTS

NEVER_REACHED = ("none",)
_CLOSING = ("additionalProperties", "unevaluatedProperties")
_WITHIN = ("allOf", "anyOf", "oneOf", "if", "then", "else")


def check_task_forms(pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    """Yield open forms of tasks, and tasks whose events need data that nobody can fill in."""
    tasks = [node for node in program.nodes if node.kind == "userTask"]
    for key in dict.fromkeys(node.form for node in tasks if node.form):
        yield from _closed(key, pack, source)
    for node in tasks:
        yield from _can_end(node, pack, program, source)
        yield from _fillable(node, pack, program, source)


def _closed(key: str, pack: Pack, source: PackSource) -> Iterator[Problem]:
    schema = schema_of(key, pack, source)
    if schema is None or any(schema.get(word) is False for word in _CLOSING):
        return
    what = f"the form {key} of a task takes fields that it does not list"
    hint = 'say "additionalProperties": false'
    yield Problem(source.file(pack.forms[key].schema_file), 1, key, what, hint)


def schema_of(key: str | None, pack: Pack, source: PackSource) -> Mapping[str, Any] | None:
    """Return the schema of a form; None where something else is already wrong with it."""
    form = pack.forms.get(key or "")
    found = source.schemas.get(form.schema_file) if form else None
    return found if isinstance(found, Mapping) else None


def _fillable(node: Node, pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    given = {*node.properties, *(assign.target[0] for assign in node.inputs), "clock"}
    if node.multi and node.multi.element:
        given.add(node.multi.element)
    schema = schema_of(node.form, pack, source)
    if node.form and schema is None:
        return
    given |= fields_of(schema or {})
    for event, field in _needed(node, _outcomes(schema or {})):
        if field in given:
            continue
        what = f"the event {event} needs {field!r}, " + (
            f"which the form {node.form} does not ask for" if node.form else "and there is no form"
        )
        hint = f"add the field {field} to the form, or the form to the task"
        yield Problem(file_of(node, program, source), node.line, node.id, what, hint)


def _can_end(node: Node, pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    """A task whose form shuts every outcome out could never be completed.

    A form that lets in `none` alone says that the task of a shared diagram is never reached.
    """
    offered = [
        key.removeprefix("outcome:") for key in node.properties if key.startswith("outcome:")
    ]
    admitted = _outcomes(schema_of(node.form, pack, source) or {})
    if (
        not offered
        or admitted in (None, NEVER_REACHED)
        or any(outcome in admitted for outcome in offered)
    ):
        return
    what = (
        f"expected an outcome that the form {node.form} lets in ({', '.join(admitted)}), "
        f"found {', '.join(offered)}: nobody could complete the task"
    )
    hint = "offer one of these outcomes, or give the task a form of its own"
    yield Problem(file_of(node, program, source), node.line, node.id, what, hint)


def _outcomes(schema: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the outcomes that a form lets in; None where it lets in all of the task's."""
    outcome = schema.get("properties", {}).get("outcome", {})
    return tuple(outcome["enum"]) if "enum" in outcome else None


def _needed(node: Node, outcomes: tuple[str, ...] | None) -> Iterator[tuple[str, str]]:
    """Yield each event that the task's completion can be, with each field it needs."""
    for key, text in node.properties.items():
        outcome = key.removeprefix("event:")
        if outcomes is not None and key.startswith("event:") and outcome not in outcomes:
            continue
        if key == "event" or key.startswith("event:"):
            for event in (part.strip() for part in text.split(",")):
                for field in EVENTS.get(event, ()):
                    yield event, field


def fields_of(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of all fields a schema speaks of, those of its conditions too."""
    found = frozenset(schema.get("properties", {}))
    for word in _WITHIN:
        part = schema.get(word, ())
        for each in (part,) if isinstance(part, Mapping) else part:
            if isinstance(each, Mapping):
                found |= fields_of(each)
    return found
