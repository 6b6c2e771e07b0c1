"""Every kind of element and line has its symbol."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from bpmn.drawing.kinds import KINDS
from bpmn.drawing.picture import draw
from bpmn.elements.table import ACCEPTED
from tests.bpmn.drawing.gallery import Sample, model, neighbours, samples

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {f"{SVG}{name}" for name in ("rect", "circle", "polygon", "path", "line")}


def _group(svg: str, key: str) -> Element:
    found = [each for each in fromstring(svg).iter(f"{SVG}g") if each.get("id") == key]
    assert len(found) == 1
    return found[0]


def _symbols(group: Element) -> list[tuple[str, str]]:
    """What is drawn, without texts: tag and class."""
    return [
        (each.tag.removeprefix(SVG), each.get("class", ""))
        for each in group.iter()
        if each.tag in SHAPES
    ]


def _drawn(sample: Sample) -> Element:
    return _group(draw(model([sample]), "model.bpmn"), "e0")


@pytest.mark.parametrize("sample", samples(), ids=lambda each: f"{each.label or each.tag}")
def test_every_kind_draws_something(sample: Sample) -> None:
    """Each element has a group with its id, its kind and a symbol."""
    group = _drawn(sample)

    assert sample.tag == group.get("data-kind")
    assert "e0" == group.get("data-element")
    assert _symbols(group)


def test_no_two_kinds_look_alike() -> None:
    """Each element and variant of the gallery has a picture of its own.

    BPMN draws an event that catches and one at a boundary alike, and an open subprocess as a task.
    """
    pictures: dict[str, list[str]] = {}
    for sample in samples():
        group = _drawn(sample)
        shown = [f"{e.tag} {e.get('class')} {e.get('d')}" for e in group.iter() if e.tag in SHAPES]
        pictures.setdefault("|".join(shown), []).append(f"{sample.tag} {sample.label}")

    alike = [names for names in pictures.values() if len(names) > 1]
    kinds = {tuple(name.partition(" ")[0] for name in names) for names in alike}
    assert {("intermediateCatchEvent", "boundaryEvent"), ("task", "subProcess")} == kinds


def test_every_kind_that_runs_is_drawn() -> None:
    """What the engine accepts is in the table of symbols."""
    kinds = {kind for kind, _ in ACCEPTED} - {"process", "eventSubProcess"}

    assert kinds <= set(KINDS)


@pytest.mark.parametrize("kind", sorted({sample.tag for sample in samples()} - {"somethingElse"}))
def test_the_gallery_knows_its_kinds(kind: str) -> None:
    """A kind of the gallery is no plain box."""
    assert kind in KINDS


def test_what_throws_is_filled_and_what_catches_is_outlined() -> None:
    """BPMN 2.0.2, table 10.93."""
    message = "<messageEventDefinition/>"
    thrown = _symbols(_drawn(Sample("", "intermediateThrowEvent", inner=message)))
    caught = _symbols(_drawn(Sample("", "intermediateCatchEvent", inner=message)))

    assert ("path", "ink") in thrown
    assert ("path", "ink") not in caught
    assert ("path", "outline") in caught


@pytest.mark.parametrize(
    ("tag", "attributes", "rings"),
    [
        pytest.param("startEvent", "", ["body"], id="start"),
        pytest.param("startEvent", 'isInterrupting="false"', ["body dashed"], id="not interrupting"),
        pytest.param("endEvent", "", ["body thick"], id="end"),
        pytest.param("intermediateThrowEvent", "", ["body thin", "ring thin"], id="intermediate"),
        pytest.param("boundaryEvent", "", ["body thin", "ring thin"], id="boundary"),
        pytest.param("boundaryEvent", 'cancelActivity="0"', ["body thin dashed", "ring thin dashed"],
                     id="boundary that does not interrupt"),
    ],
)  # fmt: skip
def test_events_have_their_rings(tag: str, attributes: str, rings: list[str]) -> None:
    """One ring, a thick one, or two; dashed where nothing is interrupted."""
    group = _drawn(Sample("", tag, attributes))

    assert rings == [css for name, css in _symbols(group) if name == "circle"]


@pytest.mark.parametrize(
    ("shape", "marked"),
    [
        pytest.param("", True, id="the diagram says nothing"),
        pytest.param('isMarkerVisible="1"', True, id="visible"),
        pytest.param('isMarkerVisible="false"', False, id="not visible"),
    ],
)
def test_an_exclusive_gateway_has_its_mark(shape: str, marked: bool) -> None:
    """The X is left out only where the diagram says so."""
    group = _drawn(Sample("", "exclusiveGateway", shape=shape))

    assert marked == (("path", "bold") in _symbols(group))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("f1", ["line sequence", "head ink"], id="plain"),
        pytest.param("f2", ["line sequence", "head ink", "hollow"], id="conditional"),
        pytest.param("f3", ["line sequence", "head ink", "line"], id="default"),
        pytest.param("f4", ["line sequence", "head ink"], id="of a gateway"),
        pytest.param("a1", ["line dotted"], id="association"),
        pytest.param("a2", ["line dotted", "line"], id="association one way"),
        pytest.param("a3", ["line dotted", "line", "line"], id="association both ways"),
        pytest.param("d1", ["line dotted", "line"], id="data association"),
        pytest.param("m1", ["line dashed", "hollow", "head hollow", "hollow", "line"], id="message"),
        pytest.param("m2", ["line dashed", "hollow", "head hollow", "hollow shade", "line"],
                     id="answer"),
    ],
)  # fmt: skip
def test_every_line_has_its_ends(line: str, expected: list[str]) -> None:
    """Heads, circles, slash and diamond."""
    group = _group(draw(neighbours(), "model.bpmn"), line)

    assert expected == [css for _, css in _symbols(group)]


def test_what_lies_behind_is_drawn_first() -> None:
    """Pools, lanes and open subprocesses, then lines, then the rest, boundary events at last."""
    root = fromstring(draw(neighbours(), "model.bpmn"))
    order = [each.get("id") for each in root.findall(f"{SVG}g")]

    rows = [["pool"], ["lane1", "lane2"], ["sub"], ["f1", "m2"], ["task", "s2"], ["late"]]
    places = [order.index(key) for row in rows for key in row]
    assert sorted(places) == places
    assert "labels" == root.findall(f"{SVG}g")[-1].get("class")


def test_colours_of_the_diagram_are_kept() -> None:
    """Modelers colour elements and with them their names; what is no colour is left out."""
    late = 'bpmnElement="late" '
    named = draw(neighbours().replace(late, late + 'bioc:stroke="#e53935" '), "model.bpmn")
    group = _group(draw(neighbours(), "model.bpmn"), "task")
    hostile = draw(neighbours().replace("#bbdefb", "red;} * { fill: url(x)"), "model.bpmn")

    assert "color: #1e88e5" == group.get("style")
    assert ["fill: #bbdefb"] == [e.get("style") for e in group if e.get("style")]
    assert "url(" not in hostile
    assert 'data-element="late" class="label" font-size="11" style="color: #e53935"' in named


def test_names_stand_where_the_diagram_puts_them() -> None:
    """A label's bounds give its middle and its top; without them it stands below the element."""
    place = (
        '<bpmndi:BPMNLabel><dc:Bounds x="200" y="300" width="60" height="14"/></bpmndi:BPMNLabel>'
    )
    text = model([Sample("受理", "startEvent")])
    moved = text.replace(
        'height="36"/></bpmndi:BPMNShape>', f'height="36"/>{place}</bpmndi:BPMNShape>'
    )

    below, put = (fromstring(draw(each, "m")).find(f".//{SVG}tspan") for each in (text, moved))
    assert below is not None
    assert put is not None
    assert ("90", "230") == (below.get("x"), put.get("x"))
    assert float(below.get("y", "0")) > 98
    assert 300 < float(put.get("y", "0")) < 314
