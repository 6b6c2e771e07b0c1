"""Materials: nothing beyond the guide is asked, and everything missing is told at once.

The guide of a case is the one that was given, else the guide of its subject. Where the pack has no
guides, papers are named freely.
"""

from cases.admitting.rule import known_unit, one_of, texts
from cases.case import Case
from cases.events import CaseEvent
from cases.papers import guide_of, needed, titles
from cases.refusal import Refused
from regulations.law import Law


def guide_given(case: Case, event: CaseEvent, law: Law) -> None:
    """The guide is one of the pack's.

    Raises:
        Refused: it is not.
    """
    del case
    one_of("unknown_guide", "办事指南", event.text("guide"), law.guides)


def materials_reviewed(case: Case, event: CaseEvent, law: Law) -> None:
    """What is missing or not valid is a paper of the guide.

    Raises:
        Refused: it is not, or no guide applies.
    """
    for name in ("missing", "invalid"):
        _of_guide(texts(event.data.get(name)), case, law)


def supplement_noticed(case: Case, event: CaseEvent, law: Law) -> None:
    """The notice lists exactly what the review found: all of it, at once, and no more.

    Raises:
        Refused: it does not.
    """
    items = texts(event.data.get("items"))
    if not items:
        raise Refused(
            "not_a_list", f"补办件通知单的事项（items）应为清单，收到“{event.data['items']}”"
        )
    _of_guide(items, case, law)
    if case.reviewed_at is None:
        return
    left_out = [key for key in case.missing if key not in items]
    if left_out:
        raise Refused(
            "not_told_at_once",
            f"补办件通知单应一次性列清；审查发现缺少或者无效的还有 {titles(left_out, case, law)}，"
            "请一并列入",
        )
    beyond = [key for key in items if key not in case.missing]
    if beyond:
        raise Refused(
            "not_missing",
            f"补办件通知单只列审查发现缺少或者无效的材料，{titles(beyond, case, law)} 不在其中；"
            "请删去，或者重新登记审查结果",
        )


def materials_supplemented(case: Case, event: CaseEvent, law: Law) -> None:
    """What was handed in later is a paper of the guide.

    Raises:
        Refused: it is not, or no guide applies.
    """
    _of_guide(texts(event.data.get("items")), case, law)


def file_completed(case: Case, event: CaseEvent, law: Law) -> None:
    """A file is complete once it was reviewed and no needed paper is missing.

    Raises:
        Refused: it is not.
    """
    del event
    _reviewed(case, law)
    _nothing_missing(case, law, "认定材料齐全")


def accepted(case: Case, event: CaseEvent, law: Law) -> None:
    """A complete file is accepted; what is in doubt is accepted provisionally.

    Raises:
        Refused: it is not complete, or was not reviewed.
    """
    del event
    _reviewed(case, law)
    _nothing_missing(case, law, "受理")


def file_returned(case: Case, event: CaseEvent, law: Law) -> None:
    """A file goes back only with a reason, and after the leaders decided where it was in doubt.

    Raises:
        Refused: it is not so, or it is for want of an unknown unit.
    """
    if not event.text("reason").strip():
        raise Refused("reason_required", "退回件通知单应说明理由（reason），收到空白")
    if event.text("want_of"):
        known_unit(event.text("want_of"), law)
    if case.provisional and case.instructed_at is None:
        raise Refused(
            "not_decided",
            "本件已先行受理，应先请示领导并取得批示（instruction_given），再以退回件通知单退回",
        )


def _of_guide(items: list[str], case: Case, law: Law) -> None:
    if not law.guides or not items:
        return
    guide = guide_of(case, law)
    if guide is None:
        raise Refused(
            "no_guide",
            f"本件没有适用的办事指南（{'、'.join(law.guides)}），应先一次性告知并给予办事指南",
        )
    beyond = [key for key in items if key not in guide.items]
    if beyond:
        raise Refused(
            "not_in_guide",
            f"《{guide.title}》（第{guide.edition}版）所列材料为 "
            f"{titles(list(guide.items), case, law)}，没有 {'、'.join(beyond)}；"
            "不得要求办事指南以外的材料",
        )


def _reviewed(case: Case, law: Law) -> None:
    if guide_of(case, law) is not None and case.reviewed_at is None:
        raise Refused("not_reviewed", "材料是否齐备、有效尚未审查，应先登记审查结果")


def _nothing_missing(case: Case, law: Law, act: str) -> None:
    missing = needed(case, law)
    if missing:
        raise Refused(
            "papers_missing",
            f"尚缺 {titles(list(missing), case, law)}，不能{act}；请发补办件通知单，或者等待补齐",
        )
