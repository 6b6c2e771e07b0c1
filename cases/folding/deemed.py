"""Deemed approval: a unit that let its limit pass agreed, the order to issue, and the certificate."""

from cases.case import Breach
from cases.events import CaseEvent
from cases.folding.apologies import given_along
from cases.folding.context import Folding
from cases.folding.plain import told
from cases.recorder import iso


def deemed_approved(fold: Folding, event: CaseEvent) -> None:
    """The unit whose limit is exceeded is deemed to have agreed; who bears what follows is on record."""
    basis, case = fold.law.deemed_approval, fold.case
    if basis is None:
        raise ValueError("expected a legal basis: admission lets nothing be deemed without one")
    breach = _breach(fold, basis.limit)
    leg = case.clocks[basis.limit][-1]
    case.deemed_unit = breach.unit if breach else leg.unit
    data = told(event) | {
        "unit": case.deemed_unit,
        "clock": basis.limit,
        "leg": breach.leg if breach else leg.number,
        "due": iso(breach.due if breach else leg.due),
        "document": basis.document,
        "since": basis.since.isoformat(),
        "cites": basis.cites,
        "rule": basis.rule,
        "borne_by": basis.borne_by,
        "order_limit": basis.order_limit,
    }
    fold.recorder.record("deemed_approved", event.at, **data, by=event.by)


def issue_ordered(fold: Folding, event: CaseEvent) -> None:
    """The leaders press the unit to issue at once; the order has a limit of its own."""
    data = told(event) | {"unit": fold.case.deemed_unit}
    fold.recorder.record("issue_ordered", event.at, **data, by=event.by)


def certificate_issued(fold: Folding, event: CaseEvent) -> None:
    """The certificate is issued; whether on a deemed approval is on record."""
    given_along(fold, event)
    data = told(event) | {"deemed_unit": fold.case.deemed_unit or None}
    fold.recorder.record("certificate_issued", event.at, **data, by=event.by)


def _breach(fold: Folding, clock: str) -> Breach | None:
    return next((each for each in reversed(fold.case.breaches) if each.clock == clock), None)
