"""What may happen to a case now. Read-only: an event is let in or refused, nothing changes.

One function per kind of event that the law restrains; kinds without one are always let in.
"""

from cases.admitting import apologies, deemed, extensions, first_contact, materials, pauses
from cases.admitting.rule import Rule, known_unit, later_instant, one_of, texts
from cases.case import Case, Handover
from cases.events import CaseEvent
from cases.refusal import Refused
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
        names = "、".join(missing)
        raise Refused("missing_field", f"“{event.kind}”缺少必填内容：{names}")
    _instants_of_limits(event, law)
    deemed.not_for_want_of(case, event, law)
    rule = _RULES.get(event.kind)
    if rule is not None:
        rule(case, event, law)


def _instants_of_limits(event: CaseEvent, law: Law) -> None:
    """An instant that a limit runs to is one, and is ahead."""
    for key in law.starts(event.kind):
        name = law.limits[key].until
        if name and event.data.get(name) not in (None, ""):
            later_instant(f"“{law.limits[key].title}”的 {name} ", event.data[name], event.at)


def _handover_sent(case: Case, event: CaseEvent, law: Law) -> None:
    known_unit(event.text("to_unit"), law)
    if event.text("to_unit") == case.unit:
        raise Refused(
            "same_unit", f"案件已在{law.organisation.label(case.unit)}办理，应转交其他部门"
        )


def _handover_received(case: Case, event: CaseEvent, law: Law) -> None:
    _waiting_handover(case)
    if event.text("handler"):
        _handler_named(case, event, law)


def _handover_returned(case: Case, event: CaseEvent, law: Law) -> None:
    handover = _waiting_handover(case)
    if not law.transfer_policy.may_return:
        raise Refused(
            "may_not_return", f"本制度不允许退还处理单 {handover.slip}，应由接收部门办理"
        )
    _opinion(event, law)


def _handover_forwarded(case: Case, event: CaseEvent, law: Law) -> None:
    handover = _waiting_handover(case)
    if not law.transfer_policy.may_forward:
        raise Refused("may_not_forward", f"本制度不允许再次转出处理单 {handover.slip}")
    _opinion(event, law)
    _handover_sent(case, event, law)


def _handler_named(case: Case, event: CaseEvent, law: Law) -> None:
    person = law.organisation.staff.get(event.text("handler"))
    if person is None or person.unit != case.unit:
        unit = law.organisation.label(case.unit)
        known = "、".join(k for k, who in law.organisation.staff.items() if who.unit == case.unit)
        raise Refused(
            "unknown_handler",
            f"承办人应为{unit}的人员（{known}），收到“{event.text('handler')}”",
        )


def _graded(case: Case, event: CaseEvent, law: Law) -> None:
    del case, law
    one_of("unknown_difficulty", "难度", event.text("difficulty"), DIFFICULTIES)


def _units_known(case: Case, event: CaseEvent, law: Law) -> None:
    del case
    for unit in texts(event.data.get("units")):
        known_unit(unit, law)


def _escalated(case: Case, event: CaseEvent, law: Law) -> None:
    del case
    levels = [level.key for level in law.escalation.levels]
    one_of("unknown_level", "升级层级", event.text("level"), levels)


def _excess_approved(case: Case, event: CaseEvent, law: Law) -> None:
    del case, law
    until = event.data.get("until")
    if until not in (None, ""):
        later_instant("延至（until）", until, event.at)


def _waiting_handover(case: Case) -> Handover:
    handover = case.handover
    if handover is None or handover.state != "sent":
        raise Refused("no_handover", "没有等待签收的转交")
    return handover


def _opinion(event: CaseEvent, law: Law) -> None:
    if law.transfer_policy.opinion_required and not event.text("opinion").strip():
        raise Refused("opinion_required", "退还或转出处理单应签注明确意见（opinion）")


_RULES: dict[str, Rule] = {
    "handover_sent": _handover_sent,
    "handover_received": _handover_received,
    "handover_returned": _handover_returned,
    "handover_forwarded": _handover_forwarded,
    "handler_named": _handler_named,
    "graded": _graded,
    "coordination_requested": _units_known,
    "consultation_called": _units_known,
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
    **dict.fromkeys(SETTLING, apologies.apology_first),
}
