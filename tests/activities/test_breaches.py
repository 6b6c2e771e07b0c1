"""A missed limit is recorded with evidence and told; a review is proposed, never a sanction."""

import asyncio
from typing import Any

import pytest

from activities.accountability import AccountabilityActivities
from store.register import Register
from tests.activities.jobs import BREACH, Room, a_job
from tests.store.sample_facts import BREACH as BREACH_FACT
from tests.store.sample_facts import REGISTERED, clock_started, fresh_case, sealed

FACTS = sealed(
    [
        REGISTERED,
        clock_started(),
        ("trace", {"steps": []}),
        clock_started("answer"),
        ("reminded", {"clock": "transfer", "leg": 1}),
        ("limit_breached", BREACH_FACT),
    ]
)
RECORD = "accountability.record_breach"


async def test_the_evidence_is_the_facts_that_bear_on_the_limit(register: Register) -> None:
    """Digests of the registration and of every fact about this leg, no others."""
    case = fresh_case()
    await register.record(case, FACTS)

    await Room(register).run(RECORD, a_job(case, BREACH))

    (breach,) = await register.accountability.breaches(case)
    assert [FACTS[index].digest for index in (0, 1, 4, 5)] == breach["evidence"]
    assert ("R68", "四、3", "zhang") == (breach["rule"], breach["cites"], breach["responsible"])


async def test_a_review_is_proposed_to_those_who_decide(register: Register) -> None:
    """The proposal goes to the oversight unit; the responsible and their superiors are told."""
    case = fresh_case()
    await register.record(case, FACTS)

    await Room(register).run(RECORD, a_job(case, BREACH))

    (review,) = await register.accountability.reviews(case)
    assert ("proposed", "quality") == (review["state"], review["oversight"])
    assert "不作处分决定" in review["reason"]
    notices = await register.outbox.notices(case=case)
    assert ["front_manager", "quality", "zhang"] == sorted(n.recipient for n in notices)


async def test_no_review_rests_on_a_provisional_day(register: Register) -> None:
    """The breach is recorded and told, but no review is proposed, and it says why."""
    case = fresh_case()
    await register.record(case, FACTS)

    await Room(register).run(RECORD, a_job(case, BREACH | {"provisional": True}))

    (review,) = await register.accountability.reviews(case)
    assert "withheld" == review["state"]
    assert "暂定日期，不得据以认定逾期" in review["reason"]
    notices = await register.outbox.notices(case=case)
    assert ["front_manager", "zhang"] == sorted(notice.recipient for notice in notices)
    assert all("暂不提请核查" in notice.text for notice in notices)


async def test_one_leg_is_proposed_for_review_once(register: Register) -> None:
    """A second job about the same leg records, but proposes nothing more."""
    case = fresh_case()
    await register.record(case, FACTS)
    room = Room(register)

    await room.run(RECORD, a_job(case, BREACH | {"provisional": True}, "record#1"))
    await room.run(RECORD, a_job(case, BREACH, "record#2"))
    await room.run(RECORD, a_job(case, BREACH, "record#3"))

    reviews = await register.accountability.reviews(case)
    assert ["proposed", "withheld"] == sorted(review["state"] for review in reviews)
    assert 3 == len(await register.accountability.breaches(case))


async def test_the_facts_may_arrive_a_little_after_the_job(
    sqlite_register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts travel beside the job: it waits for the breach itself to be among the evidence."""
    register = sqlite_register
    case = fresh_case()
    looked, holds = asyncio.Event(), register.accountability.holds_breach

    async def look(*breach: Any) -> bool:
        found = await holds(*breach)
        looked.set()
        return found

    monkeypatch.setattr(register.accountability, "holds_breach", look)
    recording = asyncio.create_task(Room(register).run(RECORD, a_job(case, BREACH)))
    await looked.wait()

    await register.record(case, FACTS)
    await recording

    (breach,) = await register.accountability.breaches(case)
    assert FACTS[-1].digest in breach["evidence"]


@pytest.mark.parametrize("kind", ["limit_breached", "limit_exceeded"])
async def test_facts_that_never_arrive_hold_up_nobody_for_ever(
    sqlite_register: Register, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """After its patience the breach is recorded with what the register holds."""
    register = sqlite_register
    case = fresh_case()
    given: dict[str, Any] = {"clock": "transfer", "leg": 2}
    await register.record(case, sealed([REGISTERED, (kind, given)]))
    room = Room(register)
    impatient = AccountabilityActivities(register, patience=0.1)
    room._activities[RECORD] = impatient.record_breach

    await room.run(RECORD, a_job(case, BREACH))

    (breach,) = await register.accountability.breaches(case)
    assert 1 == len(breach["evidence"])


async def test_those_concerned_are_told_in_the_packs_own_words(register: Register) -> None:
    """The text that the pack brings is the notice; ours is for packs without one."""
    case = fresh_case()
    await register.record(case, FACTS)

    await Room(register).run(RECORD, a_job(case, BREACH | {"text": "转交已逾期，请说明。"}))

    notices = await register.outbox.notices(case=case)
    assert {"转交已逾期，请说明。"} == {notice.text for notice in notices}
