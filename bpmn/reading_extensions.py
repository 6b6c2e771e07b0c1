"""Read extension elements: those of Camunda 8, and the few of Camunda 7 that have a plain sense.

Activiti and Flowable, whose lineage Camunda 7 is, write the same under their own namespaces.
Extension elements of others are tolerated and not read.
"""

import re
from collections.abc import Iterator

from bpmn.definition import Extensions, Loop, Mapping, truth
from decisions.xml_tree import Element

ZEEBE = "http://camunda.org/schema/zeebe/1.0"
_MADE = re.compile(r"^[A-Za-z]+_[0-9a-z]{7}$")
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
_PERFORMERS = ("performer", "humanPerformer", "potentialOwner")
_CODES = ("errorCodeVariable", "errorMessageVariable", "escalationCodeVariable")
_NOT_DONE = (
    *("executionListener", "executionListeners", "taskListener", "taskListeners"),
    *("connector", "errorEventDefinition"),
)
_SEVEN = (CAMUNDA, "http://flowable.org/bpmn", "http://activiti.org/bpmn")


def read_extensions(element: Element) -> Extensions:
    """Return what the extension elements and attributes of *element* say."""
    found = Extensions()
    _read_camunda_attributes(element, found)
    for holder in element.all("extensionElements"):
        for child in holder.children:
            reader = _READERS.get(child.name) if child.namespace == ZEEBE else None
            if child.namespace in _SEVEN and child.name == "inputOutput":
                _input_output(child, found)
            elif reader is not None:
                reader(child, found)
        _read_handing_over(holder, found)
    found.unread.extend(_unread(element))
    return found


def _unread(element: Element) -> Iterator[tuple[str, int]]:
    """Yield what BPMN, Camunda or its kin would do and this engine does not."""
    for child in element.children:
        if child.name in _PERFORMERS:
            yield child.name, child.line
        for name in _CODES if child.name.endswith("EventDefinition") else ():
            if _seven(child, name):
                yield name, child.line
        if child.name == "extensionElements":
            for inner in child.children:
                if inner.name in _NOT_DONE and inner.namespace in (ZEEBE, *_SEVEN):
                    yield inner.name, inner.line


def subscription_key(element: Element) -> str:
    """Return the correlation key of `zeebe:subscription` in a message or receive task."""
    for holder in element.all("extensionElements"):
        for child in holder.all("subscription"):
            if child.namespace == ZEEBE:
                return child.get("correlationKey").strip()
    return ""


def read_loop(element: Element) -> Loop | None:
    """Return the loop characteristics of an activity."""
    standard = element.first("standardLoopCharacteristics")
    if standard is not None:
        return Loop(standard.line, standard=True)
    multi = element.first("multiInstanceLoopCharacteristics")
    if multi is None:
        return None
    loop = Loop(multi.line, sequential=truth(multi.get("isSequential"), default=False))
    loop.cardinality = _text(multi, "loopCardinality")
    loop.completion = _text(multi, "completionCondition")
    named = multi.get("oneBehaviorEventRef") or multi.get("noneBehaviorEventRef")
    loop.throws = bool(named) or multi.first("complexBehaviorDefinition") is not None
    _read_plain_collections(multi, loop)
    _read_zeebe_collections(multi, loop)
    return loop


def _read_plain_collections(multi: Element, loop: Loop) -> None:
    loop.input_collection = _text(multi, "loopDataInputRef") or _seven(multi, "collection")
    loop.input_element = _item(multi, "inputDataItem") or _seven(multi, "elementVariable")
    loop.output_collection = _text(multi, "loopDataOutputRef")
    loop.output_element = _item(multi, "outputDataItem")


def _read_zeebe_collections(multi: Element, loop: Loop) -> None:
    for holder in multi.all("extensionElements"):
        for child in holder.all("loopCharacteristics"):
            if child.namespace == ZEEBE:
                loop.input_collection = child.get("inputCollection") or loop.input_collection
                loop.input_element = child.get("inputElement") or loop.input_element
                loop.output_collection = child.get("outputCollection") or loop.output_collection
                loop.output_element = child.get("outputElement") or loop.output_element


def _text(element: Element, name: str) -> str:
    child = element.first(name)
    return child.text.strip() if child is not None else ""


def _item(element: Element, name: str) -> str:
    """Return the variable of a data item: its id, or its name where a tool made the id."""
    child = element.first(name)
    if child is None:
        return ""
    key, said = child.get("id"), child.get("name")
    return said if said.isidentifier() and (not key or _MADE.match(key)) else key or said


def _seven(element: Element, name: str) -> str:
    """Return an attribute of Camunda 7, Flowable or Activiti."""
    said = (element.get(f"{{{namespace}}}{name}") for namespace in _SEVEN)
    return next((text for text in said if text), "")


def _read_camunda_attributes(element: Element, found: Extensions) -> None:
    def of(name: str) -> str:
        return _seven(element, name)

    found.assignee = of("assignee")
    found.candidate_groups = of("candidateGroups")
    found.candidate_users = of("candidateUsers")
    found.form = of("formKey")
    found.due_date = of("dueDate")
    found.result = of("resultVariable")
    found.decision = of("decisionRef")
    if of("topic"):
        found.job = True
        found.job_type = of("topic")


def _task_definition(child: Element, found: Extensions) -> None:
    found.job = True
    found.job_type = child.get("type")
    found.job_retries = child.get("retries")


def _user_task(child: Element, found: Extensions) -> None:
    del child
    found.native = True


def _assignment(child: Element, found: Extensions) -> None:
    found.assignee = child.get("assignee")
    found.candidate_groups = child.get("candidateGroups")
    found.candidate_users = child.get("candidateUsers")


def _schedule(child: Element, found: Extensions) -> None:
    found.due_date = child.get("dueDate")


def _form(child: Element, found: Extensions) -> None:
    found.form = child.get("formId") or child.get("externalReference") or child.get("formKey")


def _script(child: Element, found: Extensions) -> None:
    found.script = child.get("expression").strip()
    found.result = child.get("resultVariable")


def _decision(child: Element, found: Extensions) -> None:
    found.decision = child.get("decisionId")
    found.result = child.get("resultVariable")


def _called(child: Element, found: Extensions) -> None:
    found.called = child.get("processId")
    found.propagate_parent = truth(child.get("propagateAllParentVariables"), default=True)
    found.propagate_child = truth(child.get("propagateAllChildVariables"), default=True)


def _subscription(child: Element, found: Extensions) -> None:
    found.correlation_key = child.get("correlationKey").strip()


def _io_mapping(child: Element, found: Extensions) -> None:
    for mapping in child.children:
        read = Mapping(mapping.get("source").strip(), mapping.get("target").strip(), mapping.line)
        if mapping.name == "input":
            found.inputs.append(read)
        elif mapping.name == "output":
            found.outputs.append(read)


def _read_handing_over(holder: Element, found: Extensions) -> None:
    """Read what a call of Camunda 7 hands over: all, or what is named, and else nothing."""
    said = [each for name in ("in", "out") for each in holder.all(name)]
    said = [each for each in said if each.namespace in _SEVEN]
    if not said:
        return
    everything = [each.name for each in said if each.get("variables") == "all"]
    found.propagate_parent = "in" in everything
    found.propagate_child = "out" in everything
    for each in said:
        source = each.get("source")
        text = f"={source}" if source else each.get("sourceExpression").strip()
        if text:
            mapping = Mapping(text, each.get("target").strip(), each.line)
            (found.inputs if each.name == "in" else found.outputs).append(mapping)


def _input_output(child: Element, found: Extensions) -> None:
    """Read the parameters of Camunda 7; a list, a map or a script in one becomes its name."""
    for parameter in child.children:
        inner = parameter.children[0] if parameter.children else None
        source = parameter.text.strip() if inner is None else f"=<{inner.name}>"
        read = Mapping(source, parameter.get("name").strip(), parameter.line)
        if parameter.name == "inputParameter":
            found.inputs.append(read)
        elif parameter.name == "outputParameter":
            found.outputs.append(read)


def _properties(child: Element, found: Extensions) -> None:
    for item in child.all("property"):
        found.properties[item.get("name")] = item.get("value")


def _headers(child: Element, found: Extensions) -> None:
    for item in child.all("header"):
        found.headers[item.get("key")] = item.get("value")


_READERS = {
    "taskDefinition": _task_definition,
    "userTask": _user_task,
    "assignmentDefinition": _assignment,
    "taskSchedule": _schedule,
    "formDefinition": _form,
    "script": _script,
    "calledDecision": _decision,
    "calledElement": _called,
    "subscription": _subscription,
    "ioMapping": _io_mapping,
    "properties": _properties,
    "taskHeaders": _headers,
}
