"""From facts and layers to one answer per date: open when, and because of what.

Law: later layers win; within a layer, what was decided later wins; every answer keeps its source.
"""

from datetime import date, datetime
from typing import NamedTuple

from workdays.calendar_data import (
    LAYERS,
    NEVER_UNPUBLISHED,
    CalendarData,
    DayFact,
    HoursRule,
    Kind,
    LayerEntry,
)
from workdays.hours import Interval, WeeklyHours
from workdays.statute import statutory_days

_ALWAYS = datetime.fromisoformat("0001-01-02T00:00:00+00:00")


class DecidedDay(NamedTuple):
    """What is decided of a date that does not simply follow the week.

    `source` is the notice as one would cite it, the document of a layer's entry, or its author.
    """

    kind: Kind
    hours: tuple[Interval, ...]
    name: str
    source: str | None
    reason: str = ""


class Resolver:
    """Answers for every date of *data*; holds only what was decided."""

    def __init__(self, data: CalendarData) -> None:
        self._data = data
        self._rules = sorted(data.rules, key=_precedence, reverse=True)
        self._facts = _latest_facts(data)
        self._entries = _latest_entries(data)
        self.unsettled: date = _unsettled_from(data)
        """The first date that a notice which is not out yet may still change."""

    def week(self, day: date) -> WeeklyHours:
        """Return the weekly hours in force on *day*."""
        for rule in self._rules:
            if rule.since <= day and (rule.until is None or day <= rule.until):
                return rule.hours
        return self._data.hours

    def open_hours(self, day: date) -> tuple[Interval, ...]:
        """Return the open hours of *day*; empty on a rest day."""
        decided = self.decided(day)
        return decided.hours if decided else self.week(day).regular(day.isoweekday())

    def decided(self, day: date) -> DecidedDay | None:
        """Return what was decided of *day*, or None when it follows the week."""
        entry = self._entries.get(day)
        if entry is not None:
            return _from_entry(entry, self.week(day), day)
        fact = self._facts.get(day)
        if fact is None and day.year <= self._data.published_through:
            return None
        week = self.week(day)
        if not week.keeps_festivals:
            return None
        if fact is not None:
            return self._from_fact(fact, week)
        name = statutory_days(day.year).get(day)
        return DecidedDay("rest", (), name, None) if name else None

    def is_provisional(self, day: date) -> bool:
        """Whether a notice that is not out yet may still change *day*."""
        return day >= self.unsettled and self.week(day).keeps_festivals

    def _from_fact(self, fact: DayFact, week: WeeklyHours) -> DecidedDay:
        notice = self._data.notices.get(fact.notice)
        hours = _hours(fact, week, fact.date)
        return DecidedDay(fact.kind, hours, fact.name, notice.citation if notice else None)


class SplicedResolver:
    """One resolver before a day, another from then on: what was counted stays counted."""

    def __init__(
        self, before: "Resolver | SplicedResolver", after: "Resolver | SplicedResolver", day: date
    ) -> None:
        self._before = before
        self._after = after
        self._day = day
        self.unsettled: date = min(before.unsettled, after.unsettled)

    def open_hours(self, day: date) -> tuple[Interval, ...]:
        """Return the open hours of *day*; empty on a rest day."""
        return self._on(day).open_hours(day)

    def decided(self, day: date) -> DecidedDay | None:
        """Return what was decided of *day*, or None when it follows the week."""
        return self._on(day).decided(day)

    def is_provisional(self, day: date) -> bool:
        """Whether a notice that is not out yet may still change *day*."""
        return self._after.is_provisional(day)

    def _on(self, day: date) -> "Resolver | SplicedResolver":
        return self._before if day < self._day else self._after


def _unsettled_from(data: CalendarData) -> date:
    """December belongs to next year's notice as well: it is open until that one is out."""
    if data.published_through >= NEVER_UNPUBLISHED:
        return date.max
    return date(max(data.published_through, 1), 12, 1)


def _from_entry(entry: LayerEntry, week: WeeklyHours, day: date) -> DecidedDay:
    source = entry.document or entry.author
    return DecidedDay(entry.kind, _hours(entry, week, day), entry.name, source, entry.reason)


def _hours(decision: DayFact | LayerEntry, week: WeeklyHours, day: date) -> tuple[Interval, ...]:
    if decision.kind == "rest":
        return ()
    return decision.hours or week.working(day.isoweekday())


def _precedence(item: LayerEntry | HoursRule) -> tuple[int, datetime]:
    return LAYERS.index(item.layer), item.decided_at or _ALWAYS


def _latest_facts(data: CalendarData) -> dict[date, DayFact]:
    def known_from(fact: DayFact) -> date:
        notice = data.notices.get(fact.notice)
        return notice.known_from if notice else date.min

    return {fact.date: fact for fact in sorted(data.days, key=known_from)}


def _latest_entries(data: CalendarData) -> dict[date, LayerEntry]:
    ordered = sorted(data.entries, key=_precedence)
    return {
        date.fromordinal(ordinal): entry
        for entry in ordered
        for ordinal in range(entry.date.toordinal(), entry.last.toordinal() + 1)
    }
