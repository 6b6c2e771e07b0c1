"""Used time: how much of a unit lies between two instants, pauses left out.

It is an integral over the calendar, never a counter: asked again, it answers the same.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from workdays.amount import MICROSECONDS_PER_HOUR
from workdays.calendar import BeyondHorizon, WorkCalendar
from workdays.counting import DayCounter
from workdays.pause import Pause, in_order
from workdays.policy import DEFAULT, CountingPolicy
from workdays.unit import Unit

_MICROSECOND = timedelta(microseconds=1)


def elapsed(
    calendar: WorkCalendar,
    start: datetime,
    end: datetime,
    unit: Unit,
    pauses: Sequence[Pause] = (),
    policy: CountingPolicy = DEFAULT,
) -> Decimal:
    """Return the time used from *start* until *end*, in *unit*.

    Days are used when they are up, so that exactly the limit is used at the due instant.
    An open pause lasts until *end*; nothing is used before *start*.

    Raises:
        NaiveInstant: an instant has no offset.
        OutsideCalendar: before the first fact, or past the last countable year.
    """
    while True:
        try:
            begun, ended = calendar.local(start), calendar.local(end)
            if ended <= begun:
                return Decimal(0)
            if unit.is_day:
                return _days(calendar, begun, ended, unit, pauses, policy)
            return _hours(calendar, begun, ended, unit, pauses)
        except BeyondHorizon:
            calendar = calendar.extended()


def _days(
    calendar: WorkCalendar,
    begun: datetime,
    ended: datetime,
    unit: Unit,
    pauses: Sequence[Pause],
    policy: CountingPolicy,
) -> Decimal:
    working = unit is Unit.WORKING_DAY
    counter = DayCounter(calendar, policy, in_order(pauses), working=working)
    last = ended.toordinal()
    if counter.up(last) > ended:
        last -= 1
    return Decimal(counter.counted(counter.day_one(begun), last))


def _hours(
    calendar: WorkCalendar, begun: datetime, ended: datetime, unit: Unit, pauses: Sequence[Pause]
) -> Decimal:
    used = _between(calendar, begun, ended, unit)
    for pause in in_order(pauses):
        first = max(calendar.local(pause.start), begun)
        last = ended if pause.end is None else min(calendar.local(pause.end), ended)
        if first < last:
            used -= _between(calendar, first, last, unit)
    return Decimal(used) / MICROSECONDS_PER_HOUR


def _between(calendar: WorkCalendar, first: datetime, last: datetime, unit: Unit) -> int:
    if unit is Unit.ELAPSED_HOUR:
        return (last.astimezone(UTC) - first.astimezone(UTC)) // _MICROSECOND
    calendar.index(first.toordinal())
    return calendar.worked(calendar.ticks(last)) - calendar.worked(calendar.ticks(first))
