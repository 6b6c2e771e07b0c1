"""Joins that are not as simple as they look."""

from collections.abc import Callable

import pytest

from tests.bpmn.builder import El, boundary, exclusive, inclusive, parallel, process, timer, user
from tests.bpmn.case import Case

Make = Callable[..., Case]


def test_a_parallel_join_needs_a_token_on_each_flow_not_two_on_one(case: Make) -> None:
    """Two tokens on one incoming flow do not open a parallel join."""
    xml = process(
        "start -> f; f -> m; f -> m; m -> a -> j; f -> b -> j; j -> c -> end",
        f=parallel(), m=exclusive(), j=parallel(),
    )  # fmt: skip
    found = case(xml).start()

    found.done("a").done("a")
    assert "j" not in found.entered

    found.done("b")
    assert 1 == found.entered.count("j")


def test_an_inclusive_join_waits_while_a_token_upstream_can_reach_it(case: Make) -> None:
    """A token that is still before the join on another way keeps it closed."""
    xml = process(
        "start -> f; f -> a -> j; f -> b -> x; x -> j [ok]; x -> d [default] -> end2; j -> c -> end",
        f=parallel(), j=inclusive(), x=exclusive(),
    )  # fmt: skip
    found = case(xml).start()

    found.done("a")
    assert ["b"] == found.open

    found.done("b", ok=False)
    assert ["c", "d"] == found.open


def test_an_inclusive_join_opens_once_for_two_tokens(case: Make) -> None:
    """Both tokens that were awaited go on as one."""
    xml = process(
        "start -> f; f -> a -> j; f -> b -> x; x -> j [ok]; x -> d [default] -> end2; j -> c -> end",
        f=parallel(), j=inclusive(), x=exclusive(),
    )  # fmt: skip
    found = case(xml).start().done("a").done("b", ok=True)

    assert ["c"] == found.open
    assert 1 == found.entered.count("j")


def test_an_inclusive_join_inside_a_loop_opens_each_time(case: Make) -> None:
    """A token that waits at the join does not wait for itself to come round again."""
    xml = process(
        "start -> m -> o; o -> a [n >= 0] -> j; o -> b [n > 0] -> j; j -> x; x -> m [again]; x -> end [default]",
        m=exclusive(), o=inclusive(), j=inclusive(), x=exclusive(),
    )  # fmt: skip
    found = case(xml).start(n=1, again=True)

    found.done("a").done("b", n=0)
    assert ["a"] == found.open
    found.done("a", again=False)

    assert "completed" == found.state
    assert 2 == found.entered.count("j")


def test_an_inclusive_join_waits_for_what_a_boundary_event_may_send(case: Make) -> None:
    """A task can also be left through its boundary, so the join waits for it."""
    xml = process(
        "start -> f; f -> a -> end2; t -> j; f -> b -> j; j -> c -> end",
        f=parallel(), j=inclusive(), t=boundary("a", timer("PT1H")),
    )  # fmt: skip
    found = case(xml).start().done("b")
    assert ["a"] == found.open

    assert ["c"] == found.done("a").open


def test_two_inclusive_joins_one_after_the_other(case: Make) -> None:
    """The second join waits for the first."""
    xml = process(
        "start -> f; f -> a -> j; f -> b -> j; j -> k; f -> c -> k; k -> d -> end",
        f=inclusive(), j=inclusive(), k=inclusive(),
    )  # fmt: skip
    found = case(xml).start().done("c").done("a")
    assert ["b"] == found.open

    assert ["d"] == found.done("b").open


def test_a_token_that_an_event_sends_beside_its_activity_does_not_stand_for_it(case: Make) -> None:
    """A non-interrupting event adds a token: the activity's own still reaches the join."""
    xml = process(
        "start -> f; f -> a -> j; f -> b -> j; late -> j; j -> c -> end",
        f=inclusive(), j=inclusive(), late=boundary("b", timer("PT1H"), interrupting=False),
    )  # fmt: skip
    found = case(xml).start().done("a").due("late")

    assert ["b"] == found.open

    found.done("b")
    assert ["c"] == found.open


def test_a_token_that_may_leave_either_way_is_not_waited_for(case: Make) -> None:
    """With an interrupting event the activity's token comes on one flow or on the other."""
    xml = process(
        "start -> f; f -> a -> m; f -> b -> j; late -> m; m -> j; j -> c -> end",
        f=inclusive(), m=exclusive(), j=inclusive(), late=boundary("b", timer("PT1H")),
    )  # fmt: skip

    assert ["b", "c"] == case(xml).start().done("a").open


@pytest.mark.parametrize("join", [parallel(), inclusive()], ids=["parallel", "inclusive"])
def test_a_join_without_a_way_out_ends_its_tokens(case: Make, join: El) -> None:
    """BPMN 2.0.2, 10.6: a gateway may have no outgoing flow."""
    xml = process("start -> f; f -> a -> j; f -> b -> j", f=parallel(), j=join)
    found = case(xml).start().done("a")

    assert "running" == found.state
    assert "completed" == found.done("b").state


def test_a_join_that_can_never_open_is_an_incident(case: Make) -> None:
    """After an exclusive choice a parallel join gets one token only: nobody waits in silence."""
    xml = process(
        "start -> x; x -> a [n > 1] -> j; x -> b [default] -> j; j -> end",
        x=exclusive(), j=parallel(),
    )  # fmt: skip
    found = case(xml).start(n=0).done("b")

    assert "running" == found.state
    assert [("j", "dead_end")] == found.incidents
    assert "a_j" in found.facts[-1].details["message"]  # type: ignore[operator]


def test_conditions_on_flows_out_of_a_task_choose_among_them(case: Make) -> None:
    """A task with conditional flows splits as an inclusive gateway does."""
    xml = process("start -> a; a -> b [n > 1]; a -> c [n > 2]; a -> d [default]", a=user())

    assert ["b", "c"] == case(xml).start().done("a", n=3).open
    assert ["d"] == case(xml).start().done("a", n=0).open


@pytest.mark.parametrize(
    "condition",
    ["=n > 1", "${n > 1}", "n > 1", "#{n >= 2 && !late}", "${n == 2 || late}", "${!(late)}",
     "n == 2 and not late", "name == 'Li'", "${name eq 'Li'}"],
)  # fmt: skip
def test_conditions_are_read_in_the_forms_that_models_use(case: Make, condition: str) -> None:
    """FEEL with or without "=", and the simple forms of Java and Python."""
    xml = process(f"start -> x; x -> a [{condition}]; x -> b [default]", x=exclusive())

    assert ["a"] == case(xml).start(n=2, late=False, name="Li").open
    assert ["b"] == case(xml).start(n=0, late=True, name="Wang").open or "|| late" in condition
