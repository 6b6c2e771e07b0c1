"""The program that runs: immutable, indexed, already checked; dumps to and loads from JSON."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any, cast

from bpmn.codec import decode, encode
from bpmn.expressions import Expr

SEMANTICS = 1


@dataclass(slots=True)
class Assign:
    """One input or output mapping; *target* is a path of names."""

    source: Expr
    target: tuple[str, ...]


@dataclass(slots=True)
class Multi:
    """Multi-instance: over a collection, or *cardinality* times.

    Attributes:
        element: variable that takes each item.
        results: variable that takes the list of results.
        result: what one instance adds to it.
        own: variable that each instance has for its result, where *result* is just that.
        until: when it is enough.
    """

    sequential: bool = False
    cardinality: Expr | None = None
    collection: Expr | None = None
    element: str = ""
    results: str = ""
    result: Expr | None = None
    own: str = ""
    until: Expr | None = None


@dataclass(slots=True)
class Timer:
    """A timer: *kind* is "date", "duration" or "cycle"."""

    kind: str
    value: Expr


@dataclass(slots=True)
class Topic:
    """What an event waits for or throws: message, signal, error or escalation.

    Attributes:
        name: name of the message or signal, code of the error or escalation.
        key: correlation key of a message; None where messages match by name alone.
    """

    name: Expr
    key: Expr | None = None


@dataclass(slots=True)
class Work:
    """What a job worker is told."""

    type: Expr
    retries: Expr | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Assignment:
    """Who is asked."""

    assignee: Expr | None = None
    groups: Expr | None = None
    users: Expr | None = None
    due: Expr | None = None


@dataclass(slots=True)
class Called:
    """A called decision or process.

    Attributes:
        key: id of the decision or process.
        file: the decision's file.
        process: index of the called process node, -1 for a decision.
    """

    key: str
    file: str = ""
    process: int = -1
    parent_variables: bool = True
    child_variables: bool = True


@dataclass(slots=True)
class Node:
    """One element that runs; processes are nodes too.

    Attributes:
        kind: local name in BPMN; "eventSubProcess" for a subprocess that an event starts.
        trigger: "none", or the event definition of an event.
        scope: index of the process or subprocess around it, -1 for a process.
        lane: name of the innermost lane.
        starts: nodes that begin when a scope is entered.
        watchers: start events of the event subprocesses inside a scope.
        reach: per incoming flow of an inclusive join, the nodes from which a token can reach it.
        turns: the same for the nodes' own tokens alone; empty where it is the same.
    """

    index: int
    id: str
    kind: str
    trigger: str = "none"
    name: str = ""
    scope: int = -1
    line: int = 0
    lane: str = ""
    documentation: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    form: str | None = None
    incoming: tuple[int, ...] = ()
    outgoing: tuple[int, ...] = ()
    default: int = -1
    boundaries: tuple[int, ...] = ()
    attached: int = -1
    interrupting: bool = True
    starts: tuple[int, ...] = ()
    watchers: tuple[int, ...] = ()
    inputs: tuple[Assign, ...] = ()
    outputs: tuple[Assign, ...] = ()
    multi: Multi | None = None
    timer: Timer | None = None
    topic: Topic | None = None
    work: Work | None = None
    assignment: Assignment | None = None
    script: Expr | None = None
    result: str = ""
    called: Called | None = None
    reach: tuple[tuple[int, ...], ...] = ()
    turns: tuple[tuple[int, ...], ...] = ()

    @property
    def watches(self) -> bool:
        """Whether, while it is waited for, it watches an activity or a scope from its edge."""
        return self.kind in ("boundaryEvent", "startEvent")

    @property
    def event(self) -> str | None:
        """The domain event that the element's completion is, or None."""
        return self.properties.get("event") or None


@dataclass(slots=True)
class Flow:
    """One sequence flow between nodes of one scope."""

    index: int
    id: str
    source: int
    target: int
    name: str = ""
    condition: Expr | None = None


@dataclass(slots=True)
class _Content:
    semantics: int
    process: int
    files: tuple[str, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    decisions: dict[str, str]


class Program:
    """Nodes and flows by index, and the decision models they call.

    Attributes:
        process: index of the process that runs.
        decisions: text of each DMN file by its name.
        linked: places for the loop, made by `linking` when the program first runs.
    """

    __slots__ = ("_by_id", "content", "decisions", "flows", "linked", "nodes", "process")

    def __init__(self, content: _Content) -> None:
        self.content = content
        self.nodes = content.nodes
        self.flows = content.flows
        self.process = content.process
        self.decisions: MappingOf[str, str] = content.decisions
        self._by_id = {node.id: node for node in content.nodes}
        self.linked: object = None

    @classmethod
    def build(
        cls,
        process: int,
        nodes: tuple[Node, ...],
        flows: tuple[Flow, ...],
        decisions: dict[str, str],
        files: tuple[str, ...] = (),
    ) -> "Program":
        """Return the program of these parts."""
        return cls(_Content(SEMANTICS, process, files, nodes, flows, decisions))

    @property
    def semantics(self) -> int:
        """Number of the rules under which the program runs."""
        return self.content.semantics

    @property
    def root(self) -> Node:
        """The process that runs."""
        return self.nodes[self.process]

    def node(self, element_id: str) -> Node:
        """Return the node of an element.

        Raises:
            KeyError: the program has no such element.
        """
        return self._by_id[element_id]

    def __contains__(self, element_id: str) -> bool:
        return element_id in self._by_id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Program) and other.content == self.content

    def __hash__(self) -> int:
        return hash((self.process, len(self.nodes), len(self.flows)))

    def dump(self) -> dict[str, Any]:
        """Return the program as JSON-able data; `load` gives an equal program."""
        return cast("dict[str, Any]", encode(self.content))

    @classmethod
    def load(cls, dumped: MappingOf[str, Any]) -> "Program":
        """Return the program that was dumped.

        Raises:
            ValueError: it was dumped under rules this engine does not know.
        """
        if dumped.get("semantics") != SEMANTICS:
            found = dumped.get("semantics")
            raise ValueError(f"expected a program of semantics {SEMANTICS}, found {found}")
        return cls(decode(_Content, dumped))
