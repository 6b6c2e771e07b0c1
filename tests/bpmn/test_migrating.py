"""A running instance goes on under another program: nothing is lost, nothing happens twice."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import occurrences as o
from bpmn.compiling import compile_program
from bpmn.effects import ArmTimer, DisarmTimer, OpenTask
from bpmn.migrating import CannotMigrate, Migrated, drawn_alike, migrate, misfits
from bpmn.reading import read
from tests.bpmn.builder import (
    El,
    boundary,
    catch,
    event_based,
    event_sub,
    exclusive,
    message,
    parallel,
    process,
    service,
    start,
    sub,
    timer,
    user,
)
from tests.bpmn.case import NOW, Case

Make = Callable[..., Case]

BEFORE = process("start -> a -> b -> end")
LONGER = process("start -> a -> x -> b -> end")


def move(running: Case, xml: str) -> Migrated:
    """Migrate the case's instance to *xml*; the case goes on with it."""
    other = Case(xml, reloading=running.reloading)
    found = migrate(running.instance, other.program, running.environment())
    running.program = other.program
    running._take(found.step)
    return found


def test_an_open_task_goes_on_along_the_new_path(case: Make) -> None:
    """What was not reached yet is that of the new diagram."""
    running = case(BEFORE).start()
    move(running, LONGER)

    assert ["a"] == running.open
    assert ["x"] == running.done("a").open
    assert "completed" == running.done("x").done("b").state


def test_an_open_task_is_asked_for_anew(case: Make) -> None:
    """Its label and properties are those of the new diagram; its id stays."""
    running = case(process("start -> a -> end", a=user(name="Old"))).start()
    move(running, process("start -> a -> end", a=user(name="New")))

    assert [("a#1", "New")] == [(each.task, each.name) for each in running.asked(OpenTask)]


def test_a_new_boundary_event_is_waited_for(case: Make) -> None:
    """A limit that the new edition adds counts for what is open already."""
    running = case(BEFORE).start()
    added = process(
        "start -> a -> b -> end; t -> late -> end_late", t=boundary("a", timer("PT1H"))
    )
    found = move(running, added)

    assert ("t",) == found.armed
    assert [("t#1", "01-05T10:00")] == running.armed()
    assert ["late"] == running.due("t").open


def test_a_new_event_subprocess_is_waited_for(case: Make) -> None:
    """Whatever scope is open hears of it."""
    running = case(process("start -> s -> end", s=sub("start_in -> a -> end_in"))).start()
    handler = event_sub(
        "start_h -> heard -> end_h", start_h=start(message("stop"), isInterrupting="false")
    )
    found = move(
        running, process("start -> s -> end", s=sub("start_in -> a -> end_in", h=handler))
    )

    assert ("start_h",) == found.armed
    assert ["a", "heard"] == running.message("stop").open


def test_a_boundary_event_that_is_gone_is_not_waited_for(case: Make) -> None:
    """It is named, and its timer is disarmed."""
    running = case(
        process("start -> a -> end; t -> late -> end_late", t=boundary("a", timer("PT1H")))
    ).start()
    found = move(running, process("start -> a -> end"))

    assert ("t#1",) == found.dropped
    assert ["t#1"] == [each.timer for each in running.asked(DisarmTimer)]
    assert [] == running.waits


def test_an_event_that_was_used_up_does_not_happen_again(case: Make) -> None:
    """A reminder that went out before the migration does not go out after it."""
    xml = process(
        "start -> a -> end; t -> told -> end_told",
        t=boundary("a", timer("PT1H"), interrupting=False),
    )
    running = case(xml).start().due("t")
    found = move(running, xml)

    assert ((), ()) == (found.dropped, found.armed)
    assert [] == running.waits


def test_a_timer_keeps_its_instant(case: Make) -> None:
    """A duration counts from when the wait began, not from the migration."""
    running = case(process("start -> t -> end", t=catch(timer("PT4H")))).start().later(hours=3)
    move(running, process("start -> t -> a -> end", t=catch(timer("PT4H"))))

    assert [] == running.asked(ArmTimer)
    assert NOW + timedelta(hours=4) == next(iter(running.instance.waits.values())).due


def test_a_changed_duration_counts_from_when_the_wait_began(case: Make) -> None:
    """Four hours become six: two more than were left."""
    running = case(process("start -> t -> end", t=catch(timer("PT4H")))).start().later(hours=3)
    move(running, process("start -> t -> end", t=catch(timer("PT6H"))))

    assert ["t#1"] == [each.timer for each in running.asked(DisarmTimer)]
    assert [("t#1.2", "01-05T15:00")] == running.armed()
    assert "completed" == running.due("t").state


def test_a_timer_that_refers_to_the_host_is_worked_out_anew(case: Make) -> None:
    """The host's law changed with the program."""
    dues: dict[str, object] = {"answer": NOW + timedelta(hours=1)}
    xml = process(
        "start -> a -> end; t -> late -> end_late",
        t=boundary("a", timer('=due("answer")', "timeDate")),
    )
    running = case(xml)
    running.functions["due"] = dues.get
    running.start()
    dues["answer"] = NOW + timedelta(hours=5)
    move(running, xml)

    assert [("t#1.2", "01-05T14:00")] == running.armed()


def test_a_changed_message_is_waited_for_under_its_new_name(case: Make) -> None:
    """The old name is not listened to any more."""
    running = case(process("start -> m -> end", m=catch(message("paid")))).start()
    move(running, process("start -> m -> end", m=catch(message("settled"))))

    with pytest.raises(o.Refused):
        running.message("paid")
    assert "completed" == running.message("settled").state


def test_a_job_in_flight_comes_back(case: Make) -> None:
    """Whoever carries it out knows it by its id."""
    running = case(process("start -> j -> end", j=service("pay"))).start()
    move(running, process("start -> j -> a -> end", j=service("pay")))

    assert ["a"] == running.done("j").open


def test_a_join_still_waits_for_its_other_token(case: Make) -> None:
    """Tokens at joins keep their place."""
    flows = "start -> fork; fork -> a -> join; fork -> b -> join; join -> {} -> end"
    forks = {"fork": parallel(), "join": parallel()}
    running = case(process(flows.format("c"), **forks)).start().done("a")
    move(running, process(flows.format("d -> c"), **forks))

    assert ["d"] == running.done("b").open


MISFITS = {
    "an open task is gone": (process("start -> b -> end"), "a"),
    "an open task has become a job": (
        process("start -> a -> end", a=service("pay")),
        "serviceTask",
    ),
    "an open task stands in a subprocess": (
        process("start -> s -> end", s=sub("start_in -> a -> end_in")),
        "another subprocess",
    ),
    "the process has another id": (process("start -> a -> end", key="other"), "other"),
}


@pytest.mark.parametrize(("xml", "said"), MISFITS.values(), ids=MISFITS.keys())
def test_what_does_not_fit_is_refused_and_unchanged(case: Make, xml: str, said: str) -> None:
    """The sentence names the element; the instance is as it was."""
    running = case(BEFORE).start()
    before = json.dumps(running.instance.dump())

    with pytest.raises(CannotMigrate, match=said):
        migrate(running.instance, Case(xml).program, running.environment())
    assert before == json.dumps(running.instance.dump())
    assert misfits(running.instance, Case(xml).program)


def test_a_token_at_a_join_that_leads_elsewhere_is_refused(case: Make) -> None:
    """It would be lost."""
    forks = {"fork": parallel(), "join": parallel()}
    running = case(
        process("start -> fork; fork -> a -> join; fork -> b -> join; join -> end", **forks)
    ).start()
    running.done("a")
    other = process(
        "start -> fork; fork -> a -> c; fork -> b -> join; c -> join; join -> end", **forks
    )

    with pytest.raises(CannotMigrate, match="a_join"):
        move(running, other)


FORK = "start -> fork; fork -> a -> join; fork -> b -> join; join -> end"
OTHER_JOINS = {
    "it lets each token pass": process(FORK, fork=parallel(), join=exclusive()),
    "it waits for one more": process(
        f"{FORK}; fork -> c -> join", fork=parallel(), join=parallel()
    ),
    "it waits for one less": process(
        "start -> fork; fork -> a -> join; fork -> b -> end_b; join -> end",
        fork=parallel(),
        join=parallel(),
    ),
}


@pytest.mark.parametrize("xml", OTHER_JOINS.values(), ids=OTHER_JOINS.keys())
def test_a_token_at_a_join_that_joins_otherwise_is_refused(case: Make, xml: str) -> None:
    """It would wait there for ever."""
    running = case(process(FORK, fork=parallel(), join=parallel())).start().done("a")

    with pytest.raises(CannotMigrate, match="a token waits at join, which joins otherwise"):
        move(running, xml)


def test_an_event_that_moves_to_another_task_is_waited_for_there(case: Make) -> None:
    """From when it began to be waited for: nobody gains time, and no limit is lost."""
    shape, forks = f"{FORK}; t -> late -> end_late", {"fork": parallel(), "join": parallel()}
    running = case(
        process(shape, t=boundary("a", timer("PT2H"), interrupting=False), **forks)
    ).start()
    running.later(hours=1)
    found = move(
        running, process(shape, t=boundary("b", timer("PT2H"), interrupting=False), **forks)
    )

    assert (("t#1",), ("t",)) == (found.dropped, found.armed)
    assert [("b#1", NOW + timedelta(hours=2))] == [
        (wait.owner.key, wait.due) for wait in running.instance.waits.values()
    ]
    assert ["b"] == running.done("a").open
    assert ["b", "late"] == running.due("t").open


def test_an_event_that_was_used_up_does_not_happen_again_elsewhere(case: Make) -> None:
    """The reminder went out at the task where it stood before."""
    shape, forks = f"{FORK}; t -> late -> end_late", {"fork": parallel(), "join": parallel()}
    running = case(
        process(shape, t=boundary("a", timer("PT2H"), interrupting=False), **forks)
    ).start()
    running.due("t")
    found = move(
        running, process(shape, t=boundary("b", timer("PT2H"), interrupting=False), **forks)
    )

    assert ((), {}) == (found.armed, dict(running.instance.waits))


def test_an_event_that_moves_from_what_is_over_is_waited_for(case: Make) -> None:
    """What it watched is done; what it watches now is not."""
    shape = "start -> a -> b -> end; t -> late -> end_late"
    running = case(process(shape, t=boundary("a", timer("PT2H")))).start().done("a")

    assert ("t",) == move(running, process(shape, t=boundary("b", timer("PT2H")))).armed


@pytest.mark.parametrize("inwards", [True, False], ids=["into a subprocess", "out of it"])
def test_an_event_subprocess_that_moves_watches_where_it_stands(case: Make, inwards: bool) -> None:
    """It is not waited for where it stood before."""
    late = event_sub("start_e -> late -> end_e", start_e=start(timer("PT2H")))
    outside = process("start -> s -> end", s=sub("start_in -> a -> end_in"), e=late)
    inside = process("start -> s -> end", s=sub("start_in -> a -> end_in", e=late))
    running = case(outside if inwards else inside).start()
    found = move(running, inside if inwards else outside)

    assert (("start_e#1",), ("start_e",)) == (found.dropped, found.armed)
    assert ["s#1" if inwards else "process#1"] == [
        wait.owner.key for wait in running.instance.waits.values()
    ]
    assert "late" in running.due("start_e").open


CHOICE = "start -> g; g -> m -> a -> end; g -> t -> b -> end_b"


def test_a_new_way_on_from_an_event_based_gateway_is_waited_for(case: Make) -> None:
    """Whatever comes first, be it what the new diagram adds."""
    events = {"g": event_based(), "m": catch(message("M")), "t": catch(timer("PT5H"))}
    running = case(process(CHOICE, **events)).start()
    found = move(
        running, process(f"{CHOICE}; g -> u -> c -> end_c", u=catch(timer("PT1H")), **events)
    )

    assert ((), ("u",)) == (found.dropped, found.armed)
    assert ["c"] == running.due("u").open
    assert not running.instance.waits


def test_an_event_after_a_gateway_that_is_of_another_kind_is_waited_for_as_it_is_now(
    case: Make,
) -> None:
    """A message becomes a timer."""
    events = {"g": event_based(), "t": catch(timer("PT5H"))}
    running = case(process(CHOICE, m=catch(message("M")), **events)).start()
    found = move(running, process(CHOICE, m=catch(timer("PT1H")), **events))

    assert (("m#1",), ("m",)) == (found.dropped, found.armed)
    assert ["a"] == running.due("m").open


def test_an_event_that_does_not_follow_its_gateway_any_more_is_refused(case: Make) -> None:
    """What happens would lead nowhere."""
    events = {"g": event_based(), "m": catch(message("M")), "t": catch(timer("PT5H"))}
    running = case(process(CHOICE, **events)).start()
    other = "start -> g; g -> m -> a -> t -> b -> end; g -> u -> c -> end_c"

    with pytest.raises(CannotMigrate, match="t is waited for, and does not follow g"):
        move(running, process(other, u=catch(timer("PT1H")), **events))


@pytest.mark.parametrize("people", [user(), user().each("=[1, 2]")], ids=["one", "several"])
def test_what_an_incident_holds_up_waits_once_for_a_new_event(case: Make, people: El) -> None:
    """It begins to wait for all of its events when the incident is resolved."""
    held = {"r": boundary("a", timer("=wait"), interrupting=False), "a": people}
    shape = "start -> a -> end; r -> end_r"
    running = case(process(shape, **held)).start(wait="soon")
    assert [("a", "expression")] == running.incidents
    found = move(running, process(f"{shape}; t -> end_t", t=boundary("a", timer("PT1H")), **held))

    assert () == found.armed
    assert ["r", "t"] == running.resolve(wait="PT2H").waits


def test_two_diagrams_are_drawn_alike_wherever_they_stand() -> None:
    """Files have moved; what is drawn is the same, or is not."""
    text = process("start -> a -> end")
    here, there = (
        compile_program([read(words, name)], None, {})
        for words, name in ((text, "here.bpmn"), (text, "there/x.bpmn"))
    )

    assert drawn_alike(here, there)
    assert not drawn_alike(here, Case(process("start -> a -> b -> end")).program)


@given(st.lists(st.sampled_from("abc"), max_size=3))
def test_migrating_to_the_same_program_changes_nothing(course: list[str]) -> None:
    """Whatever was done before: tasks, waits and variables are the same."""
    xml = process(
        "start -> fork; fork -> a -> join; fork -> b -> join; fork -> c -> join; join -> d -> end;"
        "t -> late -> end_late",
        fork=parallel(),
        join=parallel(),
        t=boundary("b", timer("PT1H"), interrupting=False),
    )
    running = Case(xml).start()
    for key in dict.fromkeys(course):
        running.done(key)
    before = running.instance.dump()
    found = move(running, xml)

    assert before == running.instance.dump()
    assert ((), ()) == (found.dropped, found.armed)
    assert [] == [each for each in running.effects if not isinstance(each, OpenTask)]
