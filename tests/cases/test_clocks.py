"""Clocks: legs, caps, reminders, breaches, excess and calendars that change on the way."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cases.commands import ReplanCalendar
from cases.orders import StartTimer
from regulations.law import Law
from regulations.limits import LimitInForce
from tests.cases.driving import Course, a_course, at, handed_over, in_hand, law_on, local
from workdays.calendar_data import LayerEntry
from workdays.national import builtin_calendar


def limits_with(law: Law, **changed: dict[str, Any]) -> Law:
    """Return *law* with fields of some limits changed; `amount` is `(value, unit)`."""
    limits = dict(law.limits)
    for key, fields in changed.items():
        limit, given = limits[key], dict(fields)
        if "amount" in given:
            value, unit = given.pop("amount")
            entry = limit.value.model_dump() | {"value": value, "unit": unit}
            given["value"] = entry
        limits[key] = LimitInForce.model_validate(limit.model_dump() | given)
    return law.model_copy(update={"limits": limits})


def states(course: Course, clock: str) -> list[tuple[str, bool, bool]]:
    """Return used time, breached and stopped of each leg."""
    legs = course.case.clocks[clock]
    return [(leg.used, leg.breached_at is not None, leg.stopped_at is not None) for leg in legs]


def test_every_start_begins_a_leg_and_a_stop_measures_it() -> None:
    """Two slips, two legs; what each used is measured in the unit of its limit."""
    course = handed_over("2026-10-13 10:00")
    course.wait("2026-10-13 16:00")
    course.do("sign", "st-09", "return", opinion="不属典藏")
    course.wait("2026-10-14 10:00")
    course.do("fill_slip", "sv-09", "send", to_unit="network", reason="改转技术部")

    assert [("0", False, True), ("2", False, True)] == states(course, "pass_on")
    assert [("0", False, True), ("", False, False)] == states(course, "answer")
    assert "2026-10-16 17:00" == course.due("answer")


def test_a_leg_is_due_by_its_own_amount_or_its_cap() -> None:
    """The earlier of both holds; what is graded up later may only reach the cap."""
    course = in_hand("2026-10-13 10:00")
    assert ("2026-10-15 17:00", "2026-10-20 17:00") == (course.due("answer"), course.due("total"))

    late = handed_over(
        "2026-10-13 10:00", limits_with(law_on("2026-10-13"), total={"amount": (1, "working_day")})
    )

    leg = late.leg("answer")
    assert local(leg.own_due) == "2026-10-15 17:00"
    assert local(leg.due) == late.due("total") == "2026-10-14 17:00"


def test_a_leg_that_begins_after_its_cap_has_its_own_date() -> None:
    """Case 25: the opinion came after the cap had passed. The cap is missed, the leg goes on.

    The cap of five working days is over on 20 October; the slip is sent on the 21st.
    """
    course = a_course("2026-10-13 10:00")
    course.do("receive", "sv-01", "pass")
    course.wait("2026-10-21 10:00")
    assert course.leg("total").exceeded_at == at("2026-10-20 17:00")

    course.do("fill_slip", "sv-01", "send", to_unit="stacks", reason="须查典藏")

    assert "2026-10-23 17:00" == course.due("answer")
    assert [] == [breach for breach in course.case.breaches if breach.clock == "answer"]


def test_a_leg_under_a_cap_that_is_exceeded_gets_its_own_date_back() -> None:
    """Until the cap is exceeded it bounds the leg; from then on the leg is judged by itself."""
    law = limits_with(law_on("2026-10-13"), total={"amount": (1, "working_day")})
    course = handed_over("2026-10-13 10:00", law)

    course.wait("2026-10-14 17:00")

    assert ["total"] == [fact.data["clock"] for fact in course.of("limit_exceeded")]
    assert "2026-10-15 17:00" == course.due("answer")
    assert ["answer"] == [fact.data["clock"] for fact in course.of("clock_replanned")]
    course.wait("2026-10-15 17:00")
    assert ["answer"] == [breach.clock for breach in course.case.breaches]


def test_a_reminder_goes_out_once_and_before_the_breach() -> None:
    """Two working hours before the end; once, however long it takes."""
    course = handed_over("2026-10-13 10:00")

    course.wait("2026-10-15 14:59")
    assert not course.of("reminded")
    course.wait("2026-10-15 15:00")
    course.wait("2026-10-19 15:00")

    assert ["answer"] == [fact.data["clock"] for fact in course.of("reminded")]
    assert at("2026-10-15 15:00") == course.of("reminded")[0].at


def test_a_reminder_that_would_come_before_the_start_is_none() -> None:
    """A leg shorter than its reminder has no reminder."""
    law = limits_with(
        law_on("2026-10-13"), pass_on={"amount": (1, "working_hour"), "remind_before": "2wh"}
    )
    course = a_course("2026-10-13 10:00", law=law)

    assert course.proceeding.stepping.clocks.reminder("pass_on") is None
    course.wait("2026-10-13 11:30")
    assert not course.of("reminded")
    assert ["pass_on"] == [breach.clock for breach in course.case.breaches]


def test_a_limit_is_missed_once_and_says_who_answers() -> None:
    """The breach has due date, finding, article, person, unit and superiors; no second one comes."""
    course = in_hand("2026-10-13 10:00")

    course.wait("2026-10-19 10:00")

    (breach,) = course.case.breaches
    assert ("answer", 1, "R903", "第四条（修订）") == (
        breach.clock, breach.leg, breach.rule, breach.cites,
    )  # fmt: skip
    assert (at("2026-10-15 17:00"), at("2026-10-15 17:00")) == (breach.due, breach.found_at)
    assert ("st-01", "stacks", ("stacks-head", "librarian")) == (
        breach.person, breach.unit, breach.superiors,
    )  # fmt: skip
    assert 1 == len(course.of("limit_breached"))


def test_stopping_late_is_a_breach_found_late() -> None:
    """Nobody was awake when it was due: the stop finds it, stamped with both times."""
    course = in_hand("2026-10-13 10:00")
    course.now = at("2026-10-16 09:30")

    course.do("handle", "st-01", "answer", answer="已换新书")

    (breach,) = course.case.breaches
    assert (at("2026-10-15 17:00"), at("2026-10-16 09:30")) == (breach.due, breach.found_at)
    kinds = list(course.kinds())
    assert kinds.index("limit_breached") < kinds.index("answered")
    assert course.leg("answer").stopped_at == at("2026-10-16 09:30")
    (stopped,) = [f for f in course.of("clock_stopped") if f.data["clock"] == "answer"]
    assert stopped.data["met"] is False


def test_what_follows_a_breach_is_counted_from_its_due_date() -> None:
    """Found late or not, the next clock starts when the limit was missed."""
    course = in_hand("2026-10-13 10:00")
    course.now = at("2026-10-16 09:30")
    course.proceeding.catch_up(course.now)

    assert at("2026-10-15 17:00") == course.leg("chase").started_at
    assert "2026-10-16 17:00" == course.due("chase")


def test_several_things_overdue_are_acted_on_in_order_of_their_due_dates() -> None:
    """A worker that was away for weeks finds everything, oldest first."""
    course = handed_over("2026-10-13 10:00")
    course.now = at("2026-11-02 09:00")

    course.proceeding.catch_up(course.now)
    course.serve()

    late = [
        (fact.kind, fact.data.get("clock"))
        for fact in course.of("reminded", "limit_breached", "limit_exceeded", "escalated")
    ]
    assert [
        ("reminded", "answer"), ("limit_breached", "answer"), ("escalated", None),
        ("limit_exceeded", "total"),
    ] == late  # fmt: skip
    assert {at("2026-11-02 09:00")} == {f.at for f in course.of("limit_breached", "reminded")}


def test_grading_counts_the_running_leg_anew_from_its_start() -> None:
    """A hard case has four days from the sending on, not from the grading."""
    course = handed_over("2026-10-13 10:00")
    course.wait("2026-10-14 09:00")

    course.do("sign", "st-09", "accept", handler="st-01", difficulty="hard")

    assert "4wd" == course.leg("answer").amount
    assert "2026-10-19 17:00" == course.due("answer")
    timers = {local(order.due) for order in course.proceeding.stepping.timers.values()}
    assert {"2026-10-19 17:00", "2026-10-19 15:00"} <= timers
    assert "2026-10-15 17:00" not in timers


def test_a_limit_that_is_only_measured_is_never_missed() -> None:
    """`judged: false`: time goes by, nothing is held against anybody."""
    course = a_course("2026-03-03 10:00")

    course.wait("2026-03-03 12:00")

    assert "2026-03-03 11:00" == course.due("greet")
    assert [] == course.case.breaches


@pytest.mark.parametrize("difficulty", ["normal", "hard"])
def test_a_timer_says_what_it_is_for(difficulty: str) -> None:
    """The summary names element, due time, limit, amount and article, in Chinese."""
    course = handed_over("2026-10-13 10:00")
    course.do("sign", "st-09", "accept", handler="st-01", difficulty=difficulty)

    said = [o.summary for o in course.orders if isinstance(o, StartTimer)]

    assert "转办期限届满 10月13日（周二）15:00 · 转办期限 4个工作小时（第三条）" in said
    wanted = {
        "normal": "10月15日（周四）17:00 · 答复期限 2个工作日（第四条（修订））",
        "hard": "10月19日（周一）17:00 · 答复期限 4个工作日（第四条）",
    }
    assert f"答复期限届满 {wanted[difficulty]}" in said


class TestSoftCaps:
    """A limit "in principle": an excess asks for a reason and an approval, and is no breach by itself."""

    def exceeded(self) -> Course:
        """Return a case whose cap is exceeded and explained."""
        course = in_hand("2026-10-13 10:00")
        course.do("handle", "st-01", "raise", level="librarian", reason="难办")
        course.wait("2026-10-20 17:00")
        course.do("explain_excess", "sv-01", reason="书在外地")
        return course

    def test_the_excess_is_no_breach(self) -> None:
        """It is recorded as exceeded, with the case still open."""
        course = self.exceeded()

        assert ["total"] == [fact.data["clock"] for fact in course.of("limit_exceeded")]
        assert ["answer"] == [breach.clock for breach in course.case.breaches]
        assert "approve_excess#1" in course.case.tasks

    def test_an_approval_moves_the_date(self) -> None:
        """The cap is due anew; passing the new date is an excess again."""
        course = self.exceeded()

        course.do("approve_excess", "of-09", "approve", until="2026-10-22T12:00:00+08:00")

        assert "2026-10-22 12:00" == course.due("total")
        assert course.leg("total").exceeded_at is None
        course.wait("2026-10-22 12:00")
        assert ["total", "total"] == [f.data["clock"] for f in course.of("limit_exceeded")]
        assert "explain_excess#2" in course.case.tasks

    def test_an_approval_without_a_date_lets_it_rest(self) -> None:
        """Nothing moves, nothing is missed."""
        course = self.exceeded()

        course.do("approve_excess", "of-09", "approve")
        course.wait("2026-11-20 12:00")

        assert ["answer"] == [breach.clock for breach in course.case.breaches]

    def test_a_refusal_makes_it_a_breach(self) -> None:
        """Due when it was due, found when it was refused; once."""
        course = self.exceeded()
        course.wait("2026-10-21 09:00")

        course.do("approve_excess", "of-09", "refuse", reason="无正当理由")

        breach = course.case.breaches[-1]
        assert ("total", at("2026-10-20 17:00"), at("2026-10-21 09:00")) == (
            breach.clock, breach.due, breach.found_at,
        )  # fmt: skip
        assert ("sv-01", "service") == (breach.person, breach.unit)

    @pytest.mark.parametrize(
        ("until", "said"),
        [
            pytest.param("soon", "soon", id="no instant"),
            pytest.param("2026-10-22", "2026-10-22", id="a day only"),
            pytest.param("2026-10-22T12:00:00", "带时区", id="no zone"),
            pytest.param("2026-10-19T12:00:00+08:00", "现在以后", id="past"),
        ],
    )
    def test_a_date_that_is_none_is_refused(self, until: str, said: str) -> None:
        """The refusal says what is wanted; nothing has changed."""
        course = self.exceeded()

        refused = course.refused("approve_excess", "of-09", "approve", until=until)

        assert "not_an_instant" == refused.reason
        assert said in refused.sentence


class TestReplanning:
    """A notice changes the calendar while the case runs."""

    def closed_on(self, course: Course, day: str) -> ReplanCalendar:
        """Return the command that makes *day* a day of rest."""
        entry = LayerEntry(
            layer="national", date=date.fromisoformat(day), kind="rest", name="停电",
            author="市政府", reason="检修",
        )  # fmt: skip
        calendar = course.proceeding.law.calendar.with_entries(entry)
        return ReplanCalendar(actor="of-09", calendar=calendar, notice="停电通知")

    def test_running_legs_move_and_keep_both_dates(self) -> None:
        """Old and new due date and the notice are on record; the timers follow."""
        course = in_hand("2026-10-13 10:00")

        course.give(self.closed_on(course, "2026-10-14"))

        moved = {fact.data["clock"]: fact.data for fact in course.of("clock_replanned")}
        assert {"total", "answer"} == set(moved)
        assert "停电通知" == moved["answer"]["notice"]
        old, new = (datetime.fromisoformat(moved["answer"][key]) for key in ("old_due", "new_due"))
        assert ("2026-10-15 17:00", "2026-10-16 17:00") == (local(old), local(new))
        timers = {local(order.due) for order in course.proceeding.stepping.timers.values()}
        assert "2026-10-16 17:00" in timers
        assert "2026-10-15 17:00" not in timers

    def test_stopped_legs_stay_as_they_are(self) -> None:
        """What is over was judged by the calendar of its time."""
        course = in_hand("2026-10-13 10:00")
        before = course.leg("pass_on")
        due, used = before.due, before.used

        course.give(self.closed_on(course, "2026-10-13"))

        assert (due, used) == (course.leg("pass_on").due, course.leg("pass_on").used)

    def test_an_excess_that_is_none_any_more_cannot_be_refused_into_a_breach(self) -> None:
        """The calendar gave the cap another day while its excess was being judged."""
        course = in_hand("2026-10-13 10:00")
        course.wait("2026-10-20 17:00")
        course.do("explain_excess", "sv-01", reason="停电")
        course.give(self.closed_on(course, "2026-10-14"))
        assert "2026-10-21 17:00" == course.due("total")

        course.do("approve_excess", "of-09", "refuse", reason="不批准")

        assert ["answer"] == [breach.clock for breach in course.case.breaches]

    def test_a_leg_that_was_missed_stays_missed(self) -> None:
        """The breach is on record; a calendar that comes later does not take it back."""
        course = in_hand("2026-10-13 10:00")
        course.wait("2026-10-16 09:00")

        course.give(self.closed_on(course, "2026-10-14"))

        assert ["answer"] == [breach.clock for breach in course.case.breaches]
        assert "2026-10-16 17:00" == course.due("answer")

    def test_the_spring_festival_of_2020_was_prolonged(self) -> None:
        """Case 14: three working days from 22 January 2020, through the whole case.

        The plan of that day was 1 February, a make-up day; the notice of 27 January moved it to
        4 February. Both stay on record.
        """
        whole = builtin_calendar("cn")
        known = whole.as_known_on(at("2020-01-22 10:00")).slice(2019)
        law = limits_with(
            law_on("2026-10-13", calendar=known, governs=date(2020, 1, 22)),
            answer={"amount": (3, "working_day")}, total={"amount": (9, "working_day")},
        )  # fmt: skip
        course = in_hand("2020-01-22 10:00", law)
        assert "2020-02-01 18:00" == course.due("answer")
        course.wait("2020-01-28 09:00")

        command = ReplanCalendar(
            actor="of-09",
            calendar=whole.as_known_on(at("2020-01-28 09:00")),
            notice="关于延长2020年春节假期的通知",
        )
        course.give(command)

        assert "2020-02-04 18:00" == course.due("answer")
        fact = next(f for f in course.of("clock_replanned") if f.data["clock"] == "answer")
        assert ("2020-02-01T10:00:00+00:00", "2020-02-04T10:00:00+00:00") == (
            fact.data["old_due"], fact.data["new_due"],
        )  # fmt: skip
        course.wait("2020-02-04 17:59")
        assert [] == course.case.breaches
        course.wait("2020-02-04 18:00")
        assert ["answer"] == [breach.clock for breach in course.case.breaches]

    @pytest.mark.parametrize(
        "changed",
        [
            pytest.param({"zone": "Mars/Olympus"}, id="an unknown zone"),
            pytest.param({"first_year": 2030, "published_through": 2030}, id="begins too late"),
        ],
    )
    def test_a_calendar_that_cannot_count_is_refused(self, changed: dict[str, Any]) -> None:
        """The case goes on under the calendar it has."""
        course = in_hand("2026-10-13 10:00")
        calendar = course.proceeding.law.calendar.model_copy(update=changed)

        refused = course.refusal(ReplanCalendar(actor="of-09", calendar=calendar, notice="错"))

        assert "calendar" == refused.reason
        assert "日历" in refused.sentence


def test_closing_stops_every_clock_and_timer() -> None:
    """A case that is over runs no clock, also where the law names no event that stops it."""
    course = in_hand("2026-10-13 10:00")
    course.wait("2026-10-20 17:30")
    course.do("handle", "st-01", "answer", answer="已换新书")

    course.do("call", "sv-01", "good", reached=True, note="满意")

    assert course.case.closed_at == at("2026-10-20 17:30")
    assert not any(course.case.running(key) for key in course.case.clocks)
    assert {} == course.proceeding.stepping.timers == course.case.tasks
    assert "case_closed" in {fact.data["why"] for fact in course.of("task_closed")}
    assert course.case.closed_at.tzinfo is UTC
