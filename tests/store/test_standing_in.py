"""Rows that follow who owns, who handles and who stands in."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from store.register import Register
from store.verification import first_difference
from tests.store.sample_facts import (
    REGISTERED,
    START,
    Item,
    clock_started,
    fresh_case,
    minute,
    sealed,
    task_closed,
    task_opened,
)

ACCEPTED: Item = (
    "ownership_accepted",
    {
        "from": {"person": "zhang", "unit": "front_office"},
        "to": {"person": "li", "unit": "engineering"},
        "handler": None,
        "by": "li",
    },
)
COVERED: Item = (
    "task_covered",
    {"task": "transfer#1", "assignee": "wang", "unit": "engineering", "on_behalf_of": "zhang"},
)
HANDED_BACK: Item = (
    "task_handed_back",
    {"task": "transfer#1", "assignee": "zhang", "unit": "front_office"},
)


async def recorded(register: Register, *items: Item) -> str:
    """Record a case and return its number; rows and facts must agree."""
    case = fresh_case()
    await register.record(case, sealed(items))
    assert await first_difference(register, case) is None
    return case


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param(
            [ACCEPTED],
            {"owner_person": "li", "owner_unit": "engineering", "unit": "engineering",
             "handler": "li"},
            id="who accepted owns and handles it",
        ),
        pytest.param(
            [("passed_to_superior", {"handler": "chief", "unit": "engineering"})],
            {"owner_person": "zhang", "handler": "chief", "unit": "engineering"},
            id="the line manager handles it and the owner stays",
        ),
        pytest.param(
            [("absence_reported", {"person": "zhang", "stand_in": "wang"})],
            {"owner_person": "zhang", "handler": "zhang", "unit": "front_office"},
            id="an absence moves nothing",
        ),
    ],
)  # fmt: skip
async def test_the_case_lies_with_whom_its_facts_say(
    register: Register, items: list[Item], expected: dict[str, Any]
) -> None:
    """Lists by owner and by unit follow."""
    case = await recorded(register, REGISTERED, *items)

    row = await register.case_view(case)

    assert expected == {name: getattr(row, name) for name in expected}


async def test_a_covered_task_is_in_the_stand_ins_inbox_until_it_is_handed_back(
    register: Register,
) -> None:
    """There, and not in the absent person's; then the other way round."""
    case = await recorded(register, REGISTERED, task_opened(assignee="zhang"), COVERED)
    assert [case] == [task.case_no for task in await register.inbox(person="wang")]
    assert case not in [task.case_no for task in await register.inbox(person="zhang")]

    back = await recorded(
        register, REGISTERED, task_opened(assignee="zhang"), COVERED, HANDED_BACK
    )

    assert back in [task.case_no for task in await register.inbox(person="zhang")]
    assert back not in [task.case_no for task in await register.inbox(person="wang")]


async def test_how_to_reach_the_requester_is_kept_with_the_requester(register: Register) -> None:
    """Beside name and phone, and for whom an agent acts."""
    kind, data = REGISTERED
    given = {"preferred_contact": "email", "on_behalf_of": {"name": "某公司"}}

    case = await recorded(register, (kind, {**data, **given}))

    requester = await register.requester(case)
    assert requester is not None
    assert {"room": "0815", **given} == requester.other


async def test_a_count_that_was_exceeded_is_a_breach_without_a_leg(register: Register) -> None:
    """It stands among the breaches; no clock row is marked for it."""
    breach: Item = (
        "limit_breached",
        {"clock": "visits", "leg": 3, "title": "二次办结", "due": minute(9), "found_at": minute(9),
         "person": "zhang", "unit": "front_office", "superiors": ["front_manager"]},
    )  # fmt: skip

    case = await recorded(register, REGISTERED, breach)

    assert [("visits", 3)] == [(one.clock, one.leg) for one in await register.breaches(case)]
    assert [] == await register.clocks(case)


async def test_a_task_that_another_edition_asks_of_others_is_in_their_inbox(
    register: Register,
) -> None:
    """It stays the same task, opened when it was."""
    _, data = task_opened(assignee="li", label="办理", groups=["engineering"])
    case = await recorded(register, REGISTERED, task_opened(), ("task_changed", data))
    (task,) = await register.tasks(case)

    assert ("li", "办理", ("engineering",)) == (task.assignee, task.label, task.groups)
    assert START + timedelta(minutes=2) == task.opened_at
    assert case in [one.case_no for one in await register.inbox(person="li")]


REPLANNED: Item = ("clock_replanned", {"clock": "transfer", "leg": 1, "new_due": minute(90)})
PAUSED: Item = ("clock_paused", {"clock": "transfer", "leg": 1, "ground": "expert"})
STOPPED: Item = ("clock_stopped", {"clock": "transfer", "leg": 1, "met": True})


@pytest.mark.parametrize(
    ("items", "due"),
    [
        pytest.param([], 61, id="as it was opened"),
        pytest.param([REPLANNED], 90, id="counted anew, as after an extension"),
        pytest.param([PAUSED], None, id="standing still"),
        pytest.param([STOPPED], None, id="over"),
        pytest.param([STOPPED, clock_started(leg=2, due=minute(120))], 120, id="begun again"),
        pytest.param([REPLANNED, task_closed()], 61, id="done: as it was asked for"),
    ],
)
async def test_an_open_task_is_due_when_its_clock_is(
    register: Register, items: list[Item], due: int | None
) -> None:
    """What the inbox sorts by and shows is what the case itself says."""
    case = await recorded(register, REGISTERED, clock_started(), task_opened(), *items)
    (task,) = await register.tasks(case)
    expected = None if due is None else datetime.fromisoformat(minute(due))

    assert expected == task.due
    inbox = [each.due for each in await register.inbox(person="zhang") if each.case_no == case]
    assert inbox == ([] if task.closed_at else [expected])
