"""Pools and lanes, with their names along the side."""

from bpmn.definition import Bounds
from bpmn.drawing.icons import MARKERS, placed
from bpmn.drawing.lettering import centred, upwards
from bpmn.drawing.scene import Item
from bpmn.drawing.tags import Tag, tag

BAND = 30.0
"""Width of the strip that holds a name."""


def paint_pool(item: Item) -> list[Tag]:
    """Return a pool: with its strip, or with the name in the middle where it is a black box."""
    box = item.shape.bounds
    tags = [_frame(box, "body thin")]
    if item.element.get("processRef"):
        tags += [_rule(item), *_side_name(item)]
    else:
        tags += centred(
            item.element.get("name"), Bounds(box.x + 5, box.y, box.width - 10, box.height)
        )
    if item.element.first("participantMultiplicity") is not None:
        tags.append(placed(MARKERS["parallel"], box.x + box.width / 2, box.y + box.height - 11))
    return tags


def paint_lane(item: Item) -> list[Tag]:
    """Return a lane with its name."""
    return [_frame(item.shape.bounds, "body thin"), *_side_name(item)]


def _frame(box: Bounds, css: str) -> Tag:
    return tag("rect", class_=css, x=box.x, y=box.y, width=box.width, height=box.height)


def _rule(item: Item) -> Tag:
    box = item.shape.bounds
    if item.shape.horizontal is False:
        end, y = box.x + box.width, box.y + BAND
        return tag("line", class_="ring thin", x1=box.x, y1=y, x2=end, y2=y)
    x, end = box.x + BAND, box.y + box.height
    return tag("line", class_="ring thin", x1=x, y1=box.y, x2=x, y2=end)


def _side_name(item: Item) -> list[Tag]:
    box, name = item.shape.bounds, item.element.get("name")
    if item.shape.horizontal is False:
        return centred(name, Bounds(box.x + 5, box.y, box.width - 10, BAND))
    return upwards(name, Bounds(box.x, box.y, BAND, box.height))
