"""Extension: asked before the limit is up, approved by the post the pack names, told to the requester."""

from datetime import UTC, datetime

from cases import legs
from cases.admitting.rule import later_instant, one_of
from cases.case import Case, Leg
from cases.cover import may_act
from cases.events import CaseEvent
from cases.refusal import Refused
from cases.texts import local_time
from regulations.law import Law
from regulations.limits import Extension
from workdays.amount import Amount
from workdays.deadline import due


def extension_requested(case: Case, event: CaseEvent, law: Law) -> None:
    """More time is asked for a leg that runs and is not up.

    Raises:
        Refused: the limit may not be extended, its clock does not run, or it was asked before.
    """
    leg, _ = _extendable(case, event, law)
    title = law.limits[event.text("clock")].title
    if leg.due <= event.at or leg.exceeded_at is not None:
        raise Refused(
            "too_late",
            f"延期应在期限届满前申请，{title}已于{local_time(leg.due, law)}届满；请尽快办结",
        )
    if leg.asked_at is not None:
        raise Refused(
            "already_asked",
            f"{title}的延期已于{local_time(leg.asked_at, law)}申请，请等待审批",
        )


def extension_approved(case: Case, event: CaseEvent, law: Law) -> None:
    """What was asked for is granted by who may, for no longer than the pack lets him, with a reason.

    Where the post that may grant asked for it itself, the post above grants it.

    Raises:
        Refused: it is not so.
    """
    leg, extension = _asked(case, event, law)
    missing = [name for name in ("reason", "manner") if not event.text(name).strip()]
    if missing:
        raise Refused(
            "not_told",
            "批准延期应向服务对象说明理由（reason）并写明告知方式（manner），"
            f"缺少 {'、'.join(missing)}",
        )
    until = later_instant("延至（until）", event.data.get("until"), event.at, law)
    if until <= leg.due:
        raise Refused(
            "no_extension",
            f"延至（until）应晚于原到期时间{local_time(leg.due, law)}，收到{local_time(until, law)}",
        )
    _within_most(leg, extension, until, event, law)
    _within_cap(case, until, event, law)


def extension_refused(case: Case, event: CaseEvent, law: Law) -> None:
    """What was asked for is refused by who may grant it.

    Raises:
        Refused: nothing was asked for, or somebody else decides.
    """
    _asked(case, event, law)


def _extendable(case: Case, event: CaseEvent, law: Law) -> tuple[Leg, Extension]:
    clock = event.text("clock")
    able = [key for key, limit in law.limits.items() if limit.extension]
    one_of("may_not_extend", "可以延期的时限（clock）", clock, able)
    leg, extension = case.running(clock), law.limits[clock].extension
    if leg is None or extension is None:
        raise Refused("not_running", f"{law.limits[clock].title}没有在计时，无从延期")
    if leg.paused_at is not None:
        raise Refused(
            "paused",
            f"{law.limits[clock].title}自{local_time(leg.paused_at, law)}起暂停，恢复计时后再办延期",
        )
    return leg, extension


def _asked(case: Case, event: CaseEvent, law: Law) -> tuple[Leg, Extension]:
    leg, extension = _extendable(case, event, law)
    if leg.asked_at is None:
        raise Refused(
            "not_asked", f"{law.limits[event.text('clock')].title}没有待批的延期申请，应先申请"
        )
    post = legs.approver(leg, law.limits[event.text("clock")], law)
    if not may_act(case, law, event.by, post):
        label = law.organisation.label(post)
        raise Refused(
            "wrong_actor",
            f"延期应由{label}（{post}）审批，收到“{event.by or '自动流程'}”",
        )
    return leg, extension


def _within_most(
    leg: Leg, extension: Extension, until: datetime, event: CaseEvent, law: Law
) -> None:
    """The longest extension counts from the date without any: asked twice, it is not twice as long."""
    if not extension.most:
        return
    limit = law.limits[event.text("clock")]
    most = Amount.parse(extension.most)
    unextended = leg.until or legs.counted(leg, limit, law)[0]
    last = due(law.work_calendar, unextended, most, limit.policy).at.astimezone(UTC)
    if until > last:
        raise Refused(
            "too_long",
            f"{limit.title}最多延长{most.label}（{extension.cites or '本单位规定'}），"
            f"至{local_time(last, law)}为止，收到{local_time(until, law)}",
        )


def _within_cap(case: Case, until: datetime, event: CaseEvent, law: Law) -> None:
    limit = law.limits[event.text("clock")]
    cap = case.running(limit.within) if limit.within else None
    if cap is not None and legs.bounded(until, cap) < until:
        raise Refused(
            "beyond_cap",
            f"{limit.title}受{law.limits[limit.within].title}限制，"
            f"不能延至{local_time(cap.due, law)}以后，收到{local_time(until, law)}",
        )
