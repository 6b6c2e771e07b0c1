"""An instant that somebody set, moved by a pause: as much is left after it as was left before."""

from datetime import date, datetime
from decimal import Decimal

from workdays.amount import Amount
from workdays.calendar import BeyondHorizon, WorkCalendar
from workdays.counting import DayCounter
from workdays.deadline import due
from workdays.elapsed import elapsed
from workdays.errors import ClockPaused
from workdays.pause import Pause
from workdays.policy import DEFAULT, CountingPolicy
from workdays.unit import Unit


def postponed(
    calendar: WorkCalendar,
    until: datetime,
    unit: Unit,
    pause: Pause,
    policy: CountingPolicy = DEFAULT,
) -> datetime:
    """Return where *until* lies after *pause*, in the calendar's zone; never earlier than before.

    Hours: the time of *unit* that was left goes on when the pause ends. Days: as many days of the
    sort are left; the new day ends at the same time of day, or at its close where *until* was one.

    Raises:
        NaiveInstant: an instant has no offset.
        OutsideCalendar: before the first fact, or past the last countable year.
        ClockPaused: the pause is open.
    """
    if pause.end is None:
        raise ClockPaused(
            f"expected the pause since {pause.start.isoformat()} to have ended, found it open"
        )
    while True:
        try:
            local = calendar.local(until)
            if local <= pause.start:
                return local
            if unit.is_day:
                moved = _in_days(calendar, local, unit, pause, policy)
            else:
                moved = _in_hours(calendar, local, unit, pause)
            return max(local, moved)
        except BeyondHorizon:
            calendar = calendar.extended()


def _in_hours(calendar: WorkCalendar, local: datetime, unit: Unit, pause: Pause) -> datetime:
    left = elapsed(calendar, pause.start, local, unit)
    ended = calendar.local(pause.end or pause.start)
    if left == Decimal(0):
        return ended
    return due(calendar, ended, Amount(left, unit)).at


def _in_days(
    calendar: WorkCalendar, local: datetime, unit: Unit, pause: Pause, policy: CountingPolicy
) -> datetime:
    working = unit is Unit.WORKING_DAY
    counter = DayCounter(calendar, policy, [pause], working=working)
    if not counter.left_out:
        return local
    first, day = counter.left_out[0].first, local.toordinal()
    midnight = local == calendar.day_end(day - 1)
    day -= midnight  # the end of the day before
    left = counter.between(first, day)
    if left == 0:
        return local
    last = counter.nth(first, left)
    if local == counter.up(day):
        return counter.up(last)
    if midnight:
        return calendar.day_end(last)
    return datetime.combine(date.fromordinal(last), local.time(), local.tzinfo)
