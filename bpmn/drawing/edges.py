"""Lines: sequence flows, message flows and associations, with their ends."""

from itertools import pairwise
from math import hypot

from bpmn.drawing.artifacts import path
from bpmn.drawing.scene import Line
from bpmn.drawing.tags import Tag, tag

Point = tuple[float, float]

_BEND = 5.0
"""Radius of the rounded corners."""
_HEAD = 10.0
"""Length of an arrow head."""
_ASSOCIATIONS = ("association", "dataInputAssociation", "dataOutputAssociation")
_GATEWAYS = ("exclusiveGateway", "inclusiveGateway", "complexGateway")
_ENVELOPE = "M-12.5,-8.5H12.5V8.5H-12.5Z"


def paint_edge(line: Line) -> list[Tag]:
    """Return the line of a flow or association and what stands at its ends."""
    points = _distinct(line.edge.waypoints)
    if len(points) < 2:
        return []
    if line.element.name == "messageFlow":
        return _message_flow(line, points)
    if line.element.name in _ASSOCIATIONS:
        return _association(line, points)
    if line.element.name == "sequenceFlow":
        return _sequence_flow(line, points)
    return [_stroke(points, "line dashed")]


def _sequence_flow(line: Line, points: list[Point]) -> list[Tag]:
    tags = [_stroke([*points[:-1], _before(points[-2], points[-1], _HEAD - 2)], "line sequence")]
    tags.append(_triangle(points[-2], points[-1], "ink"))
    source = line.model.get(line.element.get("sourceRef"))
    if source is None:
        return tags
    activity = source.name.endswith(("Task", "task", "Activity", "Process", "transaction"))
    default = source.get("default").rpartition(":")[2] == line.edge.element
    if default and (activity or source.name in _GATEWAYS):
        tags.append(_slash(points[0], points[1]))
    elif activity and line.element.first("conditionExpression") is not None:
        tags.append(_diamond(points[0], points[1]))
    return tags


def _message_flow(line: Line, points: list[Point]) -> list[Tag]:
    start, end = points[0], points[-1]
    first = _before(points[1], start, 8)
    shown = [first, *points[1:-1], _before(points[-2], end, _HEAD)]
    middle = _before(points[1], start, 4.5)
    tags = [
        _stroke(shown, "line dashed"),
        tag("circle", class_="hollow", cx=middle[0], cy=middle[1], r=3.5),
        _triangle(points[-2], end, "hollow"),
    ]
    return tags + _envelope(line, points)


def _envelope(line: Line, points: list[Point]) -> list[Tag]:
    """Return the message on its flow, where the diagram shows it; shaded where it is an answer."""
    if not line.edge.message:
        return []
    x, y = halfway(points)
    css = "hollow" if line.edge.message == "initiating" else "hollow shade"
    flap = tag("path", class_="line", d="M-12.5,-8.5L0,1.5L12.5,-8.5")
    move = path("translate(", x, y, ")")
    return [tag("g", tag("path", class_=css, d=_ENVELOPE), flap, class_="mark", transform=move)]


def _association(line: Line, points: list[Point]) -> list[Tag]:
    tags = [_stroke(points, "line dotted")]
    direction = line.element.get("associationDirection")
    if line.element.name != "association" or direction in ("One", "Both"):
        tags.append(_chevron(points[-2], points[-1]))
    if direction == "Both":
        tags.append(_chevron(points[1], points[0]))
    return tags


def _stroke(points: list[Point], css: str) -> Tag:
    """Return the line through the points, with rounded corners."""
    parts: list[str | float] = ["M", *points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        room = min(_BEND, _distance(before, corner) / 2, _distance(corner, after) / 2)
        parts += ["L", *_before(before, corner, room), "Q", *corner, *_before(after, corner, room)]
    return tag("path", class_=css, d=path(*parts, "L", *points[-1]))


def _triangle(before: Point, tip: Point, css: str) -> Tag:
    left, right = _across(before, tip, _HEAD, 4.5)
    return tag("path", class_=f"head {css}", d=path("M", *tip, "L", *left, "L", *right, "Z"))


def _chevron(before: Point, tip: Point) -> Tag:
    left, right = _across(before, tip, _HEAD - 1, 5.0)
    return tag("path", class_="line", d=path("M", *left, "L", *tip, "L", *right))


def _slash(start: Point, after: Point) -> Tag:
    _, ahead = _across(after, start, 13, 6.0)
    behind, _ = _across(after, start, 8, 6.0)
    return tag("path", class_="line", d=path("M", *ahead, "L", *behind))


def _diamond(start: Point, after: Point) -> Tag:
    left, right = _across(after, start, 8, 5.0)
    far = _before(after, start, 16)
    outline = path("M", *start, "L", *left, "L", *far, "L", *right, "Z")
    return tag("path", class_="hollow", d=outline)


def _across(before: Point, tip: Point, back: float, half: float) -> tuple[Point, Point]:
    """Return the two points beside the line, *back* from its tip and *half* away from it."""
    length = _distance(before, tip)
    x, y = _before(before, tip, back)
    dx, dy = (tip[0] - before[0]) / length * half, (tip[1] - before[1]) / length * half
    return (x - dy, y + dx), (x + dy, y - dx)


def _before(before: Point, tip: Point, back: float) -> Point:
    """Return the point *back* from *tip* towards *before*."""
    share = back / _distance(before, tip)
    return tip[0] + (before[0] - tip[0]) * share, tip[1] + (before[1] - tip[1]) * share


def _distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _distinct(waypoints: tuple[Point, ...]) -> list[Point]:
    kept = list(waypoints[:1])
    kept.extend(point for before, point in pairwise(waypoints) if _distance(before, point) > 0.01)
    return kept


def halfway(points: list[Point]) -> Point:
    """Return the point in the middle of the line's length."""
    rest = sum(_distance(a, b) for a, b in pairwise(points)) / 2
    for before, after in pairwise(points):
        length = _distance(before, after)
        if length and length >= rest:
            return _before(before, after, length - rest)
        rest -= length
    return points[-1]
