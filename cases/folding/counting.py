"""Counts: how often an event happened, and the breach once it happened too often.

`counted` hears of every event after it was folded. A subject that finds an event by itself says so
with `derived`; such an event is a fact, is counted, and starts and stops clocks like any other.
"""

from typing import Any

from cases import clock_facts
from cases.case import Breach
from cases.events import CaseEvent
from cases.folding.context import Folding
from regulations.conduct import Count
from regulations.vocabulary import BREACHED


def derived(fold: Folding, kind: str, event: CaseEvent, /, **found: Any) -> None:
    """Let the case find *kind*, a word of `vocabulary.DERIVED`, when *event* happened.

    *found* is what was found, for the fact.
    """
    fold.recorder.record(kind, event.at, **found, by=event.by)
    fold.clocks.happened(kind, event.at)
    _count(fold, kind, event)


def counted(fold: Folding, event: CaseEvent) -> None:
    """Count *event*, which was folded."""
    _count(fold, event.kind, event)


def _count(fold: Folding, kind: str, event: CaseEvent) -> None:
    for key, count in fold.law.counts.items():
        first = kind == "registered" and fold.case.channel in count.first_by_channel
        if first or kind == count.event:
            _once_more(fold, key, count, event)


def _once_more(fold: Folding, key: str, count: Count, event: CaseEvent) -> None:
    times = fold.case.counts.get(key, 0) + 1
    fold.case.counts[key] = times
    if times > count.at_most:
        _breach(fold, key, count, event)


def _breach(fold: Folding, key: str, count: Count, event: CaseEvent) -> None:
    """Record a breach as that of a limit is; its leg is how often the event had happened."""
    person, unit = fold.clocks.answerable(count)
    superiors = tuple(post for post in fold.law.organisation.superiors(unit) if post != person)
    breach = Breach(
        clock=key,
        leg=fold.case.counts[key],
        title=count.title,
        due=event.at,
        found_at=event.at,
        rule=count.rule,
        cites=count.cites,
        person=person,
        unit=unit,
        superiors=superiors,
        provisional=False,
    )
    fold.case.breaches.append(breach)
    told = {"event": event.kind, "at_most": count.at_most}
    clock_facts.breached(fold.recorder, breach, soft=False, **told)
    fold.clocks.moved += 1
    fold.clocks.happened(BREACHED + key, event.at)
