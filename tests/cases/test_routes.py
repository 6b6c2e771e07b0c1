"""Loops and ping-pong between units are found, told apart and counted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.facts import Fact
from tests.cases.driving import Course, a_course
from tests.cases.telling import tell

UNITS = ("service", "stacks", "network", "office")


def send(course: Course, unit: str) -> list[Fact]:
    """Send the case to a unit, return what was found."""
    facts = tell(course, "handover_sent", "sv-01", to_unit=unit, reason="转")
    return [fact for fact in facts if fact.kind == "transfer_looped"]


def go_back(course: Course) -> list[Fact]:
    """Let the unit return the slip, return what was found."""
    facts = tell(course, "handover_returned", "st-09", opinion="不属")
    return [fact for fact in facts if fact.kind == "transfer_looped"]


def routed(*way: str) -> list[dict[str, Any]]:
    """Walk a way that begins with the service unit; return what was found, in order."""
    course, found = a_course(), []
    for step in way:
        if step == "again":
            tell(course, "reopened", "sv-01", reason="没有解决")
            continue
        found += go_back(course) if step == "back" else send(course, step)
    return [fact.data for fact in found]


@pytest.mark.parametrize(
    ("way", "kinds", "units"),
    [
        pytest.param(["stacks", "network"], [], None, id="on and on"),
        pytest.param(["stacks", "back"], [], None, id="a return"),
        pytest.param(["stacks", "back", "network", "back", "office"], [], None, id="returns, and each time another"),
        pytest.param(["stacks", "service"], ["ping_pong"], ["service", "stacks", "service"], id="sent straight back"),
        pytest.param(["stacks", "back", "stacks"], ["ping_pong"], ["stacks", "service", "stacks"], id="returned, and sent again"),
        pytest.param(["stacks", "service", "stacks"], ["ping_pong", "ping_pong"], ["stacks", "service", "stacks"], id="to and fro"),
        pytest.param(["stacks", "network", "service"], ["loop"], ["service", "stacks", "network", "service"], id="round in a circle"),
        pytest.param(["stacks", "network", "stacks", "service"], ["ping_pong", "loop"], ["service", "stacks", "network", "stacks", "service"], id="both"),
        pytest.param(["stacks", "again", "service"], [], None, id="back in a new round"),
        pytest.param(["stacks", "again", "service", "stacks"], ["ping_pong"], ["stacks", "service", "stacks"], id="within the new round"),
    ],
)  # fmt: skip
def test_a_way(way: list[str], kinds: list[str], units: list[str] | None) -> None:
    """A return is no loop by itself; a new round begins a new way."""
    found = routed(*way)

    assert kinds == [each["kind"] for each in found]
    assert list(range(1, len(kinds) + 1)) == [each["number"] for each in found]
    if units:
        assert units == found[-1]["units"]


@given(st.lists(st.sampled_from([*UNITS, "back", "again"]), max_size=25))
def test_any_way(steps: list[str]) -> None:
    """A finding begins and ends with the same unit, has it nowhere between, and is the shortest such.

    Found exactly when a unit gets what it had before in this round; ping-pong has one unit between,
    a loop several handings over; nothing is found for a return.
    """
    course = a_course()
    route = [course.case.unit]
    for step in steps:
        waits = bool(course.case.handover) and course.case.handovers[-1].state == "sent"
        if step == "again":
            tell(course, "reopened", "sv-01", reason="没有解决")
            route = [course.case.unit]
        elif step == "back" and waits:
            assert [] == go_back(course)
            route.append(course.case.unit)
        elif step in UNITS and step != course.case.unit:
            before = course.case.loops
            found = send(course, step)
            assert bool(found) == (step in route)
            assert before + len(found) == course.case.loops
            for fact in found:
                check(fact.data, route, step)
            route.append(step)
    assert route[-1] == course.case.unit


def check(data: dict[str, Any], route: list[str], step: str) -> None:
    """The finding is the end of the route, from the unit's last turn on."""
    units = data["units"]
    assert units == [*route, step][-len(units) :]
    assert units[0] == units[-1] == step
    assert step not in units[1:-1]
    assert ("ping_pong" if len(units) == 3 else "loop") == data["kind"]
