"""A calendar compiled for arithmetic: prefix sums of working days and of open time.

Days are proleptic ordinals and instants are microseconds ("ticks"), both plain integers, so that
a deadline is one or two bisections. A calendar never changes; one that reaches further is
another calendar.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from workdays.calendar_data import CalendarData
from workdays.errors import NaiveInstant, OutsideCalendar
from workdays.hours import Interval
from workdays.resolving import DecidedDay, Resolver, SplicedResolver

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
FIRST_REACH = 3
"""Years past the last published one that are compiled at once."""
LAST_YEAR = 2400
NEVER = date.max.toordinal()


class BeyondHorizon(Exception):
    """The answer lies past the compiled days; a calendar that reaches further has it."""


class WorkCalendar:
    """When work is done, from the first year of the data to a horizon that moves on demand.

    Lists by day, from `first` on: `open_hours`, `working_before`, `working_through` (how many
    working days lie before, and until the end of, that day). Lists by working day:
    `working_days`, `closes`. Lists by open interval: `opens_at`, `closes_at`, `worked_before`,
    `worked_after` (ticks).
    """

    def __init__(
        self, data: CalendarData, last_year: int, resolver: Resolver | SplicedResolver
    ) -> None:
        """Compile what *resolver* knows through *last_year*; use `compile` instead."""
        self.data = data
        self.zone = ZoneInfo(data.zone)
        self.last_year = last_year
        self.first = date(data.first_year, 1, 1).toordinal()
        self.size = date(last_year, 12, 31).toordinal() + 1 - self.first
        self.resolver = resolver
        self._midnights = [self._midnight(self.first + place) for place in range(self.size + 1)]
        self._origin = self._wall_origin()
        self.horizon = self._midnights[-1]
        self.provisional_from = self._first_provisional()
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
        reach = min(self.last_year + years, LAST_YEAR)
        if isinstance(self.resolver, Resolver):
            return _compiled(_ByDigest(self.data), reach)
        return WorkCalendar(self.data, reach, self.resolver)

    def followed_by(self, other: "WorkCalendar", day: date) -> "WorkCalendar":
        """Return the calendar that is this one before *day* and *other* from then on."""
        spliced = SplicedResolver(self.resolver, other.resolver, day)
        return WorkCalendar(other.data, max(self.last_year, other.last_year), spliced)

    def reaching(self, day: date) -> "WorkCalendar":
        """Return this calendar, or one whose horizon includes *day*."""
        calendar = self
        while day.toordinal() - calendar.first >= calendar.size:
            calendar = calendar.extended()
        return calendar

    # --- what is known of a day ---------------------------------------------------------------

    def is_working_day(self, day: date) -> bool:
        """Whether *day* is a working day, half days and make-up days included."""
        return bool(self.hours_of(day))

    def hours_of(self, day: date) -> tuple[Interval, ...]:
        """Return the open hours of *day*; empty on a rest day."""
        calendar = self.reaching(day)
        return calendar.open_hours[calendar.index(day.toordinal())]

    def is_provisional(self, day: date) -> bool:
        """Whether a notice that is not out yet may still change *day*."""
        return self.resolver.is_provisional(day)

    def decided(self, day: date) -> DecidedDay | None:
        """Return what was decided of *day* and by whom; None when it follows the week."""
        return self.resolver.decided(day)

    # --- days ---------------------------------------------------------------------------------

    def index(self, ordinal: int) -> int:
        """Return the place of a day in the lists.

        Raises:
            OutsideCalendar: before the first fact.
            BeyondHorizon: past the compiled days.
        """
        place = ordinal - self.first
        if place < 0:
            raise OutsideCalendar(
                f"expected a date from {self.data.first_year}-01-01 on, where the calendar "
                f"{self.data.name!r} begins, found an earlier one"
            )
        if place >= self.size:
            raise BeyondHorizon
        return place

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
        return found if found >= 0 else self.index(self.first - 1)

    def day_end(self, ordinal: int) -> datetime:
        """Return 24:00 of a day, as the next day's 00:00 in the calendar's zone."""
        return _at(ordinal, DAY // MINUTE, self.zone)

    def moment(self, ordinal: int, minutes: int) -> datetime:
        """Return the instant so many wall-clock minutes into a day."""
        return _at(ordinal, minutes, self.zone)

    def close_of(self, ordinal: int) -> datetime:
        """Return the close of business of a day; 24:00 where there is no business."""
        place = self.index(ordinal)
        if not self.open_hours[place]:
            return self.day_end(ordinal)
        return self.closes[self.working_before[place]]

    # --- open time ----------------------------------------------------------------------------

    def worked(self, ticks: int) -> int:
        """Return the open time from the first day until an instant, in microseconds.

        Raises:
            BeyondHorizon: past the compiled days.
        """
        if ticks > self.horizon:
            raise BeyondHorizon
        place = bisect_right(self.opens_at, ticks) - 1
        if place < 0:
            return 0
        return self.worked_after[place] - max(self.closes_at[place] - ticks, 0)

    def after_open_time(self, ticks: int, amount: int) -> int:
        """Return the instant at which *amount* of open time has passed; negative: is left.

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
            if place >= len(self.worked_after):
                raise BeyondHorizon
            return self.closes_at[place] - (self.worked_after[place] - target)
        if target < 0:
            self.index(self.first - 1)
        place = bisect_right(self.worked_before, target) - 1
        return self.opens_at[place] + (target - self.worked_before[place])

    # --- instants -----------------------------------------------------------------------------

    def local(self, instant: datetime) -> datetime:
        """Return an aware instant in the calendar's zone.

        Raises:
            NaiveInstant: *instant* has no offset.
            OutsideCalendar: the instant lies at the very edge of the years 1 to 9999.
        """
        zone = instant.tzinfo
        if zone is self.zone:
            return instant
        if type(zone) is not timezone and instant.utcoffset() is None:
            raise NaiveInstant(
                "expected an instant with an offset such as +08:00 or Z, "
                f"found {instant.isoformat()}"
            )
        try:
            return instant.astimezone(self.zone)
        except OverflowError:
            raise OutsideCalendar(
                f"expected a date within the years 1 to 9999, found {instant.isoformat()}"
            ) from None

    def ticks(self, local: datetime) -> int:
        """Return an instant that is in the calendar's zone as microseconds."""
        return (local - self._origin) // MICROSECOND

    def instant(self, ticks: int) -> datetime:
        """Return microseconds as an instant in the calendar's zone."""
        found = self._origin + timedelta(0, 0, ticks)
        return found if found.tzinfo is self.zone else found.astimezone(self.zone)

    # --- compilation --------------------------------------------------------------------------

    def _midnight(self, ordinal: int) -> int:
        return (_at(ordinal, 0, self.zone) - EPOCH) // MICROSECOND

    def _wall_origin(self) -> datetime:
        """Return the origin of ticks.

        Where the zone keeps one offset, wall time is as good as absolute time and much cheaper:
        the origin is then in the zone itself.
        """
        if self._midnights[-1] - self._midnights[0] == self.size * DAY and not self._has_shifts():
            self._midnights = [ticks + self._shift() for ticks in self._midnights]
            return datetime(1970, 1, 1, tzinfo=self.zone)
        return EPOCH

    def _has_shifts(self) -> bool:
        pairs = zip(self._midnights, self._midnights[1:], strict=False)
        return any(following - midnight != DAY for midnight, following in pairs)

    def _shift(self) -> int:
        offset = _at(self.first, 0, self.zone).utcoffset() or timedelta(0)
        return offset // MICROSECOND

    def _first_provisional(self) -> int:
        begin = max(self.first, self.resolver.unsettled.toordinal())
        for ordinal in range(begin, self.first + self.size):
            if self.resolver.is_provisional(date.fromordinal(ordinal)):
                return ordinal
        return NEVER

    def _sum_days(self) -> None:
        self.open_hours: list[tuple[Interval, ...]] = []
        self.working_before: list[int] = []
        self.working_through: list[int] = []
        self.working_days: list[int] = []
        for ordinal in range(self.first, self.first + self.size):
            hours = self.resolver.open_hours(date.fromordinal(ordinal))
            self.open_hours.append(hours)
            self.working_before.append(len(self.working_days))
            if hours:
                self.working_days.append(ordinal)
            self.working_through.append(len(self.working_days))

    def _sum_time(self) -> None:
        self.opens_at: list[int] = []
        self.closes_at: list[int] = []
        self.worked_before: list[int] = []
        self.worked_after: list[int] = []
        self.closes: list[datetime] = []
        total = 0
        for ordinal in self.working_days:
            hours = self.open_hours[ordinal - self.first]
            for interval in hours:
                opened, closed = (self._ticks_of(ordinal, minutes) for minutes in interval)
                self.opens_at.append(opened)
                self.closes_at.append(closed)
                self.worked_before.append(total)
                total += closed - opened
                self.worked_after.append(total)
            self.closes.append(_at(ordinal, hours[-1].end, self.zone))

    def _ticks_of(self, ordinal: int, minutes: int) -> int:
        place = ordinal - self.first
        midnight = self._midnights[place]
        if self._midnights[place + 1] - midnight == DAY:
            return midnight + minutes * MINUTE
        return (_at(ordinal, minutes, self.zone) - EPOCH) // MICROSECOND


def _at(ordinal: int, minutes: int, zone: ZoneInfo) -> datetime:
    days, minutes = divmod(minutes, 24 * 60)
    day = date.fromordinal(ordinal + days)
    hour, minute = divmod(minutes, 60)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


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
    return WorkCalendar(key.data, last_year, Resolver(key.data))
