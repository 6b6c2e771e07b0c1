"""First contact: who receives, who owns, what the requester is told, and whom they may reach."""

from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.folding.plain import told
from cases.recorder import instant_of, iso


def delegated(fold: Folding, event: CaseEvent) -> None:
    """Somebody receives the requester in the owner's stead; the owner stays.

    The delegation holds until another is given, until the owner takes it back (the delegate is then
    the owner), or until somebody else becomes the owner.
    """
    case, delegate = fold.case, event.text("delegate")
    case.delegate = "" if delegate == case.owner else delegate
    fold.recorder.record(
        "delegated",
        event.at,
        owner=case.owner,
        delegate=delegate,
        unit=fold.law.organisation.unit_of(delegate),
        reason=event.text("reason"),
        ended=not case.delegate,
        by=event.by,
    )


def introduced(fold: Folding, event: CaseEvent) -> None:
    """The requester is introduced to a unit, where a person is to accept."""
    fold.case.introduced = event.text("to_unit")
    fold.recorder.record("introduced", event.at, **told(event), by=event.by)


def ownership_accepted(fold: Folding, event: CaseEvent) -> None:
    """The person who accepts is the first-contact owner from now on (R217, R220)."""
    move_ownership(fold, event, event.by)


def move_ownership(fold: Folding, event: CaseEvent, person: str) -> None:
    """Make *person* the owner, and their unit the one that owns and handles."""
    case, unit = fold.case, fold.law.organisation.unit_of(person)
    before = {"person": case.owner, "unit": case.owner_unit}
    if case.unit != unit:
        case.unit, case.handler = unit, ""
    case.owner, case.owner_unit = person, unit
    case.introduced = case.delegate = ""
    fold.recorder.record(
        "ownership_accepted",
        event.at,
        **{"from": before, "to": {"person": person, "unit": unit}},
        handler=case.handler or None,
        by=event.by,
    )


def passed_to_superior(fold: Folding, event: CaseEvent) -> None:
    """The line manager of whoever had it handles it now (R145)."""
    case, organisation = fold.case, fold.law.organisation
    passing = event.by or case.owner
    post = organisation.line_manager(passing)
    case.handler = next(organisation.holders(post), post)
    case.unit = organisation.unit_of(case.handler) or case.unit
    fold.recorder.record(
        "passed_to_superior",
        event.at,
        from_person=passing,
        to=post,
        handler=case.handler,
        unit=case.unit,
        reason=event.text("reason"),
        by=event.by,
    )


def contact_attempted(fold: Folding, event: CaseEvent) -> None:
    """Somebody was tried to be reached, for the first, second … time."""
    whom = event.text("whom")
    times = fold.case.contacted.get(whom, 0) + 1
    fold.case.contacted[whom] = times
    fold.recorder.record(
        "contact_attempted", event.at, **told(event) | {"attempt": times}, by=event.by
    )


def consent_given(fold: Folding, event: CaseEvent) -> None:
    """A leader lets their contact be given."""
    case, leader = fold.case, event.text("leader")
    case.consents = tuple(dict.fromkeys((*case.consents, leader)))
    fold.recorder.record("consent_given", event.at, **told(event), by=event.by)


def consent_refused(fold: Folding, event: CaseEvent) -> None:
    """A leader does not, or not any more."""
    case, same = fold.case, fold.law.organisation.same_person
    case.consents = tuple(one for one in case.consents if not same(one, event.text("leader")))
    fold.recorder.record("consent_refused", event.at, **told(event), by=event.by)


def promised(fold: Folding, event: CaseEvent) -> None:
    """The requester is told when it will be done; a new promise stands in the place of the old."""
    instant = instant_of(event.data.get("promised_at"))
    fold.case.promised_at = instant
    said = {"promised_at": iso(instant)} if instant else {}
    fold.recorder.record("promised", event.at, **told(event) | said, by=event.by)


def units_told(fold: Folding, event: CaseEvent) -> None:
    """The requester is told which units are in charge, in the order in which they act (R167)."""
    units = event.data.get("units")
    fold.case.units = tuple(str(unit) for unit in units) if isinstance(units, list) else ()
    fold.recorder.record(
        "units_told", event.at, **told(event) | {"units": list(fold.case.units)}, by=event.by
    )
