"""Opening hours: half-open intervals of a day, so that 18:00 sharp is closed."""

import re
from collections.abc import Iterable
from typing import Annotated, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from workdays.errors import InvalidHours

_INTERVAL = re.compile(r"([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])")
_MIDNIGHT = 24 * 60


class Interval(NamedTuple):
    """Open from *start* until just before *end*, both in minutes since 00:00."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end)}"


def clock(minutes: int) -> str:
    """Return minutes since 00:00 as `HH:MM`; a day ends at `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def parse_hours(written: object) -> tuple[Interval, ...]:
    """Read `09:00-12:00 13:00-18:00`; the empty text is a closed day.

    Raises:
        InvalidHours: not such intervals, not in order, or past 24:00.
    """
    if isinstance(written, str):
        intervals = tuple(_interval(part) for part in written.split())
    elif isinstance(written, Iterable):
        intervals = tuple(Interval(*part) for part in written)
    else:
        raise InvalidHours(f"expected hours such as '09:00-12:00', found {written!r}")
    times = [time for interval in intervals for time in interval]
    backwards = any(a >= b for a, b in intervals) or times != sorted(times)
    if backwards or (times and times[-1] > _MIDNIGHT):
        raise InvalidHours(
            f"expected intervals in order between 00:00 and 24:00, found {format_hours(intervals)!r}"
        )
    return intervals


def format_hours(intervals: Iterable[Interval]) -> str:
    """Write intervals as `09:00-12:00 13:00-18:00`."""
    return " ".join(str(interval) for interval in intervals)


def _interval(text: str) -> Interval:
    match = _INTERVAL.fullmatch(text)
    if match is None:
        raise InvalidHours(f"expected an interval such as 09:00-12:00, found {text!r}")
    a, b, c, d = (int(group) for group in match.groups())
    return Interval(a * 60 + b, c * 60 + d)


DayHours = Annotated[
    tuple[Interval, ...], BeforeValidator(parse_hours), PlainSerializer(format_hours)
]

OpenHours = Annotated[DayHours, Field(min_length=1)]


class WeeklyHours(BaseModel):
    """The hours of a week.

    `workday` are the hours of every working day, make-up days included;
    `special` replaces them on one weekday (1 Monday to 7 Sunday), for example a short Friday.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    workday: OpenHours
    workweek: tuple[int, ...] = (1, 2, 3, 4, 5)
    special: dict[int, OpenHours] = Field(default_factory=dict)
    keeps_festivals: bool = True
    """False: festivals and make-up days do not concern it, as in a 24-hour service."""

    def regular(self, weekday: int) -> tuple[Interval, ...]:
        """Return the hours of ISO *weekday* when nothing special is decided; empty is rest."""
        return self.working(weekday) if weekday in self.workweek else ()

    def working(self, weekday: int) -> tuple[Interval, ...]:
        """Return the hours of ISO *weekday* when it is a working day."""
        return (
            self.special.get(weekday, self.workday) if weekday in self.workweek else self.workday
        )
