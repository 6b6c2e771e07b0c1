"""Workflow patterns (van der Aalst et al., WCP1 to WCP21) that the elements can express."""

from collections.abc import Callable

import pytest

from tests.bpmn.builder import (
    TERMINATE,
    boundary,
    catch,
    end,
    event_based,
    exclusive,
    inclusive,
    message,
    parallel,
    process,
    sub,
    timer,
    user,
)
from tests.bpmn.case import Case

Make = Callable[..., Case]
FORK = "start -> fork; fork -> a -> join; fork -> b -> join; join -> c -> end"
CHOICE = "start -> x; x -> a [n > 1] -> m; x -> b [default] -> m; m -> c -> end"
SOME = "start -> o; o -> a [n > 1] -> j; o -> b [n > 2] -> j; o -> d [default] -> j; j -> c -> end"


def test_wcp1_a_sequence_goes_on_when_a_task_is_done(case: Make) -> None:
    """Sequence: the second task opens when the first is done."""
    found = case(process("start -> a -> b -> end")).start()
    assert ["a"] == found.open

    found.done("a")
    assert ["b"] == found.open

    found.done("b")
    assert "completed" == found.state


def test_wcp2_3_a_parallel_join_waits_for_every_branch(case: Make) -> None:
    """Parallel split and synchronisation: one token once all branches have brought theirs."""
    found = case(process(FORK, fork=parallel(), join=parallel())).start()
    assert ["a", "b"] == found.open

    found.done("b")
    assert ["a"] == found.open

    found.done("a")
    assert ["c"] == found.open
    assert 1 == found.entered.count("join")


@pytest.mark.parametrize(
    ("n", "taken"), [(5, "a"), (0, "b")], ids=["condition holds", "default taken"]
)
def test_wcp4_5_an_exclusive_choice_takes_one_branch(case: Make, n: int, taken: str) -> None:
    """Exclusive choice and simple merge: the first condition that holds, else the default."""
    found = case(process(CHOICE, x=exclusive(), m=exclusive())).start(n=n)

    assert [taken] == found.open
    assert ["c"] == found.done(taken).open


@pytest.mark.parametrize(
    ("n", "taken"),
    [(0, ["d"]), (2, ["a"]), (3, ["a", "b"])],
    ids=["default", "one", "both"],
)
def test_wcp6_7_an_inclusive_join_waits_for_the_branches_taken(
    case: Make, n: int, taken: list[str]
) -> None:
    """Multi-choice and structured synchronising merge."""
    found = case(process(SOME, o=inclusive(), j=inclusive())).start(n=n)
    assert taken == found.open

    for element in taken:
        assert "c" not in found.open
        found.done(element)

    assert ["c"] == found.open
    assert 1 == found.entered.count("j")


def test_wcp8_a_multi_merge_lets_every_token_pass(case: Make) -> None:
    """Multi-merge: an exclusive gateway passes each token, so what follows happens twice."""
    found = case(process(FORK, fork=parallel(), join=exclusive())).start()

    found.done("a").done("b")

    assert ["c", "c"] == found.open
    assert "running" == found.done("c").state
    assert "completed" == found.done("c").state


def test_wcp10_an_arbitrary_cycle_can_be_gone_through_again(case: Make) -> None:
    """Arbitrary cycles: a flow that leads back through exclusive gateways."""
    xml = process(
        "start -> m -> a -> x; x -> m [not(ok)]; x -> b [default] -> y; y -> m [again]; y -> end [default]",
        m=exclusive(), x=exclusive(), y=exclusive(),
    )  # fmt: skip
    found = case(xml).start()

    found.done("a", ok=False).done("a", ok=True).done("b", again=True).done("a", ok=True)
    found.done("b", again=False)

    assert "completed" == found.state
    assert 3 == found.entered.count("a")


def test_wcp11_a_process_ends_when_nothing_is_left_to_do(case: Make) -> None:
    """Implicit termination: several end events, and a task without outgoing flows."""
    found = case(process("start -> f; f -> a; f -> b -> end", f=parallel())).start()

    assert "running" == found.done("b").state
    assert "completed" == found.done("a").state


def test_wcp12_instances_without_synchronisation_run_on_their_own(case: Make) -> None:
    """Multiple instances of one task that lead to different ends, made by a split."""
    xml = process("start -> f; f -> m; f -> m; m -> a -> end", f=parallel(), m=exclusive())
    assert ["a", "a"] == case(xml).start().open


def test_wcp13_14_multiple_instances_are_counted_before_they_start(case: Make) -> None:
    """Multiple instances with knowledge at design time or run time, then synchronised."""
    found = case(process("start -> a -> c -> end", a=user().each(times="=n"))).start(n=3)
    assert ["a", "a", "a"] == found.open

    found.done("a#1").done("a#3")
    assert ["a"] == found.open
    assert ["c"] == found.done("a").open


def test_wcp16_a_deferred_choice_is_decided_by_what_happens_first(case: Make) -> None:
    """Deferred choice: an event-based gateway takes only the branch whose event came first."""
    xml = process(
        "start -> g; g -> paid -> a -> end; g -> late -> b -> end",
        g=event_based(), paid=catch(message("paid")), late=catch(timer("P1D")),
    )  # fmt: skip
    found = case(xml).start()
    assert ["late", "paid"] == found.waits

    found.message("paid")
    assert ["a"] == found.open
    assert [] == found.waits
    assert "late" not in found.entered


def test_wcp17_interleaved_tasks_may_be_done_in_any_order(case: Make) -> None:
    """Parallel branches of several tasks interleave freely."""
    xml = process(
        "start -> f; f -> a -> b -> j; f -> c -> d -> j; j -> end", f=parallel(), j=parallel()
    )
    found = case(xml).start()

    found.done("c").done("a").done("b").done("d")

    assert "completed" == found.state


def test_wcp18_a_milestone_is_a_window_that_closes(case: Make) -> None:
    """Milestone: a task may be done only until the deadline at its boundary."""
    xml = process("start -> a -> b -> end; t -> c -> end2", t=boundary("a", timer("PT1H")))
    found = case(xml).start()

    found.due("t")

    assert ["c"] == found.open


def test_wcp19_a_task_is_cancelled_by_its_boundary(case: Make) -> None:
    """Cancel activity: an interrupting boundary event closes the task."""
    xml = process("start -> a -> end; stop -> b -> end2", stop=boundary("a", message("stop")))
    found = case(xml).start()

    found.message("stop")

    assert ["b"] == found.open
    assert ["cancelled a"] == found.what("cancelled")


def test_wcp20_a_case_is_cancelled_by_a_terminate_end(case: Make) -> None:
    """Cancel case: a terminate end event ends all that is open."""
    xml = process(
        "start -> f; f -> a -> b -> end; f -> c -> stop", f=parallel(), stop=end(TERMINATE)
    )
    found = case(xml).start()

    found.done("c")

    assert "terminated" == found.state
    assert ["cancelled a"] == found.what("cancelled")


def test_wcp21_a_structured_loop_repeats_until_its_condition_holds(case: Make) -> None:
    """Structured loop: a subprocess that is entered again until it is good enough."""
    inner = sub("start_in -> a -> end_in")
    xml = process("start -> m -> s -> x; x -> m [n < 3]; x -> end [default]",
                  m=exclusive(), x=exclusive(), s=inner)  # fmt: skip
    found = case(xml).start(n=0)

    found.done("a", n=1).done("a", n=2).done("a", n=3)

    assert "completed" == found.state
    assert 3 == found.entered.count("s")
