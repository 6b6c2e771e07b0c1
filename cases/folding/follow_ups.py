"""Feedback, follow-up and closing."""

from cases.events import CaseEvent
from cases.folding import routes
from cases.folding.apologies import given_along
from cases.folding.context import Folding


def feedback_acknowledged(fold: Folding, event: CaseEvent) -> None:
    """A party has taken note of the result."""
    party = event.data.get("party")
    name = party.get("party") if isinstance(party, dict) else party
    fold.recorder.record("feedback_acknowledged", event.at, party=str(name), by=event.by)


def follow_up(fold: Folding, event: CaseEvent) -> None:
    """The requester was called back: reached or not, answer verified or not, satisfied or not."""
    case = fold.case
    case.attempts += 1
    fold.recorder.record(
        "follow_up",
        event.at,
        round=case.round,
        attempt=case.attempts,
        reached=bool(event.data.get("reached")),
        verified=event.data.get("verified"),
        satisfied=event.data.get("satisfied"),
        note=event.text("note"),
        by=event.by,
    )


def reopened(fold: Folding, event: CaseEvent) -> None:
    """The answer did not hold: a new round begins, the old answer stays on record.

    With `reopens_at: owner` the handling goes back to the first-contact owner; otherwise it stays.
    """
    case = fold.case
    if event.text("reopens_at") == "owner":
        case.unit, case.handler = case.owner_unit, ""
    case.round += 1
    case.attempts = 0
    routes.starts_anew(fold)
    reason = event.text("reason") or event.text("note")
    fold.recorder.record(
        "reopened",
        event.at,
        round=case.round,
        reason=reason,
        unit=case.unit,
        handler=case.handler or None,
        by=event.by,
    )


def led_on(fold: Folding, event: CaseEvent) -> None:
    """A dissatisfied requester is helped on to another body; the case is tracked on (R277)."""
    body = event.text("body")
    fold.case.led_on = (*fold.case.led_on, body)
    fold.recorder.record(
        "led_on",
        event.at,
        body=body,
        guidance=event.text("guidance"),
        note=event.text("note"),
        by=event.by,
    )


def closed(fold: Folding, event: CaseEvent) -> None:
    """The case ends."""
    given_along(fold, event)
    case = fold.case
    case.closed_at = event.at
    case.result = event.text("result") or "办结"
    fold.recorder.record(
        "closed",
        event.at,
        outcome=case.result,
        owner=case.owner,
        unit=case.unit,
        round=case.round,
        by=event.by,
    )
