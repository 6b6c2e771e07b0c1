"""Pauses: on a listed ground only; nothing runs meanwhile, and nothing is gained or lost by it."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import saving, watching
from cases.commands import ReplanCalendar
from cases.functions import case_functions
from cases.past import compare
from cases.views import alert, clock_state, clocks_view, tasks_view
from regulations.law import Law
from regulations.limits import DatedAmount, PauseGround
from tests.cases.driving import Course, a_course, at, in_hand, law_on, local
from tests.cases.telling import DAY, tell, told_no, with_limit
from tests.cases.test_clocks import limits_with
from workdays.amount import Amount
from workdays.calendar_data import LayerEntry
from workdays.deadline import due
from workdays.elapsed import elapsed
from workdays.pause import Pause
from workdays.unit import Unit
from workflows.screen import current_details

GROUNDS = {
    "appraisal": PauseGround(title="鉴定期间", cites="第五条", rule="R905"),
    "hearing": PauseGround(title="听证期间", declared="听证不计入。"),
}


def amount(value: int, unit: str = "working_day") -> DatedAmount:
    """Return an amount of the law."""
    return DatedAmount.model_validate(
        {"since": "2026-01-01", "value": value, "unit": unit, "cites": "第五条", "rule": "R905"}
    )


def law(law: Law | None = None, **changed: object) -> Law:
    """Return a law with a handling limit of three working days that may stand still."""
    given = {
        "title": "办理时限",
        "value": amount(3),
        "starts_on": ("file_completed",),
        "stops_on": ("certificate_issued",),
        "pauses": GROUNDS,
        "remind_before": "1wd",
    }
    return with_limit("handle", law, **(given | changed))


def running(when: str = "2026-10-13 10:00", changed: Law | None = None) -> Course:
    """Return a case whose handling limit runs."""
    course = a_course(when, law=changed or law())
    tell(course, "file_completed", "sv-01")
    return course


def paused(when: str = "2026-10-14 10:00") -> Course:
    """Return a case that stands still since *when*."""
    course = running()
    course.wait(when)
    tell(course, "clock_paused", "sv-01", ground="appraisal", note="送检")
    return course


def test_a_pause_puts_the_clock_to_sleep_and_resuming_counts_anew() -> None:
    """Three days from Tuesday, paused from Wednesday to Friday: Monday, Tuesday and Wednesday."""
    course = running()
    assert "2026-10-16 17:00" == course.due("handle")
    course.wait("2026-10-14 10:00")
    (fact,) = tell(course, "clock_paused", "sv-01", ground="appraisal", note="送检")

    functions = case_functions(
        course.case, course.proceeding.law, course.proceeding.stepping.clocks, lambda: course.now
    )
    assert functions["due"]("handle") is None
    assert functions["reminder"]("handle") is None
    assert ("handle", 1, "鉴定期间", "第五条", "R905", "送检", "sv-01") == tuple(
        fact.data[name] for name in ("clock", "leg", "ground_title", "cites", "rule", "note", "by")
    )

    course.wait("2026-10-30 10:00")
    assert [] == [one.clock for one in course.case.breaches if one.clock == "handle"]
    assert "handle" not in {fact.data["clock"] for fact in course.of("reminded")}

    facts = tell(course, "clock_resumed", "sv-01")
    (resumed,) = [fact for fact in facts if fact.kind == "clock_resumed"]
    assert "2026-11-04 17:00" == course.due("handle")
    assert ("2026-10-16T09:00:00+00:00", "2026-11-04T09:00:00+00:00") == (
        resumed.data["old_due"], resumed.data["new_due"],
    )  # fmt: skip
    assert [["2026-10-14T02:00:00+00:00", "2026-10-30T02:00:00+00:00"]] == resumed.data["pauses"]


def test_a_reminder_goes_out_again_before_the_new_date() -> None:
    """What was said of the old date is not good for the new one."""
    course = running()
    course.wait("2026-10-15 17:00")
    assert "handle" in {fact.data["clock"] for fact in course.of("reminded")}

    tell(course, "clock_paused", "sv-01", ground="appraisal")
    course.wait("2026-10-20 09:00")
    tell(course, "clock_resumed", "sv-01")
    assert course.leg("handle").reminded_at is None
    assert not course.leg("handle").reminder_taken_up
    course.wait("2026-10-21 10:00")

    assert 2 == sum(fact.data["clock"] == "handle" for fact in course.of("reminded"))


def test_all_limits_that_list_the_ground_stand_still_and_no_other() -> None:
    """The caps too, only where they list it."""
    base = with_limit("second", law(), starts_on=("file_completed",), pauses=GROUNDS)
    course = running(changed=base)
    course.wait("2026-10-13 11:00")

    facts = tell(course, "clock_paused", "sv-01", ground="hearing")

    assert [("handle", None), ("second", True)] == [
        (f.data["clock"], f.data.get("also")) for f in facts if f.kind == "clock_paused"
    ]
    assert course.leg("total").paused_at is None
    assert "2026-10-20 17:00" == course.due("total")


def test_one_clock_may_be_named() -> None:
    """Of two that could stand still, one does; they go on one by one as well."""
    course = running(
        changed=with_limit("second", law(), starts_on=("file_completed",), pauses=GROUNDS)
    )
    tell(course, "clock_paused", "sv-01", ground="hearing", clock="second")
    assert course.leg("handle").paused_at is None
    tell(course, "clock_paused", "sv-01", ground="appraisal", clock="handle")
    course.wait("2026-10-14 10:00")

    tell(course, "clock_resumed", "sv-01", ground="appraisal")

    assert course.leg("handle").paused_at is None
    assert course.leg("second").paused_at is not None


@pytest.mark.parametrize(
    ("data", "reason", "said"),
    [
        pytest.param({"ground": "holiday"}, "unknown_ground", "鉴定期间", id="no such ground"),
        pytest.param(
            {"ground": "appraisal", "clock": "total"}, "unknown_ground", "没有",
            id="a limit that lists none",
        ),
        pytest.param(
            {"ground": "appraisal", "clock": "handle"}, "nothing_to_pause", "未在计时",
            id="a limit that does not run",
        ),
    ],
)  # fmt: skip
def test_a_pause_without_a_listed_ground_is_refused(
    data: dict[str, str], reason: str, said: str
) -> None:
    """The sentence says which grounds there are."""
    refused = told_no(a_course(law=law()), "clock_paused", "sv-01", **data)

    assert reason == refused.reason
    assert said in refused.sentence


def test_what_is_up_cannot_be_paused_any_more() -> None:
    """A pause after the due date would hide that it was missed."""
    course = running()
    course.wait("2026-10-16 17:00")

    assert ["handle"] == [one.clock for one in course.case.breaches if one.clock == "handle"]
    assert "已经届满" in told_no(course, "clock_paused", "sv-01", ground="appraisal").sentence


def test_nothing_is_paused_twice_and_nothing_goes_on_that_runs() -> None:
    """Both are refused, with what stands still."""
    course = paused()
    assert "已经暂停" in told_no(course, "clock_paused", "sv-01", ground="appraisal").sentence
    assert "办理时限" in told_no(course, "clock_resumed", "sv-01", ground="hearing").sentence
    assert "应为" in told_no(course, "clock_resumed", "sv-01", clock="nothing").sentence
    tell(course, "clock_resumed", "sv-01")
    assert "没有" in told_no(course, "clock_resumed", "sv-01").sentence


def test_stopping_ends_the_pause_and_paused_time_is_not_used() -> None:
    """Finished while it stood still: the pause is closed, the time used is without it."""
    course = a_course(law=law(value=amount(10, "working_hour"), remind_before=""))
    tell(course, "file_completed", "sv-01")
    course.wait("2026-10-13 14:00")
    tell(course, "clock_paused", "sv-01", ground="appraisal")
    course.wait("2026-10-20 10:00")

    facts = tell(course, "certificate_issued", "sv-01")

    stopped = {fact.kind: fact.data for fact in facts if fact.data.get("clock") == "handle"}
    assert stopped["clock_resumed"]["stopped"] is True
    assert ("3", True) == (stopped["clock_stopped"]["used"], stopped["clock_stopped"]["met"])
    assert [(at("2026-10-13 14:00"), at("2026-10-20 10:00"))] == course.leg("handle").pauses
    assert course.leg("handle").paused_at is None


def test_a_pause_of_no_length_leaves_no_trace_in_the_count() -> None:
    """Paused and resumed in the same instant: no time passed."""
    course = running()
    tell(course, "clock_paused", "sv-01", ground="appraisal")
    tell(course, "clock_resumed", "sv-01")

    assert ([], "2026-10-16 17:00") == (course.leg("handle").pauses, course.due("handle"))


def test_a_new_calendar_keeps_the_pauses() -> None:
    """Told while it stood still or afterwards: the days of the pause stay out of the count."""
    for told_when in ("during", "after"):
        course = paused()
        course.wait("2026-10-15 10:00")
        entry = LayerEntry(
            layer="national", date="2026-10-19", kind="rest", name="停电", author="市政府",
            reason="检修",
        )  # fmt: skip
        calendar = course.proceeding.law.calendar.with_entries(entry)
        command = ReplanCalendar(actor="of-09", calendar=calendar, notice="停电通知")
        if told_when == "during":
            course.give(command)
        tell(course, "clock_resumed", "sv-01")
        if told_when == "after":
            course.give(command)

        assert "2026-10-21 17:00" == course.due("handle"), told_when


def test_a_regrade_during_a_pause_counts_when_it_is_over() -> None:
    """The new amount holds from the start; the pause is left out of it."""
    graded = law(grades={"hard": amount(5)})
    course = running(changed=graded)
    course.wait("2026-10-14 10:00")
    tell(course, "clock_paused", "sv-01", ground="appraisal")
    tell(course, "graded", "sv-01", difficulty="hard")
    assert "5wd" == course.leg("handle").amount
    course.wait("2026-10-15 10:00")

    tell(course, "clock_resumed", "sv-01")

    assert "2026-10-22 17:00" == course.due("handle")


def test_a_cap_that_stands_still_bounds_nothing_and_bounds_again_when_it_goes_on() -> None:
    """The leg under it runs by its own date meanwhile."""
    base = with_limit("whole", value=amount(2), kind="cap", pauses=GROUNDS,
                      starts_on=("file_completed",), stops_on=(), title="总时限")  # fmt: skip
    course = running(changed=law(base, within="whole", pauses={}))
    assert "2026-10-15 17:00" == course.due("handle")

    tell(course, "clock_paused", "sv-01", ground="appraisal")
    assert "2026-10-16 17:00" == course.due("handle")
    course.wait("2026-10-13 16:00")
    tell(course, "clock_resumed", "sv-01")

    assert "2026-10-15 17:00" == course.due("whole") == course.due("handle")


def test_a_paused_leg_survives_that_its_cap_is_exceeded() -> None:
    """The cap goes on and is missed; the leg is counted when it runs again."""
    base = with_limit("whole", value=amount(2), kind="cap", title="总时限",
                      starts_on=("file_completed",), stops_on=())  # fmt: skip
    course = running(changed=law(base, within="whole"))
    course.wait("2026-10-14 10:00")
    tell(course, "clock_paused", "sv-01", ground="appraisal")
    course.wait("2026-10-19 10:00")
    assert "whole" in {one.clock for one in course.case.breaches}

    tell(course, "clock_resumed", "sv-01")

    assert "2026-10-22 17:00" == course.due("handle")


def test_what_people_see_of_a_paused_case() -> None:
    """State, ground, no due date; not near, not late."""
    course = running(changed=law(law_on(DAY, limits={})))
    course.wait("2026-10-15 17:00")
    assert ("计时", "临期") == (clock_state(course.proceeding), alert(course.proceeding))
    tell(course, "clock_paused", "sv-01", ground="appraisal")

    (leg,) = clocks_view(course.proceeding)
    assert ("暂停", "正常") == (clock_state(course.proceeding), alert(course.proceeding))
    assert ("paused", None, "鉴定期间") == (leg["state"], leg["due"], leg["ground"])
    assert course.proceeding.next_due() is None
    assert all(task["due"] is None for task in tasks_view(course.proceeding))
    page = current_details(course.proceeding)
    assert "- 暂停计时：办理时限（鉴定期间），自10月15日（周四）17:00起" in page

    tell(course, "certificate_issued", "sv-01")
    assert "停止" == clock_state(course.proceeding)


def test_a_paused_case_can_be_saved_and_goes_on() -> None:
    """Pauses, ground and open pause travel with the case."""
    course = paused()
    saved = saving.dump(course.proceeding)
    stepping = course.proceeding.stepping

    again = saving.load(saved, course.proceeding.law, stepping.program)

    assert saved == saving.dump(again)
    assert "appraisal" == again.case.clocks["handle"][0].ground


UNITS = {"working_hour": 30, "elapsed_hour": 60, "working_day": 4, "calendar_day": 9}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    unit=st.sampled_from(sorted(UNITS)),
    spans=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 9000)), min_size=1, max_size=5),
)
def test_pausing_gains_nothing_and_loses_nothing(unit: str, spans: list[tuple[int, int]]) -> None:
    """Whatever is paused how often: the time between start and due date, without pauses, is the limit.

    The due date is that of the library of working time, and no pause ever brings it forward.
    """
    course = running(changed=law(value=amount(UNITS[unit], unit), remind_before=""))
    leg, calendar = course.leg("handle"), course.proceeding.law.work_calendar
    wanted = Amount(amount(UNITS[unit], unit).value, Unit(unit))
    for before, length in spans:
        earlier, course.now = leg.due, course.now + timedelta(minutes=before)
        if leg.due <= course.now:
            break
        tell(course, "clock_paused", "sv-01", ground="appraisal")
        assert course.proceeding.stepping.clocks.due("handle") is None
        course.now += timedelta(minutes=length)
        tell(course, "clock_resumed", "sv-01")
        pauses = [Pause(begun, ended) for begun, ended in leg.pauses]

        assert earlier <= leg.due
        assert due(calendar, leg.started_at, wanted, pauses=pauses).at == leg.due
        used = elapsed(calendar, leg.started_at, leg.due, wanted.unit, pauses)
        rolled = unit == "calendar_day" and used > wanted.value  # off a day of rest
        assert rolled or used == wanted.value
    assert "handle" not in {one.clock for one in course.case.breaches} or leg.due <= course.now


def test_the_diagrams_timers_sleep_while_their_clock_stands_still() -> None:
    """Due date and reminder are disarmed, and armed anew for the new instants."""
    course = in_hand("2026-10-13 10:00", limits_with(law_on(DAY), answer={"pauses": GROUNDS}))

    def armed() -> dict[str, str]:
        timers = course.proceeding.stepping.timers
        return {key.split("#")[0]: local(order.due) for key, order in timers.items()}

    before = armed()
    assert {"2026-10-15 17:00", "2026-10-15 15:00"} <= set(before.values())
    tell(course, "clock_paused", "st-01", ground="appraisal")
    gone = set(before) - set(armed())
    assert 2 == len(gone)
    course.wait("2026-10-16 10:00")
    assert [] == course.case.breaches
    tell(course, "clock_resumed", "st-01")

    assert {"2026-10-20 17:00", "2026-10-20 15:00"} == {armed()[key] for key in gone}
    course.wait("2026-10-20 17:00")
    assert ["answer"] == [breach.clock for breach in course.case.breaches]


def test_one_watch_for_all_clocks_passes_over_what_stands_still() -> None:
    """Neither the next due date nor the next reminder is that of a paused clock."""
    course = running(changed=law(law_on(DAY, limits={})))
    clocks = course.proceeding.stepping.clocks
    assert at("2026-10-16 17:00") == watching.due_next(clocks)
    assert at("2026-10-15 17:00") == watching.reminder_next(clocks)

    tell(course, "clock_paused", "sv-01", ground="appraisal")

    assert (None, None, [], []) == (
        watching.due_next(clocks), watching.reminder_next(clocks),
        watching.overdue(clocks), watching.reminding(clocks),
    )  # fmt: skip


def test_a_past_case_is_counted_with_its_pauses() -> None:
    """Under its own law nothing is otherwise; a law that lists no ground knows no pause."""
    own = law(starts_on=("file_completed", "clock_resumed"))
    course = running(changed=own)
    course.wait("2026-10-14 10:00")
    tell(course, "clock_paused", "sv-01", ground="appraisal")
    course.wait("2026-10-15 10:00")
    tell(course, "certificate_issued", "sv-01")

    assert compare("TS-1", course.facts, own).same
    other = compare("TS-1", course.facts, law(pauses={}, starts_on=own.limits["handle"].starts_on))
    assert [("handle", 1)] == list(other.moved)


def test_the_day_a_case_shows_is_that_of_its_own_zone() -> None:
    """A due date after a pause is written as any other."""
    course = paused()
    course.wait("2026-10-14 16:00")
    tell(course, "clock_resumed", "sv-01")

    assert "2026-10-19 17:00" == local(course.leg("handle").due)
