"""Circles: start, intermediate, boundary and end events, with what they catch or throw."""

from bpmn.drawing.icons import EVENTS, placed
from bpmn.drawing.scene import Item
from bpmn.drawing.tags import Tag, tag
from decisions.xml_tree import Element

_THROWING = ("endEvent", "intermediateThrowEvent")
_DOUBLE = ("intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
_RING = 3.5
"""Distance between the two circles of an intermediate event."""


def paint_event(item: Item) -> list[Tag]:
    """Return the rings and the mark of an event."""
    box = item.shape.bounds
    x, y = box.x + box.width / 2, box.y + box.height / 2
    radius = min(box.width, box.height) / 2
    dashed = "" if _interrupts(item) else " dashed"
    weight = {"endEvent": " thick", "startEvent": ""}.get(item.kind, " thin")
    tags = [tag("circle", class_=f"body{weight}{dashed}", cx=x, cy=y, r=radius)]
    if item.kind in _DOUBLE:
        inner = max(radius - _RING, radius / 2)
        tags.append(tag("circle", class_=f"ring thin{dashed}", cx=x, cy=y, r=inner))
    kind = trigger_of(item.element)
    if kind in EVENTS:
        filled = item.kind in _THROWING
        tags.append(placed(EVENTS[kind], x, y, radius / 18 * 0.94, filled=filled))
    return tags


def trigger_of(event: Element) -> str:
    """Return what an event catches or throws: a key of `EVENTS`, or "" for nothing."""
    found = [each for each in event.children if each.name.endswith("EventDefinition")]
    referred = [each for each in event.children if each.name == "eventDefinitionRef"]
    if len(found) + len(referred) > 1:
        parallel = event.get("parallelMultiple") in ("true", "1")
        return "parallelMultiple" if parallel else "multiple"
    if referred:
        return "multiple"
    return found[0].name.removesuffix("EventDefinition") if found else ""


def _interrupts(item: Item) -> bool:
    if item.kind == "boundaryEvent":
        return item.says("cancelActivity", default=True)
    if item.kind == "startEvent":
        return item.says("isInterrupting", default=True)
    return True
