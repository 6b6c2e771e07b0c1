"""Complaints: step after step, each by who may take it. Nobody investigates or judges himself."""

from cases.accused import accused
from cases.admitting.apologies import apology_first
from cases.admitting.rule import known_person, later_instant
from cases.case import Case, Complaint
from cases.cover import may_act
from cases.events import CaseEvent
from cases.refusal import Refused
from regulations.law import Law

_PARTS = {
    "characterisation": "问题定性",
    "responsibility": "责任认定",
    "measures": "处理措施",
    "rectification": "整改要求",
}


def complaint_accepted(case: Case, event: CaseEvent, law: Law) -> None:
    """Once, and not by whom it is about.

    Raises:
        Refused: it is not so.
    """
    if case.complaint is not None:
        raise Refused("already_accepted", "投诉已经受理，不必再次受理；请继续调查、处理")
    _not_by_accused("受理", case, event, law)


def investigator_named(case: Case, event: CaseEvent, law: Law) -> None:
    """Nobody investigates himself, nor does anybody the unit he belongs to.

    Raises:
        Refused: not accepted yet, nobody of that key, or one the complaint is about.
    """
    _accepted(case)
    investigator = event.text("investigator")
    known_person(investigator, law)
    if accused(case, law, investigator):
        label = law.organisation.label(case.against)
        raise Refused(
            "investigates_itself",
            f"被投诉的是{label}（{case.against}），{investigator} 不得调查自己或者本部门；"
            "请指定其他部门的人员",
        )
    _not_by_accused("指定调查人", case, event, law)


def evidence_requested(case: Case, event: CaseEvent, law: Law) -> None:
    """The investigator asks the complainant for more (R284); no stand-in whom it is about does.

    Raises:
        Refused: somebody else does, or there is no investigation.
    """
    _by_investigator("要求补充材料", case, event, law)


def evidence_supplied(case: Case, event: CaseEvent, law: Law) -> None:
    """What was asked for comes in.

    Raises:
        Refused: nothing was asked for.
    """
    del event, law
    if not _accepted(case).request:
        raise Refused("nothing_requested", "没有要求投诉人补充材料；请由调查人先提出要求")


def investigated(case: Case, event: CaseEvent, law: Law) -> None:
    """Only the investigator says what was found (R283); no stand-in whom it is about does.

    Raises:
        Refused: somebody else does, or there is none.
    """
    _by_investigator("提出调查结果", case, event, law)


def disposition_proposed(case: Case, event: CaseEvent, law: Law) -> None:
    """After the findings, with its four parts (R285, R286), not by whom it is about.

    Raises:
        Refused: it is not so.
    """
    if not _accepted(case).findings:
        raise Refused("not_investigated", "尚无调查结果，不能提出处理意见；请先完成调查")
    missing = [label for name, label in _PARTS.items() if not event.text(name).strip()]
    if missing:
        raise Refused(
            "incomplete_disposition",
            f"处理意见应有{'、'.join(_PARTS.values())}四项，缺少{'、'.join(missing)}",
        )
    _not_by_accused("提出处理意见", case, event, law)


def disposition_decided(case: Case, event: CaseEvent, law: Law) -> None:
    """Approved or rejected by somebody else than who proposed it, and not by whom it is about (R285).

    What a stand-in proposed in the investigator's stead is the investigator's proposal too.

    Raises:
        Refused: nothing waits for approval, or the wrong one decides.
    """
    complaint = _accepted(case)
    if not complaint.disposition or complaint.approved_at is not None:
        raise Refused("nothing_proposed", "没有等待审批的处理意见；请先由调查部门提出")
    same = law.organisation.same_person
    proposers = [one for one in (complaint.proposed_by, case.investigator) if one]
    if event.by and any(same(event.by, one) for one in proposers):
        raise Refused(
            "approves_itself",
            f"处理意见由 {proposers[0]} 提出，不得由本人审批；请报其他领导审批",
        )
    _not_by_accused("审批处理意见", case, event, law)


def rectification_planned(case: Case, event: CaseEvent, law: Law) -> None:
    """After approval, with a deadline that is ahead (R287).

    Raises:
        Refused: it is not so.
    """
    _approved(case)
    later_instant("整改期限（deadline）", event.data.get("deadline"), event.at, law)


def after_approval(case: Case, event: CaseEvent, law: Law) -> None:
    """Remedies and feedback rest on an approved disposition (R287, R288).

    Raises:
        Refused: there is none.
    """
    del event, law
    _approved(case)


def archived(case: Case, event: CaseEvent, law: Law) -> None:
    """A complaint is filed after the complainant was told (R288, R290); other cases at any time.

    Raises:
        Refused: the complainant was not, or an apology is owed.
    """
    if case.complaint is not None and case.complaint.fed_back_at is None:
        raise Refused(
            "not_fed_back",
            "投诉应先把调查结果、处理意见、整改情况反馈投诉人，再归档；现在尚未反馈",
        )
    apology_first(case, event, law)


def _accepted(case: Case) -> Complaint:
    if case.complaint is None:
        raise Refused("not_accepted", "投诉尚未受理；请先受理")
    return case.complaint


def _approved(case: Case) -> None:
    if _accepted(case).approved_at is None:
        raise Refused("not_approved", "处理意见尚未经领导批准；请先报批")


def _by_investigator(what: str, case: Case, event: CaseEvent, law: Law) -> None:
    _accepted(case)
    if not case.investigator:
        raise Refused("no_investigator", f"尚未指定调查人，不能{what}；请先指定")
    if event.by and not may_act(case, law, event.by, case.investigator):
        raise Refused(
            "not_the_investigator", f"应由调查人 {case.investigator} {what}，收到“{event.by}”"
        )
    _not_by_accused(what, case, event, law)


def _not_by_accused(what: str, case: Case, event: CaseEvent, law: Law) -> None:
    if accused(case, law, event.by):
        raise Refused(
            "judges_itself", f"{event.by} 是被投诉人或者属于被投诉部门，不得{what}；请由他人办理"
        )
