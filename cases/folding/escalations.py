"""Escalation, and the excess of a soft limit: explained, then approved or refused."""

from cases.case import Escalation
from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.recorder import instant_of, iso


def escalated(fold: Folding, event: CaseEvent) -> None:
    """The case is raised to a level. A supervisory copy is not this."""
    rules = fold.law.escalation
    post = next(level.post for level in rules.levels if level.key == event.text("level"))
    raised = Escalation(
        level=event.text("level"),
        to=post,
        at=event.at,
        reason=event.text("reason"),
        conflict=rules.counts_as_conflict,
    )
    fold.case.escalations.append(raised)
    fold.recorder.record(
        "escalated",
        event.at,
        level=raised.level,
        to=raised.to,
        reason=raised.reason,
        conflict=raised.conflict,
        unit=fold.case.unit,
        by=event.by,
    )


def excess_explained(fold: Folding, event: CaseEvent) -> None:
    """The one answerable says why a soft limit is exceeded."""
    fold.recorder.record(
        "excess_explained",
        event.at,
        clock=event.text("clock"),
        reason=event.text("reason"),
        by=event.by,
    )


def excess_approved(fold: Folding, event: CaseEvent) -> None:
    """The excess is approved, with a new date where one is given."""
    until = instant_of(event.data.get("until"))
    fold.recorder.record(
        "excess_approved",
        event.at,
        clock=event.text("clock"),
        by=event.by,
        until=iso(until) if until else None,
    )
    if until and event.text("clock"):
        fold.clocks.extend(event.text("clock"), until, event.at)


def excess_refused(fold: Folding, event: CaseEvent) -> None:
    """The excess is not approved: a breach after all."""
    fold.recorder.record(
        "excess_refused",
        event.at,
        clock=event.text("clock"),
        reason=event.text("reason"),
        by=event.by,
    )
    if event.text("clock"):
        fold.clocks.refuse_excess(event.text("clock"), event.at)
