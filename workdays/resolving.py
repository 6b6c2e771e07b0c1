"""From facts and layers to one answer per date: open when, and because of what.

Law: later layers win; within a layer, what was decided later wins; every answer keeps its source.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from workdays.calendar_data import (
    LAYERS,
    NEVER_UNPUBLISHED,
    CalendarData,
    DayFact,
    HoursRule,
    LayerEntry,
)
from workdays.hours import Interval, WeeklyHours
from workdays.statute import statutory_days

PROVISIONAL_FROM = (12, 1)
"""December belongs to next year's notice as well, so it is provisional until that is out."""


class DecidedDay(NamedTuple):
    """What is decided of a date that does not simply follow the week."""

    hours: tuple[Interval, ...]
    name: str = ""
    notice: str | None = None
    reason: str = ""


class Resolver:
    """Answers for every date of *data*; knows only the dates that were decided."""

    def __init__(self, data: CalendarData) -> None:
        self._data = data
        self._rules = sorted(data.rules, key=_precedence)
        self._facts = _latest_facts(data)
        self._entries = _latest_entries(data)

    def hours_in_force(self, day: date) -> WeeklyHours:
        """Return the weekly hours that hold on *day*."""
        rule = self._rule_on(day)
        return rule.hours if rule is not None else self._data.hours

    def decided(self, day: date) -> DecidedDay | None:
        """Return what was decided of *day*, or None when it follows the week."""
        week = self.hours_in_force(day)
        entry = self._entries.get(day)
        if entry is not None:
            return _from_entry(entry, week, day)
        if not week.keeps_festivals:
            return None
        fact = self._facts.get(day)
        if fact is not None:
            return self._from_fact(fact, week)
        return self._statutory(day)

    def is_provisional(self, day: date) -> bool:
        """Whether a notice that is not out yet may still change *day*."""
        through = self._data.published_through
        if through >= NEVER_UNPUBLISHED or day < date(through, *PROVISIONAL_FROM):
            return False
        return self.hours_in_force(day).keeps_festivals

    def _statutory(self, day: date) -> DecidedDay | None:
        if day.year <= self._data.published_through:
            return None
        name = statutory_days(day.year).get(day)
        return DecidedDay((), name) if name else None

    def _from_fact(self, fact: DayFact, week: WeeklyHours) -> DecidedDay:
        notice = self._data.notices.get(fact.notice)
        hours = () if fact.kind == "rest" else week.working(fact.date.isoweekday())
        return DecidedDay(hours, fact.name, notice.citation if notice else None)

    def _rule_on(self, day: date) -> HoursRule | None:
        for rule in reversed(self._rules):
            if rule.since <= day and (rule.until is None or day <= rule.until):
                return rule
        return None


def _from_entry(entry: LayerEntry, week: WeeklyHours, day: date) -> DecidedDay:
    hours = entry.hours or week.working(day.isoweekday())
    if entry.kind == "rest":
        hours = ()
    return DecidedDay(hours, entry.name, entry.document or entry.author, entry.reason)


def _precedence(item: LayerEntry | HoursRule) -> tuple[int, datetime]:
    always = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
    return LAYERS.index(item.layer), item.decided_at or always


def _latest_facts(data: CalendarData) -> dict[date, DayFact]:
    def known_from(fact: DayFact) -> date:
        notice = data.notices.get(fact.notice)
        return notice.known_from if notice else date.min

    return {fact.date: fact for fact in sorted(data.days, key=known_from)}


def _latest_entries(data: CalendarData) -> dict[date, LayerEntry]:
    ordered = sorted(data.entries, key=_precedence)
    return {day: entry for entry in ordered for day in _dates(entry)}


def _dates(entry: LayerEntry) -> Iterator[date]:
    for ordinal in range(entry.date.toordinal(), entry.last.toordinal() + 1):
        yield date.fromordinal(ordinal)
