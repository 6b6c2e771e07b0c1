"""Who owns an inquiry when it is registered, and what a registration keeps."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.job_data import JobContext, job_data
from cases.opening import Registration, first_owner
from cases.refusal import Refused
from tests.cases.driving import INQUIRY, a_course, an_opening, law_on
from tests.cases.telling import DAY, with_people, with_registration

TIERS = with_registration(
    tiers={"gold": "金牌读者", "plain": "普通读者"},
    owners_by_tier={"gold": "stacks-head", "plain": "clerk"},
)
SENIOR = with_registration(
    with_people(posts={"service-head": {"rank": 5}, "clerk": {"rank": 1}}),
    asked_together="senior",
)


def test_whoever_was_asked_first_owns_it() -> None:
    """The rule where the pack says nothing else."""
    course = a_course(law=with_registration(), also_asked=["sv-09"])

    assert ("sv-01", "service") == (course.case.owner, course.case.owner_unit)


def test_the_account_manager_of_a_tier_owns_it_whoever_was_asked() -> None:
    """Holder of the post that the pack names for the tier, and the unit of that post."""
    course = a_course(law=TIERS, tier="gold")

    assert ("st-09", "stacks", "stacks") == (
        course.case.owner, course.case.owner_unit, course.case.unit,
    )  # fmt: skip
    (registered,) = course.of("registered")
    assert {"person": "st-09", "unit": "stacks"} == registered.data["owner"]
    assert ("sv-01", "gold") == (registered.data["first_contact"], registered.data["tier"])


def test_a_vacant_post_of_a_tier_owns_it_itself() -> None:
    """An inquiry is never without an owner."""
    law = with_people(TIERS, staff={"st-09": {"posts": ()}})

    course = a_course(law=law, tier="gold")

    assert ("stacks-head", "stacks") == (course.case.owner, course.case.owner_unit)


def test_of_two_asked_together_the_senior_owns_it_where_the_pack_says_so() -> None:
    """By the rank of their posts."""
    course = a_course(law=SENIOR, also_asked=["sv-09"])

    assert "sv-09" == course.case.owner
    (registered,) = course.of("registered")
    assert ("sv-01", ["sv-09"]) == tuple(
        registered.data[name] for name in ("first_contact", "also_asked")
    )


def test_of_two_equals_the_one_registered_first_owns_it() -> None:
    """Rank decides nothing between equals."""
    assert "sv-02" == a_course(law=SENIOR, first_contact="sv-02", also_asked=["sv-01"]).case.owner


@given(st.permutations(["sv-01", "sv-02", "sv-09", "st-01"]))
def test_the_owner_is_one_of_those_asked_and_nobody_asked_is_senior(asked: list[str]) -> None:
    """Whatever the order of the names."""
    given = INQUIRY | {"first_contact": asked[0], "also_asked": asked[1:]}

    owner = first_owner(Registration.model_validate(given), SENIOR)

    assert "sv-09" == owner
    assert asked[0] == first_owner(Registration.model_validate(given), law_on(DAY))


def test_a_registration_keeps_all_that_was_given() -> None:
    """Subject, preferred contact, principal, appointment, evidence with its hash, the accused."""
    proof = {"name": "照片", "reference": "dms://4711", "sha256": "a" * 64}
    law = with_registration(subjects={"loan": "借阅"})

    course = a_course(
        law=law,
        subject="loan",
        preferred_contact="phone",
        on_behalf_of={"name": "李女士"},
        appointment="2026-10-14T09:30:00+08:00",
        evidence=[proof],
        against="sv-02",
    )

    (registered,) = course.of("registered")
    kept = ("subject", "preferred_contact", "on_behalf_of", "appointment", "evidence", "against")
    assert (
        "loan", "phone", {"name": "李女士"}, "2026-10-14T01:30:00+00:00", [proof], "sv-02",
    ) == tuple(registered.data[name] for name in kept)  # fmt: skip
    assert not {"tier", "also_asked", "first_contact"} & set(registered.data)


@pytest.mark.parametrize(("wanted", "told"), [("phone", {"preferred_contact": "phone"}), ("", {})])
def test_who_calls_back_knows_how_the_requester_wants_to_be_reached(
    wanted: str, told: dict[str, str]
) -> None:
    """The preference goes to the call-back list with the requester's numbers (R168)."""
    course = a_course(
        law=with_registration(), requester={"phone": "1390000"}, preferred_contact=wanted
    )
    stepping = course.proceeding.stepping
    found = JobContext(course.case, stepping.law, stepping.clocks, {}, course.now)

    data = job_data("follow_ups.schedule", found)

    assert {"phone": "1390000"} | told == data["contact"]


@pytest.mark.parametrize(
    ("field", "value", "reason", "said"),
    [
        pytest.param("subject", "moon", "unknown_subject", "没有设置", id="a subject where none are"),
        pytest.param("tier", "gold", "unknown_tier", "收到“gold”", id="a tier of nobody's"),
        pytest.param("also_asked", ["xx-1"], "unknown_also_asked", "收到“xx-1”", id="a stranger asked"),
        pytest.param("against", "xx-1", "unknown_against", "部门有 service、", id="a stranger accused"),
        pytest.param("appointment", "2026-10-13T09:00:00+08:00", "past_appointment",
                     "应晚于接收时间10月13日（周二）10:00，收到10月13日（周二）09:00；请改约以后的时间",
                     id="an appointment that is over"),
    ],
)  # fmt: skip
def test_a_registration_that_names_nobody_known_is_refused(
    field: str, value: Any, reason: str, said: str
) -> None:
    """The sentence says what was expected, and what was found."""
    with pytest.raises(Refused) as refused:
        an_opening("2026-10-13 10:00", with_registration(), **{field: value})

    assert reason == refused.value.reason
    assert said in refused.value.sentence
