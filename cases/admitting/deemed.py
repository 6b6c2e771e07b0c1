"""Deemed approval: only on a legal basis in force, and only once the limit is exceeded."""

from cases.case import Case
from cases.events import CaseEvent
from cases.refusal import Refused
from regulations.law import Law


def deemed_approved(case: Case, event: CaseEvent, law: Law) -> None:
    """The pack has a legal basis, its limit is exceeded in this case, and no unit is deemed yet.

    Raises:
        Refused: it is not so.
    """
    del event
    basis = law.deemed_approval
    if basis is None:
        raise Refused(
            "no_legal_basis",
            "视为同意须有法律依据，本制度没有载明（deemed_approval），不得视为同意；请催办",
        )
    if basis.limit not in law.limits or not exceeded(case, basis.limit):
        limit = law.limits.get(basis.limit)
        title = limit.title if limit else basis.limit
        raise Refused("not_exceeded", f"{title}尚未届满，不得视为同意")
    if case.deemed_unit:
        raise Refused(
            "already_deemed", f"{law.organisation.label(case.deemed_unit)}已视为同意，不再重复"
        )


def issue_ordered(case: Case, event: CaseEvent, law: Law) -> None:
    """An order to issue follows a deemed approval.

    Raises:
        Refused: nothing was deemed.
    """
    del event, law
    if not case.deemed_unit:
        raise Refused(
            "not_deemed", "责令核发以视为同意为前提，应先登记视为同意（deemed_approved）"
        )


def not_for_want_of(case: Case, event: CaseEvent, law: Law) -> None:
    """Nobody may refuse for want of a consent that is deemed.

    Raises:
        Refused: the event's `want_of` is the deemed unit.
    """
    if case.deemed_unit and event.text("want_of") == case.deemed_unit:
        raise Refused(
            "deemed",
            f"{law.organisation.label(case.deemed_unit)}已视为同意，不得以缺少其意见为由"
            "退件或者拒绝办理",
        )


def exceeded(case: Case, clock: str) -> bool:
    """Whether a leg of the limit was ever exceeded: on record, whatever was extended since."""
    missed = any(breach.clock == clock for breach in case.breaches)
    return missed or any(leg.exceeded_at for leg in case.clocks.get(clock, ()))
