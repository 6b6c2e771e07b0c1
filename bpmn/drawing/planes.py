"""Which plane is drawn: the one that is asked for, or the only one that can be meant."""

from bpmn.drawing.scene import SUBPROCESSES, Model, Plane
from decisions.problems import InvalidDefinition, Problem


def choose_plane(model: Model, planes: list[Plane], wanted: str | None) -> Plane:
    """Return the plane to draw.

    *wanted* is the id of a process, a collaboration or a subprocess, or of any element shown.

    Raises:
        InvalidDefinition: nothing is drawn, or not what is wanted, or several could be meant.
    """
    if not planes:
        what = "holds no diagram interchange (BPMNShape), so there is nothing to draw from"
        hint = "open it in Camunda Modeler or with bpmn.io, lay it out and save it"
        raise InvalidDefinition((Problem(model.file, 0, "", what, hint),))
    subjects = ", ".join(dict.fromkeys(each.subject or "(unnamed)" for each in planes))
    if wanted is not None:
        found = _of(model, planes, wanted)
        if found is None:
            what = f"expected a diagram that shows {wanted!r}, found diagrams of: {subjects}"
            raise InvalidDefinition((Problem(model.file, 0, "", what, "choose one by its id"),))
        return found
    outer = [each for each in planes if not _is_inner(model, each)] or planes[:1]
    if len(outer) > 1:
        subjects = ", ".join(each.subject or "(unnamed)" for each in outer)
        what = f"expected one diagram, found {len(outer)}, of: {subjects}"
        raise InvalidDefinition((Problem(model.file, 0, "", what, "choose one by its id"),))
    return outer[0]


def _is_inner(model: Model, plane: Plane) -> bool:
    subject = model.get(plane.subject)
    return subject is not None and subject.name in SUBPROCESSES


def _of(model: Model, planes: list[Plane], wanted: str) -> Plane | None:
    for plane in planes:
        if plane.subject == wanted:
            return plane
    return next((plane for plane in planes if _shows(model, plane, wanted)), None)


def _shows(model: Model, plane: Plane, wanted: str) -> bool:
    for key in plane.ids():
        if key == wanted or wanted in model.around(key):
            return True
    references = (each.element.get("processRef") for each in plane.items)
    return any(each.rpartition(":")[2] == wanted for each in references)
