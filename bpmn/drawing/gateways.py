"""Diamonds: gateways with their marks."""

from bpmn.drawing.icons import GATEWAYS, Mark, placed
from bpmn.drawing.scene import Item
from bpmn.drawing.tags import Tag, number, tag


def paint_gateway(item: Item) -> list[Tag]:
    """Return the diamond of a gateway and its mark."""
    box = item.shape.bounds
    x, y = box.x + box.width / 2, box.y + box.height / 2
    right, bottom = box.x + box.width, box.y + box.height
    corners = [(x, box.y), (right, y), (x, bottom), (box.x, y)]
    points = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
    mark = placed(_mark(item), x, y, min(box.width, box.height) / 50)
    return [tag("polygon", class_="body", points=points), mark]


def _mark(item: Item) -> Mark:
    """Return the mark; an exclusive gateway goes without only where the diagram says so."""
    if item.kind == "exclusiveGateway" and item.shape.marked is False:
        return ()
    if item.kind == "eventBasedGateway" and item.says("instantiate"):
        parallel = item.element.get("eventGatewayType") == "Parallel"
        return GATEWAYS["instantiatingAll" if parallel else "instantiating"]
    return GATEWAYS[item.kind]
