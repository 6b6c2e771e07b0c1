"""Past cases under another edition: the same events, counted by another law."""

from datetime import UTC, datetime

import pytest

from cases.past import compare, counted_by
from cases.rehearsal import ReadableCase, Rehearsal
from regulations.publishing import PublishedPack
from tests.cases.driving import ALL_PACKS, a_course, in_hand, pack
from tests.cases.telling import tell, with_limit, with_registration
from tests.cases.test_migrating import the_law


def test_a_shorter_limit_moves_the_date_and_finds_a_breach() -> None:
    """Answered after one working day and a half."""
    course = in_hand("2026-10-13 10:00").wait("2026-10-15 10:00")
    course.do("handle", "st-01", "answer", answer="已补页")
    found = compare("TS-1", course.facts, the_law())

    old = datetime(2026, 10, 15, 9, tzinfo=UTC)
    new = datetime(2026, 10, 14, 9, tzinfo=UTC)
    assert {("answer", 1): (old, new)} == found.moved
    assert ((("answer", 1),), ()) == (found.gained, found.lost)
    assert not found.same


def test_a_longer_limit_loses_a_breach() -> None:
    """What was late would have been in time."""
    course = in_hand("2026-10-13 10:00", law=the_law()).wait("2026-10-15 10:00")
    course.do("handle", "st-01", "answer", answer="已补页")
    found = compare("TS-1", course.facts, pack().law(the_law().governs))

    assert ((), (("answer", 1),)) == (found.gained, found.lost)


def test_a_limit_that_is_no_more_is_gone() -> None:
    """Its leg is named with its date."""
    course = in_hand("2026-05-13 10:00")
    found = compare("TS-1", course.facts, the_law())

    assert [("greet", 1)] == list(found.gone)


@pytest.mark.parametrize("name", ALL_PACKS)
def test_under_its_own_law_every_past_case_comes_out_as_it_was(name: str) -> None:
    """All readable cases: the same legs, the same dates, the same breaches."""
    published: PublishedPack = pack(name)
    for entries in published.source.cases.values():
        for entry in entries:
            played = Rehearsal(published, ReadableCase.model_validate(entry), "").play()
            assert played.proceeding is not None
            law = played.proceeding.law
            found = compare("CASE", played.facts, law)

            assert found.same, (played.name, found)
            assert counted_by("CASE", played.facts, law).clocks.keys() == (
                played.proceeding.case.clocks.keys()
            )


def test_a_limit_that_runs_to_the_appointment_is_counted_as_it_was() -> None:
    """Whichever event starts it: the appointment is the registration's."""
    law = with_limit("visit", with_registration(), starts_on=("explained",), until="appointment")
    course = a_course(law=law, appointment="2026-10-14T09:00:00+08:00")
    tell(course, "explained", "sv-01", reason="明日面谈")

    assert "2026-10-14 09:00" == course.due("visit")
    assert compare("TS-1", course.facts, law).same
