"""A new notice, or any new decision, moves the due date of a clock that still runs.

Law: days that have passed stay as they were counted; a clock that is already up does not move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData
from workdays.deadline import Due, due
from workdays.pause import Pause
from workdays.policy import DEFAULT, CountingPolicy


@dataclass(frozen=True, slots=True)
class Replanned:
    """The due date before and after, and the notices (or documents) that moved it."""

    before: Due
    after: Due
    notices: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether the due instant is another one."""
        return self.before.at != self.after.at


def replan(
    old: CalendarData,
    new: CalendarData,
    at: datetime,
    start: datetime,
    amount: Amount,
    policy: CountingPolicy = DEFAULT,
    pauses: Sequence[Pause] = (),
) -> Replanned:
    """Return how a clock that began at *start* moves when *new* replaces *old* at *at*.

    Days before that of *at* keep what *old* says of them.

    Raises:
        NaiveInstant: an instant has no offset.
        OutsideCalendar: before the first fact, or past the last countable year.
        ClockPaused: a pause is open before the time is up.
    """
    former, latter = WorkCalendar.compile(old), WorkCalendar.compile(new)
    before = due(former, start, amount, policy, pauses)
    today = former.local(at)
    if former is latter or before.at <= today:
        return Replanned(before, before, ())
    after = due(former.followed_by(latter, today.date()), start, amount, policy, pauses)
    last = max(before.at, after.at).date()
    return Replanned(before, after, _decided_anew(former, latter, today.date(), last))


def _decided_anew(
    former: WorkCalendar, latter: WorkCalendar, first: date, last: date
) -> tuple[str, ...]:
    """Return the sources, each once and in order of date, of the days that changed."""
    sources: dict[str, None] = {}
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if former.hours_of(day) != latter.hours_of(day):
            decided = latter.decided(day)
            if decided is not None and decided.source:
                sources[decided.source] = None
    return tuple(sources)
