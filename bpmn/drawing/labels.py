"""Names that stand beside their element: events, gateways, data, groups and lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bpmn.definition import Bounds, Edge, Shape
from bpmn.drawing.colours import style_of
from bpmn.drawing.edges import Point, halfway
from bpmn.drawing.fitting import Fitted, wrap
from bpmn.drawing.kinds import kind_of
from bpmn.drawing.lettering import lettered
from bpmn.drawing.scene import Item, Line, Plane
from bpmn.drawing.tags import Tag

SIZE = 11.0
WIDTH = 90.0
"""Width that a label may take where the diagram gives it less, as bpmn.io has it."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its place: the middle of its lines and their top."""

    element: str
    stroke: str
    fitted: Fitted
    x: float
    top: float

    @property
    def box(self) -> Bounds:
        """What the label covers."""
        width = self.fitted.width
        return Bounds(self.x - width / 2, self.top, width, self.fitted.height)

    def tags(self) -> Iterator[Tag]:
        """Yield the text with the id of the element that it names."""
        for text in lettered(self.fitted, self.x, self.top, css="label"):
            named = (("data-element", self.element), *text.attributes)
            style = style_of("color", self.stroke)
            yield Tag(text.name, (*named, ("style", style)) if style else named, text.children)


def labels_of(plane: Plane) -> list[Label]:
    """Return the names beside the elements of *plane*, those of lines last."""
    beside = [_beside(each) for each in plane.items if kind_of(each).beside]
    along = [_along(each) for each in plane.lines]
    return [each for each in [*beside, *along] if each.fitted.lines]


def _beside(item: Item) -> Label:
    """Return the name of an element at its place in the diagram, or below the element."""
    box, place = item.shape.bounds, item.shape.label
    if place is not None:
        return _placed(item.shape, _name(item), place)
    fitted = wrap(_name(item), WIDTH, SIZE)
    top = box.y - 8 if item.kind == "group" else box.y + box.height + 5
    return _label(item.shape, fitted, box.x + box.width / 2, top)


def _name(item: Item) -> str:
    if item.kind == "group":
        value = item.model.get(item.element.get("categoryValueRef"))
        return value.get("value") if value is not None else ""
    name = item.element.get("name")
    state = item.element.first("dataState")
    if state is not None and state.get("name"):
        return f"{name}\n[{state.get('name')}]"
    return name


def _along(line: Line) -> Label:
    """Return the name of a line at its place in the diagram, or at the middle of the line."""
    name = line.element.get("name")
    if line.edge.label is not None:
        return _placed(line.edge, name, line.edge.label)
    points = list(line.edge.waypoints)
    x, y = halfway(points)
    fitted = wrap(name, WIDTH, SIZE)
    across, above = (16.0, 11.0) if line.edge.message else (6.0, 4.0)
    if _is_upright(points, (x, y)):
        return _label(line.edge, fitted, x + fitted.width / 2 + across, y - fitted.height / 2)
    return _label(line.edge, fitted, x, y - fitted.height - above)


def _is_upright(points: list[Point], middle: Point) -> bool:
    """Whether the line goes up or down where its middle is."""
    for (x1, y1), (x2, y2) in pairwise(points):
        between = min(x1, x2) - 1 <= middle[0] <= max(x1, x2) + 1
        if between and min(y1, y2) - 1 <= middle[1] <= max(y1, y2) + 1:
            return abs(y2 - y1) > abs(x2 - x1)
    return False


def _placed(drawn: Shape | Edge, name: str, place: Bounds) -> Label:
    # The diagram measured the text with a font of its own, so the estimate has a little more room.
    fitted = wrap(name, max(place.width * 1.04, WIDTH), SIZE)
    return _label(drawn, fitted, place.x + place.width / 2, place.y)


def _label(drawn: Shape | Edge, fitted: Fitted, x: float, top: float) -> Label:
    return Label(drawn.element, drawn.stroke, fitted, x, top)
