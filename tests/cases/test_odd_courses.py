"""What seldom happens and must not go wrong: odd order, odd content, jobs without their matter."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cases.commands import CompleteTask, ReplanCalendar
from cases.job_data import JobContext, job_data
from cases.refusal import Refused
from cases.sizes import MOST, check_size
from regulations.limits import Limit
from tests.cases.driving import Course, a_course, an_opening, at, handed_over, in_hand, law_on
from tests.cases.test_clocks import limits_with


def context(course: Course, **properties: Any) -> JobContext:
    """Return what a job of *course* is built from now."""
    proceeding = course.proceeding
    return JobContext(
        course.case, proceeding.law, proceeding.stepping.clocks, properties, course.now
    )


def test_a_leg_that_a_breach_stops_is_not_missed_after_its_stop() -> None:
    """Both are found in one look, weeks late: the one stopped in time is held against nobody."""
    law = limits_with(law_on("2026-10-13"), total={"stops_on": ["breached:answer"], "soft": False})
    course = in_hand("2026-10-13 10:00", law)
    late = at("2026-11-02 09:00")

    course.proceeding.stepping.clocks.check(late, late)

    assert ["answer"] == [breach.clock for breach in course.case.breaches]
    assert at("2026-10-15 17:00") == course.leg("total").stopped_at


def test_a_date_that_becomes_certain_is_on_record() -> None:
    """The notice confirms the provisional day: the due date stays, and may be relied on from then."""
    course = in_hand("2026-10-13 10:00")
    course.leg("answer").provisional = True

    course.give(
        ReplanCalendar(
            actor="of-09", calendar=course.proceeding.law.calendar, notice="放假安排的通知"
        )
    )

    (fact,) = course.of("clock_replanned")
    assert fact.data["old_due"] == fact.data["new_due"]
    assert fact.data["provisional"] is False
    (changed,) = course.of("calendar_changed")
    assert {"notice": "放假安排的通知", "by": "of-09"} == changed.data


def test_a_grade_whose_amount_was_repealed_has_the_limits_own() -> None:
    """A repealed entry is none: the case is counted by what is in force."""
    entry = {"since": date(2020, 1, 1), "value": 2, "unit": "working_day", "declared": "自定"}
    repealed = {"since": date(2026, 1, 1), "value": None, "declared": "废止"}
    limit = Limit.model_validate(
        {
            "title": "答复时限",
            "values": [entry],
            "grades": {"hard": [entry | {"value": 4}, repealed]},
            "starts_on": ["registered"],
        }
    )

    then, now = limit.on(date(2025, 6, 1)), limit.on(date(2026, 6, 1))

    assert then is not None
    assert now is not None
    assert ("4wd", "2wd") == (str(then.amount("hard")), str(now.amount("hard")))


def test_an_excess_in_a_second_leg_is_not_told_as_the_first() -> None:
    """The leg exceeded last is brought to account, also where an earlier one was missed."""
    course = in_hand("2026-10-13 10:00")
    course.wait("2026-10-19 10:00")
    course.do("handle", "st-01", "answer", answer="已换新书")
    course.do("call", "sv-01", "bad", reached=True, note="仍缺页")
    missed = context(course, clock="answer")
    assert 1 == job_data("accountability.record_breach", missed)["leg"]

    course.leg("answer").exceeded_at = course.now

    assert 2 == job_data("accountability.record_breach", missed)["leg"]


def test_a_breach_is_told_in_the_packs_words_about_the_leg_that_was_missed() -> None:
    """Due time, article and unit are the breach's own; nothing is said on a provisional date."""
    course = in_hand("2026-10-13 10:00")
    course.wait("2026-10-19 10:00")
    words = {"breach": "{title}应于{due}（{cites}），{unit}"}
    law = course.proceeding.law.model_copy(update={"notices": words})
    asked = replace(context(course, clock="answer"), law=law)
    (breach,) = course.case.breaches

    told = job_data("accountability.record_breach", asked)["text"]

    unit = law.organisation.label(breach.unit)
    assert f"{breach.title}应于10月15日（周四）17:00（{breach.cites}），{unit}" == told
    course.case.breaches[:] = [replace(breach, provisional=True)]
    assert "" == job_data("accountability.record_breach", asked)["text"]


@pytest.mark.parametrize(
    ("job", "properties"),
    [
        ("transfers.send_slip", {}),
        ("accountability.record_breach", {"clock": "answer"}),
        ("accountability.record_breach", {"clock": "repealed"}),
        ("notices.send", {"template": "unknown"}),
    ],
    ids=["no slip was sent", "the clock never ran", "the limit is repealed", "no such text"],
)
def test_a_job_without_its_matter_has_no_data(job: str, properties: dict[str, Any]) -> None:
    """The case goes on: the activity refuses the job, which is an incident at its element."""
    assert {} == job_data(job, context(a_course(), **properties))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"answer": "长" * MOST}, "too_large"),
        ({"answer": math.nan}, "unreadable_value"),
        ({"answer": [{"deep": math.inf}]}, "unreadable_value"),
        ({"answer": "\ud800"}, "unreadable_value"),
    ],
    ids=["too long", "no number", "no finite number", "half a character"],
)
def test_what_no_register_can_hold_is_refused(data: dict[str, Any], reason: str) -> None:
    """Before it reaches the case: a job or a next run of that size would end the workflow."""
    with pytest.raises(Refused) as refused:
        check_size("data", data)

    assert reason == refused.value.reason


def test_a_command_that_brings_too_much_is_refused() -> None:
    """And changes nothing."""
    course = in_hand()

    assert "too_large" == course.refused("handle", "st-01", "answer", answer="长" * MOST).reason


def test_a_registration_that_brings_too_much_is_refused() -> None:
    """Everything of it travels with the case."""
    with pytest.raises(Refused, match="字节"):
        an_opening("2026-10-13 10:00", requester={"name": "张先生", "note": "长" * MOST})


def test_the_order_of_keys_does_not_make_another_command() -> None:
    """A program that sends again may write its JSON in another order."""
    one = CompleteTask(actor="a", task="t", data={"x": 1, "y": {"a": 1, "b": 2}})
    other = CompleteTask(actor="a", task="t", data={"y": {"b": 2, "a": 1}, "x": 1})

    assert one.content_digest() == other.content_digest()


def test_a_refused_signal_is_noted_in_brief() -> None:
    """The sentence may quote what was sent, which may be long."""
    course = handed_over()

    course.proceeding.note_refused_signal("s" * 999, "长" * 9999, "a" * 999, course.now)
    course.serve()

    (fact,) = course.of("signal_refused")
    assert (100, 500, 100) == tuple(len(fact.data[key]) for key in ("signal", "reason", "actor"))
