"""Working time counted minute by minute and day by day, by other facts and without any index.

Slow and simple on purpose: it asks `chinesecalendar` whether a date is worked, and walks.
"""

from datetime import date, datetime, timedelta, timezone
from functools import cache

import chinese_calendar

BEIJING = timezone(timedelta(hours=8))
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
OPEN = [*range(9 * 60, 12 * 60), *range(13 * 60, 18 * 60)]


@cache
def worked(day: date) -> bool:
    """Whether the date is a working day."""
    return bool(chinese_calendar.is_workday(day))


@cache
def open_minutes(day: date) -> frozenset[int]:
    """The minutes of a day that are open."""
    return frozenset(OPEN) if worked(day) else frozenset()


def is_open(minute: datetime) -> bool:
    """Whether the minute that begins then is open."""
    return minute.hour * 60 + minute.minute in open_minutes(minute.date())


def add_working_minutes(start: datetime, minutes: int) -> datetime:
    """Walk forward (or backward) until so many open minutes have passed."""
    while minutes > 0:
        minutes -= is_open(start)
        start += MINUTE
    while minutes < 0:
        start -= MINUTE
        minutes += is_open(start)
    return start


def working_minutes(start: datetime, end: datetime) -> int:
    """Count the open minutes between two instants."""
    count = 0
    while start < end:
        count += is_open(start)
        start += MINUTE
    return count


def add_working_days(day: date, count: int, left_out: frozenset[date] = frozenset()) -> date:
    """Walk day by day until so many working days have passed."""
    while count > 0:
        day += DAY
        count -= worked(day) and day not in left_out
    while count < 0:
        day -= DAY
        count += worked(day)
    return day


def add_calendar_days(day: date, count: int, left_out: frozenset[date] = frozenset()) -> date:
    """Walk day by day, then on to the next day that is no rest day."""
    while count > 0:
        day += DAY
        count -= day not in left_out
    while not worked(day):
        day += DAY
    return day
