"""Whole pictures: sound, safe, the same every time; and which one is drawn."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from xml.sax.saxutils import quoteattr

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bpmn.drawing.picture import draw
from bpmn.drawing.tags import escape
from decisions.problems import InvalidDefinition
from starter.commands.bpmn import command
from tests.bpmn.drawing.gallery import HEAD, edge, model, neighbours, plane, samples, shape

ROOT = Path(__file__).resolve().parents[3]
MODELS = sorted(ROOT.glob("packs/*/processes/*.bpmn"))
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script> & \"'> ]]> <!-- &amp; ${x} {{y}} \x85\u2028"


def _numbers(root: Element) -> list[float]:
    return [float(each) for each in root.get("viewBox", "").split()]


@pytest.mark.parametrize("file", MODELS, ids=lambda file: file.stem)
def test_the_diagrams_of_the_packs_are_drawn(file: Path) -> None:
    """Every shape and line of the diagram is there, with its id."""
    source = file.read_bytes()

    root = fromstring(draw(source, str(file)))

    drawn = [each.get("id") for each in root.iter(f"{SVG}g") if each.get("id")]
    wanted = [
        each.get("bpmnElement") for each in fromstring(source).iter() if each.get("bpmnElement")
    ][1:]
    assert sorted(wanted, key=str) == sorted(drawn, key=str)
    assert "…" not in "".join(root.itertext())


@pytest.mark.parametrize("file", MODELS, ids=lambda file: file.stem)
def test_the_picture_holds_all_that_is_drawn(file: Path) -> None:
    """No shape and no text begins outside of the picture."""
    root = fromstring(draw(file.read_bytes(), str(file)))

    left, top, width, height = _numbers(root)
    for each in root.iter():
        if each.tag in (f"{SVG}rect", f"{SVG}tspan") and float(each.get("x", "0")) != 0:
            assert left < float(each.get("x", "0")) < left + width
            assert top < float(each.get("y", "0")) < top + height


def test_a_picture_is_described() -> None:
    """Title and description for those who do not see it, and a tooltip for each named element."""
    root = fromstring(draw(neighbours(), "model.bpmn"))

    assert "img" == root.get("role")
    assert "首问负责制、群众" == root.findtext(f"{SVG}title")
    assert "泳池 2、泳道 2、子流程 1、任务 2" in (root.findtext(f"{SVG}desc") or "")
    assert "首问责任人登记并答复" == root.findtext(f".//{SVG}g[@id='task']/{SVG}title")


def test_a_picture_asks_for_nothing_from_outside() -> None:
    """No link, no image, no script; one stylesheet."""
    svg = draw(neighbours(), "model.bpmn")

    assert 1 == svg.count("<style>")
    assert not [word for word in ("href", "url(", "@import", "<script", "<image") if word in svg]


def test_hostile_text_is_only_text() -> None:
    """Names and ids never become markup."""
    key = quoteattr('a" onload="alert(1)')
    source = (
        f"{HEAD}<process id='p'><task id={key} name={quoteattr(HOSTILE)}/>"
        f"<textAnnotation id='n'><text>{escape(HOSTILE)}</text></textAnnotation></process>"
        f"{plane('p', shape('n', 0, 200, 300, 60))}</definitions>"
    )
    drawn = source.replace(
        '<bpmndi:BPMNPlane bpmnElement="p">',
        '<bpmndi:BPMNPlane bpmnElement="p">'
        f'<bpmndi:BPMNShape bpmnElement={key}><dc:Bounds x="0" y="0" width="300" height="90"/>'
        "</bpmndi:BPMNShape>",
    )

    root = fromstring(draw(drawn, "model.bpmn"))

    assert not list(root.iter(f"{SVG}script"))
    assert not [each for each in root.iter() if each.get("onload")]
    assert 'a" onload="alert(1)' in [each.get("id") for each in root.iter()]
    assert "</text><script>alert(1)</script>" in "".join(root.itertext())


@given(st.text(max_size=80))
def test_any_label_gives_well_formed_xml(text: str) -> None:
    """Whatever a name holds, control characters and lone surrogates included."""
    root = fromstring(f"<a>{escape(text)}</a>")

    clean = "".join(each if each in "\t\n\r" or each >= " " else "\ufffd" for each in text)
    clean = "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in clean)
    assert clean.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") == (root.text or "")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_any_name_can_be_drawn(name: str) -> None:
    """In a box, below an event and along a line."""
    source = neighbours().replace('"首问责任人登记并答复"', quoteattr(name))
    source = source.replace('"超时"', quoteattr(name)).replace('"材料齐全"', quoteattr(name))

    fromstring(draw(source, "model.bpmn"))


def test_a_picture_is_the_same_every_time() -> None:
    """No order of a set, no chance and no clock reaches it."""
    code = (
        "import hashlib, sys; from bpmn.drawing.picture import draw;"
        "print(hashlib.sha256(draw(sys.stdin.buffer.read(), 'm').encode()).hexdigest())"
    )
    source = model(samples()).encode()

    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=source,
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(found)


SUB = (
    '<subProcess id="sub" name="会商"><task id="inner" name="会商办理"/></subProcess>'
    '<task id="outer" name="答复"/>'
)
TWO = f'{HEAD}<process id="p">{SUB}</process><process id="q"><task id="other"/></process>'


def _ids(svg: str) -> list[str | None]:
    return [each.get("id") for each in fromstring(svg).iter(f"{SVG}g") if each.get("id")]


def test_the_contents_of_a_closed_subprocess_have_a_picture_of_their_own() -> None:
    """They are hidden on the outer plane, whether they have a plane or stand on the same."""
    closed = shape("sub", 0, 0, 100, 80, 'isExpanded="false"')
    inner, outer = shape("inner", 5, 5, 100, 80), shape("outer", 200, 0, 100, 80)
    apart = f"{TWO}{plane('p', closed, outer)}{plane('sub', inner)}</definitions>"
    together = f"{TWO}{plane('p', closed, outer, inner)}</definitions>"

    for source in (apart, together):
        assert ["sub", "outer"] == _ids(draw(source, "m"))
        assert ["inner"] == _ids(draw(source, "m", "sub"))
        assert ["inner"] == _ids(draw(source, "m", "inner"))


def test_a_subprocess_that_shows_its_contents_is_open() -> None:
    """Where the diagram does not say whether it is expanded."""
    source = f"{TWO}{plane('p', shape('sub', 0, 0, 300, 200), shape('inner', 9, 40, 100, 80))}"

    assert ["sub", "inner"] == _ids(draw(f"{source}</definitions>", "m"))


def test_one_of_several_diagrams_is_chosen_by_its_id() -> None:
    """A process, or what its diagram shows."""
    first, second = plane("p", shape("outer", 0, 0, 9, 9)), plane("q", shape("other", 0, 0, 9, 9))
    source = f"{TWO}{first}{second}</definitions>"

    assert ["outer"] == _ids(draw(source, "m", "p"))
    assert ["other"] == _ids(draw(source, "m", "q"))
    with pytest.raises(InvalidDefinition, match="expected one diagram, found 2, of: p, q"):
        draw(source, "m")
    with pytest.raises(InvalidDefinition, match="expected a diagram that shows 'r'"):
        draw(source, "m", "r")


def test_the_process_of_a_pool_is_found_on_the_diagram_of_its_collaboration() -> None:
    """`--process` names the process, the diagram its collaboration."""
    assert draw(neighbours(), "m") == draw(neighbours(), "m", "p") == draw(neighbours(), "m", "c")


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param("", id="no diagram"),
        pytest.param(plane("p"), id="an empty diagram"),
        pytest.param(plane("p", shape("gone", 0, 0, 9, 9)), id="shapes of nothing"),
    ],
)
def test_without_interchange_there_is_nothing_to_draw_from(drawn: str) -> None:
    """The sentence says what to do."""
    with pytest.raises(InvalidDefinition, match=r"nothing to draw from .open it in"):
        draw(f"{TWO}{drawn}</definitions>", "m")


def test_odd_interchange_does_no_harm() -> None:
    """Sizes of nothing, numbers that are none, lines of one point, ids that nobody has."""
    drawn = plane(
        "p",
        shape("outer", 0, 0, 0, 0),
        shape("sub", 0, 0, -5, 3),
        shape("inner", 0, 0, 9, 9).replace('x="0"', 'x="NaN"').replace('y="0"', 'y="one"'),
        edge("nobody", (0, 0)),
    )

    root = fromstring(draw(f"{TWO}{drawn}</definitions>", "m"))

    assert all(each == each for each in _numbers(root))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with models, the current one."""
    (tmp_path / "m.bpmn").write_text(neighbours(), "utf-8")
    (tmp_path / "plain.bpmn").write_text(f"{TWO}</definitions>", "utf-8")
    (tmp_path / "text.bpmn").write_text("text", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_writes_a_file_or_prints(folder: Path) -> None:
    """`shouwen bpmn draw MODEL.bpmn -o FILE.svg`, or without `-o` on standard output."""
    runner = CliRunner()

    written = runner.invoke(command, ["draw", "m.bpmn", "-o", "m.svg"])
    printed = runner.invoke(command, ["draw", "m.bpmn", "--process", "p"])

    saved = (folder / "m.svg").read_bytes()
    assert (0, b"") == (written.exit_code, written.stdout_bytes)
    assert (0, saved) == (printed.exit_code, printed.stdout_bytes)
    assert saved.decode() == draw(neighbours(), "m.bpmn")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["gone.bpmn"], "cannot read gone.bpmn: No such file", id="no file"),
        pytest.param(["text.bpmn"], "not well-formed XML", id="no XML"),
        pytest.param(["plain.bpmn"], "nothing to draw from", id="no interchange"),
        pytest.param(
            ["m.bpmn", "--process", "x"], "a diagram that shows 'x'", id="no such process"
        ),
        pytest.param(
            ["m.bpmn", "-o", "no/m.svg"], "cannot write no/m.svg: No such", id="no folder"
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_command_fails_with_one_sentence(arguments: list[str], sentence: str) -> None:
    """On standard error, with exit code 1."""
    result = CliRunner().invoke(command, ["draw", *arguments])

    assert 1 == result.exit_code
    assert sentence in result.stderr
    assert 1 == len(result.stderr.splitlines())
