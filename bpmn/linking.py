"""Places and links: a program's nodes with neighbours and behaviour looked up once, for speed."""

from typing import cast

from bpmn.elements.registry import Behaviour, behaviour_of
from bpmn.expressions import Expr
from bpmn.program import Flow, Node, Program

ACTIVITIES = frozenset({
    "userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
    "manualTask", "task", "subProcess", "callActivity",
})  # fmt: skip


class Link:
    """A sequence flow with the place it leads to."""

    __slots__ = ("condition", "id", "index", "is_default", "target")

    def __init__(self, flow: Flow, target: "Place", *, is_default: bool) -> None:
        self.index = flow.index
        self.id = flow.id
        self.target = target
        self.condition: Expr | None = flow.condition
        self.is_default = is_default


class Place:
    """A node with all that the loop asks about it.

    Attributes:
        plain: whether all outgoing flows are always taken.
        announces: whether the element has the property `event`.
        reach: per incoming flow of an inclusive join, the nodes that lead to it, as bits.
        turns: the same for the nodes' own tokens alone.
        enter, act, activate, finish: the behaviour (see `elements.registry`).
    """

    __slots__ = (
        "act", "activate", "activity", "announces", "boundaries", "enter", "event", "finish",
        "host", "id", "incoming", "index", "kind", "multi", "node", "out", "plain", "reach", "scope",
        "starts", "trigger", "turns", "watchers",
    )  # fmt: skip

    def __init__(self, node: Node, behaviour: Behaviour) -> None:
        self.node = node
        self.index = node.index
        self.id = node.id
        self.kind = node.kind
        self.multi = node.multi
        self.trigger = node.trigger
        self.enter = behaviour.enter
        self.act = behaviour.act
        self.activate = behaviour.activate
        self.finish = behaviour.finish
        self.activity = node.kind in ACTIVITIES
        self.event = node.event or ""
        self.announces = bool(node.event)
        self.incoming = node.incoming
        self.out: tuple[Link, ...] = ()
        self.plain = True
        self.reach = tuple(sum(1 << index for index in nodes) for nodes in node.reach)
        self.turns = tuple(
            sum(1 << index for index in nodes) for nodes in node.turns or node.reach
        )
        self.boundaries: tuple[Place, ...] = ()
        self.watchers: tuple[Place, ...] = ()
        self.starts: tuple[Place, ...] = ()
        self.scope: Place | None = None
        self.host: Place | None = None

    def __repr__(self) -> str:
        return f"Place({self.id!r})"


class Linked:
    """All places of a program, by index and by element id."""

    __slots__ = ("by_id", "flow_ids", "places")

    def __init__(self, program: Program) -> None:
        self.places = [
            Place(node, behaviour_of(node.kind, node.trigger)) for node in program.nodes
        ]
        self.by_id = {place.id: place for place in self.places}
        self.flow_ids = [flow.id for flow in program.flows]
        for place in self.places:
            self._connect(place, program)

    def _connect(self, place: Place, program: Program) -> None:
        node, places = place.node, self.places
        place.out = tuple(
            Link(
                program.flows[index],
                places[program.flows[index].target],
                is_default=index == node.default,
            )
            for index in node.outgoing
        )
        place.plain = not any(link.condition or link.is_default for link in place.out)
        place.boundaries = tuple(places[index] for index in node.boundaries)
        place.watchers = tuple(places[index] for index in node.watchers)
        place.starts = tuple(places[index] for index in node.starts)
        place.scope = places[node.scope] if node.scope >= 0 else None
        place.host = places[node.attached] if node.attached >= 0 else None


def linked(program: Program) -> Linked:
    """Return the program's places, linked at the first call."""
    if program.linked is None:
        program.linked = Linked(program)
    return cast("Linked", program.linked)
