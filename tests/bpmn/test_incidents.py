"""Incidents are data: raised where the instance cannot go on, resolved by trying again."""

from collections.abc import Callable

import pytest

from bpmn import occurrences as o
from bpmn.effects import CloseTask, RunJob
from tests.bpmn.builder import (
    boundary,
    catch,
    end,
    error,
    exclusive,
    parallel,
    process,
    receive,
    script,
    service,
    sub,
    task,
    timer,
    user,
)
from tests.bpmn.case import Case

Make = Callable[..., Case]

STUCK = {
    "a condition that is not a boolean": (
        process("start -> x; x -> a [n > 1]; x -> end [default]", x=exclusive()), {"n": "many"}, {"n": 2}, ("x", "expression"),
    ),
    "no condition holds": (
        process("start -> x; x -> a [n > 1]; x -> end [n < 0]", x=exclusive()), {"n": 0}, {"n": 2}, ("x", "no_flow"),
    ),
    "a timer without a value": (
        process("start -> t -> a -> end", t=catch(timer("=wait"))), {}, {"wait": "PT0S"}, ("t", "expression"),
    ),
    "a correlation key that is null": (
        process("start -> r -> a -> end", r=receive("paid", "=order")), {}, {"order": 1}, ("r", "expression"),
    ),
    "a boundary timer that cannot be read": (
        process("start -> a -> end; t -> end2", t=boundary("a", timer("=wait"))), {"wait": "soon"}, {"wait": "PT1H"}, ("a", "expression"),
    ),
    "a multi-instance over no list": (
        process("start -> a -> end", a=user().each("=names")), {"names": 1}, {"names": [1]}, ("a", "expression"),
    ),
    "an error end that nobody catches": (
        process("start -> s -> a -> end", s=sub("start_in -> x; x -> bad [n > 1]; x -> end_in [default]", x=exclusive(), bad=end(error("bad")))),
        {"n": 2}, {}, ("bad", "error"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STUCK)
def test_what_cannot_go_on_is_an_incident_and_goes_on_when_mended(case: Make, name: str) -> None:
    """The reason is data; resolving it with the right variables tries again."""
    xml, wrong, right, incident = STUCK[name]
    found = case(xml).start(**wrong)
    assert "running" == found.state
    assert [incident] == found.incidents

    found.resolve(**right)

    if incident[1] == "error":
        assert [incident] == found.incidents
        return
    assert [] == found.incidents
    if found.waits:
        found.message("paid", "1") if incident[0] == "r" else None
        found.due("t") if incident[0] == "t" else None
    assert ["a"] == found.open


def test_an_incident_tells_why_and_is_told_resolved(case: Make) -> None:
    """Facts say what was expected and found, and that it is over."""
    xml = process("start -> x; x -> a [n > 1]; x -> end [default]", x=exclusive())
    found = case(xml).start(n=None)

    assert "expected '=n > 1' at x_a to be true or false, found null" in str(
        found.facts[-1].details["message"]
    )

    found.resolve(n=5)
    assert ["raised", "resolved"] == [
        f.details["state"] for f in found.facts if f.what == "incident"
    ]


def test_an_incident_that_is_still_there_is_raised_again(case: Make) -> None:
    """With a new number."""
    xml = process("start -> x; x -> a [n > 1]; x -> end [default]", x=exclusive())
    found = case(xml).start().resolve()

    assert ["incident#2"] == list(found.instance.incidents)


def test_a_broken_job_waits_and_is_run_again(case: Make) -> None:
    """A technical failure is not a BPMN error."""
    xml = process("start -> a -> end; x -> b -> end2", a=service(), x=boundary("a", error()))
    found = case(xml).start().do(o.JobBroken("a#1", "connection refused"))
    assert [("a", "job")] == found.incidents
    with pytest.raises(o.Refused, match=r"held up by incident#1"):
        found.do(o.JobDone("a#1"))

    found.resolve()

    assert ["a#1"] == [job.job for job in found.asked(RunJob)]
    assert "completed" == found.done("a").state


def test_an_output_mapping_that_fails_keeps_the_completion(case: Make) -> None:
    """The task is closed; what it came with is tried again."""
    element = user().each("=names", "name", until="=enough")
    found = case(process("start -> a -> end", a=element)).start(names=[1, 2]).done("a#1")
    assert [CloseTask("a#1", "a", "completed")] == found.asked(CloseTask)
    assert [("a", "expression")] == found.incidents

    assert "completed" == found.resolve(enough=True).state


def test_a_boundary_still_interrupts_what_is_held_up(case: Make) -> None:
    """The incident is gone with the activity."""
    xml = process("start -> a -> end; t -> b -> end2", a=service(), t=boundary("a", timer("PT1H")))
    found = case(xml).start().do(o.JobBroken("a#1")).due("t")

    assert [] == found.incidents
    assert ["b"] == found.open


def test_a_loop_without_a_wait_is_stopped(case: Make) -> None:
    """A model that goes round for ever is an incident, not a hang."""
    found = case(process("start -> m -> t -> m", m=exclusive(), t=task()))
    found.limit = 1000

    assert ["runaway"] == [kind for _, kind in found.start().incidents]
    assert ["runaway"] == [kind for _, kind in found.resolve().incidents]


def test_a_loop_that_multiplies_its_tokens_is_stopped_once(case: Make) -> None:
    """One incident for each element that tokens are held at, however many they are."""
    found = case(process("start -> m -> g; g -> m; g -> b -> m", m=exclusive(), g=parallel(),
                         b=task()))  # fmt: skip
    found.limit = 1000
    found.start()

    assert 1 <= len(found.incidents) <= 3
    assert {"runaway"} == {kind for _, kind in found.incidents}


def test_more_instances_than_a_step_may_enter_are_not_begun(case: Make) -> None:
    """The number is mended, and tried again."""
    found = case(process("start -> a -> end", a=user().each("=names", "name")))
    found.limit = 10
    found.start(names=list(range(11)))
    assert [("a", "runaway")] == found.incidents
    assert [] == found.open

    assert ["a", "a"] == found.resolve(names=["x", "y"]).open


def test_a_failing_host_function_is_an_incident(case: Make) -> None:
    """Whatever it raises for values it does not know."""

    def fail(key: object) -> object:
        raise LookupError(f"no limit {key}")

    found = case(process("start -> a -> end", a=script('=due("x")', "y")))
    found.functions["due"] = fail
    found.start()

    assert found.incidents in ([("a", "expression")], [])


def test_cancelling_ends_everything(case: Make) -> None:
    """Tasks are closed, timers disarmed, incidents gone; the process is over."""
    xml = process("start -> a -> end; t -> b -> end2", t=boundary("a", timer("PT1H")))
    found = case(xml).start().do(o.Cancel("withdrawn"))

    assert "cancelled" == found.state
    assert ["CloseTask", "DisarmTimer", "Finish"] == sorted(
        type(e).__name__ for e in found.effects
    )
    with pytest.raises(o.Refused, match="the process is over"):
        found.do(o.TaskDone("a#1"))


def test_an_incident_goes_with_what_it_held_up(case: Make) -> None:
    """A body that another instance brings to its end leaves no incident behind."""
    element = user().each("=names", "name", until="=enough")
    found = case(process("start -> a -> b -> end", a=element)).start(names=[1, 2, 3])
    found.done("a#1")
    assert [("a", "expression")] == found.incidents

    found.done("a#2", enough=True)

    assert ["b"] == found.open
    assert [] == found.incidents
