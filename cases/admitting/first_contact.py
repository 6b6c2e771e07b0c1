"""First contact: nobody stands in for themselves, accepts what was not offered, or names a leader's number."""

from cases.admitting.rule import known_person, known_unit, later_instant, texts
from cases.case import Case
from cases.cover import may_act
from cases.events import CaseEvent
from cases.refusal import Refused
from regulations.law import Law


def delegated(case: Case, event: CaseEvent, law: Law) -> None:
    """The delegate is known and another person; the owner may take a delegation back.

    Raises:
        Refused: it is not so.
    """
    delegate = event.text("delegate")
    known_person(delegate, law)
    taken_back = bool(case.delegate) and delegate == case.owner
    if taken_back:
        return
    if any(law.organisation.same_person(delegate, own) for own in (event.by, case.owner) if own):
        raise Refused(
            "delegate_is_self",
            f"受托接待人应为本人以外的人员，收到“{delegate}”（首问责任人 {case.owner}）；"
            "请填写其他人员，首问责任不因委托转移",
        )


def introduced(case: Case, event: CaseEvent, law: Law) -> None:
    """The unit is one of the organisation.

    Raises:
        Refused: it is not.
    """
    del case
    known_unit(event.text("to_unit"), law)


def ownership_accepted(case: Case, event: CaseEvent, law: Law) -> None:
    """A named person of the unit to which the requester was introduced accepts.

    Raises:
        Refused: nobody was introduced, or somebody else accepts.
    """
    unit = case.introduced
    if not unit:
        raise Refused(
            "not_introduced",
            "尚未把来访人引导或介绍到部门，没有可接受的首问责任；请先登记引导或介绍",
        )
    person = law.organisation.staff.get(event.by)
    if person is None or person.unit != unit:
        known = "、".join(k for k, who in law.organisation.staff.items() if who.unit == unit)
        raise Refused(
            "not_the_named_person",
            f"首问责任应由{law.organisation.label(unit)}的具体工作人员（{known or '没有'}）接受，"
            f"收到“{event.by or '（没有人）'}”",
        )


def passed_to_superior(case: Case, event: CaseEvent, law: Law) -> None:
    """There is somebody above.

    Raises:
        Refused: nobody is.
    """
    person = event.by or case.owner
    if not law.organisation.line_manager(person):
        raise Refused("no_superior", f"{person} 没有上级岗位，不能再向上转移，应由本人办理")


def contact_attempted(case: Case, event: CaseEvent, law: Law) -> None:
    """Whoever was tried to be reached is known: a person, post or unit, or the requester.

    Raises:
        Refused: nobody of that key.
    """
    del case
    whom = event.text("whom")
    if whom != "requester" and not law.organisation.knows(whom):
        known = "、".join(("requester", *law.organisation.posts, *law.organisation.staff))
        raise Refused(
            "unknown_person", f"联系对象应为人员、岗位、部门或 requester（{known}），收到“{whom}”"
        )


def leader_known(case: Case, event: CaseEvent, law: Law) -> None:
    """The leader is a person or post of the organisation.

    Raises:
        Refused: it is not so.
    """
    del case
    known_person(event.text("leader"), law)


def consent(case: Case, event: CaseEvent, law: Law) -> None:
    """Only the leader, or who acts for that post, says whether a contact may be given (R170).

    Raises:
        Refused: somebody else says so.
    """
    leader = event.text("leader")
    known_person(leader, law)
    allowed = may_act(case, law, event.by, leader) or law.organisation.same_person(
        event.by, leader
    )
    if not event.by or not allowed:
        raise Refused(
            "not_the_leader",
            f"是否告知联系方式应由{law.organisation.label(leader)}（{leader}）本人决定，"
            f"收到“{event.by or '（没有人）'}”；请先请示",
        )


def contact_disclosed(case: Case, event: CaseEvent, law: Law) -> None:
    """A leader's contact is given only with that leader's consent (R170).

    Raises:
        Refused: there is no consent.
    """
    leader = event.text("leader")
    known_person(leader, law)
    if not any(law.organisation.same_person(one, leader) for one in case.consents):
        given = "、".join(case.consents) or "没有人"
        raise Refused(
            "no_consent",
            f"告知领导联系方式应先经 {leader} 本人许可，现在许可的有：{given}；请先征得许可",
        )


def promised(case: Case, event: CaseEvent, law: Law) -> None:
    """The promised instant is ahead and has an offset.

    Raises:
        Refused: it is not so.
    """
    del case
    later_instant("承诺完成时间（promised_at）", event.data.get("promised_at"), event.at, law)


def units_told(case: Case, event: CaseEvent, law: Law) -> None:
    """The units are a list, in their order, of units of the organisation.

    Raises:
        Refused: it is not so.
    """
    del case
    units = texts(event.data.get("units"))
    if not units:
        raise Refused(
            "no_units", f"units 应为按办理先后排列的部门列表，收到“{event.data.get('units')}”"
        )
    for unit in units:
        known_unit(unit, law)
