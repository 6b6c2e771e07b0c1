"""Which nodes can still send a token to each incoming flow of an inclusive join."""

from bpmn.program import Flow, Node

Reach = tuple[tuple[int, ...], ...]


def reach_of(join: Node, nodes: list[Node], flows: list[Flow]) -> Reach:
    """Return, per incoming flow of *join*, the nodes from which a token can come to it.

    Paths do not lead through the join itself. A token can also come out of an activity's boundary
    events.
    """
    return tuple(_upstream(flow, join, nodes, flows, alone=False) for flow in join.incoming)


def turns_of(join: Node, nodes: list[Node], flows: list[Flow]) -> Reach:
    """Return, per incoming flow, the nodes whose own token can come to it instead of to another.

    What a non-interrupting boundary event sends is one more token: the activity keeps its own,
    which is still to come. Empty where that makes no difference to `reach_of`.
    """
    found = tuple(_upstream(flow, join, nodes, flows, alone=True) for flow in join.incoming)
    return () if found == join.reach else found


def _upstream(
    flow: int, join: Node, nodes: list[Node], flows: list[Flow], *, alone: bool
) -> tuple[int, ...]:
    pending = [flows[flow].source]
    found: dict[int, None] = {}
    while pending:
        index = pending.pop()
        if index in found or index == join.index:
            continue
        found[index] = None
        node = nodes[index]
        pending.extend(flows[each].source for each in node.incoming)
        if node.attached >= 0 and (node.interrupting or not alone):
            pending.append(node.attached)
    return tuple(sorted(found))
