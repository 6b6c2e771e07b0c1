"""The model that was read: what the file says, with its lines, whether right or wrong.

Law 1: everything here mirrors BPMN 2.0 (formal/2013-12-09) and the extension elements of
       Camunda 8 (`http://camunda.org/schema/zeebe/1.0`); nothing here runs.
Law 2: what execution ignores (lanes, pools, artifacts, bounds, waypoints) is kept for drawing.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Mapping:
    """`zeebe:input` or `zeebe:output`: an expression and the variable that takes its value."""

    source: str
    target: str
    line: int


@dataclass(slots=True)
class Extensions:
    """What extension elements say about a node; empty strings where they say nothing.

    Attributes:
        job_type: `zeebe:taskDefinition` type; `job` says whether one was given.
        native: whether `zeebe:userTask` is there.
        properties: `zeebe:properties` in order, by name.
        headers: `zeebe:taskHeaders` by key.
        correlation_key: `zeebe:subscription` of a receive task given at the task itself.
        unread: what asks for more than is done here: its name, and its line.
    """

    job: bool = False
    job_type: str = ""
    job_retries: str = ""
    native: bool = False
    assignee: str = ""
    candidate_groups: str = ""
    candidate_users: str = ""
    due_date: str = ""
    form: str = ""
    script: str = ""
    result: str = ""
    decision: str = ""
    called: str = ""
    propagate_parent: bool = True
    propagate_child: bool = True
    correlation_key: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    inputs: list[Mapping] = field(default_factory=list)
    outputs: list[Mapping] = field(default_factory=list)
    unread: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class Loop:
    """`multiInstanceLoopCharacteristics`, or `standardLoopCharacteristics` where *standard*.

    It *throws* where it names an event that ends of its instances cause.
    """

    line: int
    standard: bool = False
    sequential: bool = False
    cardinality: str = ""
    input_collection: str = ""
    input_element: str = ""
    output_collection: str = ""
    output_element: str = ""
    completion: str = ""
    throws: bool = False


@dataclass(slots=True)
class EventDefinition:
    """One event definition inside an event.

    Attributes:
        kind: "timer", "message", "signal", "error", "escalation", "terminate", "conditional",
            "compensate", "cancel" or "link".
        reference: id of the message, signal, error or escalation; empty where none is given.
        timers: (kind "date", "duration" or "cycle", text, line) as written.
        text: condition of a conditional event, or name of a link.
    """

    kind: str
    line: int
    reference: str = ""
    timers: list[tuple[str, str, int]] = field(default_factory=list)
    text: str = ""


@dataclass(slots=True)
class FlowNode:
    """One activity, gateway or event, or an element of a flow that is not known.

    Attributes:
        kind: the element's local name, such as "userTask".
        contents: what is inside a subprocess, else None.
    """

    id: str
    kind: str
    name: str
    line: int
    documentation: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    events: list[EventDefinition] = field(default_factory=list)
    loop: Loop | None = None
    extensions: Extensions = field(default_factory=Extensions)
    contents: "Contents | None" = None
    script: str = ""

    def get(self, name: str) -> str:
        """Return the attribute, empty where it is not given."""
        return self.attributes.get(name, "")

    @property
    def event_subprocess(self) -> bool:
        """Whether the node is a subprocess that an event starts."""
        return self.kind == "subProcess" and truth(self.get("triggeredByEvent"), default=False)


@dataclass(slots=True)
class SequenceFlow:
    """One sequence flow; *condition* is None where there is none."""

    id: str
    name: str
    line: int
    source: str
    target: str
    condition: str | None = None
    language: str = ""


@dataclass(slots=True)
class Lane:
    """One lane with the ids of the nodes it names and the lanes inside it."""

    id: str
    name: str
    line: int
    nodes: tuple[str, ...] = ()
    lanes: "tuple[Lane, ...]" = ()


@dataclass(slots=True)
class Artifact:
    """What a diagram shows and execution ignores: data, annotations, groups, associations."""

    id: str
    kind: str
    name: str
    line: int
    text: str = ""
    source: str = ""
    target: str = ""


@dataclass(slots=True)
class Contents:
    """What a process or subprocess holds, in document order."""

    nodes: list[FlowNode] = field(default_factory=list)
    flows: list[SequenceFlow] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    artifacts: list[Artifact] = field(default_factory=list)


@dataclass(slots=True)
class Process:
    """One process; *executable* is None where the file does not say."""

    id: str
    name: str
    line: int
    executable: bool | None
    contents: Contents
    documentation: str = ""
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Named:
    """A root element: message, signal, error or escalation.

    Attributes:
        code: error or escalation code, empty for the others.
        correlation_key: `zeebe:subscription` of a message.
    """

    id: str
    kind: str
    name: str
    line: int
    code: str = ""
    correlation_key: str = ""


@dataclass(slots=True)
class Participant:
    """One pool; *process* is empty for a black box."""

    id: str
    name: str
    line: int
    process: str


@dataclass(slots=True)
class MessageFlow:
    """A message flow between pools."""

    id: str
    name: str
    line: int
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle of the diagram, in its own units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Shape:
    """How an element is drawn.

    Attributes:
        horizontal, expanded, marked: what the diagram says, None where it says nothing; *marked*
            is of an exclusive gateway.
        stroke, fill: colours as written, empty where the diagram gives none.
    """

    element: str
    bounds: Bounds
    label: Bounds | None
    horizontal: bool | None
    expanded: bool | None
    line: int
    marked: bool | None = None
    stroke: str = ""
    fill: str = ""


@dataclass(slots=True)
class Edge:
    """How a flow is drawn: its waypoints (x, y).

    Attributes:
        message: "initiating" or "non_initiating" where a message flow shows its message.
        stroke: colour as written, empty where the diagram gives none.
    """

    element: str
    waypoints: tuple[tuple[float, float], ...]
    label: Bounds | None
    line: int
    message: str = ""
    stroke: str = ""


@dataclass(slots=True)
class Definition:
    """One file."""

    file: str
    id: str
    processes: list[Process] = field(default_factory=list)
    named: dict[str, Named] = field(default_factory=dict)
    participants: list[Participant] = field(default_factory=list)
    message_flows: list[MessageFlow] = field(default_factory=list)
    artifacts: list[Artifact] = field(default_factory=list)
    shapes: dict[str, Shape] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    ids: list[tuple[str, str, int]] = field(default_factory=list)
    strange: list[tuple[str, int]] = field(default_factory=list)


def truth(text: str, *, default: bool) -> bool:
    """Return the value of an `xsd:boolean`: true, false, 1 or 0; *default* where it is empty."""
    stripped = text.strip()
    if not stripped:
        return default
    return stripped in ("true", "1")
