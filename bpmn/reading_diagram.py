"""Read diagram interchange: bounds and waypoints, kept for drawing, ignored by execution."""

from bpmn.definition import Bounds, Definition, Edge, Shape, truth
from decisions.xml_tree import Element


def read_diagram(definition: Definition, diagram: Element) -> None:
    """Add the shapes and edges of one `BPMNDiagram` to *definition*."""
    for element in diagram.walk():
        if element.name == "BPMNShape":
            _read_shape(definition, element)
        elif element.name == "BPMNEdge":
            _read_edge(definition, element)


def _read_shape(definition: Definition, element: Element) -> None:
    bounds = _bounds(element)
    key = element.get("bpmnElement").rpartition(":")[2]
    if bounds is not None and key not in definition.shapes:
        definition.shapes[key] = Shape(
            key,
            bounds,
            _label(element),
            _said(element, "isHorizontal"),
            _said(element, "isExpanded"),
            element.line,
        )


def _read_edge(definition: Definition, element: Element) -> None:
    key = element.get("bpmnElement").rpartition(":")[2]
    points = tuple((_number(p, "x"), _number(p, "y")) for p in element.all("waypoint"))
    if points and key not in definition.edges:
        definition.edges[key] = Edge(key, points, _label(element), element.line)


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
        return float(element.get(name, "0"))
    except ValueError:
        return 0.0


def _said(element: Element, name: str) -> bool | None:
    text = element.get(name)
    return truth(text, default=False) if text else None
