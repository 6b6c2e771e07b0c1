"""Scopes and variables, as Zeebe has them."""

from collections.abc import Callable

import pytest

from bpmn.effects import OpenTask, RunJob
from tests.bpmn.builder import (
    body,
    boundary,
    call,
    catch,
    end,
    error,
    escalation,
    event_sub,
    exclusive,
    file,
    message,
    process,
    script,
    service,
    start,
    sub,
    throw,
    user,
)
from tests.bpmn.case import Case

Make = Callable[..., Case]


def test_what_a_task_comes_with_goes_to_the_process(case: Make) -> None:
    """Without output mappings all variables go up to the process."""
    xml = process("start -> s -> end", s=sub("start_in -> a -> end_in"))

    assert {"n": 2, "m": 3} == case(xml).start(n=1).done("a", n=2, m=3).variables


def test_a_variable_stays_in_the_scope_that_has_it(case: Make) -> None:
    """A local variable of a subprocess is changed there, and is gone with it."""
    inner = sub("start_in -> a -> end_in").maps({"n": "=n + 1"})
    found = case(process("start -> s -> b -> end", s=inner)).start(n=1).done("a", n=5, m=6)

    assert {"n": 1, "m": 6} == found.variables


def test_input_mappings_make_local_variables_and_output_mappings_carry_results(case: Make) -> None:
    """Only the targets of the output mappings leave the task."""
    element = service().maps(
        {"amount": "=order.total", "note": "fixed"}, {"paid": "=ok", "sum.net": "=amount * 2"}
    )
    found = case(process("start -> a -> b -> end", a=element)).start(
        order={"total": 5}, sum={"tax": 1}
    )
    assert {"amount": 5, "note": "fixed"} == found.asked(RunJob)[0].variables

    found.done("a", ok=True, other=1)

    assert {"order": {"total": 5}, "sum": {"tax": 1, "net": 10}, "paid": True} == found.variables


def test_a_job_without_mappings_sees_all_variables(case: Make) -> None:
    """Inner variables go before outer ones."""
    inner = sub("start_in -> a -> end_in", a=service("pay")).maps({"n": "=2"})
    found = case(process("start -> s -> end", s=inner)).start(n=1, m=3)

    assert {"n": 2, "m": 3} == found.asked(RunJob)[0].variables
    assert "pay" == found.asked(RunJob)[0].type


def test_a_script_puts_its_value_into_its_result_variable(case: Make) -> None:
    """Scripts are FEEL and run at once."""
    xml = process("start -> a -> b -> end", a=script("=x + 1", "x"), b=script("={y: x * 2, z: 1}"))

    assert {"x": 2, "y": 4, "z": 1} == case(xml).start(x=1).variables


CALLED = body("start2 -> a -> end2", "called", a=user())


@pytest.mark.parametrize(
    ("said", "variables"),
    [
        ({}, {"x": 1, "y": 2, "result": 9}),
        ({"propagateAllChildVariables": "false"}, {"x": 1, "y": 2}),
        ({"propagateAllParentVariables": "false"}, {"x": 1, "y": 2, "result": 9}),
    ],
    ids=["all back", "nothing back", "nothing in"],
)
def test_a_called_process_hands_its_variables_back(
    case: Make, said: dict[str, str], variables: dict[str, object]
) -> None:
    """Its variables are its own until it ends."""
    xml = file(body("start -> c -> b -> end", "process", c=call("called", **said)), CALLED)
    found = case(xml, process="process").start(x=1, y=2).done("a", result=9)

    assert ["b"] == found.open
    assert variables == found.variables


def test_a_called_process_does_not_see_what_it_is_not_given(case: Make) -> None:
    """Variables are sealed: only input mappings go in, only output mappings come out."""
    element = call(
        "called", propagateAllParentVariables="false", propagateAllChildVariables="false"
    )
    element = element.maps({"given": "=x"}, {"back": "=result + given"})
    called = body(
        "start2 -> a -> end2", "called", a=script("=if x = null then given else 100", "result")
    )
    xml = file(body("start -> c -> end", "process", c=element), called)

    assert {"x": 4, "back": 8} == case(xml, process="process").start(x=4).variables


def test_a_process_may_call_itself(case: Make) -> None:
    """Each call is a scope with its own variables; without an end it is an incident."""
    xml = process("start -> x; x -> c [n < 3]; x -> end [default]; c -> end",
                  x=exclusive(), c=call("process").maps({"n": "=n + 1"}))  # fmt: skip
    found = case(xml).start(n=0)
    assert "completed" == found.state
    assert 3 == found.entered.count("c")

    endless = case(process("start -> c -> end", c=call("process"))).start()
    assert [("c", "runaway")] == endless.incidents


def test_an_element_of_the_same_id_in_another_file_gets_its_process_before_it(case: Make) -> None:
    """Ids are unique in a program."""
    caller = file(body("start -> c -> end", "process", c=call("called")))
    found = case(caller, file(body("start -> a -> end", "called")), process="process").start()

    assert ["start", "c", "called.start", "a"] == found.entered
    assert "called.end" in found.done("a").entered


def test_an_event_subprocess_inside_a_subprocess_watches_only_it(case: Make) -> None:
    """It waits while its scope is there."""
    inner = sub("start_in -> a -> end_in",
                h=event_sub("start_h -> b -> end_h", start_h=start(message("stop"))))  # fmt: skip
    found = case(process("start -> c -> s -> d -> end", s=inner)).start()
    assert [] == found.waits

    assert ["start_h"] == found.done("c").waits
    assert ["b"] == found.message("stop").open
    assert ["d"] == found.done("b").open


def test_a_terminate_end_in_a_subprocess_ends_only_it(case: Make) -> None:
    """The process goes on after the subprocess."""
    inner = sub("start_in -> a -> stop", stop=end("<terminateEventDefinition/>"))

    assert ["b"] == case(process("start -> s -> b -> end", s=inner)).start().done("a").open


def test_an_empty_subprocess_is_left_at_once(case: Make) -> None:
    """A collapsed subprocess without contents does nothing."""
    assert "completed" == case(process("start -> s -> end", s=sub(""))).start().state


def test_a_subprocess_without_start_event_begins_where_no_flow_leads_to(case: Make) -> None:
    """BPMN lets a subprocess leave its start event out."""
    assert ["a", "b"] == case(process("start -> s -> end", s=sub("a -> c; b -> c"))).start().open


def test_an_event_carries_its_variables_up(case: Make) -> None:
    """With output mappings only their targets."""
    xml = process("start -> m -> end", m=catch(message("paid")).maps(outputs={"got": "=sum"}))

    assert {"got": 3} == case(xml).start().message("paid", sum=3, noise=1).variables


def test_a_task_says_who_is_asked(case: Make) -> None:
    """Assignee, candidates, form and due date, from expressions."""
    element = user().with_(extensions=(
        '<zeebe:userTask/><zeebe:assignmentDefinition assignee="=owner" candidateGroups="=[&#34;a&#34;, unit]"/>'
        '<zeebe:formDefinition formId="answer"/><zeebe:taskSchedule dueDate="=now() + duration(&#34;PT1H&#34;)"/>'
    )).says(stage="办理中", unit="=unit")  # fmt: skip
    task = (
        case(process("start -> a -> end", a=element))
        .start(owner="li", unit="b")
        .asked(OpenTask)[0]
    )

    assert ("li", ("a", "b"), "answer", "10:00") == (
        task.assignee, task.candidate_groups, task.form, f"{task.due:%H:%M}",
    )  # fmt: skip
    assert {"stage": "办理中", "unit": "b"} == task.properties


def test_an_event_subprocess_may_throw_to_another_one_of_its_scope(case: Make) -> None:
    """It does not catch what it throws itself; one beside it may."""
    first = event_sub("start_1 -> b -> end_1", start_1=start(escalation("A"), isInterrupting="false"),
                      end_1=end(escalation("B")))  # fmt: skip
    second = event_sub(
        "start_2 -> c -> end_2", start_2=start(escalation("B"), isInterrupting="false")
    )
    found = case(process("start -> t -> a -> end", first=first, second=second,
                         t=throw(escalation("A")))).start()  # fmt: skip

    assert ["a", "b"] == found.open
    assert ["a", "c"] == found.done("b").open


def test_an_event_subprocess_that_interrupts_leaves_no_other_to_catch(case: Make) -> None:
    """What watched the scope has ended with all else in it."""
    first = event_sub("start_1 -> end_1", start_1=start(error("A")), end_1=end(error("B")))
    second = event_sub("start_2 -> c -> end_2", start_2=start(error("B")))
    inner = sub("start_in -> end_in", first=first, second=second, end_in=end(error("A")))
    xml = process("start -> s -> end; b -> d", s=inner, b=boundary("s", error("B")))

    assert ["d"] == case(xml).start().open
