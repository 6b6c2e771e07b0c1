"""One watch for all clocks: each breach is recorded once and each reminder sent once, however they fall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import saving
from cases.orders import StartJob
from tests.cases.driving import Course, at, local
from tests.cases.exchange import at_the_exchange, exchange_law, jobs, without

RECORD = "accountability.record_breach"
TELL = "notices.send"
DUE = "2026-10-14 17:00"


def recorded(course: Course) -> list[tuple[str, int]]:
    """Return clock and leg of the breaches brought to account."""
    return [(job.data["clock"], job.data["leg"]) for job in jobs(course, RECORD)]


def told(course: Course, template: str) -> list[StartJob]:
    """Return the notices of a template."""
    return [job for job in jobs(course, TELL) if job.data["template"] == template]


def armed(course: Course) -> list[str]:
    """Return the instants of the armed timers, local."""
    return sorted(local(timer.due) for timer in course.proceeding.stepping.timers.values())


def test_two_limits_due_at_the_same_instant_are_recorded_one_by_one_and_once() -> None:
    """`overdue()` hands both out together; the second is not found anew while the first is written."""
    course = at_the_exchange()

    course.wait("2026-10-15 09:00")

    assert [("reply", 1), ("report", 1)] == recorded(course)
    assert ["reply", "report"] == [breach.clock for breach in course.case.breaches]
    assert [] == armed(course)


def test_a_watch_says_which_limit_it_waits_for() -> None:
    """People read it on the timer: when, and which limit by which article."""
    timers = at_the_exchange().proceeding.stepping.timers.values()

    assert [] == [timer.summary for timer in timers if "·" not in timer.summary]
    assert {"答复期限", "报告期限"} >= {
        timer.summary.split(" · ")[1].split()[0] for timer in timers
    }


def test_jobs_that_take_long_change_nothing_of_it() -> None:
    """While the first record is not written yet, the second waits for its turn and is written once."""
    course = at_the_exchange(hold=(RECORD,))
    course.wait("2026-10-14 17:00")
    assert ["reply"] == [job.data["clock"] for job in course.held]

    course.wait("2026-10-16 10:00")
    assert ["reply"] == [job.data["clock"] for job in course.held]
    finish(course)

    assert [("reply", 1), ("report", 1)] == recorded(course)


def finish(course: Course) -> None:
    """Do what is held back until nothing is."""
    while course.held:
        course.proceeding.job_done(course.held.pop(0).job, {}, course.now)
        course.serve()


def test_two_reminders_at_the_same_instant_are_two_notices() -> None:
    """Two hours before closing time both go out, once each."""
    course = at_the_exchange(hold=(TELL,))

    course.wait("2026-10-14 15:00")
    finish(course)
    course.wait("2026-10-14 16:00")
    finish(course)

    assert 2 == len(told(course, "reminder"))
    assert ["答复期限", "报告期限"] == [
        text[text.index("】") + 1 : text.index("将于")]
        for text in (job.data["text"] for job in told(course, "reminder"))
    ]
    assert [DUE] == armed(course)


def test_a_reminder_comes_before_the_breach_and_the_watch_arms_itself_again() -> None:
    """First the reminder's instant, then the due date, then nothing; a new round begins anew."""
    course = at_the_exchange()
    assert ["2026-10-14 15:00", DUE] == armed(course)

    course.wait("2026-10-15 10:00")
    course.do("desk", "fr-01", "again", reason="没有答复")

    assert ["2026-10-16 15:00", "2026-10-16 17:00"] == armed(course)
    course.wait("2026-10-17 10:00")
    assert [("reply", 1), ("report", 1), ("reply", 2), ("report", 2)] == recorded(course)
    assert 4 == len(told(course, "reminder"))
    assert [] == armed(course)


def test_a_count_that_is_exceeded_is_taken_up_at_once() -> None:
    """The second note is one too many: it is recorded in the same step, without waiting for a limit."""
    course = at_the_exchange()
    course.do("desk", "fr-01", "note", note="第一次")
    assert [] == recorded(course)

    course.do("desk", "fr-01", "note", note="第二次")
    course.do("desk", "fr-01", "note", note="第三次")

    assert [("notes", 2), ("notes", 3)] == recorded(course)
    assert ["2026-10-14 15:00", DUE] == armed(course)


def test_a_count_found_while_a_breach_is_being_recorded_is_not_lost() -> None:
    """Each watch goes through what it was told of; what comes later sets off another."""
    course = at_the_exchange(hold=(RECORD,))
    course.wait("2026-10-14 18:00")
    course.do("desk", "fr-01", "note", note="第一次")
    course.do("desk", "fr-01", "note", note="第二次")

    finish(course)

    assert [("notes", 2), ("reply", 1), ("report", 1)] == sorted(recorded(course))


def test_what_was_answered_in_time_is_never_taken_up() -> None:
    """With the answer the clocks stand, and the watch sleeps."""
    course = at_the_exchange()

    course.do("desk", "fr-01", "answer", answer="可以置换")
    course.wait("2026-11-13 10:00")

    assert [] == recorded(course)
    assert [] == armed(course)
    assert [] == told(course, "reminder")


def test_superiors_are_told_of_each_breach_and_the_case_is_raised_once() -> None:
    """`tell_superiors` tells the posts above whoever answers; `escalate_to` raises the case to a level."""
    course = at_the_exchange()

    course.wait("2026-10-15 09:00")

    notices = told(course, "breach")
    assert [["front-head", "chief"], ["chief"]] == [job.data["recipients"] for job in notices]
    assert ["chief"] == [raised.level for raised in course.case.escalations]


def test_a_pack_may_name_whom_to_tell() -> None:
    """A list of posts stands in the place of the superiors."""
    law = exchange_law()
    named = law.settings["tell_superiors"].model_copy(update={"value": ("audit-head",)})
    course = at_the_exchange(
        law.model_copy(update={"settings": {**law.settings, "tell_superiors": named}})
    )

    course.wait("2026-10-15 09:00")

    assert [["audit-head"]] * 2 == [job.data["recipients"] for job in told(course, "breach")]


def test_a_pack_that_asks_for_nothing_has_it_recorded_only() -> None:
    """Without the settings nobody is told besides and nothing is raised."""
    course = at_the_exchange(without("tell_superiors", "escalate_to"))

    course.wait("2026-10-15 09:00")

    assert 2 == len(recorded(course))
    assert [] == told(course, "breach")
    assert [] == course.case.escalations


@pytest.mark.parametrize("when", ["2026-10-14 17:00", "2026-10-20 10:00", "2027-03-01 09:00"])
def test_a_late_timer_finds_everything_once(when: str) -> None:
    """However late the host is, what fell due meanwhile is recorded once."""
    course = at_the_exchange()
    course.proceeding.catch_up(at(when))
    course.now = at(when)
    course.serve()

    assert [("reply", 1), ("report", 1)] == recorded(course)


@given(
    steps=st.lists(
        st.sampled_from(["note", "again", "answer", "wait", "save", "done"]), max_size=14
    )
)
def test_every_breach_is_recorded_exactly_once(steps: list[str]) -> None:
    """Whatever is done, waited for, saved and loaded: as many records as breaches, each its own."""
    course = at_the_exchange(hold=(RECORD,))
    days = 0
    for step in steps:
        match step:
            case "wait":
                days += 1
                course.wait(f"2026-{10 + days // 15}-{14 + days % 15} 10:00")
            case "done" if course.held:
                course.proceeding.job_done(course.held.pop(0).job, {}, course.now)
                course.serve()
            case "save":
                stepping = course.proceeding.stepping
                kept = saving.dump(course.proceeding)
                course.proceeding = saving.load(kept, course.proceeding.law, stepping.program)
            case "note" | "again" | "answer":
                course.do("desk", "fr-01", step, note="记", reason="重办", answer="可以")
    finish(course)

    missed = sorted((breach.clock, breach.leg) for breach in course.case.breaches)
    assert missed == sorted(recorded(course))
    assert len(missed) == len(set(missed))
    assert all(breach.taken_up and breach.recorded for breach in course.case.breaches)
