"""Read diagram interchange: bounds and waypoints, kept for drawing, ignored by execution."""

from math import isfinite

from bpmn.definition import Bounds, Definition, Edge, Shape, truth
from decisions.xml_tree import Element

_COLOURS = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"
_BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"


def read_diagram(definition: Definition, diagram: Element) -> None:
    """Add the shapes and edges of one `BPMNDiagram` to *definition*."""
    for element in diagram.walk():
        shape, edge = shape_of(element), edge_of(element)
        if shape is not None:
            definition.shapes.setdefault(shape.element, shape)
        elif edge is not None:
            definition.edges.setdefault(edge.element, edge)


def shape_of(element: Element) -> Shape | None:
    """Return what a `BPMNShape` says, None for another element or one without bounds."""
    bounds = _bounds(element) if element.name == "BPMNShape" else None
    if bounds is None:
        return None
    return Shape(
        _subject(element),
        bounds,
        _label(element),
        _said(element, "isHorizontal"),
        _said(element, "isExpanded"),
        element.line,
        _said(element, "isMarkerVisible"),
        _colour(element, "border-color", "stroke"),
        _colour(element, "background-color", "fill"),
    )


def edge_of(element: Element) -> Edge | None:
    """Return what a `BPMNEdge` says, None for another element or one without waypoints."""
    if element.name != "BPMNEdge":
        return None
    points = tuple((_number(p, "x"), _number(p, "y")) for p in element.all("waypoint"))
    if not points:
        return None
    stroke = _colour(element, "border-color", "stroke")
    message = element.get("messageVisibleKind")
    return Edge(_subject(element), points, _label(element), element.line, message, stroke)


def _subject(element: Element) -> str:
    return element.get("bpmnElement").rpartition(":")[2]


def _label(element: Element) -> Bounds | None:
    label = element.first("BPMNLabel")
    return _bounds(label) if label is not None else None


def _bounds(element: Element) -> Bounds | None:
    found = element.first("Bounds")
    if found is None:
        return None
    x, y, width, height = (_number(found, name) for name in ("x", "y", "width", "height"))
    return Bounds(x, y, width, height)


def _number(element: Element, name: str) -> float:
    try:
        value = float(element.get(name, "0"))
    except ValueError:
        return 0.0
    return value if isfinite(value) else 0.0


def _said(element: Element, name: str) -> bool | None:
    text = element.get(name)
    return truth(text, default=False) if text else None


def _colour(element: Element, name: str, older: str) -> str:
    return element.get(f"{{{_COLOURS}}}{name}") or element.get(f"{{{_BIOC}}}{older}")
