"""Complaints: each step in its order, by who may take it; nobody investigates or judges himself."""

from typing import Any

import pytest

from cases import saving
from cases.cover import may_act
from tests.cases.driving import Course, a_course, at
from tests.cases.telling import tell, told_no
from workflows.screen import current_details

PARTS = {
    "characterisation": "态度问题",
    "responsibility": "当班人员",
    "measures": "批评教育",
    "rectification": "公示服务用语",
}
TOLD = {"findings": "属实", "disposition": "批评教育", "rectification_state": "已公示"}


PLANNED = (
    "rectification_planned",
    "nw-01",
    {"measures": "培训", "deadline": "2026-10-20T18:00:00+08:00"},
)


def complaint(upto: str = "", against: str = "st-01") -> Course:
    """Return a complaint that has come to a step."""
    course = a_course()
    course.case.against = against
    for kind, by, data in STEPS:
        if not upto:
            break
        tell(course, kind, by, **data)
        if kind == upto:
            break
    return course


STEPS: list[tuple[str, str, dict[str, Any]]] = [
    ("complaint_accepted", "sv-01", {}),
    ("investigator_named", "sv-09", {"investigator": "nw-01"}),
    ("investigated", "nw-01", {"findings": "属实"}),
    ("disposition_proposed", "nw-01", PARTS),
    ("disposition_approved", "of-09", {}),
    ("rectified", "nw-01", {"result": "已批评教育"}),
    ("complaint_fed_back", "sv-01", TOLD),
    ("archived", "sv-01", {}),
]


def test_from_acceptance_to_the_file() -> None:
    """Every step is a fact; the file holds its course (R262, R283 to R290)."""
    course = complaint("archived")

    kinds = [kind for kind, _, _ in STEPS]
    assert kinds == [fact.kind for fact in course.facts if fact.kind in kinds]
    filed = course.of("archived")[0].data
    assert ("属实", PARTS, "nw-01") == (
        filed["findings"],
        filed["disposition"],
        filed["investigator"],
    )
    assert filed["accepted_at"]
    assert filed["fed_back_at"]


@pytest.mark.parametrize(
    ("upto", "kind", "said"),
    [
        ("", "investigator_named", "请先受理"),
        ("complaint_accepted", "investigated", "请先指定"),
        ("investigator_named", "disposition_proposed", "请先完成调查"),
        ("investigated", "disposition_approved", "请先由调查部门提出"),
        ("disposition_proposed", "rectified", "请先报批"),
        ("disposition_proposed", "rectification_planned", "请先报批"),
        ("disposition_proposed", "complaint_fed_back", "请先报批"),
        ("rectified", "archived", "再归档"),
    ],
)
def test_no_step_comes_before_the_one_it_rests_on(upto: str, kind: str, said: str) -> None:
    """What is missing is asked for."""
    by, data = next((by, data) for step, by, data in [*STEPS, PLANNED] if step == kind)

    assert said in str(told_no(complaint(upto), kind, by, **data))


@pytest.mark.parametrize(
    ("against", "investigator", "allowed"),
    [
        pytest.param("st-01", "st-01", False, id="the accused"),
        pytest.param("st-01", "st-09", True, id="another of the unit"),
        pytest.param("stacks-head", "st-09", False, id="who holds the accused post"),
        pytest.param("st-09", "stacks-head", False, id="the post that the accused holds"),
        pytest.param("stacks-head", "st-01", True, id="somebody under the accused head"),
        pytest.param("stacks", "st-01", False, id="somebody of the accused unit"),
        pytest.param("stacks", "stacks-head", False, id="the head of the accused unit"),
        pytest.param("stacks", "nw-01", True, id="somebody of another unit"),
        pytest.param("", "st-01", True, id="nobody is accused"),
    ],
)
def test_nobody_investigates_himself(against: str, investigator: str, allowed: bool) -> None:
    """The accused never does; of an accused unit nobody does."""
    course = complaint("complaint_accepted", against=against)
    named = {"investigator": investigator}

    if allowed:
        tell(course, "investigator_named", "of-09", **named)
        assert investigator == course.case.investigator
        return
    refused = told_no(course, "investigator_named", "of-09", **named)
    assert "investigates_itself" == refused.reason
    assert "请指定其他部门的人员" in str(refused)


@pytest.mark.parametrize(
    ("upto", "kind", "data"),
    [
        ("", "complaint_accepted", {}),
        ("complaint_accepted", "investigator_named", {"investigator": "nw-01"}),
        ("investigated", "disposition_proposed", PARTS),
        ("disposition_proposed", "disposition_approved", {}),
        ("disposition_proposed", "disposition_rejected", {"reason": "太重"}),
    ],
)
@pytest.mark.parametrize("accused", ["st-09", "stacks"])
def test_the_accused_decides_nothing(
    upto: str, kind: str, data: dict[str, Any], accused: str
) -> None:
    """Neither accepting nor naming, proposing, approving or rejecting is his."""
    course = complaint(upto, against=accused)

    assert "judges_itself" == told_no(course, kind, "st-09", **data).reason


def test_only_the_investigator_finds_and_asks() -> None:
    """Others may bring in what was asked for."""
    course = complaint("investigator_named")
    for kind, data in (
        ("investigated", {"findings": "属实"}),
        ("evidence_requested", {"request": "照片"}),
    ):
        assert "not_the_investigator" == told_no(course, kind, "sv-01", **data).reason
    assert "nothing_requested" == told_no(course, "evidence_supplied", "sv-01").reason

    tell(course, "evidence_requested", "nw-01", request="照片")
    (fact,) = tell(course, "evidence_supplied", "sv-01")

    assert "照片" == fact.data["request"]
    assert "nothing_requested" == told_no(course, "evidence_supplied", "sv-01").reason


def test_who_stands_in_for_the_investigator_may_go_on() -> None:
    """Cover holds here as everywhere."""
    course = complaint("investigator_named")
    course.case.away = {"nw-01": "nw-09"}
    assert may_act(course.case, course.proceeding.law, "nw-09", "nw-01")

    tell(course, "investigated", "nw-09", findings="属实")

    assert course.case.complaint is not None
    assert "属实" == course.case.complaint.findings


@pytest.mark.parametrize(
    ("kind", "data"),
    [("investigated", {"findings": "查无此事"}), ("evidence_requested", {"request": "照片"})],
)
def test_nobody_investigates_himself_in_the_stead_of_another(
    kind: str, data: dict[str, Any]
) -> None:
    """Whoever stands in for the investigator is not whom the complaint is about (R283)."""
    course = complaint("investigator_named", against="nw-09")
    course.case.away = {"nw-01": "nw-09"}

    assert "judges_itself" == told_no(course, kind, "nw-09", **data).reason


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("written", ["", "  "])
def test_all_four_parts_are_asked_for(part: str, written: str) -> None:
    """A part that is missing or blank is named (R286)."""
    refused = told_no(
        complaint("investigated"), "disposition_proposed", "nw-01", **PARTS | {part: written}
    )

    assert refused.reason in {"missing_field", "incomplete_disposition"}


def test_the_page_says_who_investigates() -> None:
    """A complaint has no handler; whoever looks at it wants to know whose turn it is."""
    assert "- 调查：" not in current_details(complaint("complaint_accepted").proceeding)
    assert "- 调查：技术部 nw-01\n" in current_details(complaint("investigator_named").proceeding)


def test_nobody_approves_what_he_proposed() -> None:
    """Not under his post either (R285)."""
    course = complaint("investigated")
    tell(course, "disposition_proposed", "nw-09", **PARTS)

    assert "approves_itself" == told_no(course, "disposition_approved", "nw-09").reason
    assert "approves_itself" == told_no(course, "disposition_approved", "network-head").reason


def test_the_investigator_does_not_approve_what_a_stand_in_proposed() -> None:
    """It was proposed in the investigator's stead (R285)."""
    course = complaint("investigated")
    course.case.away = {"nw-01": "st-09"}
    tell(course, "disposition_proposed", "st-09", **PARTS)

    assert "approves_itself" == told_no(course, "disposition_approved", "nw-01").reason
    tell(course, "disposition_approved", "of-09")


def test_what_was_rejected_is_proposed_anew() -> None:
    """After a rejection nothing waits; a new proposal does."""
    course = complaint("disposition_proposed")
    tell(course, "disposition_rejected", "of-09", reason="太重")
    assert "nothing_proposed" == told_no(course, "disposition_approved", "of-09").reason

    tell(course, "disposition_proposed", "nw-01", **PARTS)
    tell(course, "disposition_approved", "of-09")


def test_new_findings_undo_what_was_decided_on_the_old() -> None:
    """Approval and feedback are asked for again."""
    course = complaint("complaint_fed_back")

    tell(course, "investigated", "nw-01", findings="另有原因")

    assert "not_fed_back" == told_no(course, "archived", "sv-01").reason
    assert "not_approved" == told_no(course, "rectified", "nw-01", result="好").reason


@pytest.mark.parametrize("deadline", ["2026-10-12T10:00:00+08:00", "2026-10-20", "明天"])
def test_a_plan_has_a_deadline_that_is_ahead(deadline: str) -> None:
    """An instant with its offset, later than now (R287)."""
    course = complaint("disposition_approved")

    refused = told_no(course, "rectification_planned", "nw-01", measures="培训", deadline=deadline)

    assert "整改期限" in str(refused)


def test_a_plan_is_kept_with_its_deadline() -> None:
    """In UTC, as every instant of a fact."""
    course = complaint("disposition_approved")

    (fact,) = tell(
        course,
        "rectification_planned",
        "nw-01",
        measures="培训",
        deadline="2026-10-20T18:00:00+08:00",
    )

    assert at("2026-10-20 18:00").isoformat() == fact.data["deadline"]


def test_other_cases_are_filed_at_any_time() -> None:
    """Feedback is asked of complaints only."""
    course = a_course()

    tell(course, "archived", "sv-01")

    assert "archived" in course.kinds()


def test_a_complaint_is_accepted_once() -> None:
    """The second time is refused."""
    assert (
        "already_accepted" == told_no(complaint("complaint_accepted"), "complaint_accepted").reason
    )


@pytest.mark.parametrize(
    "upto", ["complaint_accepted", "disposition_proposed", "complaint_fed_back"]
)
def test_a_complaint_survives_saving(upto: str) -> None:
    """What was saved between any two steps is what is loaded."""
    course = complaint(upto)
    saved = saving.dump(course.proceeding)

    loaded = saving.load(saved, course.proceeding.law, course.proceeding.stepping.program)

    assert course.case.complaint == loaded.case.complaint
    assert saved == saving.dump(loaded)
