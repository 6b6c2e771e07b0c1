"""The functions of a case that an expression in a diagram may call (`regulations.vocabulary.FUNCTIONS`)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases import watching
from cases.admitting.units import silent
from cases.case import Case
from cases.clocks import Clocks
from cases.lateness import missed
from cases.legs import approver
from regulations.law import Law
from regulations.vocabulary import DEEMED_APPROVAL

_PARTY_TITLES = {"issuing_unit": "发单部门", "owner": "首问责任人", "oversight": "监督部门"}


def case_functions(
    case: Case, law: Law, clocks: Clocks, now: Callable[[], datetime]
) -> Mapping[str, Callable[..., object]]:
    """Return the functions bound to a case; *now* tells the step's instant."""
    zone = ZoneInfo(law.calendar.zone)
    organisation = law.organisation

    def local(instant: datetime | None) -> datetime | None:
        return instant.astimezone(zone) if instant else None

    return {
        "due": lambda key: local(clocks.due(key)),
        "reminder": lambda key: local(clocks.reminder(key)),
        "breached": lambda key: any(breach.clock == key for breach in case.breaches),
        "owner": lambda: case.owner,
        "owner_unit": lambda: case.owner_unit,
        "handler": lambda: case.handler or None,
        "handling_unit": lambda: case.unit,
        "receiving_unit": lambda: case.handover.to_unit if case.handover else case.unit,
        "issuing_unit": lambda: case.issuing_unit,
        "head": lambda unit: _post(organisation.units, unit, "head"),
        "superior": lambda unit: _post(organisation.units, unit, "superior"),
        "oversight": lambda: organisation.oversight_unit() or None,
        "level_post": lambda key: _level_post(law, key),
        "feedback_parties": lambda: feedback_parties(case, law),
        "attempts": lambda: case.attempts,
        "attempts_allowed": lambda: law.follow_up.attempts,
        "graded": lambda: case.difficulty or None,
        "now": lambda: local(now()),
        "today": lambda: now().astimezone(zone).date(),
        "due_next": lambda: local(watching.due_next(clocks)),
        "overdue": lambda: watching.overdue(clocks),
        "extension_by": lambda key: _extension_by(case, law, str(key)),
        "superiors_of": lambda key: watching.superiors_of(clocks, str(key)),
        "reminder_next": lambda: local(watching.reminder_next(clocks)),
        "reminding": lambda: watching.reminding(clocks),
        "setting": lambda key: _setting(law, key),
        **people_functions(case, law, now),
        **course_functions(case, law),
    }


def people_functions(
    case: Case, law: Law, now: Callable[[], datetime]
) -> Mapping[str, Callable[..., object]]:
    """Return the functions that name people and posts."""
    organisation, zone = law.organisation, ZoneInfo(law.calendar.zone)
    return {
        "acting_owner": lambda: case.delegate or case.owner,
        "line_manager": lambda key: organisation.line_manager(str(key)) or None,
        "duty_officer": lambda: law.duty_officer(now().astimezone(zone).date()) or None,
        "coordinator": lambda: law.transfer_policy.coordinator or None,
        "follow_up_by": lambda: follow_up_by(case, law),
        "accused": lambda: case.against or None,
        "investigator": lambda: case.investigator or None,
    }


def course_functions(case: Case, law: Law) -> Mapping[str, Callable[..., object]]:
    """Return the functions that tell how the case went so far."""
    zone = ZoneInfo(law.calendar.zone)
    return {
        "lead_unit": lambda: case.lead or None,
        "supporting_units": lambda: list(case.supporting),
        "silent_units": lambda: silent(case),
        "gravity": lambda: case.gravity or None,
        "gravity_to": lambda: (
            law.gravity[case.gravity].to if case.gravity in law.gravity else None
        ),
        "counted": lambda key: case.counts.get(str(key), 0),
        "missing_items": lambda: list(case.missing),
        "promised_at": lambda: case.promised_at.astimezone(zone) if case.promised_at else None,
        "deemed": lambda: bool(case.deemed_unit),
        "late": lambda: bool(missed(case, law)),
    }


def _setting(law: Law, key: object) -> object:
    """Return what the pack says; whether anything may be deemed approved the law itself answers."""
    if key == DEEMED_APPROVAL:
        return law.deemed_approval is not None
    found = law.settings.get(str(key))
    if found is None:
        return None
    return list(found.value) if isinstance(found.value, tuple) else found.value


def _extension_by(case: Case, law: Law, key: str) -> str | None:
    limit = law.limits.get(key)
    return approver(case.running(key), limit, law) or None if limit else None


def follow_up_by(case: Case, law: Law) -> str | None:
    """Return who calls back; the owner where nobody handles."""
    named = {
        "owner": case.owner,
        "handler": case.handler or case.owner,
        "oversight": law.organisation.oversight_unit() or None,
    }
    return named.get(law.follow_up.by, law.follow_up.by)


def feedback_parties(case: Case, law: Law) -> list[dict[str, Any]]:
    """Return who is told the result: `{party, title, assignee}`, in the pack's order."""
    assignees = {
        "issuing_unit": case.issuing_unit,
        "owner": case.owner,
        "oversight": law.organisation.oversight_unit(),
    }
    return [
        {"party": party, "title": _PARTY_TITLES[party], "assignee": assignees[party]}
        for party in law.feedback.parties
        if assignees[party]
    ]


def _post(units: Mapping[str, Any], unit: object, name: str) -> str | None:
    found = units.get(str(unit))
    return getattr(found, name) or None if found else None


def _level_post(law: Law, key: object) -> str | None:
    return next((level.post for level in law.escalation.levels if level.key == key), None)
