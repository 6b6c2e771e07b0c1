"""Several units: coordination slip, lead and support, opinions, consent by absence; gravity."""

from cases.admitting.units import opining_unit
from cases.case import Coordination
from cases.events import CaseEvent
from cases.folding.context import Folding

_NOT_CONTENT = frozenset({"outcome", "units", "reason", "clock", "level", "stage", "event"})


def coordination_requested(fold: Folding, event: CaseEvent) -> None:
    """Several units are needed, or it is too complex: the functional unit is asked to coordinate."""
    note_units(fold, event)
    fold.recorder.record(
        "coordination_requested",
        event.at,
        units=list(fold.case.units),
        reason=event.text("reason"),
        **_slip(fold, event),
        by=event.by,
    )


def _slip(fold: Folding, event: CaseEvent) -> dict[str, object]:
    """Make out the coordination slip, where the regulation has one, and return what the fact says of it."""
    case, form = fold.case, fold.law.transfer_policy.coordination_slip
    if not form:
        return {}
    slip = Coordination(
        slip=f"{case.number}-C{len(case.coordinations) + 1}",
        from_unit=fold.law.organisation.unit_of(event.by) or case.unit,
        from_person=event.by,
        at=event.at,
        reason=event.text("reason"),
        units=case.units,
        content={key: value for key, value in event.data.items() if key not in _NOT_CONTENT},
    )
    case.coordinations.append(slip)
    return {"slip": slip.slip, "slip_type": form, "from_unit": slip.from_unit}


def consultation_called(fold: Folding, event: CaseEvent) -> None:
    """The units concerned are called to a consultation; what they said before counts no more."""
    note_units(fold, event)
    fold.case.opinions, fold.case.consented = {}, ()
    fold.recorder.record("consultation_called", event.at, units=list(fold.case.units), by=event.by)


def lead_named(fold: Folding, event: CaseEvent) -> None:
    """One unit leads and handles from now on, the others support it (R152).

    Where no others are named, the rest of the units concerned support.
    """
    case, lead = fold.case, event.text("lead")
    named = event.data.get("supporting")
    if isinstance(named, list | tuple) and named:
        case.supporting = tuple(str(unit) for unit in named)
    else:
        case.supporting = tuple(unit for unit in case.units if unit != lead)
    before, case.lead = case.unit, lead
    if before != lead:
        case.unit, case.handler = lead, ""
    fold.recorder.record(
        "lead_named",
        event.at,
        lead=lead,
        supporting=list(case.supporting),
        from_unit=before,
        unit=case.unit,
        handler=case.handler or None,
        by=event.by,
    )


def unit_opined(fold: Folding, event: CaseEvent) -> None:
    """A unit says what it thinks; a later opinion stands in the place of the earlier."""
    unit, opinion = opining_unit(fold.case, event, fold.law), event.text("opinion")
    fold.case.opinions[unit] = opinion
    fold.case.consented = tuple(one for one in fold.case.consented if one != unit)
    fold.recorder.record("unit_opined", event.at, unit=unit, opinion=opinion, by=event.by)


def consent_deemed(fold: Folding, event: CaseEvent) -> None:
    """A unit that said nothing agrees by law; the fact names the act."""
    unit, basis = event.text("unit"), fold.law.consent_by_absence
    fold.case.consented = tuple(dict.fromkeys((*fold.case.consented, unit)))
    fold.recorder.record(
        "consent_deemed",
        event.at,
        unit=unit,
        document=basis.document if basis else "",
        cites=basis.cites if basis else "",
        by=event.by,
    )


def gravity_set(fold: Folding, event: CaseEvent) -> None:
    """How grave the matter is, and so where it goes (R190)."""
    fold.case.gravity = event.text("gravity")
    fold.recorder.record(
        "gravity_set",
        event.at,
        gravity=fold.case.gravity,
        to=fold.law.gravity[fold.case.gravity].to,
        reason=event.text("reason"),
        by=event.by,
    )


def note_units(fold: Folding, event: CaseEvent) -> None:
    """Keep the units concerned, where some are named."""
    units = event.data.get("units")
    if isinstance(units, list | tuple) and units:
        fold.case.units = tuple(str(unit) for unit in units)
