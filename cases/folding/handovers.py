"""Handovers: bilateral acts. The handling moves with the slip; the owner stays.

The receiving unit handles from the sending on, so that signing late wins no time.
"""

from typing import Any

from cases.case import Handover
from cases.events import CaseEvent
from cases.folding import routes
from cases.folding.context import Folding
from cases.folding.first_contact import move_ownership
from cases.recorder import iso

_NOT_CONTENT = frozenset({"outcome", "to_unit", "reason", "opinion", "handler", "clock", "level"})


def sent(fold: Folding, event: CaseEvent) -> None:
    """A slip goes to another unit."""
    _send(fold, event, content=_content(event), forwarded=False)


def received(fold: Folding, event: CaseEvent) -> None:
    """The receiving unit signs, and may name the handler with the same stroke."""
    handover = _close(fold, event, "received")
    handler = event.text("handler")
    fold.recorder.record(
        "handover_received",
        event.at,
        **_which(handover),
        **_signature(event),
        handler=handler or None,
    )
    if handler:
        handler_named(fold, event)
        fold.clocks.happened("handler_named", event.at)
        if fold.law.transfer_policy.acceptance_moves_ownership:
            move_ownership(fold, event, handler)
            fold.clocks.happened("ownership_accepted", event.at)


def returned(fold: Folding, event: CaseEvent) -> None:
    """The slip goes back to the unit that sent it, with a signed opinion."""
    handover = _close(fold, event, "returned")
    routes.comes_back(fold, handover.from_unit)
    fold.case.unit, fold.case.handler = handover.from_unit, ""
    fold.recorder.record(
        "handover_returned",
        event.at,
        **_which(handover),
        to_unit=handover.from_unit,
        opinion=handover.opinion,
        **_signature(event),
    )


def forwarded(fold: Folding, event: CaseEvent) -> None:
    """The slip goes on to the next unit, with a signed opinion."""
    handover = _close(fold, event, "forwarded")
    fold.recorder.record(
        "handover_forwarded",
        event.at,
        **_which(handover),
        to_unit=event.text("to_unit"),
        opinion=handover.opinion,
        **_signature(event),
    )
    _send(fold, event, content=dict(handover.content), forwarded=True)


def handler_named(fold: Folding, event: CaseEvent) -> None:
    """The handling unit names the person who handles; naming the same again is nothing new."""
    if fold.case.handler == event.text("handler"):
        return
    fold.case.handler = event.text("handler")
    fold.recorder.record(
        "handler_named", event.at, handler=fold.case.handler, unit=fold.case.unit, by=event.by
    )


def misroute_disputed(fold: Folding, event: CaseEvent) -> None:
    """The receiving unit says that the slip should have gone elsewhere; the handling stays with it."""
    handover = fold.case.handovers[-1]
    handover.disputed_at, handover.settled_at = event.at, None
    fold.recorder.record(
        "misroute_disputed",
        event.at,
        **_which(handover),
        from_unit=handover.from_unit,
        reason=event.text("reason"),
        by=event.by,
    )


def misroute_settled(fold: Folding, event: CaseEvent) -> None:
    """The coordinator decides about the dispute; the case stays where it is handled."""
    handover = next(one for one in fold.case.handovers if one.disputed_at and not one.settled_at)
    handover.settled_at = event.at
    fold.recorder.record(
        "misroute_settled",
        event.at,
        **_which(handover),
        decision=event.text("decision"),
        by=event.by,
    )


def _send(fold: Folding, event: CaseEvent, content: dict[str, object], *, forwarded: bool) -> None:
    case, policy = fold.case, fold.law.transfer_policy
    number = len(case.handovers) + 1
    handover = Handover(
        number=number,
        slip=f"{case.number}-S{number}",
        from_unit=case.unit,
        from_person=event.by,
        to_unit=event.text("to_unit"),
        sent_at=event.at,
        reason=event.text("reason") or event.text("opinion"),
        content=content,
        forwarded=forwarded,
    )
    case.handovers.append(handover)
    routes.travels(fold, event, handover.to_unit, number=number)
    case.unit, case.handler = handover.to_unit, ""
    fold.recorder.record(
        "handover_sent",
        event.at,
        handover=number,
        slip=handover.slip,
        slip_type=policy.slip_type,
        from_unit=handover.from_unit,
        from_person=handover.from_person,
        to_unit=handover.to_unit,
        **_signature(event),
        reason=handover.reason,
        forwarded=forwarded,
        counterparts=policy.counterparts,
    )
    for unit in fold.copies(handover):
        fold.recorder.record("supervisory_copy", event.at, slip=handover.slip, unit=unit)


def _which(handover: Handover) -> dict[str, Any]:
    """Return what every fact of a handover says of it."""
    return {"handover": handover.number, "slip": handover.slip, "unit": handover.to_unit}


def _signature(event: CaseEvent) -> dict[str, str]:
    return {"signed_by": event.by, "signed_at": iso(event.at)}


def _close(fold: Folding, event: CaseEvent, state: str) -> Handover:
    handover = fold.case.handovers[-1]
    handover.state = state  # type: ignore[assignment]  # one of the four, from the callers above
    handover.signed_by, handover.signed_at = event.by, event.at
    handover.opinion = event.text("opinion")
    return handover


def _content(event: CaseEvent) -> dict[str, object]:
    return {key: value for key, value in event.data.items() if key not in _NOT_CONTENT}
