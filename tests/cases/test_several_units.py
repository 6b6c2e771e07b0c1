"""Several units: a coordination slip, one that leads, each speaks for itself, silence has its law."""

from datetime import date
from typing import Any

import pytest

from activities.contracts import JOB_DATA
from cases.functions import case_functions
from cases.job_data import JobContext, job_data
from regulations.law import Law
from regulations.standing_in import GravityTier, LegalBasis
from tests.cases.driving import Course, a_course, law_on
from tests.cases.telling import DAY, tell, told_no

ACT = LegalBasis(document="江畔市会商规定第九条", since=date(2026, 1, 1), cites="第九条")


def coordinated(**changed: Any) -> Law:
    """Return the library's law with a coordinator and a coordination slip."""
    law = law_on(DAY)
    policy = law.transfer_policy.model_copy(
        update={"coordinator": "librarian", "coordination_slip": "slip", "rule": "R152"}
    )
    return law.model_copy(update={"transfer_policy": policy, **changed})


def called(law: Law | None = None) -> Course:
    """Return a case about which the stacks and the network unit were called."""
    course = a_course(law=law or coordinated())
    tell(course, "consultation_called", "sv-01", units=["stacks", "network"])
    return course


def ask(course: Course, name: str) -> object:
    """Return what a function of the case gives."""
    stepping = course.proceeding.stepping
    functions = case_functions(course.case, stepping.law, stepping.clocks, lambda: course.now)
    return functions[name]()


def test_a_coordination_slip_is_made_out() -> None:
    """It has its own number, form and fields; the case stays where it is (R152)."""
    course = a_course(law=coordinated())

    (fact,) = tell(
        course,
        "coordination_requested",
        "sv-01",
        units=["stacks", "network"],
        reason="须两部门",
        problem="缺页且系统查不到",
    )

    assert ("TS-1-C1", "slip", "service") == tuple(
        fact.data[name] for name in ("slip", "slip_type", "from_unit")
    )
    (slip,) = course.case.coordinations
    assert {"problem": "缺页且系统查不到"} == slip.content
    assert ("stacks", "network") == slip.units
    assert "service" == course.case.unit


def test_the_coordination_slip_goes_to_the_coordinator_then_to_the_lead() -> None:
    """The other units concerned get copies; the contract of the job is that of every slip."""
    course = a_course(law=coordinated())
    tell(course, "coordination_requested", "sv-01", units=["stacks", "network"], reason="须两部门")
    stepping = course.proceeding.stepping
    context = JobContext(
        course.case, stepping.law, stepping.clocks, {"slip": "coordination"}, course.now
    )

    before = job_data("transfers.send_slip", context)
    tell(course, "lead_named", "of-09", lead="stacks")
    after = job_data("transfers.send_slip", context)

    assert ("office", ["of-09"]) == (before["to_unit"], before["recipients"])
    assert ("stacks", ["st-09"], ["network", "office"]) == (
        after["to_unit"],
        after["recipients"],
        after["copies"],
    )
    assert JOB_DATA["transfers.send_slip"].model_validate(after)


def test_without_a_form_for_it_there_is_no_slip() -> None:
    """A regulation without a coordination slip records the request as before."""
    course = a_course()

    (fact,) = tell(course, "coordination_requested", "sv-01", units=["stacks"], reason="须协调")

    assert {"units": ["stacks"], "reason": "须协调", "by": "sv-01"} == fact.data
    assert [] == course.case.coordinations


def test_the_lead_handles_and_the_others_support() -> None:
    """The unit named to lead is answerable from then on; the rest of those called support it (R152)."""
    course = called()

    (fact,) = tell(course, "lead_named", "of-09", lead="stacks")

    assert ("stacks", ["network"], "service", "stacks") == tuple(
        fact.data[name] for name in ("lead", "supporting", "from_unit", "unit")
    )
    assert ("stacks", "stacks", ("network",)) == (
        course.case.unit,
        course.case.lead,
        course.case.supporting,
    )
    assert ("stacks", ["network"]) == (ask(course, "lead_unit"), ask(course, "supporting_units"))
    assert "sv-01" == course.case.owner


def test_a_unit_that_handles_already_keeps_its_handler() -> None:
    """Naming it to lead takes nothing from whoever handles there."""
    course = called()
    tell(course, "handler_named", "sv-09", handler="sv-02")
    course.case.units = ("service", "network")

    tell(course, "lead_named", "of-09", lead="service", supporting=["network"])

    assert ("service", "sv-02") == (course.case.unit, course.case.handler)


@pytest.mark.parametrize(
    ("by", "data", "reason"),
    [
        pytest.param("sv-01", {"lead": "stacks"}, "not_the_coordinator", id="by another"),
        pytest.param("of-09", {"lead": "attic"}, "unknown_unit", id="unknown"),
        pytest.param("of-09", {"lead": "office"}, "not_concerned", id="not called"),
        pytest.param(
            "of-09",
            {"lead": "stacks", "supporting": ["attic"]},
            "unknown_unit",
            id="unknown support",
        ),
        pytest.param(
            "of-09",
            {"lead": "stacks", "supporting": ["stacks", "network"]},
            "supports_itself",
            id="supports itself",
        ),
        pytest.param(
            "of-09",
            {"lead": "stacks", "supporting": ["network", "network"]},
            "supports_itself",
            id="named twice",
        ),
    ],
)
def test_who_may_not_lead(by: str, data: dict[str, Any], reason: str) -> None:
    """Only one of the units concerned leads, and only the coordinator says which."""
    course = called()

    assert reason == told_no(course, "lead_named", by, **data).reason
    assert "" == course.case.lead


def test_each_unit_speaks_for_itself() -> None:
    """Its own people give its opinion; who has not spoken is known."""
    course = called()
    assert ["stacks", "network"] == ask(course, "silent_units")

    (fact,) = tell(course, "unit_opined", "st-01", opinion="可以补页")

    assert ("stacks", "可以补页") == (fact.data["unit"], fact.data["opinion"])
    assert ["network"] == ask(course, "silent_units")
    assert (
        "not_of_the_unit"
        == told_no(course, "unit_opined", "st-01", unit="network", opinion="无意见").reason
    )
    assert "not_called" == told_no(course, "unit_opined", "of-09", opinion="同意").reason


def signed(unit: str, person: str) -> dict[str, str]:
    """Return a unit's signed opinion, as a form of the one that settles gathers it."""
    return {"unit": unit, "opinion": "同意", "signed_by": person}


@pytest.mark.parametrize(
    ("signatures", "reason"),
    [
        pytest.param([signed("stacks", "st-01")], "unsigned", id="a unit is missing"),
        pytest.param([signed("stacks", "st-01"), signed("network", "st-09")], "not_of_the_unit",
                     id="signed by another unit"),
        pytest.param([signed("stacks", "st-01"), signed("network", "nobody")], "not_of_the_unit",
                     id="signed by nobody"),
        pytest.param([signed("stacks", "st-01"), signed("office", "of-09")], "not_called",
                     id="a unit that was not called"),
        pytest.param([signed("stacks", "st-01"), signed("cellar", "nw-01")], "unknown_unit",
                     id="a unit that is none"),
    ],
)  # fmt: skip
def test_an_opinion_is_settled_once_every_unit_has_signed(
    signatures: list[dict[str, str]], reason: str
) -> None:
    """Silence is no consent here either, and nobody signs for another unit (R102, R103)."""
    course = called()

    refused = told_no(course, "opinion_settled", "of-09", opinion="补页", signatures=signatures)

    assert reason == refused.reason
    both = [signed("stacks", "st-01"), signed("network", "nw-01")]
    tell(course, "opinion_settled", "of-09", opinion="补页", signatures=both)
    assert "补页" == course.case.opinion


def test_who_gave_an_opinion_before_need_not_sign_once_more() -> None:
    """Nor one that is taken to agree by law."""
    course = called(coordinated(consent_by_absence=ACT))
    tell(course, "unit_opined", "st-01", opinion="可以补页")
    tell(course, "consent_deemed", unit="network")

    tell(
        course, "opinion_settled", "of-09", opinion="补页", signatures=[signed("stacks", "st-01")]
    )

    assert "补页" == course.case.opinion


def test_a_new_consultation_asks_everybody_again() -> None:
    """What was said about the earlier question counts no more."""
    course = called()
    tell(course, "unit_opined", "st-01", opinion="可以补页")

    tell(course, "consultation_called", "sv-01", units=["stacks", "network"])

    assert ["stacks", "network"] == ask(course, "silent_units")


def test_silence_is_no_consent_without_an_act() -> None:
    """The refusal says that there is no legal basis."""
    refused = told_no(called(), "consent_deemed", "of-09", unit="network")

    assert "no_legal_basis" == refused.reason
    assert "法律依据" in str(refused)


def test_with_an_act_silence_is_consent_and_the_fact_names_it() -> None:
    """Only of a unit that was called and said nothing."""
    course = called(coordinated(consent_by_absence=ACT))
    tell(course, "unit_opined", "st-01", opinion="可以补页")
    assert "has_opined" == told_no(course, "consent_deemed", unit="stacks").reason
    assert "not_called" == told_no(course, "consent_deemed", unit="office").reason

    (fact,) = tell(course, "consent_deemed", unit="network")

    assert ("network", "江畔市会商规定第九条") == (fact.data["unit"], fact.data["document"])
    assert [] == ask(course, "silent_units")


def test_a_late_opinion_stands_above_deemed_consent() -> None:
    """Who speaks after all is heard."""
    course = called(coordinated(consent_by_absence=ACT))
    tell(course, "consent_deemed", unit="network")

    tell(course, "unit_opined", "nw-09", opinion="不同意")

    assert () == course.case.consented
    assert {"network": "不同意"} == course.case.opinions


def test_gravity_says_where_a_matter_goes() -> None:
    """Three tiers, each with its unit or post (R190)."""
    law = law_on(DAY).model_copy(
        update={"gravity": {"grave": GravityTier(title="重大", to="librarian", rule="R190")}}
    )
    course = a_course(law=law)
    assert "事项轻重应为 grave 之一" in str(told_no(course, "gravity_set", "sv-01", gravity="大"))

    (fact,) = tell(course, "gravity_set", "sv-01", gravity="grave")

    assert ("grave", "librarian") == (fact.data["gravity"], fact.data["to"])
    assert ("grave", "librarian") == (ask(course, "gravity"), ask(course, "gravity_to"))


def test_nobody_asks_instruction_of_himself() -> None:
    """Whom to ask is somebody else, and known."""
    course = a_course()

    assert (
        "asks_itself"
        == told_no(
            course, "instruction_requested", "sv-09", reason="难", whom="service-head"
        ).reason
    )
    assert (
        "unknown_person"
        == told_no(course, "instruction_requested", "sv-09", reason="难", whom="nobody").reason
    )
    (fact,) = tell(course, "instruction_requested", "sv-09", reason="难", whom="librarian")
    assert "librarian" == fact.data["whom"]
