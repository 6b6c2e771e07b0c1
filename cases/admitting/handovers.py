"""Handovers: what a regulation lets a unit do with a slip, and where a case may go.

No regulation lets a slip be refused: there is no such event.
"""

from collections.abc import Sequence

from cases.admitting.basis import basis
from cases.admitting.rule import known_unit
from cases.case import Case, Handover
from cases.cover import may_act
from cases.events import CaseEvent
from cases.refusal import Refused
from regulations.law import Law


def sent(case: Case, event: CaseEvent, law: Law) -> None:
    """To another unit, within those between which a case may move.

    A unit that took a slip in sends the case on only where the regulation lets slips go on (R155).

    Raises:
        Refused: it is not so.
    """
    known_unit(event.text("to_unit"), law)
    taken = case.handover
    if (
        taken is not None
        and (taken.state, taken.to_unit) == ("received", case.unit)
        and not law.transfer_policy.may_forward
    ):
        raise Refused("may_not_pass_on", _must_serve("再次转出", taken, law))
    if event.text("to_unit") == case.unit:
        raise Refused(
            "same_unit", f"案件已在{law.organisation.label(case.unit)}办理，应转交其他部门"
        )
    within_circle(event.text("to_unit"), law)


def within_circle(unit: str, law: Law) -> None:
    """Let a unit through to which a case may move (R123).

    Raises:
        Refused: the case may not go there.
    """
    circle = law.transfer_policy.circulates_within
    if circle and unit not in circle:
        labels = names(circle, law)
        raise Refused(
            "outside_circle",
            f"{basis(law.transfer_policy, law)}：案件只在 {labels} 之间办理，不得转往"
            f"{law.organisation.label(unit)}；请由其中的部门办理，或者请示、会商",
        )


def received(case: Case, event: CaseEvent, law: Law) -> None:
    """A slip waits, and who is to handle is named where that person becomes the owner.

    Raises:
        Refused: no slip waits, nobody or the wrong one is named.
    """
    handover = waiting(case)
    if event.text("handler"):
        handler_named(case, event, law)
    if law.transfer_policy.acceptance_moves_ownership:
        _named_to_own(case, handover, event, law)


def _named_to_own(case: Case, handover: Handover, event: CaseEvent, law: Law) -> None:
    """Ownership is accepted by the one who takes it, or laid down by the unit's head or stand-in."""
    handler, organisation = event.text("handler"), law.organisation
    unit = organisation.label(handover.to_unit)
    if not handler:
        raise Refused(
            "handler_required",
            f"{basis(law.transfer_policy, law)}：接受处理单即成为首问责任人，"
            f"签收时应写明{unit}的具体承办人（handler），收到的是空白",
        )
    head = organisation.units[handover.to_unit].head
    allowed = event.by == handler or (head and may_act(case, law, event.by, head))
    if event.by and not allowed:
        raise Refused(
            "not_accepted_by_handler",
            f"首问责任应由承办人 {handler} 本人接受，或者由{unit}负责人指定，收到“{event.by}”的签收",
        )


def returned(case: Case, event: CaseEvent, law: Law) -> None:
    """The regulation lets slips go back, with an opinion.

    Raises:
        Refused: it does not (R155), or there is no opinion.
    """
    handover = waiting(case)
    if not law.transfer_policy.may_return:
        raise Refused("may_not_return", _must_serve("退还", handover, law))
    _opinion(event, law)


def forwarded(case: Case, event: CaseEvent, law: Law) -> None:
    """The regulation lets slips go on, with an opinion, to a unit where they may go.

    Raises:
        Refused: it is not so.
    """
    handover = waiting(case)
    if not law.transfer_policy.may_forward:
        raise Refused("may_not_forward", _must_serve("再次转出", handover, law))
    _opinion(event, law)
    sent(case, event, law)


def _must_serve(what: str, handover: Handover, law: Law) -> str:
    unit = law.organisation.label(handover.to_unit)
    coordinator = law.transfer_policy.coordinator
    then = (
        f"；认为转错的，办理的同时向{law.organisation.label(coordinator)}提出"
        if coordinator
        else ""
    )
    return (
        f"{basis(law.transfer_policy, law)}：不允许{what}处理单 {handover.slip}，"
        f"应由{unit}办理{then}"
    )


def handler_named(case: Case, event: CaseEvent, law: Law) -> None:
    """Whoever handles belongs to the handling unit.

    Raises:
        Refused: they do not.
    """
    person = law.organisation.staff.get(event.text("handler"))
    if person is None or person.unit != case.unit:
        unit = law.organisation.label(case.unit)
        known = "、".join(k for k, who in law.organisation.staff.items() if who.unit == case.unit)
        raise Refused(
            "unknown_handler",
            f"承办人应为{unit}的人员（{known}），收到“{event.text('handler')}”",
        )


def misroute_disputed(case: Case, event: CaseEvent, law: Law) -> None:
    """The unit that has the slip says that it came to the wrong one; it goes on serving (R156).

    Raises:
        Refused: another unit says so, it was said before, or nobody may settle it.
    """
    handover = case.handover
    if handover is None or handover.state not in {"sent", "received"}:
        raise Refused("no_handover", "没有转来的处理单，谈不上转错；请先有转交再提出")
    coordinator = law.transfer_policy.coordinator
    if not coordinator:
        raise Refused(
            "no_coordinator", "本制度没有设置协调人（transfer_policy.coordinator），不受理转错争议"
        )
    if event.by and not may_act(case, law, event.by, handover.to_unit):
        unit = law.organisation.label(handover.to_unit)
        raise Refused(
            "not_the_receiver",
            f"转错应由接收部门（{unit}）的人员提出，{event.by} 不是其人员",
        )
    if handover.disputed_at is not None and handover.settled_at is None:
        raise Refused(
            "already_disputed",
            f"处理单 {handover.slip} 的争议已提出，正等待{law.organisation.label(coordinator)}处理",
        )


def misroute_settled(case: Case, event: CaseEvent, law: Law) -> None:
    """Only the coordinator settles where a slip should have gone (R156).

    Raises:
        Refused: nothing is disputed, or somebody else settles it.
    """
    handover = disputed(case)
    if handover is None:
        raise Refused("not_disputed", "没有等待处理的转错争议；应先由接收部门提出")
    coordinator = law.transfer_policy.coordinator
    if event.by and not may_act(case, law, event.by, coordinator):
        label = law.organisation.label(coordinator)
        raise Refused(
            "not_the_coordinator",
            f"{basis(law.transfer_policy, law)}：转错争议应由{label}（{coordinator}）处理，"
            f"收到“{event.by}”",
        )


def disputed(case: Case) -> Handover | None:
    """Return the handover whose dispute waits to be settled, the oldest first."""
    open_ones = (one for one in case.handovers if one.disputed_at and one.settled_at is None)
    return next(open_ones, None)


def waiting(case: Case) -> Handover:
    """Return the handover that waits for a signature.

    Raises:
        Refused: none does.
    """
    handover = case.handover
    if handover is None or handover.state != "sent":
        raise Refused("no_handover", "没有等待签收的转交")
    return handover


def names(units: Sequence[str], law: Law) -> str:
    """Return the titles of units, in order."""
    return "、".join(law.organisation.label(unit) for unit in units)


def _opinion(event: CaseEvent, law: Law) -> None:
    if law.transfer_policy.opinion_required and not event.text("opinion").strip():
        raise Refused("opinion_required", "退还或转出处理单应签注明确意见（opinion）")
