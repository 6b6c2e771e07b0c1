"""Names that stand beside their element: events, gateways, data, groups and lines."""

from itertools import pairwise

from bpmn.definition import Bounds
from bpmn.drawing.edges import Point, halfway
from bpmn.drawing.fitting import wrap
from bpmn.drawing.lettering import lettered
from bpmn.drawing.scene import Item, Line
from bpmn.drawing.tags import Tag

SIZE = 11.0
WIDTH = 90.0
"""Width that a label may take where the diagram gives it less, as bpmn.io has it."""


def label_beside(item: Item) -> list[Tag]:
    """Return the name of an element at its place in the diagram, or below the element."""
    box = item.shape.bounds
    place = item.shape.label
    if place is None:
        middle = box.x + box.width / 2
        top = box.y - 8 if item.kind == "group" else box.y + box.height + 5
        place = Bounds(middle - WIDTH / 2, top, WIDTH, 14)
    return _at(_name(item), place)


def _name(item: Item) -> str:
    if item.kind == "group":
        value = item.model.get(item.element.get("categoryValueRef"))
        return value.get("value") if value is not None else ""
    name = item.element.get("name")
    state = item.element.first("dataState")
    if state is not None and state.get("name"):
        return f"{name}\n[{state.get('name')}]"
    return name


def label_along(line: Line) -> list[Tag]:
    """Return the name of a line at its place in the diagram, or at the middle of the line."""
    name = line.element.get("name")
    if not name or not line.edge.waypoints:
        return []
    if line.edge.label is not None:
        return _at(name, line.edge.label)
    points = list(line.edge.waypoints)
    x, y = halfway(points)
    fitted = wrap(name, WIDTH, SIZE)
    across, along = (16.0, 11.0) if line.edge.message else (6.0, 4.0)
    if _is_upright(points, (x, y)):
        return lettered(fitted, x + fitted.width / 2 + across, y - fitted.height / 2, css="label")
    return lettered(fitted, x, y - fitted.height - along, css="label")


def _is_upright(points: list[Point], middle: Point) -> bool:
    """Whether the line goes up or down where its middle is."""
    for (x1, y1), (x2, y2) in pairwise(points):
        between = min(x1, x2) - 1 <= middle[0] <= max(x1, x2) + 1
        if between and min(y1, y2) - 1 <= middle[1] <= max(y1, y2) + 1:
            return abs(y2 - y1) > abs(x2 - x1)
    return False


def _at(name: str, place: Bounds) -> list[Tag]:
    fitted = wrap(name, max(place.width * 1.04, WIDTH), SIZE)
    return lettered(fitted, place.x + place.width / 2, place.y, css="label")
