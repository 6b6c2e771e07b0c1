"""The chain of facts: whatever is changed, left out or put in, it shows where."""

from datetime import timedelta
from typing import Any

import pytest

from cases.facts import GENESIS, Fact, first_break
from tests.cases.driving import Course, a_course, an_opening, at, in_hand, redrawn


def a_chain() -> list[Fact]:
    """Return the facts of a case."""
    course = in_hand()
    course.wait("2026-10-16 10:00")
    return course.facts


@pytest.mark.parametrize(
    "tampered",
    [
        pytest.param({"sequence": 6}, id="sequence"),
        pytest.param({"at": at("2026-10-13 10:00") + timedelta(microseconds=1)}, id="instant"),
        pytest.param({"kind": "answered"}, id="kind"),
        pytest.param({"data": {"x": 1}}, id="data"),
        pytest.param({"audience": ("public",)}, id="audience"),
        pytest.param({"digest": "0" * 64}, id="digest"),
    ],
)
def test_a_changed_fact_is_found(tampered: dict[str, Any]) -> None:
    """Every field is sealed."""
    facts = a_chain()
    facts[4] = facts[4].model_copy(update=tampered)

    broken = first_break(facts)

    assert broken
    assert broken.fact is facts[4]


@pytest.mark.parametrize("place", [0, 3, -2])
def test_a_fact_left_out_is_found(place: int) -> None:
    """The one behind the gap does not follow."""
    facts = a_chain()
    behind = facts[place + 1]
    del facts[place]

    broken = first_break(facts)

    assert broken
    assert broken.fact is behind
    assert broken.is_gap


def test_facts_that_changed_places_are_found() -> None:
    """The order is sealed."""
    facts = a_chain()
    facts[2], facts[3] = facts[3], facts[2]

    broken = first_break(facts)

    assert broken
    assert broken.fact is facts[2]


def test_a_whole_chain_is_whole() -> None:
    """From the first fact, or from the middle with the digest before it."""
    facts = a_chain()

    assert first_break(facts) is None
    assert first_break(facts[3:], 3, facts[2].digest) is None
    assert GENESIS != facts[0].digest
    assert list(range(1, len(facts) + 1)) == [fact.sequence for fact in facts]


def test_a_case_knows_the_head_of_its_chain() -> None:
    """What the case shows is the digest of its last fact."""
    course = in_hand()

    assert (course.facts[-1].digest, course.facts[-1].sequence) == (
        course.case.head,
        course.case.sequence,
    )


def test_a_fact_comes_back_from_json_with_the_same_digest() -> None:
    """The register keeps JSON; the seal holds through it."""
    facts = [Fact.model_validate_json(fact.model_dump_json()) for fact in a_chain()]

    assert first_break(facts) is None


def test_two_cases_have_different_chains() -> None:
    """The chain begins alike and differs with the first content that does."""
    one, other = a_course(), a_course(matter="另一事")

    assert one.facts[0].digest != other.facts[0].digest


def test_facts_go_to_the_audience_of_their_kind() -> None:
    """The pack says who may see what; else the default holds."""
    course = in_hand()
    course.do("handle", "st-01", "answer", answer="已换新书")

    assert ("requester", "unit", "oversight", "public") == course.of("answered")[0].audience
    assert ("unit", "oversight") == course.of("handover_sent")[0].audience


def test_only_the_registration_says_under_which_law_and_program_it_is() -> None:
    """What an automatic element records is what it was given, in every run of the case alike."""
    issuing = redrawn(
        'name="event" value="closed"', 'name="event" value="certificate_issued,closed"'
    )
    course = Course(an_opening("2026-10-13 10:00", program=issuing))
    course.do("receive", "sv-01", "answer", answer="已补齐")

    assert {"law", "program"} <= course.of("registered")[0].data.keys()
    (issued,) = course.of("certificate_issued")
    assert not {"law", "program"} & issued.data.keys()
