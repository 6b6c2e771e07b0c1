"""Plain BPMN, and the ways in which other tools write it."""

import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import pytest

from decisions.problems import InvalidDefinition
from tests.bpmn.builder import (
    El,
    body,
    boundary,
    catch,
    exclusive,
    file,
    process,
    script,
    service,
    timer,
    user,
)
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


@pytest.mark.parametrize("vendor", ["http://flowable.org/bpmn", "http://activiti.org/bpmn"])
def test_the_lineage_of_camunda_7_is_read_alike(case: Make, vendor: str) -> None:
    """Flowable and Activiti write assignees and collections under their own namespaces."""
    loop = (
        f'<multiInstanceLoopCharacteristics xmlns:v="{vendor}" isSequential="true" '
        'v:collection="names" v:elementVariable="name"/>'
    )
    element = El("userTask", {"xmlns:v": vendor, "v:assignee": "${name}"}, inner=loop)
    found = case(process("start -> a -> end", a=element)).start(names=["wang", "li"])

    assert "wang" == found.effects[0].assignee  # type: ignore[union-attr]


def test_parameters_of_camunda_7_are_mappings(case: Make) -> None:
    """`camunda:inputOutput`: texts and `${…}`; what is more than text is refused."""
    said = (
        '<camunda:inputOutput><camunda:inputParameter name="kind">urgent</camunda:inputParameter>'
        '<camunda:inputParameter name="sum">${x + 1}</camunda:inputParameter>'
        '<camunda:outputParameter name="total">${sum * 2}</camunda:outputParameter>'
        "</camunda:inputOutput>"
    )
    element = service().with_(extensions=said)
    found = case(process("start -> a -> end", a=element)).start(x=1)
    listed = service().with_(extensions=said.replace("urgent", "<camunda:list/>"))

    assert {"kind": "urgent", "sum": 2} == found.effects[0].variables  # type: ignore[union-attr]
    assert {"x": 1, "total": 4} == found.done("a").variables
    with pytest.raises(InvalidDefinition, match="the mapping to 'kind' '=<list>' cannot be read"):
        case(process("start -> a -> end", a=listed))


@pytest.mark.parametrize(
    ("condition", "taken"),
    [
        ("done is False", "b"),
        ("done is not False", "c"),
        ("x is not None and done is False", "b"),
        ("not done and x == 1", "b"),
        ("x is None or done == True", "c"),
    ],
)
def test_a_condition_may_be_written_as_python_does(case: Make, condition: str, taken: str) -> None:
    """`is` before True, False and None is a comparison, not a part of a name."""
    xml = process(f"start -> g; g -> b [{condition}]; g -> c [default]; b -> end; c -> end2",
                  g=El("exclusiveGateway"))  # fmt: skip

    assert [taken] == case(xml).start(x=1, done=False).open


def test_a_script_that_is_no_feel_is_told_what_to_do() -> None:
    """A script whose language is not named is taken for FEEL."""
    element = El("scriptTask", inner="<script>x = [i for i in range(3)]</script>")
    with pytest.raises(InvalidDefinition, match="name its language in scriptFormat"):
        Case(process("start -> a -> end", a=element))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("not late", True),
        ("not n == 2 and late == False", True),
        ("${not late}", True),
        ("n not in [2, 3]", True),
        ("'x' not in names", False),
        ("who['name'] == 'Li'", True),
        ('who["name"] == "not Li"', False),
        ("not (late or n > 5)", True),
        ("a == not late", False),
    ],
)
def test_words_and_keys_of_other_languages_are_brought_to_feel(
    case: Make, text: str, holds: bool
) -> None:
    """They never become names that are null."""
    xml = process("start -> x; x -> a [default] -> end; x -> b [MARK] -> end2", x=exclusive())
    xml = xml.replace("MARK", escape(text))
    said: dict[str, Any] = {
        "late": False,
        "n": 1,
        "names": ["x"],
        "who": {"name": "Li"},
        "a": False,
    }

    assert ["b" if holds else "a"] == case(xml).start(**said).open


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("${execution.getVariable('n') == 1}", "line 1, column 10: expected FEEL, found `.getV"),
        ("answers.get('n') == 1", "line 1, column 8: expected FEEL, found `.get` of another"),
        ("${empty names}", "line 1, column 1: expected FEEL, found `empty` of another language"),
        ("${n mod 2 == 1}", "line 1, column 3: expected FEEL, found `mod` of another language"),
    ],
)
def test_a_condition_that_feel_would_take_for_null_is_refused(text: str, found: str) -> None:
    """It would never hold, and nobody would know why."""
    xml = process("start -> x; x -> a [default] -> end; x -> b [MARK] -> end2", x=exclusive())

    with pytest.raises(InvalidDefinition, match=re.escape(found)):
        Case(xml.replace("MARK", escape(text)))


def test_functions_and_names_of_feel_stay_what_they_are(case: Make) -> None:
    """A call of a function, a text with a point and a bracket, and the names of EL outside of it."""
    xml = process("start -> x; x -> a [default] -> end; x -> b [MARK] -> end2", x=exclusive())
    text = "${count(names) == 1 && s != 'a.b(c) mod empty'}"

    assert ["b"] == case(xml.replace("MARK", escape(text))).start(names=["x"], s="").open
    plain = case(xml.replace("MARK", "empty = 1 and mod = 2")).start(empty=1, mod=2)
    assert ["b"] == plain.open


@pytest.mark.parametrize(
    ("said", "variables"),
    [
        ('<camunda:in source="a" target="b"/><camunda:out source="r" target="res"/>',
         {"a": 3, "b": 9, "res": [None, 3]}),
        ('<camunda:in variables="all"/><camunda:out variables="all"/>',
         {"a": 3, "b": 9, "r": [3, 9]}),
        (('<camunda:in variables="all"/><camunda:in sourceExpression="${a + 1}" target="b"/>'
          '<camunda:out sourceExpression="${r[2]}" target="res"/>'),
         {"a": 3, "b": 9, "res": 4}),
        ('<camunda:in businessKey="${a}"/>', {"a": 3, "b": 9}),
    ],
    ids=["what is named", "all", "all and an expression", "nothing"],
)  # fmt: skip
def test_a_call_of_camunda_7_hands_over_what_it_names(
    case: Make, said: str, variables: dict[str, object]
) -> None:
    """`camunda:in` and `camunda:out`; without either, all goes in and comes back."""
    caller = El("callActivity", {"calledElement": "called"}, extensions=said)
    called = body("start2 -> r -> end2", "called", r=script("=[a, b]", "r"))
    xml = file(body("start -> c -> end", "process", c=caller), called)

    assert variables == case(xml).start(a=3, b=9).variables


def test_flows_without_ids_are_named_by_their_ends(case: Make) -> None:
    """BPMN asks for no id on a flow; each has a name of its own all the same."""
    xml = process("start -> f; f -> a; f -> a", f=El("parallelGateway"))
    found = case(re.sub(r"<sequenceFlow id=\"[^\"]*\"", "<sequenceFlow", xml)).start()

    assert ["flow start->f", "flow f->a", "flow f->a (2)"] == found.what("flow")
