"""Somebody is away: somebody stands in, nothing of theirs moves, and at return it is handed back."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import saving
from cases.commands import ReportAbsence, ReportReturn
from cases.job_data import JobContext, job_data
from cases.orders import StartTimer
from cases.views import case_view, tasks_view
from regulations.law import Law
from regulations.standing_in import DutyTurn
from tests.cases.driving import SLIP, Course, a_course, at, handed_over, in_hand, law_on
from tests.cases.telling import DAY, tell, with_count, with_people
from workflows.screen import current_details
from workflows.search_attributes import shown_values


def away(course: Course, person: str, until: str | None = None, **more: Any) -> Course:
    """Report somebody's absence now."""
    course.give(ReportAbsence(actor="of-09", person=person, until=_instant(until), **more))
    return course


def back(course: Course, person: str) -> Course:
    """Report that somebody is back."""
    course.give(ReportReturn(actor="of-09", person=person))
    return course


def _instant(written: str | None) -> datetime | None:
    return at(written) if written else None


def sole(person: str, backup: str = "") -> Law:
    """Return a law whose reception task falls to one person alone."""
    return with_people(staff={person: {"backup": backup}})


# --- who stands in -----------------------------------------------------------------------------


def with_duty(law: Law) -> Law:
    """Put a network engineer on duty on Tuesdays, which the day is."""
    return law.model_copy(update={"duty_roster": (DutyTurn(staff="nw-01", weekday="tue"),)})


def no_head(law: Law) -> Law:
    """Leave the unit of the person away without a head."""
    return with_people(law, staff={"sv-09": {"posts": ()}})


@pytest.mark.parametrize(
    ("law", "stands_in"),
    [
        pytest.param(with_people(with_duty(law_on(DAY)), staff={"sv-01": {"backup": "sv-02"}}),
                     "sv-02", id="the person's own backup"),
        pytest.param(with_people(with_duty(law_on(DAY)), posts={"clerk": {"backup": "st-01"}}),
                     "st-01", id="the backup of a post of theirs"),
        pytest.param(with_people(posts={"clerk": {"backup": "stacks-head"}}),
                     "st-09", id="the holder of the post that is the backup"),
        pytest.param(with_duty(law_on(DAY)), "nw-01", id="the duty officer of the day"),
        pytest.param(law_on(DAY), "sv-09", id="the head of the unit"),
        pytest.param(no_head(law_on(DAY)), "of-09", id="the post above the unit"),
        pytest.param(with_people(staff={"sv-01": {"backup": "sv-01"}}), "sv-09",
                     id="nobody is their own backup"),
    ],
)  # fmt: skip
def test_somebody_stands_in(law: Law, stands_in: str) -> None:
    """The nearest who is there, in this order."""
    course = away(a_course(law=law), "sv-01")

    assert {"sv-01": stands_in} == course.case.away
    (fact,) = course.of("absence_reported")
    assert ("sv-01", stands_in, "of-09") == tuple(
        fact.data[name] for name in ("person", "stand_in", "by")
    )


def test_a_duty_turn_for_the_date_stands_above_the_weekly_one() -> None:
    """The roster of a holiday is written by dates."""
    turns = (
        DutyTurn(staff="nw-01", weekday="tue"),
        DutyTurn(staff="st-01", day=date(2026, 10, 13)),
    )
    law = law_on(DAY).model_copy(update={"duty_roster": turns})

    assert {"sv-01": "st-01"} == away(a_course(law=law), "sv-01").case.away


@given(st.permutations(sorted(law_on(DAY).organisation.staff)))
def test_there_is_always_somebody(order: list[str]) -> None:
    """Whoever leaves, and in whatever order: a stand-in is there as long as anybody is."""
    course = a_course()
    for count, person in enumerate(order, start=1):
        away(course, person)
        assert all(course.case.away.values())
        if count < len(order):
            assert not set(course.case.away.values()) & set(course.case.away)


@pytest.mark.parametrize("against", ["sv-02", "clerk", "service"])
def test_whom_a_complaint_is_about_stands_in_for_nobody(against: str) -> None:
    """Neither as a person, nor as who holds the accused post, nor as one of the accused unit."""
    course = a_course(law=sole("nw-01", "sv-02"))
    course.case.against = against

    away(course, "nw-01")

    assert {"nw-01": "nw-09"} == course.case.away


def test_when_the_stand_in_leaves_another_one_is_found() -> None:
    """A chain of absences never ends at somebody who is away."""
    course = away(a_course(law=sole("sv-01", "sv-02")), "sv-01")

    away(course, "sv-02")

    assert "sv-09" == course.case.away["sv-01"]
    assert ["sv-01"] == [fact.data["person"] for fact in course.of("stand_in_changed")]


# --- what a stand-in may -----------------------------------------------------------------------


def test_the_stand_in_completes_what_the_absent_person_may() -> None:
    """Every fact of the act says for whom; the owner stays."""
    course = a_course(law=sole("sv-01", "nw-01"))
    assert "wrong_actor" == course.refused("receive", "nw-01", "pass").reason
    away(course, "sv-01")

    course.do("receive", "nw-01", "pass")
    course.do("fill_slip", "nw-01", "send", **SLIP)

    (sent,) = course.of("handover_sent")
    assert ("nw-01", "sv-01") == (sent.data["signed_by"], sent.data["on_behalf_of"])
    closed = [fact for fact in course.of("task_closed") if fact.data["by"]]
    assert ["sv-01", "sv-01"] == [fact.data["on_behalf_of"] for fact in closed]
    assert ("sv-01", "service") == (course.case.owner, course.case.owner_unit)


def test_who_may_act_anyway_acts_for_themselves() -> None:
    """A colleague of the absent person who also stands in does their own work."""
    course = away(in_hand(law=sole("st-09", "st-01")), "st-09")

    course.do("handle", "st-01", "answer", answer="已补齐")

    assert not [fact for fact in course.facts if "on_behalf_of" in fact.data]


def test_a_stand_in_may_consent_for_an_absent_leader() -> None:
    """The post is not without a voice."""
    course = away(a_course(law=sole("of-09", "nw-09")), "of-09")

    assert tell(course, "consent_given", "nw-09", leader="librarian")


def test_after_the_return_the_stand_in_may_not_any_more() -> None:
    """It is handed back, and the fact says so."""
    course = away(a_course(law=sole("sv-01", "nw-01")), "sv-01")

    back(course, "sv-01")

    assert {} == course.case.away
    assert ("sv-01", "nw-01") == tuple(
        course.of("absence_ended")[0].data[name] for name in ("person", "stand_in")
    )
    assert "wrong_actor" == course.refused("receive", "nw-01", "pass").reason


# --- lists and notices -------------------------------------------------------------------------


def test_open_tasks_stand_in_the_stand_ins_lists_until_the_return() -> None:
    """Query, page, search attributes and the facts for the register, there and back."""
    course = away(a_course(law=sole("sv-01", "nw-01")), "sv-01")

    (task,) = tasks_view(course.proceeding)
    assert ("network", "nw-01", "nw-01") == (
        task["unit"], task["stand_in"], task["complete_with"]["actor"],
    )  # fmt: skip
    assert ["读者服务部", "技术部"] == shown_values(course.proceeding)["CaseUnit"]
    assert "代办" in current_details(course.proceeding)
    (covered,) = course.of("task_covered")
    assert ("nw-01", "network", "sv-01") == tuple(
        covered.data[name] for name in ("assignee", "unit", "on_behalf_of")
    )

    back(course, "sv-01")

    (handed_back,) = course.of("task_handed_back")
    assert ("sv-01", "service") == (handed_back.data["assignee"], handed_back.data["unit"])
    assert ["读者服务部"] == shown_values(course.proceeding)["CaseUnit"]
    assert "stand_in" not in tasks_view(course.proceeding)[0]


def test_a_task_that_opens_meanwhile_stands_in_the_stand_ins_lists_too() -> None:
    """An absence is not only about what was open when it began."""
    course = away(a_course(law=sole("st-09", "nw-01")), "st-09")

    course.do("receive", "sv-01", "pass")
    course.do("fill_slip", "sv-01", "send", **SLIP)

    assert ["nw-01"] == [task.covered_by for task in course.case.task_list()]


def test_a_task_that_others_can_do_stays_in_their_lists() -> None:
    """One of a unit is away, the others are there."""
    course = away(handed_over(), "st-01")

    assert [""] == [task.covered_by for task in course.case.task_list()]


def test_the_stand_in_is_told_beside_whoever_answers() -> None:
    """Reminders and breaches reach somebody who is there; the one answerable stays named."""
    course = away(a_course(law=with_count(sole("sv-01", "nw-01"), at_most=0)), "sv-01")
    tell(course, "visited")
    stepping = course.proceeding.stepping

    def job(kind: str, **properties: str) -> dict[str, Any]:
        found = JobContext(
            course.case,
            stepping.law,
            stepping.clocks,
            {"clock": "visits", **properties},
            course.now,
        )
        return job_data(kind, found)

    assert ["sv-01", "nw-01"] == job("notices.send", template="reminder")["recipients"]
    breach = job("accountability.record_breach")
    assert ("sv-01", ["nw-01"]) == (breach["responsible"], breach["stand_ins"])


# --- reports -----------------------------------------------------------------------------------


def test_an_absence_reported_twice_is_nothing_new() -> None:
    """A feed may send the same list every morning."""
    course = away(a_course(), "sv-01", reason="休假")
    before = list(course.kinds())

    away(course, "sv-01", reason="休假")
    back(back(course, "sv-01"), "sv-01")

    assert [*before, "absence_ended", "task_handed_back"] == list(course.kinds())


def test_an_absence_with_an_end_is_over_then() -> None:
    """A timer of the case hands back; a later end moves it."""
    course = away(a_course(law=sole("sv-01", "nw-01")), "sv-01", until="2026-10-13 10:30")
    away(course, "sv-01", until="2026-10-13 11:00")
    armed = [
        one for one in course.orders if isinstance(one, StartTimer) and "absence" in one.timer
    ]
    assert [at("2026-10-13 10:30"), at("2026-10-13 11:00")] == [order.due for order in armed]

    course.wait("2026-10-13 10:59")
    assert {"sv-01": "nw-01"} == course.case.away
    course.wait("2026-10-13 11:00")

    assert {} == course.case.away
    assert at("2026-10-13 11:00") == course.of("absence_ended")[0].at


def test_an_absence_survives_the_next_run_of_a_case() -> None:
    """What is saved brings absence, cover and timer back."""
    course = away(a_course(law=sole("sv-01", "nw-01")), "sv-01", until="2026-10-14 09:00")
    stepping = course.proceeding.stepping

    loaded = saving.load(saving.dump(course.proceeding), stepping.law, stepping.program)

    assert course.case == loaded.case
    assert stepping.timers == loaded.stepping.timers


def test_somebody_whom_a_later_edition_does_not_know_is_covered_and_comes_back() -> None:
    """The absence outlives the person's place in the pack."""
    course = away(a_course(law=sole("sv-01", "sv-02")), "sv-01")
    stepping = course.proceeding.stepping
    staff = {key: who for key, who in stepping.law.organisation.staff.items() if key != "sv-01"}
    organisation = stepping.law.organisation.model_copy(update={"staff": staff})
    stepping.change_edition(
        stepping.law.model_copy(update={"organisation": organisation}), stepping.program
    )

    away(course, "sv-02")
    assert "of-09" == course.case.away["sv-01"]
    back(course, "sv-01")

    assert {"sv-02": "sv-09"} == course.case.away


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        pytest.param(ReportAbsence(actor="of-09", person="xx-1"), "unknown_person", id="a stranger"),
        pytest.param(ReportAbsence(actor="of-09", person="clerk"), "unknown_person", id="a post"),
        pytest.param(ReportReturn(actor="of-09", person="xx-1"), "unknown_person",
                     id="a stranger back"),
        pytest.param(ReportAbsence(actor="xx-1", person="sv-01"), "unknown_actor",
                     id="reported by a stranger"),
        pytest.param(ReportAbsence(actor="of-09", person="sv-01", until=at("2026-10-13 09:00")),
                     "past_return", id="until an instant that is over"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(command: ReportAbsence | ReportReturn, reason: str) -> None:
    """Nothing changes, and the sentence names who is known."""
    assert reason == a_course().refusal(command).reason


def test_the_end_of_an_absence_is_said_in_local_time() -> None:
    """As people write it, in the zone of the calendar."""
    report = ReportAbsence(actor="of-09", person="sv-01", until=at("2026-10-13 09:00"))

    assert (
        "返岗时间（until）应晚于现在10月13日（周二）10:00，收到10月13日（周二）09:00；"
        "已经回来的不用登记缺勤"
    ) == a_course().refusal(report).sentence


def test_a_case_shows_who_is_away_and_who_stands_in() -> None:
    """For whoever looks at the case."""
    course = away(a_course(), "sv-01")

    assert {"sv-01": "sv-09"} == case_view(course.proceeding)["away"]
