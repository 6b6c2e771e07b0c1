"""Processes in a line: a builder of BPMN XML for tests.

    process("start -> fork; fork -> a -> join; fork -> b -> join; join -> end",
            fork=parallel(), join=parallel(), a=user(), b=service())

An arrow may carry a condition, `x -> a [amount > 5]`, or make the flow the default,
`x -> b [default]`. Names that begin with "start" or "end" are events without being declared, and
all other undeclared names are user tasks. A flow's id is `source_target`, a second one's
`source_target_2`.
"""

import re
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" '
    'targetNamespace="https://shouwen.example/test">\n'
)


@dataclass(frozen=True)
class El:
    """One element, without its id."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    extensions: str = ""
    inner: str = ""

    def text(self, key: str, default: str = "") -> str:
        """Return the element as XML."""
        attributes = {"id": key, **self.attributes}
        if default:
            attributes["default"] = default
        said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
        wrapped = f"<extensionElements>{self.extensions}</extensionElements>"
        return f"<{self.tag}{said}>{wrapped if self.extensions else ''}{self.inner}</{self.tag}>"

    def with_(self, *, extensions: str = "", inner: str = "", **attributes: str) -> "El":
        """Return the element with more in it."""
        return replace(
            self,
            attributes={**self.attributes, **attributes},
            extensions=self.extensions + extensions,
            inner=self.inner + inner,
        )

    def maps(
        self, inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None
    ) -> "El":
        """Return the element with input and output mappings, target to source."""
        lines = [
            f"<zeebe:input source={quoteattr(s)} target={quoteattr(t)}/>"
            for t, s in (inputs or {}).items()
        ]
        lines += [
            f"<zeebe:output source={quoteattr(s)} target={quoteattr(t)}/>"
            for t, s in (outputs or {}).items()
        ]
        return self.with_(extensions=f"<zeebe:ioMapping>{''.join(lines)}</zeebe:ioMapping>")

    def says(self, **properties: str) -> "El":
        """Return the element with `zeebe:properties`."""
        lines = [
            f"<zeebe:property name={quoteattr(n)} value={quoteattr(v)}/>"
            for n, v in properties.items()
        ]
        return self.with_(extensions=f"<zeebe:properties>{''.join(lines)}</zeebe:properties>")

    def each(
        self,
        collection: str = "",
        element: str = "item",
        *,
        sequential: bool = False,
        results: str = "",
        result: str = "",
        until: str = "",
        times: str = "",
    ) -> "El":
        """Return the activity as a multi-instance."""
        zeebe = {
            "inputCollection": collection,
            "inputElement": element if collection else "",
            "outputCollection": results,
            "outputElement": result,
        }
        said = "".join(f" {n}={quoteattr(v)}" for n, v in zeebe.items() if v)
        inner = (
            f"<extensionElements><zeebe:loopCharacteristics{said}/></extensionElements>"
            if said
            else ""
        )
        inner += f"<loopCardinality>{escape(times)}</loopCardinality>" if times else ""
        inner += f"<completionCondition>{escape(until)}</completionCondition>" if until else ""
        order = ' isSequential="true"' if sequential else ""
        return self.with_(
            inner=f"<multiInstanceLoopCharacteristics{order}>{inner}</multiInstanceLoopCharacteristics>"
        )


def user(**attributes: str) -> El:
    """Return a user task."""
    return El("userTask", attributes)


def service(kind: str = "") -> El:
    """Return a service task."""
    return El("serviceTask", extensions=f'<zeebe:taskDefinition type="{kind}"/>' if kind else "")


def script(expression: str, result: str = "") -> El:
    """Return a FEEL script."""
    return El(
        "scriptTask",
        extensions=f"<zeebe:script expression={quoteattr(expression)} resultVariable={quoteattr(result)}/>",
    )


def task() -> El:
    """Return an undefined task."""
    return El("task")


def manual() -> El:
    """Return a manual task."""
    return El("manualTask")


def receive(message: str, key: str = "") -> El:
    """Return a receive task."""
    subscription = f"<zeebe:subscription correlationKey={quoteattr(key)}/>" if key else ""
    return El("receiveTask", {"messageRef": f"message_{message}"}, subscription)


def exclusive() -> El:
    """Return an exclusive gateway."""
    return El("exclusiveGateway")


def parallel() -> El:
    """Return a parallel gateway."""
    return El("parallelGateway")


def inclusive() -> El:
    """Return an inclusive gateway."""
    return El("inclusiveGateway")


def event_based() -> El:
    """Return an event-based gateway."""
    return El("eventBasedGateway")


def timer(text: str, kind: str = "timeDuration") -> str:
    """Return a timer event definition."""
    return f"<timerEventDefinition><{kind}>{escape(text)}</{kind}></timerEventDefinition>"


def message(name: str) -> str:
    """Return a message event definition."""
    return f'<messageEventDefinition messageRef="message_{name}"/>'


def signal(name: str) -> str:
    """Return a signal event definition."""
    return f'<signalEventDefinition signalRef="signal_{name}"/>'


def error(code: str = "") -> str:
    """Return an error event definition."""
    return (
        f'<errorEventDefinition errorRef="error_{code}"/>' if code else "<errorEventDefinition/>"
    )


def escalation(code: str = "") -> str:
    """Return an escalation event definition."""
    return (
        f'<escalationEventDefinition escalationRef="escalation_{code}"/>'
        if code
        else "<escalationEventDefinition/>"
    )


TERMINATE = "<terminateEventDefinition/>"


def start(event: str = "", **attributes: str) -> El:
    """Return a start event."""
    return El("startEvent", attributes, inner=event)


def end(event: str = "") -> El:
    """Return an end event."""
    return El("endEvent", inner=event)


def catch(event: str) -> El:
    """Return an intermediate catch event."""
    return El("intermediateCatchEvent", inner=event)


def throw(event: str = "") -> El:
    """Return an intermediate throw event."""
    return El("intermediateThrowEvent", inner=event)


def boundary(host: str, event: str, *, interrupting: bool | str = True) -> El:
    """Return a boundary event."""
    said = interrupting if isinstance(interrupting, str) else str(interrupting).lower()
    return El("boundaryEvent", {"attachedToRef": host, "cancelActivity": said}, inner=event)


def sub(flows: str, **elements: El) -> El:
    """Return an embedded subprocess."""
    return El("subProcess", inner=contents(flows, elements))


def event_sub(flows: str, triggered: str = "true", **elements: El) -> El:
    """Return an event subprocess."""
    return El("subProcess", {"triggeredByEvent": triggered}, inner=contents(flows, elements))


def call(process: str, **said: str) -> El:
    """Return a call activity."""
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in said.items())
    return El(
        "callActivity", extensions=f'<zeebe:calledElement processId="{process}"{attributes}/>'
    )


_ARROW = re.compile(r"\s*->\s*")
_STOP = re.compile(r"^(\S+)(?:\s*\[(.*)\])?$", re.DOTALL)


def contents(flows: str, elements: dict[str, El]) -> str:
    """Return the flow nodes and sequence flows of one scope."""
    found: dict[str, El] = {}
    lines: list[str] = []
    defaults: dict[str, str] = {}
    pairs: dict[tuple[str, str], int] = {}
    for path in filter(None, (part.strip() for part in re.split(r"[;\n]", flows))):
        stops = [_STOP.match(stop) for stop in _ARROW.split(path)]
        names = [stop.group(1) for stop in stops if stop is not None]
        for name in names:
            found.setdefault(name, elements.get(name) or _guess(name))
        for source, target, stop in zip(names, names[1:], stops[1:], strict=False):
            condition = stop.group(2) if stop is not None else None
            count = pairs[source, target] = pairs.get((source, target), 0) + 1
            key = f"{source}_{target}" + (f"_{count}" if count > 1 else "")
            if condition == "default":
                defaults[source], condition = key, None
            lines.append(_flow(key, source, target, condition))
    for name, element in elements.items():
        found.setdefault(name, element)
    nodes = [element.text(name, defaults.get(name, "")) for name, element in found.items()]
    return "\n".join([*nodes, *lines])


def _guess(name: str) -> El:
    if name.startswith("start"):
        return start()
    return end() if name.startswith("end") else user()


def _flow(key: str, source: str, target: str, condition: str | None) -> str:
    inner = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def process(flows: str, *roots: str, key: str = "process", **elements: El) -> str:
    """Return a file with one process and the root elements it refers to."""
    return file(body(flows, key, **elements), *roots)


def body(flows: str, key: str, **elements: El) -> str:
    """Return one process."""
    return f'<process id="{key}" isExecutable="true">\n{contents(flows, elements)}\n</process>\n'


def file(*parts: str) -> str:
    """Return a file; messages, signals, errors and escalations it refers to are added."""
    text = "\n".join(parts)
    return f"{HEAD}{_roots(text)}{text}</definitions>\n"


def a_message(name: str, key: str) -> str:
    """Return a message with a correlation key."""
    return (
        f'<message id="message_{name}" name="{name}"><extensionElements><zeebe:subscription '
        f"correlationKey={quoteattr(key)}/></extensionElements></message>\n"
    )


def _roots(text: str) -> str:
    lines: list[str] = []
    for kind in ("message", "signal"):
        names = dict.fromkeys(re.findall(rf'{kind}Ref="([^"]+)"', text))
        lines += [
            f'<{kind} id="{name}" name="{name.removeprefix(kind + "_")}"/>\n'
            for name in names
            if f'<{kind} id="{name}"' not in text
        ]
    for kind in ("error", "escalation"):
        for name in dict.fromkeys(re.findall(rf'{kind}Ref="([^"]+)"', text)):
            code = name.removeprefix(f"{kind}_")
            lines += [f'<{kind} id="{name}" name="{code}" {kind}Code="{code}"/>\n']
    return "".join(lines)
