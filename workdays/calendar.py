"""A calendar compiled for arithmetic: prefix sums of working days and of open time.

Instants are microseconds since 1970 UTC, days are proleptic ordinals; both are plain integers, so
that a deadline is one or two bisections. A calendar is immutable; one that reaches further is
another calendar.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from workdays.calendar_data import CalendarData
from workdays.errors import NaiveInstant, OutsideCalendar
from workdays.hours import Interval
from workdays.resolving import DecidedDay, Resolver

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = 60_000_000
FIRST_REACH = 3
"""Years past the last published one that are compiled at once."""
LAST_YEAR = 2400


class BeyondHorizon(Exception):  # noqa: N818 - never leaves this room
    """The answer lies past the compiled days; a calendar that reaches further has it."""


class WorkCalendar:
    """When work is done, from the first year of the data to a horizon that moves on demand."""

    def __init__(self, data: CalendarData, last_year: int) -> None:
        """Compile *data* through *last_year*; use `compile` instead."""
        self.data = data
        self.zone = ZoneInfo(data.zone)
        self.last_year = last_year
        self.first = date(data.first_year, 1, 1).toordinal()
        self.size = date(last_year, 12, 31).toordinal() + 1 - self.first
        self._resolver = Resolver(data)
        self.provisional_from = self._first_provisional()
        self.open_hours: list[tuple[Interval, ...]] = [
            self._hours_on(date.fromordinal(o)) for o in range(self.first, self.first + self.size)
        ]
        self._sum_days()
        self._sum_time()

    @classmethod
    def compile(cls, data: CalendarData) -> "WorkCalendar":
        """Return the calendar of *data*; equal data gives the same calendar."""
        reach = min(data.published_through, data.first_year + 30)
        return _compiled(_ByDigest(data), max(reach, data.first_year) + FIRST_REACH)

    def extended(self) -> "WorkCalendar":
        """Return the same calendar with a horizon twice as far.

        Raises:
            OutsideCalendar: past the year 2400.
        """
        if self.last_year >= LAST_YEAR:
            raise OutsideCalendar(f"expected a date up to the year {LAST_YEAR}, found a later one")
        years = max(self.last_year - self.data.first_year, 1)
        return _compiled(_ByDigest(self.data), min(self.last_year + years, LAST_YEAR))

    # --- days -------------------------------------------------------------------------------

    def index(self, ordinal: int) -> int:
        """Return the place of a day in the lists.

        Raises:
            OutsideCalendar: before the first fact.
            BeyondHorizon: past the compiled days.
        """
        place = ordinal - self.first
        if place < 0:
            raise OutsideCalendar(
                f"expected a date from {self.data.first_year}-01-01 on, where calendar "
                f"{self.data.name!r} begins, found one before it"
            )
        if place >= self.size:
            raise BeyondHorizon
        return place

    def is_working_day(self, day: date) -> bool:
        """Whether *day* is a working day, half days and make-up days included."""
        calendar = self.reaching(day)
        return bool(calendar.open_hours[calendar.index(day.toordinal())])

    def is_provisional(self, day: date) -> bool:
        """Whether a notice that is not out yet may still change *day*."""
        return day.toordinal() >= self.provisional_from

    def decided(self, day: date) -> DecidedDay | None:
        """Return what was decided of *day* and by whom; None when it follows the week."""
        return self._resolver.decided(day)

    def hours_of(self, day: date) -> tuple[Interval, ...]:
        """Return the open hours of *day*; empty on a rest day."""
        calendar = self.reaching(day)
        return calendar.open_hours[calendar.index(day.toordinal())]

    def reaching(self, day: date) -> "WorkCalendar":
        """Return this calendar, or one whose horizon includes *day*."""
        calendar = self
        while day.toordinal() - calendar.first >= calendar.size:
            calendar = calendar.extended()
        return calendar

    def nth_working_day(self, ordinal: int, count: int) -> int:
        """Return the place, among working days, of the *count*-th one after (before) a day.

        Raises:
            OutsideCalendar: before the first fact.
            BeyondHorizon: past the compiled days.
        """
        place = ordinal - self.first
        if not 0 <= place < self.size:
            place = self.index(ordinal)
        if count > 0:
            found = self.working_through[place] + count - 1
            if found >= len(self.working_days):
                raise BeyondHorizon
            return found
        found = self.working_before[place] + count
        if found < 0:
            return self.index(self.first - 1)
        return found

    def day_end(self, ordinal: int) -> datetime:
        """Return 24:00 of a day, as the next day's 00:00 in the calendar's zone."""
        midnight = date.fromordinal(ordinal + 1)
        return datetime(midnight.year, midnight.month, midnight.day, tzinfo=self.zone)

    def close_of(self, ordinal: int) -> datetime:
        """Return the close of business of a day; 24:00 where there is no business."""
        place = self.index(ordinal)
        if not self.open_hours[place]:
            return self.day_end(ordinal)
        return self.closes[self.working_before[place]]

    # --- open time --------------------------------------------------------------------------

    def worked(self, ticks: int) -> int:
        """Return the open time, in microseconds, from the first day until an instant."""
        place = bisect_right(self.opens_at, ticks) - 1
        if place < 0:
            return 0
        within = ticks - self.opens_at[place]
        span = self.worked_after[place] - self.worked_before[place]
        return self.worked_before[place] + min(within, span)

    def add_open_time(self, ticks: int, amount: int) -> int:
        """Return the instant at which *amount* of open time has passed (negative: remains).

        An amount that ends exactly at closing ends then, not at the next opening.

        Raises:
            OutsideCalendar: before the first fact.
            BeyondHorizon: past the compiled days.
        """
        if amount == 0:
            return ticks
        target = self.worked(ticks) + amount
        if amount > 0:
            place = bisect_left(self.worked_after, target)
            if place == len(self.worked_after):
                raise BeyondHorizon
            return self.closes_at[place] - (self.worked_after[place] - target)
        if target < 0:
            self.index(self.first - 1)
        place = bisect_right(self.worked_before, target) - 1
        return self.opens_at[place] + (target - self.worked_before[place])

    # --- instants ---------------------------------------------------------------------------

    def ticks(self, instant: datetime) -> int:
        """Return an aware instant in microseconds since 1970.

        Raises:
            NaiveInstant: *instant* has no offset.
        """
        if instant.tzinfo is None:
            raise NaiveInstant(naive_sentence(instant))
        return (instant - EPOCH) // MICROSECOND

    def instant(self, ticks: int) -> datetime:
        """Return microseconds since 1970 as an instant in the calendar's zone.

        Raises:
            OutsideCalendar: past the year 9999.
        """
        try:
            return (EPOCH + timedelta(microseconds=ticks)).astimezone(self.zone)
        except OverflowError:
            raise OutsideCalendar(
                "expected a date up to the year 9999, found a later one"
            ) from None

    def local(self, instant: datetime) -> datetime:
        """Return an aware instant in the calendar's zone.

        Raises:
            NaiveInstant: *instant* has no offset.
        """
        if instant.tzinfo is None:
            raise NaiveInstant(naive_sentence(instant))
        return instant if instant.tzinfo is self.zone else instant.astimezone(self.zone)

    # --- compilation ------------------------------------------------------------------------

    def _first_provisional(self) -> int:
        year = self.data.published_through
        if year > self.last_year:
            return date.max.toordinal()
        days = range(
            max(date(max(year, 1), 12, 1).toordinal(), self.first), self.first + self.size
        )
        provisional = (o for o in days if self._resolver.is_provisional(date.fromordinal(o)))
        return next(provisional, date.max.toordinal())

    def _hours_on(self, day: date) -> tuple[Interval, ...]:
        decided = self._resolver.decided(day)
        if decided is not None:
            return decided.hours
        return self._resolver.hours_in_force(day).regular(day.isoweekday())

    def _sum_days(self) -> None:
        self.working_before: list[int] = []
        self.working_through: list[int] = []
        self.working_days: list[int] = []
        for place, hours in enumerate(self.open_hours):
            self.working_before.append(len(self.working_days))
            if hours:
                self.working_days.append(self.first + place)
            self.working_through.append(len(self.working_days))

    def _sum_time(self) -> None:
        self.opens_at: list[int] = []
        self.closes_at: list[int] = []
        self.worked_before: list[int] = []
        self.worked_after: list[int] = []
        self.closes: list[datetime] = []
        total = 0
        for ordinal in self.working_days:
            for interval in self.open_hours[ordinal - self.first]:
                opened, closed = (self._ticks_at(ordinal, time) for time in interval)
                self.opens_at.append(opened)
                self.closes_at.append(closed)
                self.worked_before.append(total)
                total += closed - opened
                self.worked_after.append(total)
            self.closes.append(self.instant(self.closes_at[-1]))

    def _ticks_at(self, ordinal: int, minutes: int) -> int:
        days, minutes = divmod(minutes, 24 * 60)
        day = date.fromordinal(ordinal + days)
        hour, minute = divmod(minutes, 60)
        wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
        return (wall - EPOCH) // MICROSECOND


def naive_sentence(instant: datetime) -> str:
    """Say what is wrong with an instant that has no offset."""
    return f"expected an instant with an offset such as +08:00 or Z, found {instant.isoformat()}"


class _ByDigest:
    """Calendar data that is equal when its digest is, for the memo."""

    def __init__(self, data: CalendarData) -> None:
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.data.digest == self.data.digest

    def __hash__(self) -> int:
        return hash(self.data.digest)


@lru_cache(maxsize=64)
def _compiled(key: _ByDigest, last_year: int) -> WorkCalendar:
    return WorkCalendar(key.data, last_year)
