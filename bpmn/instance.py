"""The state of a running process: plain data with counters; dumps to JSON between any two steps.

Law 1: no ids but counted ones, no clock, no sets.
Law 2: only the kernel and `elements` change an instance, and only inside a step.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bpmn.linking import Linked, Place, linked
from bpmn.program import Program


class Activation:
    """One activation of one element, or of a process.

    Attributes:
        key: `element#n`; `element*n` for the body that holds the instances of a multi-instance.
        status: what it waits for: "scope", "body", "task", "job", "wait", "incident", or "gone".
        inside: the place whose contents run in it, where it is a scope.
        variables: its local variables, or None.
        sealed: whether variables are looked up no further (a process, a called process).
        tokens: in a scope, tokens on flows and at joins.
        arrivals: in a scope, tokens that wait at joins, by index of their flow.
        item: in an instance of a multi-instance, its number from 1; else 0.
        body: the state of a multi-instance body, else None.
        armed: ids of its open waits.
        emptied: how often all in it was ended within this step; not kept.
    """

    __slots__ = (
        "armed", "arrivals", "body", "children", "emptied", "inside", "item", "key", "n", "place", "scope",
        "sealed", "status", "tokens", "variables",
    )  # fmt: skip

    def __init__(self, key: str, place: Place, n: int, scope: "Activation | None") -> None:
        self.key = key
        self.place = place
        self.n = n
        self.scope = scope
        self.status = "entering"
        self.inside: Place | None = None
        self.variables: dict[str, object] | None = None
        self.sealed = False
        self.tokens = 0
        self.arrivals: dict[int, int] | None = None
        self.children: dict[str, Activation] = {}
        self.item = 0
        self.body: Body | None = None
        self.armed: list[str] | None = None
        self.emptied = 0

    def __repr__(self) -> str:
        return f"Activation({self.key!r}, {self.status})"


class Body:
    """How far a multi-instance has come."""

    __slots__ = ("done", "items", "results", "started", "total")

    def __init__(self, items: list[object] | None, total: int) -> None:
        self.items = items
        self.total = total
        self.started = 0
        self.done = 0
        self.results: list[object] = []


class Wait:
    """One open wait for a timer, message or signal.

    Attributes:
        place: the event that happens when it comes.
        owner: the activation that waits, or is watched.
        since: when it began; durations count from here.
        name: name of the message or signal.
        due: instant of the timer as armed; None while dormant.
        left: how often a cycle still fires, None for ever.
        fired: the instant for which a replannable timer fired last.
        replannable: whether its instant is a reference that may change.
        round: how often it was armed anew; part of its id.
    """

    __slots__ = (
        "correlation", "due", "fired", "key", "kind", "left", "n", "name", "owner", "place",
        "replannable", "round", "since",
    )  # fmt: skip

    def __init__(self, key: str, kind: str, place: Place, n: int, owner: Activation) -> None:
        self.key = key
        self.kind = kind
        self.place = place
        self.n = n
        self.owner = owner
        self.since: datetime | None = None
        self.name = ""
        self.correlation: str | None = None
        self.due: datetime | None = None
        self.left: int | None = 1
        self.fired: datetime | None = None
        self.replannable = False
        self.round = 1


class Incident:
    """Why an activation cannot go on, and where it is tried again.

    Attributes:
        id: `incident#n`.
        stage: what is tried again when it is resolved.
        variables: what the interrupted completion came with.
    """

    __slots__ = ("activation", "element", "id", "kind", "message", "n", "stage", "variables")

    def __init__(
        self, key: str, kind: str, message: str, activation: Activation, stage: str
    ) -> None:
        self.id = key
        self.kind = kind
        self.message = message
        self.activation = activation
        self.element = activation.place.id
        self.n = activation.n
        self.stage = stage
        self.variables: Mapping[str, object] = {}


class Instance:
    """A running, or finished, instance of a program.

    Attributes:
        state: "running", or how it finished: "completed", "terminated", "cancelled".
        counters: activations so far, by index of the element.
        live: activations by key, in the order they began.
        waits: open waits by id, in the order they opened.
        incidents: open incidents by id.
        joining: scopes in which tokens wait at joins, by key.
    """

    __slots__ = (
        "bodies", "counters", "incidents", "joining", "linked", "live", "program", "raised",
        "root", "semantics", "state", "waits",
    )  # fmt: skip

    def __init__(self, program: Program) -> None:
        self.program = program
        self.linked: Linked = linked(program)
        self.semantics = program.semantics
        self.state = "running"
        self.counters = [0] * len(program.nodes)
        self.bodies = 0
        self.raised = 0
        self.live: dict[str, Activation] = {}
        self.waits: dict[str, Wait] = {}
        self.incidents: dict[str, Incident] = {}
        self.joining: dict[str, Activation] = {}
        place = self.linked.places[program.process]
        self.root = Activation(f"{place.id}#1", place, 1, None)

    @property
    def variables(self) -> Mapping[str, object]:
        """Variables of the process."""
        return self.root.variables or {}

    @property
    def running(self) -> bool:
        """Whether the instance is not finished."""
        return self.state == "running"

    def open(self, status: str) -> list[str]:
        """Return the ids of the open tasks ("task") or jobs ("job"), oldest first."""
        return [key for key, each in self.live.items() if each.status == status]

    def dump(self) -> dict[str, Any]:
        """Return the state as compact JSON-able data."""
        from bpmn.saving import dump  # noqa: PLC0415 - saving knows this class

        return dump(self)

    @classmethod
    def load(cls, program: Program, dumped: Mapping[str, Any]) -> "Instance":
        """Return the instance that was dumped.

        Raises:
            ValueError: it belongs to other semantics, or names elements the program lacks.
        """
        from bpmn.saving import load  # noqa: PLC0415 - saving knows this class

        return load(program, dumped)
