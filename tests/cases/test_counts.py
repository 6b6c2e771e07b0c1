"""How often something may happen: once more is a breach, whatever the diagram looks like."""

from hypothesis import given
from hypothesis import strategies as st

from cases import watching
from cases.events import CaseEvent
from cases.folding import counting
from cases.job_data import JobContext, job_data
from cases.views import case_view
from regulations.law import Law
from tests.cases.driving import a_course
from tests.cases.telling import tell, with_count, with_limit
from workflows.screen import current_details


def test_once_more_than_allowed_is_a_breach_of_the_owner() -> None:
    """The third visit breaks the promise that two are enough."""
    course = a_course(law=with_count())
    tell(course, "visited")
    tell(course, "visited")
    assert not course.of("limit_breached")

    (breach,) = [fact for fact in tell(course, "visited") if fact.kind == "limit_breached"]

    assert ("visits", 3, "二次办结", "第七条", "R40") == tuple(
        breach.data[name] for name in ("clock", "leg", "title", "cites", "rule")
    )
    assert ("sv-01", "service", ["service-head", "librarian"]) == tuple(
        breach.data[name] for name in ("person", "unit", "superiors")
    )
    assert breach.data["due"] == breach.data["found_at"]


def test_every_further_time_is_another_breach() -> None:
    """Nobody gets the fourth visit for nothing."""
    course = a_course(law=with_count())
    for _ in range(4):
        tell(course, "visited")

    assert [3, 4] == [breach.leg for breach in course.case.breaches]


def test_in_some_channels_the_registration_is_the_first_time() -> None:
    """Who came to the desk visited already; who called did not."""
    law = with_count(first_by_channel=("desk",))

    assert {"visits": 1} == a_course(law=law).case.counts
    assert {} == a_course(law=law, channel="phone").case.counts


def test_the_unit_answers_where_the_pack_says_so() -> None:
    """The head of the unit that handles answers for a count of the unit."""
    course = a_course(law=with_count(responsible="unit", at_most=0))

    tell(course, "visited")

    assert "service-head" == course.case.breaches[0].person


def test_a_clock_may_start_when_a_count_is_exceeded() -> None:
    """What follows from a breach follows from this one too."""
    law = with_limit("amends", with_count(at_most=0), starts_on=("breached:visits",), title="致歉")
    course = a_course(law=law)

    tell(course, "visited")

    assert "2026-10-15 17:00" == course.due("amends")


def test_what_the_case_finds_by_itself_is_a_fact_and_is_counted() -> None:
    """A loop between units is nobody's report; it is found."""
    course = a_course(law=with_count(event="transfer_looped", at_most=0))
    stepping = course.proceeding.stepping

    counting.derived(
        stepping.folding, "transfer_looped", CaseEvent("handover_sent", course.now), unit="stacks"
    )
    course.serve()

    (found,) = course.of("transfer_looped")
    assert "stacks" == found.data["unit"]
    assert ["visits"] == [breach.clock for breach in course.case.breaches]


def test_the_process_is_told_of_it_like_of_any_breach() -> None:
    """It stands among what is overdue until the process took it up; its job has all it needs."""
    course = a_course(law=with_count(at_most=0))
    tell(course, "visited")
    clocks = course.proceeding.stepping.clocks
    assert ["visits"] == watching.overdue(clocks)
    assert course.now == watching.due_next(clocks)

    told = _job(course.case, course.proceeding.law, clocks, course.now)

    assert ("二次办结", "sv-01", 1) == (told["title"], told["responsible"], told["leg"])
    watching.take_up(clocks, "visits", reminder=False)
    assert [] == watching.overdue(clocks)
    assert told == _job(course.case, course.proceeding.law, clocks, course.now)


def _job(case: object, law: Law, clocks: object, now: object) -> dict[str, object]:
    context = JobContext(case, law, clocks, {"clock": "visits"}, now)  # type: ignore[arg-type]
    return job_data("accountability.record_breach", context)


def test_people_read_how_often_it_was_and_no_due_date() -> None:
    """A count is not late; it is too much."""
    course = a_course(law=with_count(at_most=0))
    tell(course, "visited")

    page = current_details(course.proceeding)

    assert "二次办结**（第七条 R40）第1次" in page
    assert {"visits": 1} == case_view(course.proceeding)["counts"]


@given(st.integers(0, 4), st.integers(0, 8))
def test_there_are_as_many_breaches_as_times_too_many(at_most: int, times: int) -> None:
    """Never one more, never one less."""
    course = a_course(law=with_count(at_most=at_most))
    for _ in range(times):
        tell(course, "visited")

    assert times == course.case.counts.get("visits", 0)
    assert max(0, times - at_most) == len(course.case.breaches)
