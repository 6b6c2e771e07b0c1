"""Until when: an instant, an amount and a calendar give the instant at which the time is up."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from workdays.amount import Amount
from workdays.calendar import BeyondHorizon, WorkCalendar
from workdays.counting import DayCounter, last_day
from workdays.errors import ClockPaused, OutsideCalendar, WorkdaysError
from workdays.pause import Pause, in_order
from workdays.policy import DEFAULT, CountingPolicy
from workdays.unit import Unit

_ELAPSED_HOUR = Unit.ELAPSED_HOUR
_WORKING_HOUR = Unit.WORKING_HOUR
_WORKING_DAY = Unit.WORKING_DAY


class Due(NamedTuple):
    """When the time is up, in the calendar's zone.

    `provisional`: a notice that is not out yet may still move it; no breach may rest on it.
    """

    at: datetime
    provisional: bool


def due(
    calendar: WorkCalendar,
    start: datetime,
    amount: Amount,
    policy: CountingPolicy = DEFAULT,
    pauses: Sequence[Pause] = (),
) -> Due:
    """Return when *amount*, counted from *start*, is up.

    Hours run from the instant; days from the day of receipt, and end as *policy* says
    (民法典 201, 203). A negative amount counts backward and takes no pauses.

    Raises:
        NaiveInstant: *start* has no offset.
        OutsideCalendar: before the first fact, or past the last countable year.
        ClockPaused: a pause is open before the time is up.
    """
    if pauses and amount.ticks < 0:
        raise WorkdaysError(f"expected no pauses when counting backward, found some with {amount}")
    unit, count = amount.unit, amount.ticks
    while True:
        try:
            local = calendar.local(start)
            if unit is _WORKING_DAY and policy is DEFAULT and count and not pauses:
                at = calendar.closes[calendar.nth_working_day(local.toordinal(), count)]
                later = at if count > 0 else local
                return Due(at, later.toordinal() >= calendar.provisional_from)
            if unit is _WORKING_HOUR:
                return _in_working_hours(calendar, local, count, pauses)
            if unit is _ELAPSED_HOUR:
                return Due(_after_elapsed(calendar, local, count, pauses), provisional=False)
            return _in_days(calendar, local, amount, policy, pauses)
        except BeyondHorizon:
            calendar = calendar.extended()


def _in_days(
    calendar: WorkCalendar,
    local: datetime,
    amount: Amount,
    policy: CountingPolicy,
    pauses: Sequence[Pause],
) -> Due:
    working = amount.unit is _WORKING_DAY
    counter = DayCounter(calendar, policy, in_order(pauses), working=working)
    last = last_day(counter, local, amount.ticks)
    furthest = max(last, local.toordinal())
    return Due(counter.up(last), furthest >= calendar.provisional_from)


def _in_working_hours(
    calendar: WorkCalendar, local: datetime, left: int, pauses: Sequence[Pause]
) -> Due:
    if local.toordinal() < calendar.first:
        calendar.index(local.toordinal())
    begun = calendar.ticks(local)
    if pauses:
        begun, left = _past_pauses(calendar, begun, left, in_order(pauses))
    at = calendar.instant(calendar.after_open_time(begun, left))
    later = at if left > 0 else local
    return Due(at, later.toordinal() >= calendar.provisional_from)


def _after_elapsed(
    calendar: WorkCalendar, local: datetime, amount: int, pauses: Sequence[Pause]
) -> datetime:
    """Add absolute time: no fact is needed, and no wall clock is trusted."""
    begun, left = local.astimezone(UTC), timedelta(microseconds=amount)
    for pause in in_order(pauses) if pauses else ():
        if pause.end is not None and pause.end <= begun:
            continue
        used = max(pause.start, begun) - begun
        if used >= left:
            break
        begun, left = _resumed(pause).astimezone(UTC), left - used
    try:
        return (begun + left).astimezone(calendar.zone)
    except OverflowError:
        raise OutsideCalendar("expected a date within years 1 to 9999, found another") from None


def _past_pauses(
    calendar: WorkCalendar, begun: int, left: int, pauses: Sequence[Pause]
) -> tuple[int, int]:
    """Return from where, and how much open time, is left after the last pause that matters."""
    for pause in pauses:
        if pause.end is not None and calendar.ticks(calendar.local(pause.end)) <= begun:
            continue
        stopped = max(calendar.ticks(calendar.local(pause.start)), begun)
        used = calendar.worked(stopped) - calendar.worked(begun)
        if used >= left:
            break
        begun, left = calendar.ticks(calendar.local(_resumed(pause))), left - used
    return begun, left


def _resumed(pause: Pause) -> datetime:
    if pause.end is None:
        raise ClockPaused(
            f"expected the pause since {pause.start.isoformat()} to have ended, found it open"
        )
    return pause.end
