"""Until when: an instant, an amount and a calendar give the instant at which the time is up."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from workdays.amount import Amount
from workdays.calendar import BeyondHorizon, WorkCalendar
from workdays.counting import DayCounter, last_day
from workdays.errors import ClockPaused, WorkdaysError
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
    while True:
        try:
            if amount.unit is _WORKING_DAY and policy is DEFAULT and amount.ticks and not pauses:
                local = calendar.local(start)
                at = calendar.closes[calendar.nth_working_day(local.toordinal(), amount.ticks)]
                later = at if amount.ticks > 0 else local
                return Due(at, later.toordinal() >= calendar.provisional_from)
            if amount.unit is _WORKING_HOUR or amount.unit is _ELAPSED_HOUR:
                return _in_hours(calendar, start, amount, pauses)
            return _in_days(calendar, start, amount, policy, pauses)
        except BeyondHorizon:
            calendar = calendar.extended()


def _in_days(
    calendar: WorkCalendar,
    start: datetime,
    amount: Amount,
    policy: CountingPolicy,
    pauses: Sequence[Pause],
) -> Due:
    local = calendar.local(start)
    working = amount.unit is _WORKING_DAY
    counter = DayCounter(calendar, policy, in_order(pauses), working=working)
    last = last_day(counter, local, amount.ticks)
    furthest = max(last, local.toordinal())
    return Due(counter.up(last), furthest >= calendar.provisional_from)


def _in_hours(
    calendar: WorkCalendar, start: datetime, amount: Amount, pauses: Sequence[Pause]
) -> Due:
    begun, ticks = calendar.ticks(start), amount.ticks
    if pauses:
        begun, ticks = _past_pauses(calendar, begun, amount, in_order(pauses))
    if amount.unit is _ELAPSED_HOUR:
        return Due(calendar.instant(begun + ticks), provisional=False)
    calendar.index(calendar.local(start).toordinal())
    at = calendar.instant(calendar.add_open_time(begun, ticks))
    later = at if amount.ticks > 0 else calendar.local(start)
    return Due(at, later.toordinal() >= calendar.provisional_from)


def _past_pauses(
    calendar: WorkCalendar, begun: int, amount: Amount, pauses: Sequence[Pause]
) -> tuple[int, int]:
    """Return from where, and how much, is left to count after the last pause that matters."""
    elapsed = amount.unit is _ELAPSED_HOUR
    left = amount.ticks
    for pause in pauses:
        if pause.end is not None and calendar.ticks(pause.end) <= begun:
            continue
        stopped = max(calendar.ticks(pause.start), begun)
        used = stopped - begun if elapsed else calendar.worked(stopped) - calendar.worked(begun)
        if used >= left:
            break
        if pause.end is None:
            raise ClockPaused(
                f"expected the pause since {pause.start.isoformat()} to have ended, "
                "found it still open"
            )
        begun, left = calendar.ticks(pause.end), left - used
    return begun, left
