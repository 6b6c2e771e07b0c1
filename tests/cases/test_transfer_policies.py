"""Five regimes of transfer, as data: what may be done with a slip, and where a case may go."""

from typing import Any

import pytest

from cases.commands import ReportAbsence
from regulations.conduct import Count
from regulations.law import Law
from tests.cases.driving import Course, a_course, handed_over, law_on
from tests.cases.telling import DAY, tell, told_no, with_people


def under(**policy: Any) -> Law:
    """Return the library's law with another policy of transfer."""
    law = law_on(DAY)
    return law.model_copy(
        update={"transfer_policy": law.transfer_policy.model_copy(update=policy)}
    )


NO_WAY_BACK = {
    "may_return": False,
    "may_forward": False,
    "coordinator": "librarian",
    "cites": "第三条",
    "rule": "R155",
}


def wrongly_routed(state: str = "sent") -> Course:
    """Return a case that the stacks may neither return nor pass on."""
    course = handed_over(law=under(**NO_WAY_BACK))
    if state == "received":
        course.do("sign", "st-09", "accept", handler="st-01", difficulty="normal")
    return course


@pytest.mark.parametrize(
    ("event", "data"),
    [
        pytest.param("handover_returned", {"opinion": "不属"}, id="returned"),
        pytest.param(
            "handover_forwarded", {"opinion": "不属", "to_unit": "network"}, id="forwarded"
        ),
    ],
)
def test_the_wrongly_chosen_unit_must_serve(event: str, data: dict[str, Any]) -> None:
    """It is told by which article, and where it may take its dispute (R155)."""
    refused = told_no(wrongly_routed(), event, "st-09", **data)

    assert refused.reason.startswith("may_not_")
    assert "第三条（R155）" in str(refused)
    assert "应由典藏部办理" in str(refused)
    assert "馆长提出" in str(refused)


def test_a_unit_that_took_the_slip_in_does_not_send_the_case_on_by_a_new_one() -> None:
    """A second slip is no way round the policy; where slips may go on, it is one (R155)."""
    refused = told_no(wrongly_routed("received"), "handover_sent", "st-01", to_unit="network")

    assert "may_not_pass_on" == refused.reason
    assert "不允许再次转出" in refused.sentence

    free = handed_over(law=under(**NO_WAY_BACK | {"may_forward": True}))
    free.do("sign", "st-09", "accept", handler="st-01", difficulty="normal")
    tell(free, "handover_sent", "st-01", to_unit="network")
    assert "network" == free.case.unit


@pytest.mark.parametrize("state", ["sent", "received"])
def test_a_dispute_is_settled_by_the_coordinator_and_moves_nothing(state: str) -> None:
    """The unit goes on serving, before and after (R155, R156)."""
    course = wrongly_routed(state)
    unit, handler = course.case.unit, course.case.handler

    (disputed,) = tell(course, "misroute_disputed", "st-01", reason="应属技术部")
    (settled,) = tell(course, "misroute_settled", "of-09", decision="今后转技术部")

    assert ("TS-1-S1", "stacks", "service") == tuple(
        disputed.data[name] for name in ("slip", "unit", "from_unit")
    )
    assert "今后转技术部" == settled.data["decision"]
    assert (unit, handler) == (course.case.unit, course.case.handler)


def test_a_dispute_is_settled_once_and_may_be_raised_again() -> None:
    """Nothing waits after it was settled; the same slip may be disputed on new grounds."""
    course = wrongly_routed()
    assert "not_disputed" == told_no(course, "misroute_settled", "of-09", decision="不变").reason
    tell(course, "misroute_disputed", "st-01", reason="应属技术部")
    assert (
        "already_disputed" == told_no(course, "misroute_disputed", "st-01", reason="再提").reason
    )

    tell(course, "misroute_settled", "of-09", decision="不变")

    assert "not_disputed" == told_no(course, "misroute_settled", "of-09", decision="再议").reason
    tell(course, "misroute_disputed", "st-01", reason="另有依据")


def test_only_the_receiver_disputes_and_only_the_coordinator_settles() -> None:
    """Neither the sender nor the receiver settles (R156)."""
    course = wrongly_routed()

    assert "典藏部" in str(told_no(course, "misroute_disputed", "sv-01", reason="转错"))
    tell(course, "misroute_disputed", "st-01", reason="应属技术部")
    refused = told_no(course, "misroute_settled", "st-09", decision="退回")

    assert "not_the_coordinator" == refused.reason
    assert "馆长（librarian）" in str(refused)


def test_without_a_slip_or_a_coordinator_there_is_nothing_to_dispute() -> None:
    """The refusal says what is missing."""
    assert "no_handover" == told_no(a_course(), "misroute_disputed", "sv-01", reason="转错").reason
    refused = told_no(handed_over(), "misroute_disputed", "st-01", reason="转错")
    assert "transfer_policy.coordinator" in str(refused)


@pytest.mark.parametrize("event", ["handover_sent", "handover_forwarded", "lead_named"])
def test_a_case_does_not_leave_the_circle(event: str) -> None:
    """No circulation outside the hall (R123): sent, forwarded or led from there alike."""
    law = under(circulates_within=("service", "stacks"), cites="三、2", rule="R123")
    course = handed_over(law=law)

    refused = told_no(course, event, to_unit="network", lead="network", opinion="不属")

    assert "outside_circle" == refused.reason
    assert "读者服务部、典藏部 之间" in str(refused)
    assert "三、2（R123）" in str(refused)


def test_within_the_circle_it_moves() -> None:
    """What lies within is let through."""
    course = handed_over(law=under(circulates_within=("service", "stacks", "network")))

    tell(course, "handover_forwarded", "st-09", opinion="不属", to_unit="network")

    assert "network" == course.case.unit


MOVES = {"acceptance_moves_ownership": True, "rule": "R220", "cites": "第五条"}


def test_who_accepts_becomes_the_owner() -> None:
    """The named person who accepts answers from then on, and the unit with them (R217, R220)."""
    course = handed_over(law=under(**MOVES))

    facts = tell(course, "handover_received", "st-01", handler="st-01")

    assert ["handover_received", "handler_named", "ownership_accepted"] == [
        fact.kind for fact in facts if not fact.kind.startswith("clock")
    ]
    assert ("st-01", "stacks", "st-01") == (
        course.case.owner,
        course.case.owner_unit,
        course.case.handler,
    )


def test_the_head_may_lay_it_on_a_person_of_the_unit() -> None:
    """The head signs and names who is bound."""
    course = handed_over(law=under(**MOVES))

    tell(course, "handover_received", "st-09", handler="st-01")

    assert "st-01" == course.case.owner


def test_while_the_head_is_away_their_stand_in_may() -> None:
    """Else nobody could, and the slip would wait for the head."""
    law = with_people(under(**MOVES), staff={"st-09": {"backup": "nw-01"}})
    course = handed_over(law=law)
    assert "not_accepted_by_handler" == (
        told_no(course, "handover_received", "nw-01", handler="st-01").reason
    )
    course.give(ReportAbsence(actor="of-09", person="st-09"))

    tell(course, "handover_received", "nw-01", handler="st-01")

    assert "st-01" == course.case.owner


@pytest.mark.parametrize(
    ("by", "handler", "reason"),
    [
        pytest.param("st-09", "", "handler_required", id="nobody is named"),
        pytest.param("st-01", "st-09", "not_accepted_by_handler", id="laid on somebody else"),
        pytest.param("st-01", "nw-01", "unknown_handler", id="of another unit"),
    ],
)
def test_ownership_is_not_laid_on_anybody(by: str, handler: str, reason: str) -> None:
    """Without a named person, or on somebody who has not accepted, it stays where it is."""
    course = handed_over(law=under(**MOVES))

    assert reason == told_no(course, "handover_received", by, handler=handler).reason
    assert "sv-01" == course.case.owner


def test_elsewhere_the_owner_stays() -> None:
    """Where the policy does not move it, acceptance leaves the owner bound."""
    course = handed_over()

    tell(course, "handover_received", "st-01", handler="st-01")

    assert "sv-01" == course.case.owner


def test_a_count_judges_loops() -> None:
    """What the case finds by itself is a breach where the pack says so (R57, R155)."""
    count = Count(title="不得推诿", event="transfer_looped", at_most=0, cites="五、4", rule="R57")
    law = law_on(DAY).model_copy(update={"counts": {"loops": count}})
    course = handed_over(law=law)

    tell(course, "handover_forwarded", "st-09", opinion="不属", to_unit="network")
    assert [] == course.case.breaches
    tell(course, "handover_forwarded", "nw-09", opinion="不属", to_unit="service")

    (breach,) = course.case.breaches
    assert ("loops", "R57", 1) == (breach.clock, breach.rule, breach.leg)
