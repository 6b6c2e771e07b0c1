"""An instant that was set moves by a pause as a count would."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.deadline import due
from workdays.errors import ClockPaused
from workdays.national import builtin_calendar
from workdays.pause import Pause
from workdays.policy import CountingPolicy
from workdays.postponing import postponed
from workdays.unit import Unit

CALENDAR = WorkCalendar.compile(builtin_calendar("cn"))


def at(text: str) -> datetime:
    """Read an instant in Beijing time."""
    return datetime.fromisoformat(f"{text}+08:00")


CASES = [
    pytest.param("2026-10-16T17:00", "wh", "2026-10-16T16:00", "2026-10-19T10:00", "2026-10-19T11:00", id="one working hour was left"),
    pytest.param("2026-10-16T17:00", "h", "2026-10-16T16:00", "2026-10-19T10:00", "2026-10-19T11:00", id="one hour was left"),
    pytest.param("2026-10-16T12:00", "wd", "2026-10-14T10:00", "2026-10-15T10:00", "2026-10-20T12:00", id="three days were left, at the same hour"),
    pytest.param("2026-10-16T18:00", "wd", "2026-10-14T10:00", "2026-10-15T10:00", "2026-10-20T18:00", id="until closing"),
    pytest.param("2026-10-16T12:00", "d", "2026-10-14T10:00", "2026-10-15T10:00", "2026-10-18T12:00", id="calendar days count the weekend"),
    pytest.param("2026-10-16T12:00", "wd", "2026-10-16T12:00", "2026-10-19T10:00", "2026-10-16T12:00", id="it was up already"),
    pytest.param("2026-10-18T12:00", "wd", "2026-10-17T10:00", "2026-10-18T10:00", "2026-10-18T12:00", id="no working day was left"),
    pytest.param("2026-10-17T00:00", "wd", "2026-10-16T10:00", "2026-10-16T11:00", "2026-10-20T00:00", id="until the end of a working day"),
    pytest.param("2026-10-16T20:00", "wh", "2026-10-16T19:00", "2026-10-17T10:00", "2026-10-17T10:00", id="no working hour was left"),
]  # fmt: skip


@pytest.mark.parametrize(("until", "unit", "begun", "ended", "expected"), CASES)
def test_as_much_is_left_after_the_pause(
    until: str, unit: str, begun: str, ended: str, expected: str
) -> None:
    """What was left when the pause began is left when it ends."""
    pause = Pause(at(begun), at(ended))

    assert at(expected) == postponed(CALENDAR, at(until), Amount.parse(f"1{unit}").unit, pause)


def test_a_pause_within_a_day_moves_nothing_where_full_days_count() -> None:
    """The policy of the limit decides, as for a count."""
    policy = CountingPolicy(pause_rule="exclude_full_days")
    pause = Pause(at("2026-10-14T10:00"), at("2026-10-14T16:00"))

    assert at("2026-10-16T12:00") == postponed(
        CALENDAR, at("2026-10-16T12:00"), Unit.WORKING_DAY, pause, policy
    )


def test_an_open_pause_has_no_end_to_count_from() -> None:
    """The clock stands; the sentence says so."""
    with pytest.raises(ClockPaused, match="found it open"):
        postponed(
            CALENDAR, at("2026-10-16T12:00"), Unit.WORKING_DAY, Pause(at("2026-10-14T10:00"))
        )


@settings(max_examples=150, deadline=None)
@given(
    unit=st.sampled_from(list(Unit)),
    amount=st.integers(1, 40),
    minutes=st.integers(0, 200_000),
    before=st.integers(0, 20_000),
    length=st.integers(1, 30_000),
)
def test_a_counted_date_moves_to_where_the_count_would_end(
    unit: Unit, amount: int, minutes: int, before: int, length: int
) -> None:
    """Postponing the counted date is counting with the pause; from the day after receipt for days."""
    start = at("2026-01-04T10:00") + timedelta(minutes=minutes)
    begun = start + timedelta(minutes=before)
    if unit.is_day:
        begun += timedelta(days=1)
    pause = Pause(begun, begun + timedelta(minutes=length))
    policy = CountingPolicy(roll_last_day=False)
    wanted = Amount.parse(f"{amount}{unit.short}")
    without = due(CALENDAR, start, wanted, policy).at
    if without <= begun:
        return

    found = postponed(CALENDAR, without, unit, pause, policy)

    assert due(CALENDAR, start, wanted, policy, [pause]).at == found
    assert found >= without
