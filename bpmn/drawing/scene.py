"""What a file shows: its planes, and of each plane the elements with their places."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bpmn.definition import Edge, Shape, truth
from bpmn.reading_diagram import edge_of, shape_of
from decisions.xml_tree import Element

SUBPROCESSES = ("subProcess", "transaction", "adHocSubProcess")


@dataclass(slots=True)
class Model:
    """The elements of a file by id, and the id of the element that each stands in."""

    file: str
    elements: dict[str, Element] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)

    def get(self, reference: str) -> Element | None:
        """Return the element that a reference names, prefix or not."""
        return self.elements.get(reference.strip().rpartition(":")[2])

    def around(self, key: str) -> Iterator[str]:
        """Yield the ids of what the element stands in, the innermost first."""
        while owner := self.owners.get(key, ""):
            yield owner
            key = owner


@dataclass(frozen=True, slots=True)
class Item:
    """An element with its shape; *open* says whether its contents are shown inside."""

    model: Model
    element: Element
    shape: Shape
    open: bool = False

    @property
    def kind(self) -> str:
        """The element's local name, such as `userTask`."""
        return self.element.name

    def says(self, attribute: str, *, default: bool = False) -> bool:
        """Return a boolean attribute of the element."""
        return truth(self.element.get(attribute), default=default)


@dataclass(frozen=True, slots=True)
class Line:
    """An element with its edge."""

    model: Model
    element: Element
    edge: Edge


@dataclass(slots=True)
class Plane:
    """One plane: the id of what it shows, and the elements on it in the order of the file."""

    subject: str
    items: list[Item] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all elements on the plane."""
        yield from (each.shape.element for each in self.items)
        yield from (each.edge.element for each in self.lines)


def read_model(root: Element, file: str) -> Model:
    """Index the elements under *root*."""
    model = Model(file)
    for child in root.children:
        if child.name != "BPMNDiagram":
            _index(model, child, "")
    return model


def _index(model: Model, element: Element, owner: str) -> None:
    key = element.get("id")
    if key and key not in model.elements:
        model.elements[key] = element
        model.owners[key] = owner
    for child in element.children:
        if child.name != "extensionElements":
            _index(model, child, key or owner)


def read_planes(root: Element, model: Model) -> list[Plane]:
    """Return the planes that show something, in the order of the file.

    What stands on a plane inside a collapsed subprocess gets a plane of its own.
    """
    planes: list[Plane] = []
    for diagram in root.all("BPMNDiagram"):
        for drawn in diagram.all("BPMNPlane"):
            planes.extend(_apart(model, _read_plane(model, drawn)))
    return [each for each in planes if each.items]


def _read_plane(model: Model, drawn: Element) -> Plane:
    plane = Plane(drawn.get("bpmnElement").rpartition(":")[2])
    seen: dict[str, None] = {}
    for child in drawn.children:
        shape, edge = shape_of(child), edge_of(child)
        key = shape.element if shape else edge.element if edge else ""
        element = model.get(key)
        if element is None or key in seen:
            continue
        seen[key] = None
        if shape is not None:
            plane.items.append(Item(model, element, shape))
        elif edge is not None:
            plane.lines.append(Line(model, element, edge))
    return plane


def _apart(model: Model, plane: Plane) -> list[Plane]:
    """Return *plane* with its open subprocesses marked, and one plane for each closed one."""
    inner = {owner for key in plane.ids() for owner in [*model.around(key)][:1]}
    opened = {
        each.shape.element
        for each in plane.items
        if each.kind in SUBPROCESSES and _is_open(each, each.shape.element in inner)
    }
    closed = {each.shape.element for each in plane.items if each.kind in SUBPROCESSES} - opened
    planes: dict[str, Plane] = {plane.subject: Plane(plane.subject)}
    for item in plane.items:
        place = _place(model, item.shape.element, closed, plane)
        shown = Item(model, item.element, item.shape, item.shape.element in opened)
        planes.setdefault(place, Plane(place)).items.append(shown)
    for line in plane.lines:
        place = _place(model, line.edge.element, closed, plane)
        planes.setdefault(place, Plane(place)).lines.append(line)
    return list(planes.values())


def _place(model: Model, key: str, closed: set[str], plane: Plane) -> str:
    """Return what the element is shown in: the innermost closed subprocess, or the plane's."""
    for owner in model.around(key):
        if owner == plane.subject:
            break
        if owner in closed:
            return owner
    return plane.subject


def _is_open(item: Item, holds: bool) -> bool:
    """Whether a subprocess is expanded; where the file does not say, whether it shows contents."""
    return holds if item.shape.expanded is None else item.shape.expanded
