"""The whole picture: layers, size and description.

Law: from the back to the front come pools, lanes and open subprocesses, then lines, then all other
     elements, boundary events after the activities they sit on, and at last the names beside them.
"""

from bpmn.definition import Bounds
from bpmn.drawing.colours import style_of
from bpmn.drawing.edges import paint_edge
from bpmn.drawing.kinds import WORDS, Kind, kind_of
from bpmn.drawing.labels import Label, labels_of
from bpmn.drawing.planes import choose_plane
from bpmn.drawing.scene import Item, Line, Model, Plane, read_model, read_planes
from bpmn.drawing.stylesheet import STYLES
from bpmn.drawing.tags import Tag, number, render, tag
from bpmn.reading import parse_definitions

MARGIN = 20.0


def draw(xml: bytes | str, file: str, show: str | None = None) -> str:
    """Return the diagram in *xml* as the text of an SVG file.

    *file* is the name that problems mention. *show* is the id of a process, collaboration or
    subprocess, where the file holds several diagrams.

    Raises:
        InvalidDefinition: the text is no BPMN 2.0 file, or holds no diagram of what is asked for.
    """
    root = parse_definitions(xml, file)
    model = read_model(root, file)
    plane = choose_plane(model, read_planes(root, model), show)
    return render(_picture(model, plane))


def _picture(model: Model, plane: Plane) -> Tag:
    back = [each for each in plane.items if _is_container(each)]
    front = [each for each in plane.items if not _is_container(each)]
    back.sort(key=lambda each: _depth(model, each))
    front.sort(key=lambda each: each.kind == "boundaryEvent")
    labels = labels_of(plane)
    names = tag("g", *(text for each in labels for text in each.tags()), class_="labels")
    layers = [
        *(_drawn_item(each) for each in back),
        *(_drawn_line(each) for each in plane.lines),
        *(_drawn_item(each) for each in front),
        *([names] if labels else []),
    ]
    frame = _frame(plane, labels)
    box = " ".join(number(each) for each in (frame.x, frame.y, frame.width, frame.height))
    return tag(
        "svg",
        tag("title", _title(model, plane)),
        tag("desc", _description(plane)),
        Tag("style", (), tuple(STYLES.splitlines())),
        *layers,
        xmlns="http://www.w3.org/2000/svg",
        class_="bpmn",
        role="img",
        viewBox=box,
        width=frame.width,
        height=frame.height,
        data_plane=plane.subject,
    )


def _is_container(item: Item) -> bool:
    return item.open or item.kind in ("participant", "lane")


def _depth(model: Model, item: Item) -> tuple[int, int]:
    rank = {"participant": 0, "lane": 1}.get(item.kind, 2)
    return rank, len(list(model.around(item.shape.element)))


def _drawn_item(item: Item) -> Tag:
    kind = kind_of(item)
    fill = style_of("fill", item.shape.fill)
    symbols = kind.paint(item)
    if fill is not None:
        symbols = [_filled(each, fill) for each in symbols]
    return _group(item, kind.family, item.shape.stroke, symbols)


def _drawn_line(line: Line) -> Tag:
    return _group(line, "flow", line.edge.stroke, paint_edge(line))


def _group(drawn: Item | Line, family: str, stroke: str, symbols: list[Tag]) -> Tag:
    key, name = drawn.element.get("id"), drawn.element.get("name").strip()
    return tag(
        "g",
        *([tag("title", name)] if name else []),
        *symbols,
        id=key,
        class_=family,
        data_element=key,
        data_kind=drawn.element.name,
        style=style_of("color", stroke),
    )


def _filled(symbol: Tag, fill: str) -> Tag:
    css = dict(symbol.attributes).get("class", "")
    if "body" not in css.split():
        return symbol
    return Tag(symbol.name, (*symbol.attributes, ("style", fill)), symbol.children)


def _frame(plane: Plane, labels: list[Label]) -> Bounds:
    """Return what the picture covers: all shapes, lines and names, with a margin."""
    boxes = [*(each.shape.bounds for each in plane.items), *(each.box for each in labels)]
    points = [
        *((box.x, box.y) for box in boxes),
        *((box.x + box.width, box.y + box.height) for box in boxes),
        *(point for line in plane.lines for point in line.edge.waypoints),
    ]
    left, top = (min(each[axis] for each in points) - MARGIN for axis in (0, 1))
    right, bottom = (max(each[axis] for each in points) + MARGIN for axis in (0, 1))
    return Bounds(left, top, right - left, bottom - top)


def _title(model: Model, plane: Plane) -> str:
    pools = [each.element.get("name") for each in plane.items if each.kind == "participant"]
    if any(pools):
        return "、".join(name for name in pools if name)
    subject = model.get(plane.subject)
    return (subject.get("name") if subject is not None else "") or plane.subject or "BPMN"


def _description(plane: Plane) -> str:
    kinds: list[Kind] = [kind_of(each) for each in plane.items]
    counts = [
        (word, sum(each.family == family for each in kinds)) for family, word in WORDS.items()
    ]
    return "BPMN 流程图：" + "、".join(f"{word} {count}" for word, count in counts if count)
