"""What each kind of fact writes into the rows for reading."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.projections.registry import PROJECTIONS
from store.reading import CaseFilter
from store.register import Register
from store.verification import first_difference
from tests.store.sample_facts import (
    BREACH,
    REGISTERED,
    WHOLE_CASE,
    Item,
    clock_started,
    fresh_case,
    handover_sent,
    minute,
    sealed,
    signed,
    task_closed,
    task_opened,
)

SENT = handover_sent()
RECEIVED = signed("handover_received", handler="li")
RETURNED = signed("handover_returned", opinion="不属本部门职责")
FORWARDED = signed("handover_forwarded", to_unit="housekeeping", opinion="属客房部")


def at(number: int) -> datetime:
    """Return the instant of the fact *number*."""
    return datetime.fromisoformat(minute(number)).astimezone(UTC)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param(
            [],
            {"owner_person": "zhang", "unit": "front_office", "handler": "zhang", "round": 1},
            id="registered: it lies with its owner",
        ),
        pytest.param([("stage_entered", {"stage": "受理"})], {"stage": "受理"}, id="a stage"),
        pytest.param(
            [SENT], {"unit": "engineering", "handler": None}, id="sent: it lies with the receiver"
        ),
        pytest.param([SENT, RECEIVED], {"unit": "engineering", "handler": "li"}, id="received"),
        pytest.param(
            [SENT, RECEIVED, RETURNED],
            {"unit": "front_office", "handler": "zhang"},
            id="returned: it lies with the sender again",
        ),
        pytest.param(
            [SENT, FORWARDED, handover_sent(2, from_unit="engineering", to_unit="housekeeping")],
            {"unit": "housekeeping", "handler": None},
            id="forwarded: it lies with the next",
        ),
        pytest.param(
            [("handler_named", {"handler": "wang", "unit": "engineering"})],
            {"handler": "wang", "unit": "engineering", "owner_person": "zhang"},
            id="a handler is named, the owner stays",
        ),
        pytest.param([("graded", {"difficulty": "hard"})], {"difficulty": "hard"}, id="graded"),
        pytest.param(
            [("edition_changed", {"old": "1", "new": "2", "law": "a1", "program": "b2"})],
            {"edition": "2", "law": "a1", "program": "b2"},
            id="it goes on under another edition",
        ),
        pytest.param(
            [("answered", {"answer": "好", "by": "li", "definite": True})],
            {"answered_by": "li", "answered_at": at(2)},
            id="answered",
        ),
        pytest.param(
            [("answered", {"answer": "正在查", "by": "li", "definite": False})],
            {"answered_by": None, "answered_at": None},
            id="an indefinite answer is none",
        ),
        pytest.param(
            [("closed", {"outcome": "resolved"})],
            {"closed_at": at(2), "outcome": "resolved"},
            id="closed",
        ),
        pytest.param(
            [("closed", {"outcome": "resolved"}), ("reopened", {"round": 2, "reason": "又坏了"})],
            {"closed_at": None, "outcome": None, "round": 2},
            id="reopened",
        ),
        pytest.param(
            [
                ("handler_named", {"handler": "wang", "unit": "engineering"}),
                ("reopened", {"round": 2, "unit": "front_office", "handler": None}),
            ],
            {"unit": "front_office", "handler": None, "round": 2},
            id="reopened at the owner's",
        ),
        pytest.param(
            [clock_started("answer", due=minute(90)), clock_started(due=minute(60))],
            {"due": at(60), "due_clock": "transfer", "alert": ""},
            id="due: the earliest running clock",
        ),
        pytest.param(
            [
                clock_started("answer", due=minute(90), judged=True),
                clock_started(due=minute(60), judged=False),
            ],
            {"due": at(90), "due_clock": "answer"},
            id="due: not what is only measured",
        ),
        pytest.param(
            [clock_started(), ("clock_stopped", {"clock": "transfer", "leg": 1})],
            {"due": None, "due_clock": None},
            id="no running clock, nothing due",
        ),
        pytest.param(
            [clock_started(), ("limit_breached", BREACH)], {"alert": "overdue"}, id="overdue"
        ),
        pytest.param(
            [
                clock_started(),
                ("limit_breached", BREACH),
                ("clock_stopped", {"clock": "transfer", "leg": 1}),
            ],
            {"alert": ""},
            id="done late, no longer overdue",
        ),
        pytest.param(
            [
                clock_started(due=minute(1)),
                ("limit_breached", BREACH),
                ("clock_replanned", {"clock": "transfer", "leg": 1, "new_due": minute(90)}),
            ],
            {"alert": "", "due": at(90)},
            id="given more time after all, no longer overdue",
        ),
        pytest.param(
            [("incident_raised", {"incident": "i#1"})], {"alert": "incident"}, id="stuck"
        ),
        pytest.param(
            [("incident_raised", {"incident": "i#1"}), ("incident_resolved", {"incident": "i#1"})],
            {"alert": ""},
            id="no longer stuck",
        ),
    ],
)
@pytest.mark.parametrize("batches", ["one batch", "one fact a batch"])
async def test_the_case_as_it_stands(
    register: Register, items: list[Item], expected: dict[str, Any], batches: str
) -> None:
    """The case's row follows its facts, whether they come together or one by one."""
    case = fresh_case()
    facts = sealed([REGISTERED, *items])

    for batch in [facts] if batches == "one batch" else [[fact] for fact in facts]:
        await register.record(case, batch)

    row = await register.case_view(case)
    assert expected == {name: getattr(row, name) for name in expected}
    assert await first_difference(register, case) is None


ROWS = [
    pytest.param(
        "tasks",
        [task_opened(), task_closed()],
        {"task": "transfer#1", "outcome": "sent", "by": "zhang", "closed_at": at(3)},
        id="a task that was done",
    ),
    pytest.param(
        "handovers",
        [SENT, RECEIVED],
        {"state": "received", "received_by": "li", "handler": "li", "sent_at": at(7)},
        id="a handover with both signatures",
    ),
    pytest.param(
        "handovers",
        [SENT, RETURNED],
        {"state": "returned", "passed_by": "li", "passed_to": "front_office", "passed_at": at(9)},
        id="a handover that came back with an opinion",
    ),
    pytest.param(
        "handovers",
        [SENT, FORWARDED],
        {"state": "forwarded", "passed_to": "housekeeping", "opinion": "属客房部"},
        id="a handover that went on",
    ),
    pytest.param(
        "clocks",
        [
            clock_started(),
            ("reminded", {"clock": "transfer", "leg": 1, "due": minute(61)}),
            ("clock_replanned", {"clock": "transfer", "leg": 1, "new_due": minute(99)}),
        ],
        {"due": at(99), "reminded_at": None, "replanned_at": at(4), "rule": "R68"},
        id="a clock that was reminded of a date that is another now",
    ),
    pytest.param(
        "clocks",
        [
            clock_started(),
            (
                "edition_changed",
                {"new": "2", "clocks": [{"clock": "transfer", "leg": 1, "cites": "第九条"}, "?"]},
            ),
        ],
        {"cites": "第九条", "due": at(61)},
        id="a clock that runs on under another edition",
    ),
    pytest.param(
        "clocks",
        [clock_started(), ("clock_paused", {"clock": "transfer", "leg": 1, "ground": "repair"})],
        {"paused_at": at(3), "due": None, "pauses": None},
        id="a clock that stands still",
    ),
    pytest.param(
        "clocks",
        [
            clock_started(),
            ("clock_paused", {"clock": "transfer", "leg": 1}),
            (
                "clock_resumed",
                {
                    "clock": "transfer",
                    "leg": 1,
                    "new_due": minute(99),
                    "provisional": True,
                    "pauses": [[minute(3), minute(4)]],
                },
            ),
            ("extension_approved", {"clock": "transfer", "leg": 1, "until": minute(120)}),
        ],
        {
            "paused_at": None,
            "due": at(99),
            "provisional": True,
            "replanned_at": None,
            "pauses": [[minute(3), minute(4)]],
            "extended_to": at(120),
        },
        id="a clock that stood still and was extended",
    ),
    pytest.param(
        "clocks",
        [clock_started(), ("limit_exceeded", {"clock": "transfer", "leg": 1})],
        {"exceeded_at": at(3), "breached_at": None},
        id="a soft limit exceeded",
    ),
    pytest.param(
        "clocks",
        [
            clock_started(),
            (
                "clock_stopped",
                {
                    "clock": "transfer",
                    "leg": 1,
                    "used": "0.5",
                    "unit_of_use": "elapsed_hour",
                    "met": True,
                },
            ),
        ],
        {"stopped_at": at(3), "used": "0.5", "unit_of_use": "elapsed_hour", "met": True},
        id="a clock that was stopped in time",
    ),
    pytest.param(
        "breaches",
        [("limit_breached", BREACH)],
        {"sequence": 2, "clock": "transfer", "superiors": ("front_manager", "deputy_gm")},
        id="a breach",
    ),
    pytest.param(
        "excesses",
        [("excess_approved", {"clock": "total", "by": "gm", "until": minute(500)})],
        {"what": "approved", "by": "gm", "until": at(500)},
        id="an excess that was approved",
    ),
    pytest.param(
        "escalations",
        [SENT, ("escalated", {"level": 2, "to": "gm", "reason": "矛盾", "conflict": True})],
        {"level": "2", "to": "gm", "conflict": True, "unit": "engineering"},
        id="an escalation, counted where the case lay",
    ),
    pytest.param(
        "follow_ups",
        [("follow_up", {"round": 1, "attempt": 2, "reached": False, "by": "zhang"})],
        {"round": 1, "attempt": 2, "reached": False, "verified": None},
        id="a call that reached nobody",
    ),
    pytest.param(
        "incidents",
        [("incident_raised", {"incident": "i#1", "element": "e", "message": "停"})],
        {"incident": "i#1", "raised_at": at(2), "resolved_at": None},
        id="an incident",
    ),
]


@pytest.mark.parametrize(("table", "items", "expected"), ROWS)
async def test_rows_follow_their_facts(
    register: Register, table: str, items: list[Item], expected: dict[str, Any]
) -> None:
    """Each row holds what its facts said."""
    case = fresh_case()

    for fact in sealed([REGISTERED, *items]):
        await register.record(case, [fact])

    (row,) = await getattr(register, table)(case)
    assert expected == {name: getattr(row, name) for name in expected}


async def test_a_supervisory_copy_is_no_escalation(register: Register) -> None:
    """Copying a slip to those who supervise counts as no escalation."""
    case = fresh_case()

    await register.record(
        case, sealed([REGISTERED, SENT, ("supervisory_copy", {"slip": "S1", "unit": "quality"})])
    )

    assert [] == await register.escalations(case)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.just("|")
    | st.just("9999-12-31T23:59:59-12:00"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = sorted(
    {name for _, data in WHOLE_CASE for name in data} | {"handover", "until", "new_due"}
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(PROJECTIONS)),
            st.dictionaries(st.sampled_from(NAMES), JUNK, max_size=8),
        ),
        min_size=1,
        max_size=6,
    )
)
async def test_no_fact_is_refused_for_what_it_says(register: Register, items: list[Item]) -> None:
    """Whatever a fact's data holds, the fact is kept, and its rows are what verification expects."""
    case = fresh_case()
    facts = sealed([REGISTERED, *items])

    await register.record(case, facts[:2])
    await register.record(case, facts[2:])

    assert facts == await register.facts(case)
    assert await first_difference(register, case) is None


async def test_inboxes_hold_what_their_people_may_do(register: Register) -> None:
    """A unit sees its tasks, a person their own and the unit's unassigned, a post what it is offered."""
    case = fresh_case()
    items = [
        REGISTERED,
        task_opened("mine#1", assignee="zhang", unit="front_office", due=minute(50)),
        task_opened("free#1", assignee=None, unit="front_office", due=minute(40)),
        task_opened("other#1", assignee="wang", unit="front_office", due=None),
        task_opened("post#1", assignee=None, unit="quality", groups=["duty_officer", "a_b"]),
        task_opened("done#1", assignee="zhang", unit="front_office"),
        task_closed("done#1"),
    ]
    await register.record(case, sealed(items))

    async def inbox(**wanted: Any) -> list[str]:
        return [task.task for task in await register.inbox(**wanted)]

    assert ["free#1", "mine#1", "other#1"] == await inbox(unit="front_office")
    assert ["mine#1"] == await inbox(person="zhang")
    assert ["free#1", "mine#1"] == await inbox(person="zhang", unit="front_office")
    assert ["free#1", "mine#1", "post#1"] == await inbox(
        person="zhang", unit="front_office", groups=["duty_officer"]
    )
    assert ["post#1"] == await inbox(groups=["a_b"])
    assert [] == await inbox(groups=["aXb"])
    assert ["mine#1", "free#1", "other#1", "post#1"] == [
        task.task for task in await register.tasks(case, open_only=True)
    ]


async def test_cases_are_listed_as_wanted(register: Register) -> None:
    """Cases are found by pack, stage, unit, owner, person, alert and whether they are open."""
    cases = [fresh_case() for _ in range(4)]
    extra: list[list[Item]] = [
        [("stage_entered", {"stage": "受理"})],
        [SENT, RECEIVED],
        [clock_started(), ("limit_breached", BREACH)],
        [("closed", {"outcome": "resolved"})],
    ]
    for case, items in zip(cases, extra, strict=True):
        await register.record(case, sealed([REGISTERED, *items]))

    async def numbers(**wanted: Any) -> list[int]:
        return sorted(
            cases.index(row.case_no) for row in await register.list_cases(CaseFilter(**wanted))
        )

    assert [0, 1, 2, 3] == await numbers()
    assert [0, 1, 2, 3] == await numbers(pack="hotel", owner="zhang")
    assert [0] == await numbers(stage="受理")
    assert [1] == await numbers(unit="engineering")
    assert [1] == await numbers(person="li")
    assert [2] == await numbers(alert="overdue")
    assert [] == await numbers(alert="incident")
    assert [3] == await numbers(open=False)
    assert [0, 1, 2] == await numbers(open=True)
    assert [1] == await numbers(limit=1, offset=2)
