"""What the text of a limit may choose, and time that does not count."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData, LayerEntry
from workdays.deadline import due
from workdays.elapsed import elapsed
from workdays.errors import ClockPaused, NaiveInstant, WorkdaysError
from workdays.explanation import explain
from workdays.pause import Pause, in_order
from workdays.policy import DEFAULT, CountingPolicy
from workdays.replanning import replan
from workdays.unit import Unit


def at(text: str) -> datetime:
    """Read an instant in Beijing time."""
    return datetime.fromisoformat(f"{text}+08:00")


POLICIES = [
    pytest.param("2026-03-09T10:00", "1wd", {"count_start_day": True}, "2026-03-09T18:00", id="the day of receipt is day one"),
    pytest.param("2026-03-09T20:00", "1wd", {"count_start_day": True}, "2026-03-10T18:00", id="a day that is over cannot be day one"),
    pytest.param("2026-03-08T10:00", "1wd", {"count_start_day": True}, "2026-03-09T18:00", id="nor can a rest day be a working day one"),
    pytest.param("2026-03-09T10:00", "6d", {"count_start_day": True}, "2026-03-16T18:00", id="six days from the day itself, rolled"),
    pytest.param("2026-03-09T10:00", "1wd", {"ends_at": "end_of_day"}, "2026-03-11T00:00", id="a day may end at 24:00"),
    pytest.param("2026-03-08T10:00", "1wd", {"receipt_on_rest_day": "next_working_day"}, "2026-03-10T18:00", id="a rest day's receipt may wait for Monday"),
    pytest.param("2026-03-09T18:00", "1wd", {"after_close_receipt": "next_working_day"}, "2026-03-11T18:00", id="18:00 sharp is after closing"),
    pytest.param("2026-03-09T17:59", "1wd", {"after_close_receipt": "next_working_day"}, "2026-03-10T18:00", id="17:59 is not"),
    pytest.param("2026-03-09T12:30", "1wd", {"after_close_receipt": "next_working_day"}, "2026-03-10T18:00", id="lunch is not after closing"),
    pytest.param("2026-09-17T10:00", "15d", {"roll_last_day": False}, "2026-10-03T00:00", id="unrolled, a rest day ends at 24:00"),
    pytest.param("2026-10-12T10:00", "-5d", {}, "2026-09-30T18:00", id="backward, the last day rolls backward"),
    pytest.param("2026-10-12T10:00", "-2d", {}, "2026-10-10T18:00", id="but not from a make-up day"),
    pytest.param("2026-10-08T09:00", "-1wd", {}, "2026-09-30T18:00", id="one working day before"),
    pytest.param("2026-03-09T10:00", "0wd", {}, "2026-03-09T18:00", id="the same day"),
    pytest.param("2026-03-09T18:00", "0wd", {}, "2026-03-10T18:00", id="the same day, when it is over"),
    pytest.param("2026-03-07T10:00", "0wd", {}, "2026-03-09T18:00", id="the same day, when it is a rest day"),
    pytest.param("2026-03-07T10:00", "0wh", {}, "2026-03-07T10:00", id="no time at all"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "amount", "policy", "expected"), POLICIES)
def test_a_policy_of_the_limit_decides(
    national: WorkCalendar, start: str, amount: str, policy: dict[str, Any], expected: str
) -> None:
    """Each choice changes the answer in its own way; the explanation follows."""
    chosen = CountingPolicy.model_validate(policy)

    found = due(national, at(start), Amount.parse(amount), chosen)
    days = explain(national, at(start), Amount.parse(amount), chosen)

    assert at(expected) == found.at
    assert "到期" in days[-1].why


def test_a_calendar_day_due_is_provisional_only_where_its_last_day_is(
    national: WorkCalendar,
) -> None:
    """What lies between does not matter to calendar days."""
    assert not due(national, at("2026-11-01T10:00"), Amount.parse("20d")).provisional
    assert due(national, at("2026-11-20T10:00"), Amount.parse("20d")).provisional
    assert not due(national, at("2026-12-20T10:00"), Amount.parse("20h")).provisional


# --- pauses ---------------------------------------------------------------------------------------


def test_pauses_that_overlap_are_one() -> None:
    """Time is left out once, in whatever order pauses are told."""
    first = Pause(at("2026-03-10T10:00"), at("2026-03-10T12:00"))
    second = Pause(at("2026-03-10T11:00"), at("2026-03-10T14:00"))
    third = Pause(at("2026-03-12T10:00"))

    assert [Pause(first.start, second.end), third] == in_order([third, second, first])


def test_full_days_only_where_the_policy_says_so(national: WorkCalendar) -> None:
    """The day of the pause and of resumption count then; here Friday alone is left out."""
    pause = Pause(at("2026-05-07T10:00"), at("2026-05-09T10:00"))
    policy = CountingPolicy(pause_rule="exclude_full_days")

    found = due(national, at("2026-04-30T15:00"), Amount.parse("3wd"), policy, [pause])

    assert at("2026-05-09T18:00") == found.at


def test_a_pause_after_closing_does_not_take_the_day(national: WorkCalendar) -> None:
    """The day was over when the clock stopped; and midnight is the day before's end."""
    pause = Pause(at("2026-03-10T18:00"), at("2026-03-12T00:00"))

    found = due(national, at("2026-03-09T10:00"), Amount.parse("2wd"), DEFAULT, [pause])

    assert at("2026-03-12T18:00") == found.at


@pytest.mark.parametrize("amount", ["1wd", "3d", "9wh", "30h"])
def test_no_due_date_exists_while_a_pause_is_open(national: WorkCalendar, amount: str) -> None:
    """The clock stands; the sentence says so."""
    with pytest.raises(ClockPaused, match="found it"):
        due(
            national,
            at("2026-03-09T10:00"),
            Amount.parse(amount),
            DEFAULT,
            [Pause(at("2026-03-10T09:30"))],
        )


@pytest.mark.parametrize("amount", ["1wd", "1d", "9wh", "20h"])
def test_a_pause_that_begins_when_the_time_is_up_changes_nothing(
    national: WorkCalendar, amount: str
) -> None:
    """An open pause after the due instant is not waited for."""
    wanted = due(national, at("2026-03-09T10:00"), Amount.parse(amount))

    again = due(
        national, at("2026-03-09T10:00"), Amount.parse(amount), DEFAULT, [Pause(wanted.at)]
    )

    assert wanted == again


def test_an_open_pause_stops_the_use_of_time(national: WorkCalendar) -> None:
    """What was used stays used, and grows no more."""
    pauses = [Pause(at("2026-03-10T10:00"))]
    for end in ("2026-03-10T12:00", "2026-03-20T12:00"):
        assert Decimal(9) == elapsed(
            national, at("2026-03-09T09:00"), at(end), Unit.WORKING_HOUR, pauses
        )
        assert Decimal(25) == elapsed(
            national, at("2026-03-09T09:00"), at(end), Unit.ELAPSED_HOUR, pauses
        )
        assert Decimal(0) == elapsed(
            national, at("2026-03-09T09:00"), at(end), Unit.WORKING_DAY, pauses
        )


def test_nothing_is_used_before_the_start(national: WorkCalendar) -> None:
    """An end before the start is no time, not a negative one."""
    for unit in Unit:
        assert Decimal(0) == elapsed(
            national, at("2026-03-10T09:00"), at("2026-03-09T09:00"), unit
        )


def test_counting_backward_takes_no_pauses(national: WorkCalendar) -> None:
    """Before an event nothing can have been paused."""
    pause = Pause(at("2026-03-09T10:00"), at("2026-03-09T11:00"))

    with pytest.raises(WorkdaysError, match="backward"):
        due(national, at("2026-03-10T10:00"), Amount.parse("-1wd"), DEFAULT, [pause])


def test_a_pause_needs_offsets_and_an_end_after_its_start() -> None:
    """A pause that cannot be is refused where it is made."""
    with pytest.raises(NaiveInstant, match="expected a pause"):
        Pause(datetime(2026, 3, 9, 10))
    with pytest.raises(WorkdaysError, match="ends after"):
        Pause(at("2026-03-09T10:00"), at("2026-03-09T09:00"))


# --- re-planning ----------------------------------------------------------------------------------


def test_a_notice_moves_a_running_clock_and_is_cited(data: CalendarData) -> None:
    """Case 14: both dates are there, and the notice that made the difference."""
    now = at("2020-01-27T12:00")

    moved = replan(
        data.as_known_on(at("2020-01-22T10:00")), data.as_known_on(now), now,
        at("2020-01-22T10:00"), Amount.parse("3wd"),
    )  # fmt: skip

    assert (at("2020-02-01T18:00"), at("2020-02-04T18:00")) == (moved.before.at, moved.after.at)
    assert ("国务院办公厅关于延长2020年春节假期的通知（国办发明电〔2020〕1号）",) == moved.notices


def closed_on(data: CalendarData, day: str) -> CalendarData:
    """The calendar with one day closed."""
    return data.with_entries(
        LayerEntry.model_validate(
            {
                "layer": "single_day",
                "date": day,
                "kind": "rest",
                "author": "甲",
                "reason": "停电",
                "document": "通知1号",
            }
        )
    )


def test_time_already_used_stays_used(data: CalendarData) -> None:
    """A day that has passed keeps what it counted, even when it is closed afterwards."""
    new = closed_on(data, "2026-03-10")

    moved = replan(data, new, at("2026-03-11T09:00"), at("2026-03-09T10:00"), Amount.parse("3wd"))

    assert not moved.moved
    assert moved.notices == ()


def test_a_closed_day_ahead_moves_the_due_date(data: CalendarData) -> None:
    """A day that is still to come is counted anew."""
    new = closed_on(data, "2026-03-11")

    moved = replan(data, new, at("2026-03-10T09:00"), at("2026-03-09T10:00"), Amount.parse("3wd"))

    assert at("2026-03-13T18:00") == moved.after.at
    assert ("通知1号",) == moved.notices


def test_a_clock_that_is_up_does_not_move(data: CalendarData) -> None:
    """What was due stays due, whatever is decided afterwards."""
    new = closed_on(data, "2026-03-12")

    moved = replan(data, new, at("2026-03-12T18:00"), at("2026-03-09T10:00"), Amount.parse("3wd"))

    assert not moved.moved
