"""Every expression can be read before anything runs."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bpmn.definition import FlowNode, Loop
from bpmn.expressions import condition, readable_script, value
from bpmn.rules.survey import Survey
from decisions.feel.errors import FeelSyntaxError
from decisions.problems import Problem

_HINT = "write the expression in FEEL"
_SCRIPT_HINT = "write it in FEEL, or name its language in scriptFormat: then it becomes a job"


def conditions(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each condition on a flow that cannot be read."""
    for scope in survey.scopes:
        for flow in scope.contents.flows:
            if flow.condition is not None:
                yield from _readable(
                    survey, flow.line, flow.id, "the condition", flow.condition, condition
                )


def values(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each mapping, property, assignment or timer that cannot be read."""
    for _, node in survey.nodes():
        yield from _mappings(survey, node)
        for what, text in _texts(node):
            if text:
                yield from _readable(survey, node.line, node.id, what, text, value)
        for event in node.events:
            for kind, text, line in event.timers:
                what = f"the timer's {kind}"
                yield from _readable(survey, line, node.id, what, text, value)


def _texts(node: FlowNode) -> Iterator[tuple[str, str]]:
    said = node.extensions
    yield "the job type", said.job_type
    yield "the retries", said.job_retries
    yield "the assignee", said.assignee
    yield "the candidate groups", said.candidate_groups
    yield "the candidate users", said.candidate_users
    yield "the due date", said.due_date
    yield "the correlation key", said.correlation_key
    for name, text in said.properties.items():
        yield f"the property {name!r}", text if text.startswith("=") else ""


def _mappings(survey: Survey, node: FlowNode) -> Iterator[Problem]:
    for mapping in (*node.extensions.inputs, *node.extensions.outputs):
        if not mapping.target or not all(mapping.target.split(".")):
            what = f"expected a mapping to have a target variable, found {mapping.target!r}"
            yield survey.problem(mapping.line, node.id, what, "name the variable")
        what = f"the mapping to {mapping.target!r}"
        yield from _readable(survey, mapping.line, node.id, what, mapping.source, value)


def scripts(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each script in FEEL, or in no named language, that cannot be read."""
    for _, node in survey.nodes():
        if node.kind != "scriptTask" or node.extensions.job:
            continue
        script = node.extensions.script

        def read(text: str, language: str = node.get("scriptFormat")) -> str:
            return readable_script(text, language)

        if script:
            text = script if script.startswith("=") else f"={script}"
            yield from _readable(survey, node.line, node.id, "the script", text, value)
        else:
            found = _readable(survey, node.line, node.id, "the script", node.script, read)
            yield from (replace(each, hint=_SCRIPT_HINT) for each in found)


def loops(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each multi-instance that does not say over what, or cannot be read."""
    for _, node in survey.nodes():
        loop = node.loop
        if loop is None or loop.standard:
            continue
        if not loop.input_collection and not loop.cardinality:
            what = "expected the multi-instance to have an inputCollection or a loopCardinality"
            yield survey.problem(loop.line, node.id, what, "add one of them")
        for what, text in _loop_texts(loop):
            if text:
                yield from _readable(survey, loop.line, node.id, what, text, _expression)
        if loop.completion:
            what = "the completion condition"
            yield from _readable(survey, loop.line, node.id, what, loop.completion, condition)


def _loop_texts(loop: Loop) -> Iterator[tuple[str, str]]:
    yield "the input collection", loop.input_collection
    yield "the loop cardinality", "" if loop.input_collection else loop.cardinality
    yield "the output element", loop.output_element


def _expression(text: str) -> str:
    return value(text if text.startswith(("=", "${", "#{")) else f"={text}")


def _readable(
    survey: Survey, line: int, element: str, what: str, text: str, read: Callable[[str], str]
) -> Iterator[Problem]:
    try:
        read(text)
    except FeelSyntaxError as error:
        yield survey.problem(line, element, f"{what} {text!r} cannot be read: {error}", _HINT)
