"""Multi-instance: parallel and sequential, over tasks, subprocesses and calls."""

from collections.abc import Callable

import pytest

from bpmn.effects import CloseTask
from tests.bpmn.builder import (
    body,
    boundary,
    call,
    error,
    file,
    process,
    script,
    service,
    sub,
    timer,
    user,
)
from tests.bpmn.case import Case

Make = Callable[..., Case]
COLLECT = {"collection": "=names", "element": "name", "results": "answers", "result": "=answer"}


@pytest.mark.parametrize("sequential", [False, True], ids=["parallel", "sequential"])
def test_results_are_collected_in_the_order_of_the_items(case: Make, sequential: bool) -> None:
    """Each instance has its item; the output collection has one result for each, in order."""
    xml = process("start -> a -> end", a=user().each(**COLLECT, sequential=sequential))
    found = case(xml).start(names=["x", "y", "z"])
    assert (["a"] if sequential else ["a", "a", "a"]) == found.open

    order = ["a#1", "a#2", "a#3"] if sequential else ["a#3", "a#1", "a#2"]
    for key in order:
        found.done(key, answer=key)

    assert "completed" == found.state
    assert ["a#1", "a#2", "a#3"] == found.variables["answers"]
    assert "answer" not in found.variables


def test_each_instance_sees_its_item_and_its_number(case: Make) -> None:
    """`loopCounter` counts from one."""
    xml = process("start -> a -> end", a=user().each("=names", "name"))
    found = case(xml).start(names=["x", "y"])

    assert [{"loopCounter": 1, "name": "x"}, {"loopCounter": 2, "name": "y"}] == [
        task.variables for task in found.effects
    ]


@pytest.mark.parametrize("names", [[], None], ids=["empty", "null"])
def test_no_items_means_nothing_to_do_and_null_is_an_incident(case: Make, names: object) -> None:
    """An empty list is left at once; what is no list holds the process up."""
    found = case(process("start -> a -> end", a=user().each(**COLLECT))).start(names=names)

    if names is None:
        assert [("a", "expression")] == found.incidents
        found.resolve(names=["x"]).done("a", answer=1)
    assert "completed" == found.state


def test_the_completion_condition_ends_the_others(case: Make) -> None:
    """Two approvals of three are enough; the third task is cancelled."""
    element = user().each("=names", "name", until="=numberOfCompletedInstances >= 2")
    found = case(process("start -> a -> b -> end", a=element)).start(names=["x", "y", "z"])

    found.done("a#1").done("a#3")

    assert ["b"] == found.open
    assert [("a#3", "completed"), ("a#2", "cancelled")] == [
        (effect.task, effect.why) for effect in found.asked(CloseTask)
    ]


@pytest.mark.parametrize("sequential", [False, True], ids=["parallel", "sequential"])
@pytest.mark.parametrize("until", ["=answer", '=name = "y"', "=loopCounter = 2"])
def test_the_completion_condition_sees_the_instance_that_ended(
    case: Make, until: str, sequential: bool
) -> None:
    """Its item, its number and its own output variable."""
    element = user().each(
        "=names", "name", results="all", result="=answer", until=until, sequential=sequential
    )
    found = case(process("start -> a -> end", a=element)).start(names=["x", "y", "z"])

    found.done("a#1", answer=False)
    assert "running" == found.state
    assert "completed" == found.done("a#2", answer=True).state
    assert [False, True, None] == found.variables["all"]


def test_an_undecided_completion_condition_is_mended_by_its_variable(case: Make) -> None:
    """What the operator sets goes before what the instance left empty."""
    element = user().each("=names", "name", results="all", result="=answer", until="=answer")
    found = case(process("start -> a -> end", a=element)).start(names=["x", "y"])

    assert [("a", "expression")] == found.done("a#1").incidents
    assert "completed" == found.resolve(answer=True).state


def test_the_boundary_belongs_to_all_instances_together(case: Make) -> None:
    """One timer, armed once; it cancels all that is open."""
    xml = process("start -> a -> end; t -> b -> end2",
                  a=user().each("=names"), t=boundary("a", timer("PT1H")))  # fmt: skip
    found = case(xml).start(names=[1, 2, 3])
    assert 1 == len(found.armed())

    assert ["b"] == found.done("a#2").due("t").open
    assert ["cancelled a", "cancelled a"] == found.what("cancelled")


def test_an_error_in_one_instance_reaches_the_boundary(case: Make) -> None:
    """The other instances are cancelled."""
    xml = process("start -> a -> end; x -> b -> end2",
                  a=service().each("=names"), x=boundary("a", error("bad")))  # fmt: skip

    assert ["b"] == case(xml).start(names=[1, 2]).failed("a#2", "bad").open


def test_a_subprocess_may_be_repeated(case: Make) -> None:
    """Each instance is a scope with its own tasks."""
    inner = sub("start_in -> a -> b -> end_in").each("=names", "name")
    found = case(process("start -> s -> c -> end", s=inner)).start(names=["x", "y"])

    found.done("a#1").done("a#2").done("b#1")
    assert ["b"] == found.open
    assert ["c"] == found.done("b#2").open


@pytest.mark.parametrize("sequential", [False, True], ids=["parallel", "sequential"])
def test_a_call_may_be_repeated(case: Make, sequential: bool) -> None:
    """Called processes run side by side or one after the other; results are collected."""
    element = call("called").each(
        "=names", "name", results="all", result="=answer", sequential=sequential
    )
    called = body("start2 -> a -> end2", "called", a=script("=name + name", "answer"))
    xml = file(body("start -> c -> end", "process", c=element), called)

    found = case(xml, process="process").start(names=["x", "y"])

    assert "completed" == found.state
    assert ["xx", "yy"] == found.variables["all"]


def test_many_instances_one_after_the_other_do_not_nest(case: Make) -> None:
    """Two thousand sequential scripts run in one step."""
    element = script("=loopCounter", "n").each(
        times="2000", sequential=True, results="all", result="=n"
    )
    found = case(process("start -> a -> end", a=element)).start()

    assert "completed" == found.state
    assert 2000 == len(found.variables["all"])  # type: ignore[arg-type]


def test_output_mappings_of_an_instance_reach_its_output_element(case: Make) -> None:
    """An instance writes to its own scope first."""
    element = user().each("=names", "name", results="all", result="=answer")
    element = element.maps(outputs={"answer": '=said + "!"'})
    found = case(process("start -> a -> end", a=element)).start(names=[1, 2])

    found.done("a#2", said="two").done("a#1", said="one")

    assert {"names": [1, 2], "all": ["one!", "two!"]} == found.variables
