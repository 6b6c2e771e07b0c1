"""Programs and instances go through JSON and stay what they are."""

import json
from decimal import Decimal

import pytest

from bpmn.compiling import compile_program
from bpmn.instance import Instance
from bpmn.program import SEMANTICS, Program
from bpmn.reading import read
from decisions.problems import InvalidDefinition
from tests.bpmn.builder import (
    a_message,
    body,
    boundary,
    call,
    catch,
    exclusive,
    file,
    inclusive,
    message,
    process,
    receive,
    script,
    sub,
    timer,
    user,
)
from tests.bpmn.case import Case

RICH = process(
    "start -> o; o -> a [n > 1] -> j; o -> s -> j; j -> x; x -> m [ok] -> end; x -> o [default]",
    a_message("paid", "=order"),
    o=inclusive(), j=inclusive(), x=exclusive(), m=receive("paid"),
    a=user().each("=names", "name", results="all", result="=r", until="=enough").says(event="e", stage="办"),
    s=sub("start_in -> t -> c -> end_in", t=catch(timer("R3/PT1H", "timeCycle")), c=script("=1", "y")),
    b=boundary("a", message("stop"), interrupting=False),
).replace("</definitions>", "</definitions>")  # fmt: skip


def test_a_program_is_equal_after_json() -> None:
    """Everything that runs is in the dump."""
    program = Case(RICH).program
    dumped = json.loads(json.dumps(program.dump()))

    assert program == Program.load(dumped)
    assert SEMANTICS == dumped["semantics"]


@pytest.mark.parametrize("semantics", [0, 99, None])
def test_other_semantics_are_refused(semantics: object) -> None:
    """A program or instance of other rules does not run by these."""
    found = Case(process("start -> a -> end")).start()

    with pytest.raises(ValueError, match="semantics"):
        Program.load({**found.program.dump(), "semantics": semantics})
    with pytest.raises(ValueError, match="semantics"):
        Instance.load(found.program, {**found.instance.dump(), "semantics": semantics})


def test_an_instance_of_another_program_is_refused() -> None:
    """With the element that is missing."""
    found = Case(process("start -> a -> end")).start()
    other = Case(process("start -> b -> end")).program

    with pytest.raises(ValueError, match="the program has no element 'a'"):
        Instance.load(other, found.instance.dump())


def test_exact_numbers_survive() -> None:
    """Numbers that a double cannot hold come back as numbers."""
    values: dict[str, object] = {
        "big": 2**70,
        "small": Decimal("0.1000000000000000000001"),
        "list": [2**64],
    }
    found = Case(process("start -> a -> end"), reloading=True).start(**values)

    assert values == found.variables


def test_a_node_tells_what_a_reader_of_the_case_wants_to_know() -> None:
    """Name, innermost lane, properties, event, form and documentation."""
    element = (
        user(name="受理")
        .says(event="accepted", stage="受理中")
        .with_(
            extensions='<zeebe:formDefinition formId="f"/>',
            inner="<documentation>第九条</documentation>",
        )
    )
    lanes = (
        '<laneSet id="lanes"><lane id="outer" name="大厅"><flowNodeRef>start</flowNodeRef>'
        '<flowNodeRef>a</flowNodeRef><childLaneSet id="inner"><lane id="l" name="窗口">'
        "<flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane></laneSet>"
    )
    xml = process("start -> a -> end", a=element).replace("</process>", f"{lanes}</process>")
    node = Case(xml).program.node("a")

    assert ("受理", "窗口", "accepted", "f") == (node.name, node.lane, node.event, node.form)
    assert "第九条" in node.documentation
    assert {"event": "accepted", "stage": "受理中"} == node.properties
    assert "大厅" == Case(xml).program.node("start").lane


def test_the_only_executable_process_runs() -> None:
    """Pools that are not meant to run are left out; a choice is asked for where it is needed."""
    one, two = body("start -> a -> end", "one"), body("start2 -> b -> end2", "two")
    still = two.replace('isExecutable="true"', 'isExecutable="false"')

    assert "one" == Case(file(one, still)).program.root.id
    assert "two" == Case(file(one, two), process="two").program.root.id
    with pytest.raises(InvalidDefinition, match="found 2 among: one, two"):
        Case(file(one, two))
    with pytest.raises(InvalidDefinition, match="expected the process 'three'"):
        Case(file(one, two), process="three")


def test_among_several_the_one_that_no_other_calls_runs() -> None:
    """Calling oneself does not count; two that call each other leave the choice open."""
    inner = body("start2 -> b -> end2", "inner")
    outer = body("start -> c -> end", "outer", c=call("inner"))
    again = body("start -> c -> end", "again", c=call("again"))
    circle = body("start2 -> d -> end2", "inner", d=call("outer"))

    assert "outer" == Case(file(inner, outer)).program.root.id
    with pytest.raises(InvalidDefinition, match="found 2 among: inner, again"):
        Case(file(inner, again))
    with pytest.raises(InvalidDefinition, match="found 2 among: inner, outer"):
        Case(file(circle, outer))


def test_only_the_processes_that_would_run_are_asked_to_be_right() -> None:
    """A wrong process beside it does not keep a process from running."""
    wrong = body("start2 -> x", "wrong", x=exclusive())

    assert ["a"] == Case(
        file(body("start -> a -> end", "right"), wrong), process="right"
    ).start().open


def test_a_called_process_must_be_there() -> None:
    """At the latest when the program is compiled."""
    with pytest.raises(InvalidDefinition, match="expected a process 'called', found none"):
        Case(process("start -> c -> end", c=call("called")))


def test_a_definition_keeps_the_drawing() -> None:
    """Bounds, waypoints, labels, pools, lanes, artifacts."""
    drawing = (
        '<textAnnotation id="note"><text>see</text></textAnnotation></process>'
        '<collaboration id="c"><participant id="pool" name="Desk" processRef="process"/></collaboration>'
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI">'
        '<bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement="a"><dc:Bounds x="1" y="2.5" width="100" height="80"/>'
        '</bpmndi:BPMNShape><bpmndi:BPMNEdge bpmnElement="start_a"><di:waypoint x="0" y="1"/>'
        '<di:waypoint x="5" y="1"/></bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    )
    definition = read(process("start -> a -> end").replace("</process>", drawing), "x.bpmn")

    assert 2.5 == definition.shapes["a"].bounds.y
    assert ((0.0, 1.0), (5.0, 1.0)) == definition.edges["start_a"].waypoints
    assert "Desk" == definition.participants[0].name
    assert "see" == definition.processes[0].contents.artifacts[0].text
    assert compile_program([definition]).node("a")


def test_a_file_that_is_no_bpmn_is_refused() -> None:
    """With what was found."""
    with pytest.raises(InvalidDefinition, match="expected <definitions> of BPMN"):
        read("<html/>", "x.bpmn")
    with pytest.raises(InvalidDefinition, match=r"x.bpmn:1:.*not well-formed"):
        read("<definitions", "x.bpmn")
