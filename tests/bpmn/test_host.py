"""What the host lends and hears: domain events, timers by reference, refusals."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bpmn import occurrences as o
from bpmn.effects import ArmTimer, DisarmTimer
from bpmn.engine import advance
from bpmn.environment import Environment
from tests.bpmn.builder import (
    boundary,
    catch,
    end,
    event_sub,
    message,
    parallel,
    process,
    service,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.bpmn.case import NOW, Case

Make = Callable[..., Case]


def test_a_completed_task_announces_its_event_before_it_is_left(case: Make) -> None:
    """With its properties, evaluated, and what it was completed with."""
    element = user().says(event="answered", unit="=unit", note="plain")
    found = case(process("start -> a -> b -> end", a=element)).start(unit="desk")
    assert [] == found.announced

    found.done("a", outcome="yes")
    heard = found.announced[0]

    assert ("answered", "a", 1) == (heard.event, heard.element, heard.activation)
    assert {"event": "answered", "unit": "desk", "note": "plain"} == heard.properties
    assert {"outcome": "yes"} == heard.variables


def test_every_kind_of_element_announces_when_it_has_happened(case: Make) -> None:
    """Start, throw, catch, boundary, job, subprocess, event subprocess and end."""
    xml = process(
        "start -> t -> m -> j -> s -> a -> end; b -> end2",
        start=start().says(event="began"), t=throw().says(event="thrown"),
        m=catch(message("paid")).says(event="caught"), j=service().says(event="worked"),
        s=sub("start_in -> end_in").says(event="finished"), a=user(),
        b=boundary("a", timer("PT1H"), interrupting=False).says(event="late"),
        end=end().says(event="ended"),
        h=event_sub("start_h -> end_h", start_h=start(message("stop"), isInterrupting="false").says(event="asked")),
    )  # fmt: skip
    found = case(xml).start().message("paid").done("j").due("b").message("stop").done("a")

    assert ["began", "thrown", "caught", "worked", "finished", "late", "asked", "ended"] == [
        heard.event for heard in found.announced
    ]


def test_a_cancelled_task_announces_nothing(case: Make) -> None:
    """Only what was completed has happened."""
    xml = process("start -> a -> end; t -> end2", a=user().says(event="answered"),
                  t=boundary("a", timer("PT1H")))  # fmt: skip

    assert [] == case(xml).start().due("t").announced


def by_reference(case: Make, xml: str) -> tuple[Case, dict[str, object]]:
    """Return a case whose timers ask the host when they are due."""
    dues: dict[str, object] = {}
    found = case(xml)
    found.functions["due"] = dues.get
    return found, dues


BOUNDARY = process(
    "start -> a -> end; t -> late -> end2", late=service(),
    t=boundary("a", timer('=due("answer")', "timeDate"), interrupting=False),
)  # fmt: skip


def test_a_timer_by_reference_sleeps_until_it_has_an_instant(case: Make) -> None:
    """Null means not yet; a step that replans arms it."""
    found, dues = by_reference(case, BOUNDARY)
    found.start()
    assert [] == found.asked(ArmTimer)

    dues["answer"] = NOW + timedelta(hours=1)
    found.do(o.TimersReplanned())

    assert [("t#1", "01-05T10:00")] == found.armed()
    assert [] == list(found.do(o.TimersReplanned()).effects)


def test_a_timer_by_reference_moves_with_its_instant(case: Make) -> None:
    """Another instant disarms and arms under a new id; null puts it to sleep again."""
    found, dues = by_reference(case, BOUNDARY)
    dues["answer"] = NOW + timedelta(hours=1)
    found.start()

    dues["answer"] = NOW + timedelta(hours=3)
    found.do(o.TimersReplanned())
    assert [DisarmTimer("t#1")] == found.asked(DisarmTimer)
    assert [("t#1.2", "01-05T12:00")] == found.armed()
    with pytest.raises(o.Refused):
        found.do(o.TimerDue("t#1"))

    dues["answer"] = None
    found.do(o.TimersReplanned())
    assert [DisarmTimer("t#1.2")] == list(found.effects)
    with pytest.raises(o.Refused, match="armed are none"):
        found.do(o.TimerDue("t#1.3"))


def test_a_timer_by_reference_fires_once_for_each_instant(case: Make) -> None:
    """After it has fired it is armed again only for another instant."""
    found, dues = by_reference(case, BOUNDARY)
    dues["answer"] = NOW + timedelta(hours=1)
    found.start().due("t")
    assert ["a", "late"] == found.open
    assert [] == found.asked(ArmTimer)

    assert [] == list(found.do(o.TimersReplanned()).effects)

    dues["answer"] = NOW + timedelta(hours=5)
    assert [("t#2", "01-05T14:00")] == found.do(o.TimersReplanned()).armed()
    assert ["a", "late", "late"] == found.due("t").open


def test_any_step_replans_where_the_environment_says_so(case: Make) -> None:
    """What a step announces may change the instants of the same step."""
    found, dues = by_reference(case, process(
        "start -> a -> b -> end", a=user().says(event="handed over"),
        h=event_sub("start_h -> late -> end_h", late=service(),
                    start_h=start(timer('=due("answer")', "timeDate"), isInterrupting="false")),
    ))  # fmt: skip
    found.replan = True
    found.start()
    dues["answer"] = NOW + timedelta(hours=1)

    assert [("start_h#1", "01-05T10:00")] == found.done("a").armed()
    assert "process" == found.asked(ArmTimer)[0].attached_to
    assert ["b", "late"] == found.due("start_h").open
    assert [] == found.asked(ArmTimer)


def test_an_interrupting_timer_by_reference_interrupts(case: Make) -> None:
    """As any other."""
    found, dues = by_reference(case, process(
        "start -> a -> end; t -> b -> end2", t=boundary("a", timer('=due("x")', "timeDate")),
    ))  # fmt: skip
    dues["x"] = NOW + timedelta(hours=1)

    assert ["b"] == found.start().due("t").open
    assert [] == list(found.do(o.TimersReplanned()).effects)


def test_a_timer_that_refers_to_nothing_of_the_host_is_worked_out_once(case: Make) -> None:
    """A change of the variable it came from does not move it."""
    xml = process("start -> f; f -> a -> end; f -> t -> end",
                  f=parallel(), t=catch(timer("=wait")))  # fmt: skip
    found = case(xml).start(wait="PT1H").done("a", wait="PT9H")

    assert [] == list(found.do(o.TimersReplanned()).effects)


ILLEGAL = {
    "a task that is not open": (o.TaskDone("b#1"), "expected an open task, found 'b#1'; open are a#1"),
    "a task completed as a job": (o.JobDone("a#1"), "expected an open job, found 'a#1'; open are j#1"),
    "a job completed as a task": (o.TaskDone("j#1"), "expected an open task"),
    "a job that is not open failing": (o.JobFailed("b#1", "x"), "expected an open job, found 'b#1'"),
    "a broken job that is not open": (o.JobBroken("b#1"), "expected an open job"),
    "a timer that is not armed": (o.TimerDue("t#9"), "expected an armed timer, found 't#9'; armed are t#1"),
    "a message that nobody awaits": (o.MessageArrived("x"), "nobody waits for the message 'x'; awaited are paid"),
    "a signal that nobody awaits": (o.SignalArrived("x"), "nobody waits for the signal 'x'; awaited are none"),
    "a wait that is not open": (o.Triggered("x#1"), "expected an open wait, found 'x#1'; open are t#1, m#1"),
    "an incident that is not open": (o.IncidentResolved("incident#1"), "expected an open incident"),
    "an escalation of no task": (o.TaskEscalated("j#1"), "expected an open task"),
    "something else": ("hello", "expected an occurrence, found str"),
}  # fmt: skip


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_is_not_allowed_is_refused_and_changes_nothing(case: Make, name: str) -> None:
    """The sentence says what was expected and what is open; the instance is as before."""
    occurrence, sentence = ILLEGAL[name]
    xml = process(
        "start -> f; f -> a -> b -> end; f -> j -> end; f -> m -> end; t -> end2",
        f=parallel(), j=service(), m=catch(message("paid")), t=boundary("a", timer("PT1H")),
    )  # fmt: skip
    found = case(xml).start()
    before = json.dumps(found.instance.dump())

    with pytest.raises(o.Refused) as refused:
        found.do(occurrence)  # type: ignore[arg-type]

    assert sentence in str(refused.value)
    assert before == json.dumps(found.instance.dump())


def test_an_unknown_start_event_is_refused(case: Make) -> None:
    """With the ones there are."""
    with pytest.raises(o.Refused, match=r"expected a start event of process \(start\), found 'x'"):
        case(process("start -> end")).start(at="x")


def test_a_start_event_can_be_chosen(case: Make) -> None:
    """A process may begin by a message or by hand."""
    xml = process("start -> a -> end; start_m -> b -> end", start_m=start(message("asked")))

    assert ["a"] == case(xml).start().open
    assert ["b"] == case(xml).start(at="start_m").open


def test_an_instant_without_a_zone_is_an_error_of_the_host() -> None:
    """Time is an argument, and it is aware."""
    with pytest.raises(ValueError, match="time zone"):
        Environment(datetime(2026, 1, 5))


def test_another_program_than_the_instances_is_an_error_of_the_host() -> None:
    """An instance goes on with the program it began with."""
    one, other = Case(process("start -> a -> end")).start(), Case(process("start -> b -> end"))

    with pytest.raises(ValueError, match="expected the program that the instance runs"):
        advance(other.program, one.instance, o.TaskDone("a#1"), one.environment())
