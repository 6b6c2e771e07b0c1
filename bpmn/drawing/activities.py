"""Rounded boxes: tasks, call activities and subprocesses, with their icons and markers."""

from bpmn.definition import Bounds
from bpmn.drawing.events import trigger_of
from bpmn.drawing.fitting import fit
from bpmn.drawing.icons import EVENTS, MARKERS, TASKS, circle, placed
from bpmn.drawing.lettering import centred, lettered
from bpmn.drawing.scene import SUBPROCESSES, Item
from bpmn.drawing.tags import Tag, tag
from decisions.xml_tree import Element

_ICON = 26.0
"""Height that an icon in the corner keeps free of text."""
_MARKERS = 19.0
"""Height that markers at the bottom keep free of text."""
_TITLE = 30.0
"""Height of the name of an open subprocess, at its top: two lines."""
_PADDING = 5.0


def paint_activity(item: Item) -> list[Tag]:
    """Return the box of an activity, its icon, its markers and its name."""
    box = item.shape.bounds
    tags = [_box(box, f"body{_border(item)}", 0)]
    if item.kind == "transaction":
        tags.append(_box(box, "ring thin", 3))
    icon = _icon(item)
    markers = _markers(item)
    return [*tags, *icon, *_in_a_row(markers, box), *_name(item, bool(icon), bool(markers))]


def _box(box: Bounds, css: str, inset: float) -> Tag:
    width, height = box.width - 2 * inset, box.height - 2 * inset
    round_ = min(10.0, box.width / 4, box.height / 4) - inset * 0.6
    return tag(
        "rect",
        class_=css,
        x=box.x + inset,
        y=box.y + inset,
        width=max(width, 0),
        height=max(height, 0),
        rx=max(round_, 0),
    )


def _border(item: Item) -> str:
    if item.kind == "callActivity":
        return " thick"
    if item.kind == "transaction":
        return " thin"
    return " dotted" if item.says("triggeredByEvent") else ""


def _name(item: Item, icon: bool, markers: bool) -> list[Tag]:
    box = item.shape.bounds
    inner = Bounds(box.x + _PADDING, box.y + 3, box.width - 2 * _PADDING, box.height - 6)
    if item.open:
        fitted = fit(item.element.get("name"), inner.width, min(inner.height, _TITLE))
        return lettered(fitted, box.x + box.width / 2, box.y + 6)
    above = _ICON if icon and box.height >= 60 else 0.0
    below = _MARKERS if markers and box.height >= 50 else 0.0
    return centred(item.element.get("name"), inner, above, below)


def _icon(item: Item) -> list[Tag]:
    box = item.shape.bounds
    x, y = box.x + 15.5, box.y + 15
    if item.kind == "receiveTask" and item.says("instantiate"):
        ring = tag("g", tag("path", class_="line", d=circle(11.5, x, y)), class_="mark")
        return [ring, placed(TASKS[item.kind], x, y, 0.75)]
    if item.kind in TASKS:
        return [placed(TASKS[item.kind], x, y, 0.95)]
    start = _start(item) if item.says("triggeredByEvent") and not item.open else None
    if start is None:
        return []
    dashed = "" if start.get("isInterrupting") not in ("false", "0") else " dashed"
    ring = tag("circle", class_=f"ring thin{dashed}", cx=x, cy=y, r=10)
    mark = EVENTS.get(trigger_of(start))
    return [ring, placed(mark, x, y, 0.5)] if mark else [ring]


def _start(item: Item) -> Element | None:
    return item.element.first("startEvent")


def _markers(item: Item) -> list[str]:
    found = ["compensation"] if item.says("isForCompensation") else []
    several = item.element.first("multiInstanceLoopCharacteristics")
    if several is not None:
        one_by_one = several.get("isSequential") in ("true", "1")
        found.append("sequential" if one_by_one else "parallel")
    elif item.element.first("standardLoopCharacteristics") is not None:
        found.append("loop")
    if item.kind in (*SUBPROCESSES, "callActivity") and not (item.open or item.shape.expanded):
        found.append("collapsed")
    if item.kind == "adHocSubProcess":
        found.append("adHoc")
    return found


def _in_a_row(markers: list[str], box: Bounds) -> list[Tag]:
    first = box.x + box.width / 2 - 10 * (len(markers) - 1)
    y = box.y + box.height - 11
    return [placed(MARKERS[key], first + 20 * n, y) for n, key in enumerate(markers)]
