"""What may happen to a case now. Read-only: an event is let in or refused, nothing changes.

One function per kind of event that the law restrains; kinds without one are always let in.
"""

from cases.admitting import (
    apologies,
    complaints,
    deemed,
    extensions,
    first_contact,
    handovers,
    materials,
    pauses,
    units,
)
from cases.admitting.rule import Rule, later_instant, one_of
from cases.case import Case
from cases.events import CaseEvent
from cases.refusal import Refused
from regulations.event_words import EVENT_WORDS
from regulations.law import Law
from regulations.vocabulary import DIFFICULTIES, EVENTS, SETTLING


def admit(case: Case, event: CaseEvent, law: Law) -> None:
    """Let *event* in.

    Raises:
        Refused: it is not allowed now; the sentence says what was expected and what is so.
    """
    if case.closed_at is not None:
        raise Refused("closed", f"案件 {case.number} 已办结（{case.result}），不能再办理")
    missing = [name for name in EVENTS[event.kind] if event.data.get(name) in (None, "", [])]
    if missing:
        names = "、".join(_called(name, law) for name in missing)
        raise Refused("missing_field", f"“{EVENT_WORDS[event.kind]}”缺少必填内容：{names}")
    _instants_of_limits(event, law)
    deemed.not_for_want_of(case, event, law)
    rule = _RULES.get(event.kind)
    if rule is not None:
        rule(case, event, law)


def _called(name: str, law: Law) -> str:
    """Return a field as people know it, with its key."""
    title = law.field_title(name)
    return f"{title}（{name}）" if title else name


def _instants_of_limits(event: CaseEvent, law: Law) -> None:
    """An instant that a limit runs to is one, and is ahead."""
    for key in law.starts(event.kind):
        name = law.limits[key].until
        if name and event.data.get(name) not in (None, ""):
            later_instant(f"“{law.limits[key].title}”的 {name} ", event.data[name], event.at, law)


def _graded(case: Case, event: CaseEvent, law: Law) -> None:
    del case, law
    one_of("unknown_difficulty", "难度", event.text("difficulty"), DIFFICULTIES)


def _escalated(case: Case, event: CaseEvent, law: Law) -> None:
    del case
    levels = [level.key for level in law.escalation.levels]
    one_of("unknown_level", "升级层级", event.text("level"), levels)


def _excess_approved(case: Case, event: CaseEvent, law: Law) -> None:
    del case
    until = event.data.get("until")
    if until not in (None, ""):
        later_instant("延至（until）", until, event.at, law)


_RULES: dict[str, Rule] = {
    "handover_sent": handovers.sent,
    "handover_received": handovers.received,
    "handover_returned": handovers.returned,
    "handover_forwarded": handovers.forwarded,
    "handler_named": handovers.handler_named,
    "graded": _graded,
    "coordination_requested": units.units_known,
    "consultation_called": units.units_known,
    "escalated": _escalated,
    "excess_approved": _excess_approved,
    "delegated": first_contact.delegated,
    "introduced": first_contact.introduced,
    "ownership_accepted": first_contact.ownership_accepted,
    "passed_to_superior": first_contact.passed_to_superior,
    "contact_attempted": first_contact.contact_attempted,
    "consent_requested": first_contact.leader_known,
    "consent_given": first_contact.consent,
    "consent_refused": first_contact.consent,
    "contact_disclosed": first_contact.contact_disclosed,
    "promised": first_contact.promised,
    "units_told": first_contact.units_told,
    "guide_given": materials.guide_given,
    "materials_reviewed": materials.materials_reviewed,
    "supplement_noticed": materials.supplement_noticed,
    "materials_supplemented": materials.materials_supplemented,
    "file_completed": materials.file_completed,
    "accepted": materials.accepted,
    "file_returned": materials.file_returned,
    "extension_requested": extensions.extension_requested,
    "extension_approved": extensions.extension_approved,
    "extension_refused": extensions.extension_refused,
    "clock_paused": pauses.clock_paused,
    "clock_resumed": pauses.clock_resumed,
    "deemed_approved": deemed.deemed_approved,
    "issue_ordered": deemed.issue_ordered,
    "misroute_disputed": handovers.misroute_disputed,
    "misroute_settled": handovers.misroute_settled,
    "lead_named": units.lead_named,
    "unit_opined": units.unit_opined,
    "opinion_settled": units.opinion_settled,
    "consent_deemed": units.consent_deemed,
    "gravity_set": units.gravity_set,
    "instruction_requested": units.instruction_requested,
    "complaint_accepted": complaints.complaint_accepted,
    "investigator_named": complaints.investigator_named,
    "evidence_requested": complaints.evidence_requested,
    "evidence_supplied": complaints.evidence_supplied,
    "investigated": complaints.investigated,
    "disposition_proposed": complaints.disposition_proposed,
    "disposition_approved": complaints.disposition_decided,
    "disposition_rejected": complaints.disposition_decided,
    "rectification_planned": complaints.rectification_planned,
    "rectified": complaints.after_approval,
    "complaint_fed_back": complaints.after_approval,
    **dict.fromkeys(SETTLING, apologies.apology_first),
    "archived": complaints.archived,
}
