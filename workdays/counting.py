"""Counting days: which day is day one, which days are left out, and when a day is up.

Law: a day counts when it lies after the day of receipt, is of the counted sort (any day, or a
working day) and is touched by no pause. It is up at its close of business, or at 24:00.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from workdays.calendar import BeyondHorizon, WorkCalendar
from workdays.errors import ClockPaused
from workdays.pause import Pause
from workdays.policy import CountingPolicy


class LeftOut(NamedTuple):
    """A run of days, as ordinals, that do not count; `last` is None while a pause is open."""

    first: int
    last: int | None


class DayCounter:
    """Counts days of one sort on one calendar under one policy."""

    def __init__(
        self,
        calendar: WorkCalendar,
        policy: CountingPolicy,
        pauses: Sequence[Pause] = (),
        *,
        working: bool,
    ) -> None:
        """Count working days, or every day; *pauses* must be in order."""
        self.calendar = calendar
        self.policy = policy
        self.working = working
        self.left_out = self._left_out(pauses)

    def up(self, ordinal: int) -> datetime:
        """Return the instant at which a day is up."""
        if self.policy.ends_at == "end_of_day":
            self.calendar.index(ordinal)
            return self.calendar.day_end(ordinal)
        return self.calendar.close_of(ordinal)

    def is_working(self, ordinal: int) -> bool:
        """Whether a day is a working day."""
        return bool(self.calendar.open_hours[self.calendar.index(ordinal)])

    def receipt(self, local: datetime) -> int:
        """Return the day of receipt: day zero."""
        ordinal = local.toordinal()
        if not self.is_working(ordinal):
            later = self.policy.receipt_on_rest_day == "next_working_day"
        else:
            closed = local >= self.calendar.close_of(ordinal)
            later = closed and self.policy.after_close_receipt == "next_working_day"
        return self._nth_working(ordinal + 1, 1) if later else ordinal

    def day_one(self, local: datetime) -> int:
        """Return the first day that may count after receipt at *local*."""
        zero = self.receipt(local)
        counts = self.policy.count_start_day and self.up(zero) > local
        return zero if counts else zero + 1

    def nth(self, first: int, count: int) -> int:
        """Return the *count*-th day that counts, from *first* on.

        Raises:
            ClockPaused: a pause is open before that day.
        """
        for left_out in self.left_out:
            if left_out.last is not None and left_out.last < first:
                continue
            before = self.between(first, left_out.first - 1)
            if before >= count:
                break
            if left_out.last is None:
                raise ClockPaused("expected the pause to have ended, found it still open")
            count, first = count - before, left_out.last + 1
        return self._nth_working(first, count) if self.working else first + count - 1

    def between(self, first: int, last: int) -> int:
        """Return how many days of the sort lie in a run of days, pauses not regarded."""
        if last < first:
            return 0
        if not self.working:
            return last - first + 1
        calendar = self.calendar
        through = calendar.working_through[calendar.index(last)]
        return through - calendar.working_before[calendar.index(first)]

    def counted(self, first: int, last: int) -> int:
        """Return how many days count in a run of days."""
        total = self.between(first, last)
        for left_out in self.left_out:
            until = last if left_out.last is None else min(last, left_out.last)
            total -= self.between(max(first, left_out.first), until)
        return total

    def is_left_out(self, ordinal: int) -> bool:
        """Whether a pause touches the day."""
        place = bisect_right(self.left_out, ordinal, key=lambda one: one.first) - 1
        if place < 0:
            return False
        last = self.left_out[place].last
        return last is None or ordinal <= last

    def rolled(self, ordinal: int, step: int = 1) -> int:
        """Return the nearest day that is no rest day, in the direction of *step*."""
        while not self.is_working(ordinal):
            ordinal += step
        return ordinal

    def _nth_working(self, first: int, count: int) -> int:
        calendar = self.calendar
        found = calendar.working_before[calendar.index(first)] + count - 1
        if found >= len(calendar.working_days):
            raise BeyondHorizon
        return calendar.working_days[found]

    def _left_out(self, pauses: Sequence[Pause]) -> list[LeftOut]:
        runs: list[LeftOut] = []
        for pause in pauses:
            run = self._touched(pause)
            last = runs[-1].last if runs else None
            if runs and (last is None or run.first <= last):
                run = LeftOut(runs.pop().first, run.last)
            if run.last is None or run.first <= run.last:
                runs.append(run)
        return runs

    def _touched(self, pause: Pause) -> LeftOut:
        begun = self.calendar.local(pause.start)
        first, whole = begun.toordinal(), self.policy.pause_rule == "exclude_full_days"
        after_midnight = begun > self.calendar.day_end(first - 1)
        if begun >= self.up(first) or (whole and after_midnight):
            first += 1
        if pause.end is None:
            return LeftOut(first, None)
        ended = self.calendar.local(pause.end)
        last = ended.toordinal()
        if whole or ended == self.calendar.day_end(last - 1):
            last -= 1
        return LeftOut(first, last)


def last_day(counter: DayCounter, local: datetime, count: int) -> int:
    """Return the day on which *count* days from *local* are up, rolled as the policy says.

    Zero days end with the day of receipt, or with the next day of the sort if that is over.
    """
    if count > 0:
        last = counter.nth(counter.day_one(local), count)
    elif count == 0:
        last = _same_day(counter, local)
    elif counter.working:
        place = counter.calendar.nth_working_day(local.toordinal(), count)
        last = counter.calendar.working_days[place]
    else:
        last = local.toordinal() + count
    if counter.working or not counter.policy.roll_last_day:
        return last
    return counter.rolled(last, 1 if count >= 0 else -1)


def _same_day(counter: DayCounter, local: datetime) -> int:
    day = counter.nth(counter.receipt(local), 1)
    return day if counter.up(day) > local else counter.nth(day + 1, 1)
