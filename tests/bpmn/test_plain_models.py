"""Plain BPMN, and the ways in which other tools write it."""

from collections.abc import Callable

import pytest

from tests.bpmn.builder import El, boundary, catch, file, process, service, timer, user
from tests.bpmn.case import Case

Make = Callable[..., Case]


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("done = True", {"x": 1, "done": True}),
        ("x = x + 1\ny = x * 2;", {"x": 2, "y": 4}),
        ("x += 4", {"x": 5}),
        ("name = 'Li'", {"x": 1, "name": "Li"}),
        ("={y: x}", {"x": 1, "y": 1}),
        ("x == 1", {"x": 1}),
    ],
)
def test_a_plain_script_assigns_its_lines(
    case: Make, text: str, variables: dict[str, object]
) -> None:
    """`name = expression` a line; or a FEEL context."""
    element = El("scriptTask", inner=f"<script>{text}</script>")

    assert variables == case(process("start -> a -> end", a=element)).start(x=1).variables


def test_a_script_of_another_language_is_a_job(case: Make) -> None:
    """With the script and its language in the headers."""
    element = El("scriptTask", {"scriptFormat": "groovy"}, inner="<script>println(x)</script>")
    found = case(process("start -> a -> end", a=element)).start()

    assert ("script", {"script": "println(x)", "format": "groovy"}) == (
        found.effects[0].type, found.effects[0].headers,  # type: ignore[union-attr]
    )  # fmt: skip
    assert "completed" == found.done("a", y=1).state


def test_a_timer_may_be_quoted(case: Make) -> None:
    """Some tools write every text as an expression."""
    assert [("t#1", "01-05T10:00")] == case(
        process("start -> t -> end", t=catch(timer('"PT1H"')))
    ).start().armed()


def test_collections_may_be_named_as_plain_bpmn_does(case: Make) -> None:
    """`loopDataInputRef`, `inputDataItem`, `loopDataOutputRef`, `outputDataItem`."""
    loop = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>names</loopDataInputRef>"
        "<loopDataOutputRef>answers</loopDataOutputRef>"
        '<inputDataItem id="name" name="a name"/><outputDataItem id="answer"/>'
        "</multiInstanceLoopCharacteristics>"
    )
    found = case(process("start -> a -> end", a=user().with_(inner=loop))).start(names=["x"])
    assert {"loopCounter": 1, "name": "x", "answer": None} == found.effects[0].variables  # type: ignore[union-attr]

    assert ["yes"] == found.done("a", answer="yes").variables["answers"]


def test_collections_may_be_named_as_camunda_7_does(case: Make) -> None:
    """`collection` and `elementVariable`, with or without `${…}`."""
    loop = '<multiInstanceLoopCharacteristics camunda:collection="${names}" camunda:elementVariable="name"/>'
    found = case(process("start -> a -> end", a=user().with_(inner=loop))).start(names=["x", "y"])

    assert ["a", "a"] == found.open


def test_an_error_without_a_code_goes_by_its_name(case: Make) -> None:
    """Two errors without codes are still two."""
    roots = '<error id="e1" name="Late"/><error id="e2" name="Lost"/>'
    event = '<errorEventDefinition errorRef="{}"/>'
    xml = process("start -> a -> end; x -> b -> end2; y -> c -> end3", a=service(),
                  x=boundary("a", event.format("e1")), y=boundary("a", event.format("e2")))  # fmt: skip
    xml = xml.replace(
        '<error id="e1" name="e1" errorCode="e1"/>\n<error id="e2" name="e2" errorCode="e2"/>',
        roots,
    )

    assert ["c"] == case(xml).start().failed("a", "Lost").open


def test_a_process_that_says_nothing_about_running_runs() -> None:
    """Where it is the only one."""
    xml = process("start -> a -> end").replace(' isExecutable="true"', "")

    assert ["a"] == Case(xml).start().open
    assert ["a"] == Case(xml.replace("<process", '<process isExecutable="0"')).start().open


def test_prefixes_and_qualified_names_do_not_matter() -> None:
    """Any prefix for BPMN; references may carry one."""
    text = (
        '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:t="urn:t" targetNamespace="urn:t">'
        '<b:process id="p"><b:startEvent id="s"/><b:sequenceFlow id="f" sourceRef="s" targetRef="r"/>'
        '<b:receiveTask id="r" messageRef="t:m"/></b:process><b:message id="m" name="M"/></b:definitions>'
    )
    assert "completed" == Case(text).start().message("M").state


def test_data_objects_and_annotations_do_not_hinder() -> None:
    """They are kept, and ignored by execution."""
    extras = (
        '<dataObject id="d"/><dataObjectReference id="dr" dataObjectRef="d"/><dataStoreReference id="ds"/>'
        '<textAnnotation id="n"><text>x</text></textAnnotation><association id="as" sourceRef="a" targetRef="n"/>'
        '<group id="g"/><ioSpecification/><property id="q"/>'
    )
    xml = file(process("start -> a -> end").replace("</process>", f"{extras}</process>").partition("\n")[2]
               .replace("</definitions>", ""))  # fmt: skip

    assert "completed" == Case(xml).start().done("a").state
