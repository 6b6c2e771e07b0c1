"""Extensions: asked, approved or refused. The requester sees what was decided, and why."""

from datetime import UTC, datetime

from cases.case import Leg
from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.folding.plain import told
from cases.recorder import instant_of, iso


def extension_requested(fold: Folding, event: CaseEvent) -> None:
    """The handler asks for more time; the limit is judged as ever until somebody decides."""
    leg = _leg(fold, event)
    leg.asked_at, leg.asked_by = event.at, event.by
    data = told(event) | {"clock": event.text("clock"), "leg": leg.number, "due": iso(leg.due)}
    fold.recorder.record("extension_requested", event.at, **data, by=event.by)


def extension_approved(fold: Folding, event: CaseEvent) -> None:
    """The leg has a new date. `told_at` is when the requester was told, `manner` how."""
    leg, old = _leg(fold, event), _leg(fold, event).due
    until = _until(event)
    leg.asked_at, leg.asked_by = None, ""
    data = told(event) | {
        "clock": event.text("clock"),
        "leg": leg.number,
        "old_due": iso(old),
        "until": iso(until),
        "told_at": iso(instant_of(event.data.get("told_at")) or event.at),
    }
    fold.recorder.record("extension_approved", event.at, **data, by=event.by)
    fold.clocks.extend(event.text("clock"), until, event.at)


def extension_refused(fold: Folding, event: CaseEvent) -> None:
    """The date stays."""
    leg = _leg(fold, event)
    leg.asked_at, leg.asked_by = None, ""
    data = told(event) | {"clock": event.text("clock"), "leg": leg.number, "due": iso(leg.due)}
    fold.recorder.record("extension_refused", event.at, **data, by=event.by)


def _leg(fold: Folding, event: CaseEvent) -> Leg:
    return fold.case.clocks[event.text("clock")][-1]


def _until(event: CaseEvent) -> datetime:
    until = instant_of(event.data["until"]) or event.at
    return until.astimezone(UTC).replace(microsecond=0)
