"""Events: timers, messages, signals, errors, escalations; on boundaries and in event subprocesses."""

from collections.abc import Callable

import pytest

from bpmn import occurrences as o
from bpmn.effects import CloseTask, DisarmTimer, SendMessage, SendSignal
from tests.bpmn.builder import (
    a_message,
    body,
    boundary,
    call,
    catch,
    end,
    error,
    escalation,
    event_based,
    event_sub,
    file,
    message,
    parallel,
    process,
    receive,
    service,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.bpmn.case import Case

Make = Callable[..., Case]


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("timeDuration", "PT90M", "01-05T10:30"),
        ("timeDuration", "P1D", "01-06T09:00"),
        ("timeDuration", "P1M", "02-05T09:00"),
        ("timeDate", "2026-01-09T17:40:00+08:00", "01-09T17:40"),
        ("timeDate", "2026-01-09T17:40:00", "01-09T17:40"),
        ("timeCycle", "R3/PT10M", "01-05T09:10"),
        ("timeDuration", "=wait", "01-05T11:00"),
        ("timeDuration", '=duration("PT" + string(hours) + "H")', "01-05T12:00"),
        ("timeDate", "=now() + duration(wait)", "01-05T11:00"),
    ],
)
def test_a_timer_is_due_when_its_text_or_value_says(
    case: Make, kind: str, text: str, due: str
) -> None:
    """ISO 8601 texts and FEEL values, in the zone of the step's instant where they name none."""
    xml = process("start -> t -> end", t=catch(timer(text, kind)))
    found = case(xml).start(wait="PT2H", hours=3)

    assert [("t#1", due)] == found.armed()
    assert "completed" == found.due("t").state


@pytest.mark.parametrize(
    ("kind", "text"),
    [("timeDuration", "P9999Y"), ("timeDuration", "=long"), ("timeCycle", "=often")],
)
def test_a_timer_beyond_the_year_9999_is_an_incident(case: Make, kind: str, text: str) -> None:
    """It waits for an operator, and says which timer it is."""
    xml = process("start -> t -> end", t=catch(timer(text, kind)))
    found = case(xml).start(long="PT99999999999999H", often="R/P9000Y")

    (incident,) = found.instance.incidents.values()
    assert incident.message.startswith("the timer of t: expected ")


def test_two_open_user_tasks_do_not_disturb_each_other(case: Make) -> None:
    """Each open task has its own id; completing one leaves the other as it was."""
    xml = process("start -> f; f -> a -> j; f -> b -> j; j -> end", f=parallel(), j=parallel())
    found = case(xml).start()

    found.done("a", first=1)
    found.done("b", second=2)

    assert {"first": 1, "second": 2} == found.variables
    assert "completed" == found.state


@pytest.mark.parametrize("said", ["true", "1", " 1 "], ids=repr)
def test_a_boundary_interrupts_whichever_way_true_is_written(case: Make, said: str) -> None:
    """xsd:boolean knows "true" and "1"."""
    xml = process(
        "start -> a -> end; t -> b -> end2", t=boundary("a", timer("PT1H"), interrupting=said)
    )
    found = case(xml).start().due("t")

    assert ["b"] == found.open
    assert [CloseTask("a#1", "a", "cancelled")] == found.asked(CloseTask)


@pytest.mark.parametrize("said", ["false", "0"])
def test_a_boundary_does_not_interrupt_whichever_way_false_is_written(
    case: Make, said: str
) -> None:
    """xsd:boolean knows "false" and "0"."""
    xml = process(
        "start -> a -> end; t -> b -> end2", t=boundary("a", timer("PT1H"), interrupting=said)
    )

    assert ["a", "b"] == case(xml).start().due("t").open


@pytest.mark.parametrize("said", ["true", "1"])
def test_an_event_subprocess_is_one_whichever_way_true_is_written(case: Make, said: str) -> None:
    """triggeredByEvent="1" is an event subprocess, not a subprocess without flows."""
    inner = event_sub("start_in -> b -> end_in", said, start_in=start(timer("PT1H")))
    found = case(process("start -> a -> end", s=inner)).start()

    assert ["a"] == found.open
    assert ["b"] == found.due("start_in").open


def test_a_completed_task_disarms_the_timers_at_its_boundary(case: Make) -> None:
    """A race at the boundary has one winner."""
    xml = process("start -> a -> end; t -> b -> end2", t=boundary("a", timer("PT1H")))
    found = case(xml).start().done("a")

    assert [DisarmTimer("t#1")] == found.asked(DisarmTimer)
    with pytest.raises(o.Refused):
        found.do(o.TimerDue("t#1"))


def test_a_late_completion_is_refused_after_the_timer_has_won(case: Make) -> None:
    """The task is gone; the sentence says what is open."""
    xml = process("start -> a -> end; t -> b -> end2", t=boundary("a", timer("PT1H")))
    found = case(xml).start().due("t")

    with pytest.raises(o.Refused, match="expected an open task, found 'a#1'; open are b#1"):
        found.do(o.TaskDone("a#1"))


def test_a_repeating_boundary_fires_as_often_as_it_says(case: Make) -> None:
    """R3/PT10M fires at ten, twenty and thirty minutes, while the task stays open."""
    xml = process(
        "start -> a -> end; t -> remind -> end2",
        t=boundary("a", timer("R3/PT10M", "timeCycle"), interrupting=False), remind=service(),
    )  # fmt: skip
    found = case(xml).start()
    dues = found.armed()
    for _ in range(3):
        dues += found.due("t").armed()

    assert ["01-05T09:10", "01-05T09:20", "01-05T09:30"] == [due for _, due in dues]
    assert ["a", "remind", "remind", "remind"] == found.open
    assert [] == found.waits


def test_a_message_finds_the_wait_with_its_key(case: Make) -> None:
    """Messages go by name and key; a number and its text are the same key."""
    xml = process("start -> f; f -> m -> a -> end; f -> k -> b -> end",
                  a_message("paid", "=order"), f=parallel(),
                  m=catch(message("paid")).maps(outputs={"first": "=sum"}), k=catch(message("other")))  # fmt: skip
    found = case(xml).start(order=42)

    with pytest.raises(o.Refused, match=r"awaited are paid \(key 42\), other"):
        found.message("paid", "43")

    assert ["a"] == found.message("paid", "42", sum=7).open
    assert {"order": 42, "first": 7} == found.variables


def test_a_message_that_comes_early_is_refused_with_what_is_awaited(case: Make) -> None:
    """Nothing is kept for later; the sender is told."""
    found = case(process("start -> a -> m -> end", m=receive("paid"))).start()

    with pytest.raises(o.Refused, match="nobody waits for the message 'paid'; awaited are none"):
        found.message("paid")


def test_one_message_reaches_one_wait_only(case: Make) -> None:
    """The oldest wait gets it."""
    xml = process("start -> f; f -> m -> end; f -> k -> end",
                  f=parallel(), m=receive("paid"), k=receive("paid"))  # fmt: skip
    found = case(xml).start().message("paid")

    assert ["k"] == found.waits


def test_a_receive_task_without_a_message_waits_for_its_own_name(case: Make) -> None:
    """Plain diagrams leave the message out."""
    from tests.bpmn.builder import El  # noqa: PLC0415

    found = case(process("start -> r -> end", r=El("receiveTask", {"name": "Answer"}))).start()

    assert "completed" == found.message("Answer").state


def test_a_signal_reaches_all_who_wait(case: Make) -> None:
    """Signals are broadcast, thrown here or outside."""
    xml = process("start -> f; f -> s -> a -> end; f -> r -> b -> end; f -> c -> t -> end",
                  f=parallel(), s=catch(signal("go")), r=catch(signal("go")), t=throw(signal("go")))  # fmt: skip
    inside = case(xml).start().done("c")
    outside = case(xml).start().signal("go")

    assert ["a", "b"] == inside.open
    assert ["go"] == [effect.name for effect in inside.asked(SendSignal)]
    assert ["a", "b", "c"] == outside.open


def test_a_thrown_message_leaves_with_the_variables(case: Make) -> None:
    """Sending is an effect; the process goes on at once."""
    found = case(process("start -> t -> end", t=throw(message("hello")))).start(n=1)

    assert [SendMessage("hello", None, "t", {"n": 1})] == found.asked(SendMessage)
    assert "completed" == found.state


ERRORS = process(
    "start -> s -> end; x -> b -> end2; any -> c -> end3",
    s=sub("start_in -> a -> end_in", a=service()),
    x=boundary("s", error("late")), any=boundary("s", error()),
)  # fmt: skip


@pytest.mark.parametrize(("code", "caught"), [("late", "b"), ("other", "c")], ids=["code", "any"])
def test_an_error_goes_to_the_catcher_of_its_code_first(
    case: Make, code: str, caught: str
) -> None:
    """A boundary for the code goes before one for any error; the scope is cancelled."""
    found = case(ERRORS).start().failed("a", code, why="because")

    assert [caught] == found.open
    assert ["cancelled a", "cancelled s"] == found.what("cancelled")
    assert "because" == found.variables["why"]


def test_an_error_that_nobody_catches_is_an_incident_and_can_be_tried_again(case: Make) -> None:
    """The job is held up, and opened again when the incident is resolved."""
    found = case(process("start -> a -> end", a=service())).start().failed("a", "late")
    assert [("a", "error")] == found.incidents
    assert [] == found.open

    found.resolve()
    assert ["a"] == found.open
    assert "completed" == found.done("a").state


def test_an_error_end_is_caught_by_the_boundary_of_its_subprocess(case: Make) -> None:
    """The rest of the subprocess is cancelled."""
    inner = sub("start_in -> f; f -> a; f -> b -> bad", f=parallel(), bad=end(error("bad")))
    xml = process("start -> s -> end; x -> c -> end2", s=inner, x=boundary("s", error("bad")))
    found = case(xml).start().done("b")

    assert ["c"] == found.open


def test_an_error_goes_through_called_processes(case: Make) -> None:
    """A called process that does not catch hands the error to its caller."""
    xml = file(
        body("start -> c -> end; x -> b -> end2", "process", c=call("called"), x=boundary("c", error("bad"))),
        body("start2 -> a -> end4", "called", a=service()),
    )  # fmt: skip

    assert ["b"] == case(xml, process="process").start().failed("a", "bad").open


def test_an_error_in_an_event_subprocess_is_not_caught_by_itself(case: Make) -> None:
    """It goes on outwards."""
    inner = sub(
        "start_in -> a -> end_in", a=service(),
        h=event_sub("start_h -> b -> end_h", start_h=start(error()), b=service()),
    )  # fmt: skip
    xml = process("start -> s -> end; x -> c -> end2", s=inner, x=boundary("s", error()))
    found = case(xml).start().failed("a", "one")
    assert ["b"] == found.open

    assert ["c"] == found.failed("b", "two").open


@pytest.mark.parametrize(("interrupting", "left"), [(True, ["b"]), (False, ["a", "b"])])
def test_an_escalation_is_caught_with_or_without_interrupting(
    case: Make, interrupting: bool, left: list[str]
) -> None:
    """An escalation goes to the boundary; without interrupting, the thrower goes on."""
    inner = sub("start_in -> t -> a -> end_in", t=throw(escalation("help")))
    xml = process("start -> s -> end; x -> b -> end2",
                  s=inner, x=boundary("s", escalation("help"), interrupting=interrupting))  # fmt: skip

    assert left == case(xml).start().open


def test_an_escalation_that_nobody_catches_is_a_fact_only(case: Make) -> None:
    """The process goes on."""
    found = case(process("start -> t -> end", t=throw(escalation("help")))).start()

    assert "completed" == found.state
    assert ["escalation t"] == found.what("escalation")


def test_a_person_can_escalate_a_task_that_stays_open(case: Make) -> None:
    """An escalation from outside goes to the boundary of the task."""
    xml = process(
        "start -> a -> end; x -> b -> end2", x=boundary("a", escalation(), interrupting=False)
    )
    found = case(xml).start().do(o.TaskEscalated("a#1", "help"))

    assert ["a", "b"] == found.open


@pytest.mark.parametrize(
    ("event", "happens"),
    [
        (timer("PT1H"), lambda found: found.due("start_in")),
        (message("stop"), lambda found: found.message("stop")),
        (signal("stop"), lambda found: found.signal("stop")),
        (error("stop"), lambda found: found.failed("a", "stop")),
        (escalation("stop"), lambda found: found.do(o.TaskEscalated("a#1", "stop"))),
    ],
    ids=["timer", "message", "signal", "error", "escalation"],
)
def test_an_event_subprocess_interrupts_its_scope(
    case: Make, event: str, happens: Callable[[Case], Case]
) -> None:
    """All else in the scope is cancelled; the scope ends with the event subprocess."""
    inner = event_sub("start_in -> b -> end_in", start_in=start(event))
    found = case(process("start -> a -> end", s=inner, a=user())).start()

    happens(found)
    assert ["b"] == found.open
    assert [] == found.waits

    assert "completed" == found.done("b").state


@pytest.mark.parametrize(
    "event", [timer("R/PT1H", "timeCycle"), message("more")], ids=["timer", "message"]
)
def test_an_event_subprocess_that_does_not_interrupt_may_come_again(
    case: Make, event: str
) -> None:
    """The scope goes on, and ends when all is done."""
    inner = event_sub("start_in -> b -> end_in", start_in=start(event, isInterrupting="false"))
    found = case(process("start -> a -> end", s=inner)).start()
    for _ in range(2):
        found.message("more") if "message" in event else found.due("start_in")
    assert ["a", "b", "b"] == found.open

    found.done("a").done("b")
    assert "running" == found.state
    assert "completed" == found.done("b").state


def test_an_event_based_gateway_may_lead_to_a_receive_task(case: Make) -> None:
    """A receive task that follows is entered when its message comes."""
    xml = process("start -> g; g -> r -> a -> end; g -> t -> b -> end",
                  g=event_based(), r=receive("answer"), t=catch(timer("PT1H")))  # fmt: skip

    assert ["a"] == case(xml).start().message("answer", n=1).open
    assert ["b"] == case(xml).start().due("t").open


def test_timers_are_armed_and_disarmed_with_their_scope(case: Make) -> None:
    """A terminated subprocess leaves no timer behind."""
    inner = sub("start_in -> f; f -> t -> end_in; f -> a -> stop", f=parallel(), t=catch(timer("PT1H")),
                stop=end("<terminateEventDefinition/>"))  # fmt: skip
    found = case(process("start -> s -> b -> end", s=inner)).start().done("a")

    assert [DisarmTimer("t#1")] == found.asked(DisarmTimer)
    assert ["b"] == found.open


def test_a_thrown_signal_leaves_its_thrower_on_its_way(case: Make) -> None:
    """Who throws a signal goes on, also where it wakes others of the same scope."""
    xml = process("start -> f; f -> s -> a -> end; f -> t -> b -> end2",
                  f=parallel(), s=catch(signal("go")), t=throw(signal("go")))  # fmt: skip

    assert ["a", "b"] == case(xml).start().open
