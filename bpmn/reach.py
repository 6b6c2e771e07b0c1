"""Which nodes can still send a token to each incoming flow of an inclusive join."""

from bpmn.program import Flow, Node


def reach_of(join: Node, nodes: list[Node], flows: list[Flow]) -> tuple[tuple[int, ...], ...]:
    """Return, per incoming flow of *join*, the nodes from which it can be reached.

    Paths do not lead through the join itself. A token in an activity can also leave through the
    activity's boundary events.
    """
    return tuple(_upstream(flow, join, nodes, flows) for flow in join.incoming)


def _upstream(flow: int, join: Node, nodes: list[Node], flows: list[Flow]) -> tuple[int, ...]:
    pending = [flows[flow].source]
    found: dict[int, None] = {}
    while pending:
        index = pending.pop()
        if index in found or index == join.index:
            continue
        found[index] = None
        node = nodes[index]
        pending.extend(flows[each].source for each in node.incoming)
        if node.attached >= 0:
            pending.append(node.attached)
    return tuple(sorted(found))
