"""Several units: who may name the lead, who speaks for a unit, and when silence is consent."""

from collections.abc import Mapping

from cases.admitting.basis import basis
from cases.admitting.handovers import names, within_circle
from cases.admitting.rule import known_person, known_unit, one_of, texts
from cases.case import Case
from cases.cover import may_act
from cases.events import CaseEvent
from cases.refusal import Refused
from regulations.law import Law


def units_known(case: Case, event: CaseEvent, law: Law) -> None:
    """Units that are called are units of the organisation.

    Raises:
        Refused: one of them is not.
    """
    del case
    for unit in texts(event.data.get("units")):
        known_unit(unit, law)


def lead_named(case: Case, event: CaseEvent, law: Law) -> None:
    """The coordinator names one of the units concerned to lead, and the others to support it (R152).

    Raises:
        Refused: somebody else does, or the units are not those concerned.
    """
    coordinator = law.transfer_policy.coordinator
    if coordinator and event.by and not may_act(case, law, event.by, coordinator):
        label = law.organisation.label(coordinator)
        raise Refused(
            "not_the_coordinator",
            f"{basis(law.transfer_policy, law)}：主办部门应由{label}（{coordinator}）指定，"
            f"收到“{event.by}”",
        )
    lead, supporting = event.text("lead"), texts(event.data.get("supporting"))
    known_unit(lead, law)
    if case.units:
        one_of("not_concerned", "主办部门", lead, case.units)
    within_circle(lead, law)
    for unit in supporting:
        known_unit(unit, law)
    if lead in supporting or len(set(supporting)) != len(supporting):
        raise Refused(
            "supports_itself",
            f"协办部门应各不相同，也不含主办部门“{lead}”，收到“{names(supporting, law)}”",
        )


def unit_opined(case: Case, event: CaseEvent, law: Law) -> None:
    """A unit's opinion is given by its own people (R102).

    Raises:
        Refused: by somebody else, or for a unit that was not called.
    """
    unit = opining_unit(case, event, law)
    known_unit(unit, law)
    called = concerned(case)
    if called:
        one_of("not_called", "发表意见的部门", unit, called)
    if event.by and not may_act(case, law, event.by, unit):
        own = law.organisation.unit_of(event.by)
        raise Refused(
            "not_of_the_unit",
            f"{law.organisation.label(unit)}的意见应由本部门人员提出，"
            f"{event.by} 属于{law.organisation.label(own) or '（不明）'}",
        )


def opining_unit(case: Case, event: CaseEvent, law: Law) -> str:
    """Return the unit whose opinion it is: the one named, else that of whoever speaks."""
    named = event.data.get("unit")
    if isinstance(named, dict):
        named = named.get("unit")
    return str(named) if named else law.organisation.unit_of(event.by) or case.unit


def concerned(case: Case) -> tuple[str, ...]:
    """Return the units that were called or named, each once, in order."""
    named = (*case.units, *((case.lead,) if case.lead else ()), *case.supporting)
    return tuple(dict.fromkeys(named))


def silent(case: Case) -> list[str]:
    """Return the units concerned that have said nothing and are not taken to agree, in order."""
    spoken = (*case.opinions, *case.consented)
    return [unit for unit in concerned(case) if unit not in spoken]


def consent_deemed(case: Case, event: CaseEvent, law: Law) -> None:
    """Silence is consent only where an act says so, of a unit that was called and said nothing.

    Raises:
        Refused: there is no such act, the unit was not called, or it has spoken.
    """
    if law.consent_by_absence is None:
        raise Refused(
            "no_legal_basis",
            "缺席、逾期不答视为同意须有法律依据（consent_by_absence），本制度没有；"
            "请催促该部门明确表示意见",
        )
    unit = event.text("unit")
    one_of("not_called", "视为同意的部门", unit, concerned(case))
    if unit in case.opinions:
        raise Refused(
            "has_opined",
            f"{law.organisation.label(unit)}已经表示意见“{case.opinions[unit]}”，不能视为同意",
        )


def opinion_settled(case: Case, event: CaseEvent, law: Law) -> None:
    """Where the units' signed opinions are gathered, no unit is missing and each speaks for itself (R102, R103).

    Units that gave their opinion before, or are taken to agree by law, need not sign once more.

    Raises:
        Refused: a unit that was called has not signed, was not called, or somebody else signed for it.
    """
    signatures = event.data.get("signatures")
    if not isinstance(signatures, list | tuple):
        return
    signed = [one for one in signatures if isinstance(one, Mapping)]
    for one in signed:
        _signed_for_itself(str(one.get("unit")), str(one.get("signed_by")), case, law)
    units = [str(one.get("unit")) for one in signed]
    missing = [unit for unit in silent(case) if unit not in units]
    if missing:
        raise Refused(
            "unsigned",
            f"{names(missing, law)}还没有签字意见，意见尚不明确；请催其签字，"
            "意见不一致的照规定请示",
        )


def _signed_for_itself(unit: str, person: str, case: Case, law: Law) -> None:
    known_unit(unit, law)
    called = concerned(case)
    if called:
        one_of("not_called", "签字的部门", unit, called)
    if not may_act(case, law, person, unit):
        own = law.organisation.unit_of(person)
        raise Refused(
            "not_of_the_unit",
            f"{law.organisation.label(unit)}的意见应由本部门人员签字，"
            f"{person} 属于{law.organisation.label(own) or '（不明）'}",
        )


def gravity_set(case: Case, event: CaseEvent, law: Law) -> None:
    """The gravity is one that the regulation knows (R190).

    Raises:
        Refused: it is not.
    """
    del case
    one_of("unknown_gravity", "事项轻重", event.text("gravity"), law.gravity)


def instruction_requested(case: Case, event: CaseEvent, law: Law) -> None:
    """Whoever is asked is known, and is not who asks.

    Raises:
        Refused: it is not so.
    """
    del case
    whom = event.text("whom")
    if not whom:
        return
    known_person(whom, law)
    if event.by and law.organisation.same_person(event.by, whom):
        raise Refused("asks_itself", f"请示应报本人以外的上级，收到“{whom}”；请填写上一级领导")
