"""Properties, checked on instants drawn at random from the years with notices."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workdays import brute_force as brute
from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData, HoursRule, LayerEntry
from workdays.deadline import due
from workdays.elapsed import elapsed
from workdays.explanation import explain
from workdays.hours import WeeklyHours
from workdays.national import national_calendar
from workdays.pause import Pause
from workdays.policy import DEFAULT, CountingPolicy
from workdays.replanning import replan
from workdays.unit import Unit

NATIONAL = WorkCalendar.compile(national_calendar())
CLOSE = time(18)


def minutes_between(first: datetime, last: datetime) -> st.SearchStrategy[datetime]:
    """Every minute between two instants."""
    count = (last - first) // timedelta(minutes=1)
    return st.integers(0, count).map(lambda n: first + timedelta(minutes=n))


INSTANTS = minutes_between(
    datetime(2008, 3, 1, tzinfo=brute.BEIJING), datetime(2026, 10, 1, tzinfo=brute.BEIJING)
)
HOURS = st.integers(1, 30 * 60).map(lambda minutes: Decimal(minutes) / 60)
UNITS = st.sampled_from(list(Unit))
POLICIES = st.builds(
    CountingPolicy,
    count_start_day=st.booleans(),
    ends_at=st.sampled_from(["close_of_business", "end_of_day"]),
    after_close_receipt=st.sampled_from(["same_day", "next_working_day"]),
    receipt_on_rest_day=st.sampled_from(["same_day", "next_working_day"]),
    roll_last_day=st.booleans(),
    pause_rule=st.sampled_from(["exclude_both_days", "exclude_full_days"]),
)


def wh(minutes: int) -> Amount:
    """So many minutes of working time."""
    return Amount.parse(f"{Decimal(minutes) / 60:.20f}wh")


def near(found: datetime, expected: datetime) -> bool:
    """Whether two instants agree to the rounding of a third of an hour."""
    return abs(found - expected) <= timedelta(microseconds=1)


@st.composite
def pauses_after(draw: st.DrawFn, start: datetime) -> tuple[Pause, ...]:
    """Up to three pauses, in any order, that may overlap."""
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        begun = start + timedelta(minutes=draw(st.integers(0, 20 * 24 * 60)))
        pauses.append(Pause(begun, begun + timedelta(minutes=draw(st.integers(0, 5 * 24 * 60)))))
    return tuple(pauses)


# --- against a count minute by minute -----------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(start=INSTANTS, minutes=st.integers(-25 * 60, 25 * 60))
def test_working_hours_are_what_a_walk_minute_by_minute_finds(
    start: datetime, minutes: int
) -> None:
    """Forward and backward, over lunch, nights, weekends, festivals and make-up days."""
    found = due(NATIONAL, start, wh(minutes)).at

    assert near(found, brute.add_working_minutes(start, minutes))


@settings(max_examples=60, deadline=None)
@given(start=INSTANTS, length=st.integers(0, 12 * 24 * 60))
def test_used_working_hours_are_what_a_walk_finds(start: datetime, length: int) -> None:
    """The integral of open time between two instants."""
    end = start + timedelta(minutes=length)

    used = elapsed(NATIONAL, start, end, Unit.WORKING_HOUR)

    assert abs(used * 60 - brute.working_minutes(start, end)) < Decimal("1e-9")


@settings(max_examples=300, deadline=None)
@given(start=INSTANTS, count=st.integers(-40, 40).filter(bool))
def test_working_days_are_what_a_walk_day_by_day_finds(start: datetime, count: int) -> None:
    """Forward and backward; the day of receipt is not counted, the last ends at closing."""
    last = brute.add_working_days(start.date(), count)

    found = due(NATIONAL, start, Amount(Decimal(count), Unit.WORKING_DAY)).at

    assert datetime.combine(last, CLOSE, brute.BEIJING) == found


@settings(max_examples=200, deadline=None)
@given(start=INSTANTS, count=st.integers(1, 60))
def test_calendar_days_are_what_a_walk_finds_and_roll_on(start: datetime, count: int) -> None:
    """The last day is never a rest day."""
    last = brute.add_calendar_days(start.date(), count)

    found = due(NATIONAL, start, Amount(Decimal(count), Unit.CALENDAR_DAY)).at

    assert datetime.combine(last, CLOSE, brute.BEIJING) == found


@settings(max_examples=150, deadline=None)
@given(data=st.data(), start=INSTANTS, count=st.integers(1, 25), working=st.booleans())
def test_days_touched_by_a_pause_do_not_count(
    data: st.DataObject, start: datetime, count: int, working: bool
) -> None:
    """From the day of the pause to the day of resumption, both included."""
    pauses = data.draw(pauses_after(start))
    left_out = frozenset(
        pause.start.date() + timedelta(days=n)
        for pause in pauses
        for n in range(30)
        if touches(
            pause, datetime.combine(pause.start.date() + timedelta(days=n), time(), brute.BEIJING)
        )
    )
    walk = brute.add_working_days if working else brute.add_calendar_days
    unit = Unit.WORKING_DAY if working else Unit.CALENDAR_DAY

    found = due(NATIONAL, start, Amount(Decimal(count), unit), DEFAULT, pauses).at

    assert datetime.combine(walk(start.date(), count, left_out), CLOSE, brute.BEIJING) == found


def touches(pause: Pause, midnight: datetime) -> bool:
    """Whether a pause touches the day before it is up."""
    assert pause.end is not None
    length = timedelta(hours=18) if brute.worked(midnight.date()) else timedelta(days=1)
    return pause.start < midnight + length and pause.end > midnight


@settings(max_examples=60, deadline=None)
@given(data=st.data(), start=INSTANTS, minutes=st.integers(1, 20 * 60))
def test_paused_working_time_does_not_count(
    data: st.DataObject, start: datetime, minutes: int
) -> None:
    """A walk that steps over the pauses arrives at the same minute."""
    pauses = data.draw(pauses_after(start))
    left, now = minutes, start
    while left:
        paused = any(one.start <= now < (one.end or now) for one in pauses)
        left -= brute.is_open(now) and not paused
        now += brute.MINUTE

    assert near(due(NATIONAL, start, wh(minutes), DEFAULT, pauses).at, now)


# --- order, inverse, separation -----------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(start=INSTANTS, later=st.integers(0, 10 * 24 * 60), count=st.integers(0, 40), unit=UNITS,
       policy=POLICIES)  # fmt: skip
def test_a_later_start_is_never_due_earlier(
    start: datetime, later: int, count: int, unit: Unit, policy: CountingPolicy
) -> None:
    """Monotonic in the start, whatever the policy."""
    amount = Amount(Decimal(count), unit)

    first = due(NATIONAL, start, amount, policy)
    second = due(NATIONAL, start + timedelta(minutes=later), amount, policy)

    assert first.at <= second.at


@settings(max_examples=200, deadline=None)
@given(start=INSTANTS, counts=st.lists(st.integers(-30, 30), min_size=2, max_size=4), unit=UNITS)
def test_more_is_never_due_earlier(start: datetime, counts: list[int], unit: Unit) -> None:
    """Monotonic in the amount, from backward to forward."""
    answers = [due(NATIONAL, start, Amount(Decimal(n), unit)).at for n in sorted(counts)]

    assert all(a <= b for a, b in pairwise(answers))


@settings(max_examples=200, deadline=None)
@given(start=INSTANTS, count=st.integers(0, 30), unit=UNITS, policy=POLICIES)
def test_nothing_is_due_before_it_began(
    start: datetime, count: int, unit: Unit, policy: CountingPolicy
) -> None:
    """Forward never points back."""
    assert due(NATIONAL, start, Amount(Decimal(count), unit), policy).at >= start


@settings(max_examples=200, deadline=None)
@given(start=INSTANTS, minutes=st.integers(1, 60 * 60))
def test_working_hours_back_undo_working_hours_forward(start: datetime, minutes: int) -> None:
    """From an open instant, so much forward and as much back is where it began."""
    opened = due(NATIONAL, start, wh(7)).at

    there = due(NATIONAL, opened, wh(minutes)).at
    back = due(NATIONAL, there, wh(-minutes)).at

    assert elapsed(NATIONAL, min(back, opened), max(back, opened), Unit.WORKING_HOUR) < Decimal(
        "1e-6"
    )


@settings(max_examples=200, deadline=None)
@given(start=INSTANTS, count=st.integers(1, 60))
def test_working_days_back_undo_working_days_forward(start: datetime, count: int) -> None:
    """From a working day, so many forward and as many back is that day."""
    first = due(NATIONAL, start, Amount.parse("1wd")).at

    there = due(NATIONAL, first, Amount(Decimal(count), Unit.WORKING_DAY)).at
    back = due(NATIONAL, there, Amount(Decimal(-count), Unit.WORKING_DAY)).at

    assert first == back


@settings(max_examples=200, deadline=None)
@given(start=INSTANTS, count=st.integers(1, 40), minutes=st.integers(0, 24 * 60 - 1))
def test_a_working_day_does_not_know_the_hour_of_receipt(
    start: datetime, count: int, minutes: int
) -> None:
    """Units are apart: any two instants of one day have the same due day."""
    midnight = start.replace(hour=0, minute=0)
    amount = Amount(Decimal(count), Unit.WORKING_DAY)

    assert due(NATIONAL, midnight, amount) == due(
        NATIONAL, midnight + timedelta(minutes=minutes), amount
    )


@settings(max_examples=100, deadline=None)
@given(start=INSTANTS, minutes=st.integers(-100_000, 100_000))
def test_elapsed_hours_know_no_calendar(start: datetime, minutes: int) -> None:
    """Units are apart: elapsed hours are plain arithmetic."""
    amount = Amount(Decimal(minutes) / 60, Unit.ELAPSED_HOUR)

    assert near(due(NATIONAL, start, amount).at, start + timedelta(minutes=minutes))


# --- used time ----------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(data=st.data(), start=INSTANTS, count=st.integers(1, 20), unit=UNITS, policy=POLICIES)
def test_the_limit_is_used_up_exactly_when_it_is_due(
    data: st.DataObject, start: datetime, count: int, unit: Unit, policy: CountingPolicy
) -> None:
    """At the due instant the amount is used, just before it is not."""
    pauses = data.draw(pauses_after(start))
    at = due(NATIONAL, start, Amount(Decimal(count), unit), policy, pauses).at

    used = elapsed(NATIONAL, start, at, unit, pauses, policy)
    before = elapsed(NATIONAL, start, at - timedelta(seconds=1), unit, pauses, policy)

    if unit is Unit.CALENDAR_DAY and policy.roll_last_day:
        assert used >= count
    else:
        assert before < count == used


@settings(max_examples=150, deadline=None)
@given(start=INSTANTS, parts=st.lists(st.integers(0, 5000), min_size=1, max_size=3))
def test_used_hours_add_up(start: datetime, parts: list[int]) -> None:
    """The time used in consecutive stretches is the time used in all."""
    points = [start]
    for part in parts:
        points.append(points[-1] + timedelta(minutes=part))

    for unit in (Unit.WORKING_HOUR, Unit.ELAPSED_HOUR):
        pieces = [elapsed(NATIONAL, a, b, unit) for a, b in pairwise(points)]
        assert abs(sum(pieces) - elapsed(NATIONAL, start, points[-1], unit)) < Decimal("1e-9")


@settings(max_examples=100, deadline=None)
@given(data=st.data(), start=INSTANTS, count=st.integers(1, 12), unit=UNITS, policy=POLICIES)
def test_the_explanation_agrees_with_the_answer(
    data: st.DataObject, start: datetime, count: int, unit: Unit, policy: CountingPolicy
) -> None:
    """As many days count as were asked for, and the last explained day is the due day."""
    pauses = data.draw(pauses_after(start))
    amount = Amount(Decimal(count), unit)

    days = explain(NATIONAL, start, amount, policy, pauses)
    at = due(NATIONAL, start, amount, policy, pauses).at

    assert days[-1].date in {at.date(), (at - timedelta(microseconds=1)).date()}
    if unit.is_day:
        assert count == sum(day.counted for day in days)


@settings(max_examples=20, deadline=None)
@given(start=INSTANTS, count=st.integers(0, 20), unit=UNITS, hours=st.integers(0, 200))
def test_a_new_calendar_that_says_the_same_moves_nothing(
    start: datetime, count: int, unit: Unit, hours: int
) -> None:
    """Re-planning onto equal facts changes no date and cites no notice."""
    data, amount = national_calendar(), Amount(Decimal(count), unit)
    anew = CalendarData.load({**data.dump(), "version": "another"})

    again = replan(data, anew, start + timedelta(hours=hours), start, amount)

    assert not again.moved
    assert again.notices == ()


# --- data ---------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(
    offset=st.integers(0, 700), length=st.integers(0, 9), kind=st.sampled_from(["rest", "work"]),
    hours=st.sampled_from(["08:30-11:30", "00:00-24:00", "09:00-12:00 14:00-17:30"]),
)  # fmt: skip
def test_calendar_data_comes_back_from_json_as_it_was(
    offset: int, length: int, kind: str, hours: str
) -> None:
    """Dump and load are inverse, layers and hours included, and keep the digest."""
    first = datetime(2025, 1, 1).date() + timedelta(days=offset)
    until = first + timedelta(days=length)
    entry = LayerEntry.model_validate(
        {
            "layer": "unit",
            "date": first,
            "until": until,
            "kind": kind,
            "author": "甲",
            "reason": "乙",
        }
    )
    rule = HoursRule(
        layer="organisation", since=first, hours=WeeklyHours.model_validate({"workday": hours}),
        author="甲", reason="作息调整",
    )  # fmt: skip
    data = national_calendar().slice(2025).with_entries(entry).with_rules(rule)

    loaded = CalendarData.load(data.dump())

    assert data == loaded
    assert data.digest == loaded.digest


@settings(max_examples=100, deadline=None)
@given(start=minutes_between(datetime(2026, 1, 1, tzinfo=brute.BEIJING),
                             datetime(2027, 6, 1, tzinfo=brute.BEIJING)),
       count=st.integers(0, 40), unit=UNITS)  # fmt: skip
def test_a_slice_answers_as_the_whole_does(start: datetime, count: int, unit: Unit) -> None:
    """What a case carries is enough for the case."""
    carried = WorkCalendar.compile(national_calendar().slice(2026))
    amount = Amount(Decimal(count), unit)

    assert due(NATIONAL, start, amount) == due(carried, start, amount)
