"""Complaints: accepted, investigated, decided, remedied, told, filed (R262 to R263, R275 to R290)."""

from cases.case import Complaint
from cases.events import CaseEvent
from cases.folding.apologies import given_along
from cases.folding.context import Folding
from cases.folding.plain import told
from cases.recorder import instant_of, iso

PARTS = ("characterisation", "responsibility", "measures", "rectification")


def complaint_accepted(fold: Folding, event: CaseEvent) -> None:
    """The complaint is taken on."""
    fold.case.complaint = Complaint(accepted_at=event.at)
    fold.recorder.record(
        "complaint_accepted",
        event.at,
        **told(event) | {"against": fold.case.against or None},
        by=event.by,
    )


def investigator_named(fold: Folding, event: CaseEvent) -> None:
    """Who finds out what was."""
    fold.case.investigator = event.text("investigator")
    unit = fold.law.organisation.unit_of(fold.case.investigator)
    fold.recorder.record(
        "investigator_named", event.at, **told(event) | {"unit": unit}, by=event.by
    )


def evidence_requested(fold: Folding, event: CaseEvent) -> None:
    """The complainant is asked to add something."""
    _complaint(fold).request = event.text("request")
    fold.recorder.record("evidence_requested", event.at, **told(event), by=event.by)


def evidence_supplied(fold: Folding, event: CaseEvent) -> None:
    """It was added."""
    complaint = _complaint(fold)
    said = told(event) | {"request": complaint.request}
    complaint.request = ""
    fold.recorder.record("evidence_supplied", event.at, **said, by=event.by)


def investigated(fold: Folding, event: CaseEvent) -> None:
    """The findings are there; what was decided on earlier ones counts no more."""
    complaint = _complaint(fold)
    complaint.findings, complaint.request = event.text("findings"), ""
    complaint.disposition, complaint.proposed_by = {}, ""
    complaint.approved_at = complaint.rectified_at = complaint.fed_back_at = None
    complaint.plan = {}
    fold.recorder.record("investigated", event.at, **told(event), by=event.by)


def disposition_proposed(fold: Folding, event: CaseEvent) -> None:
    """What is to be done, in its four parts."""
    complaint = _complaint(fold)
    complaint.disposition = {name: event.text(name) for name in PARTS}
    complaint.proposed_by, complaint.approved_at = event.by, None
    fold.recorder.record("disposition_proposed", event.at, **told(event), by=event.by)


def disposition_approved(fold: Folding, event: CaseEvent) -> None:
    """A leader approves."""
    complaint = _complaint(fold)
    complaint.approved_at = event.at
    said = told(event) | {"proposed_by": complaint.proposed_by}
    fold.recorder.record("disposition_approved", event.at, **said, by=event.by)


def disposition_rejected(fold: Folding, event: CaseEvent) -> None:
    """A leader does not: another one is to be proposed."""
    complaint = _complaint(fold)
    said = told(event) | {"proposed_by": complaint.proposed_by}
    complaint.disposition, complaint.proposed_by = {}, ""
    fold.recorder.record("disposition_rejected", event.at, **said, by=event.by)


def rectification_planned(fold: Folding, event: CaseEvent) -> None:
    """What takes time has a plan, which the complainant is told (R287)."""
    deadline = instant_of(event.data.get("deadline"))
    said = {"deadline": iso(deadline)} if deadline else {}
    _complaint(fold).plan = {"measures": event.text("measures"), **said}
    fold.recorder.record("rectification_planned", event.at, **told(event) | said, by=event.by)


def rectified(fold: Folding, event: CaseEvent) -> None:
    """It was put right."""
    _complaint(fold).rectified_at = event.at
    fold.recorder.record("rectified", event.at, **told(event), by=event.by)


def complaint_fed_back(fold: Folding, event: CaseEvent) -> None:
    """The complainant is told findings, disposition and rectification (R288)."""
    _complaint(fold).fed_back_at = event.at
    fold.recorder.record("complaint_fed_back", event.at, **told(event), by=event.by)


def archived(fold: Folding, event: CaseEvent) -> None:
    """The file is closed: of a complaint with its time, course and result (R290)."""
    given_along(fold, event)
    complaint = fold.case.complaint
    said = told(event)
    if complaint is not None:
        said |= {
            "accepted_at": iso(complaint.accepted_at),
            "investigator": fold.case.investigator,
            "findings": complaint.findings,
            "disposition": dict(complaint.disposition),
            "plan": dict(complaint.plan),
            "rectified_at": iso(complaint.rectified_at) if complaint.rectified_at else None,
            "fed_back_at": iso(complaint.fed_back_at) if complaint.fed_back_at else None,
        }
    fold.recorder.record("archived", event.at, **said, by=event.by)


def _complaint(fold: Folding) -> Complaint:
    complaint = fold.case.complaint
    if complaint is None:
        raise ValueError("expected a complaint that was accepted; admission lets none in before")
    return complaint
