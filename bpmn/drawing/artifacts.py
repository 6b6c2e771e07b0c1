"""Data, annotations, groups, and the plain box of a kind that has no symbol here."""

from bpmn.definition import Bounds
from bpmn.drawing.fitting import fit
from bpmn.drawing.icons import MARKERS, placed
from bpmn.drawing.lettering import centred, lettered
from bpmn.drawing.scene import Item
from bpmn.drawing.tags import Tag, number, tag

_INPUT = (("outline", "M-8,-3H1V-7L8,0L1,7V3H-8Z"),)
_OUTPUT = (("ink", "M-8,-3H1V-7L8,0L1,7V3H-8Z"),)


def paint_data(item: Item) -> list[Tag]:
    """Return a sheet with its corner folded; a collection has three bars."""
    box = item.shape.bounds
    fold = min(12.0, box.width / 3, box.height / 3)
    right, bottom = box.x + box.width, box.y + box.height
    sheet = path("M", box.x, box.y, "L", right - fold, box.y, "L", right, box.y + fold,
                  "L", right, bottom, "L", box.x, bottom, "Z")  # fmt: skip
    corner = path("M", right - fold, box.y, "L", right - fold, box.y + fold,
                   "L", right, box.y + fold)  # fmt: skip
    tags = [tag("path", class_="body", d=sheet), tag("path", class_="ring", d=corner)]
    if item.kind in ("dataInput", "dataOutput"):
        arrow = _INPUT if item.kind == "dataInput" else _OUTPUT
        tags.append(placed(arrow, box.x + 12, box.y + 11, 0.8))
    if _is_collection(item):
        tags.append(placed(MARKERS["parallel"], box.x + box.width / 2, bottom - 9, 0.9))
    return tags


def _is_collection(item: Item) -> bool:
    target = item.model.get(item.element.get("dataObjectRef"))
    said = target.get("isCollection") if target is not None else ""
    return item.says("isCollection") or said in ("true", "1")


def paint_store(item: Item) -> list[Tag]:
    """Return a drum with three rings."""
    box = item.shape.bounds
    flat = box.height * 0.12
    top, bottom, right = box.y + flat, box.y + box.height - flat, box.x + box.width
    half = box.width / 2
    drum = path("M", box.x, top, _arc(half, flat, 1), right, top, "L", right, bottom,
                 _arc(half, flat, 1), box.x, bottom, "Z")  # fmt: skip
    rings = "".join(
        path("M", box.x, top + down, _arc(half, flat, 0), right, top + down)
        for down in (0.0, flat, 2 * flat)
    )
    return [tag("path", class_="body", d=drum), tag("path", class_="ring", d=rings)]


def paint_annotation(item: Item) -> list[Tag]:
    """Return the open bracket and the text beside it."""
    box = item.shape.bounds
    arm, bottom = box.x + min(10.0, box.width / 2), box.y + box.height
    bracket = path("M", arm, box.y, "L", box.x, box.y, "L", box.x, bottom, "L", arm, bottom)
    text = item.element.first("text")
    written = text.text if text is not None else ""
    fitted = fit(written, box.width - 10, max(box.height - 6, 15), even=False)
    return [
        tag("path", class_="ring", d=bracket),
        *lettered(fitted, box.x + 7, box.y + 6, css="left"),
    ]


def paint_group(item: Item) -> list[Tag]:
    """Return the dash-dotted frame of a group."""
    box = item.shape.bounds
    size = {"width": box.width, "height": box.height}
    return [tag("rect", class_="ring thin dashdotted", x=box.x, y=box.y, rx=10, **size)]


def paint_unknown(item: Item) -> list[Tag]:
    """Return a dashed box with the name, so that what has no symbol here is seen all the same."""
    box = item.shape.bounds
    size = {"width": box.width, "height": box.height}
    inner = Bounds(box.x + 4, box.y + 2, box.width - 8, box.height - 4)
    frame = tag("rect", class_="body thin dashed", x=box.x, y=box.y, **size)
    return [frame, *centred(item.element.get("name") or item.kind, inner)]


def path(*parts: str | float) -> str:
    """Return the parts of a path as its text."""
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)


def _arc(rx: float, ry: float, sweep: int) -> str:
    return f"A{number(rx)},{number(ry)} 0 0 {sweep}"
