"""Processes that packs share: instruction level by level, call-back, complaint."""

from typing import Any

import pytest

from tests.cases.driving import Course, at
from tests.cases.exchange import at_the_exchange, exchange_law, jobs, without

DISPOSITION = {
    "characterisation": "态度问题",
    "responsibility": "当班人员",
    "measures": "批评教育",
    "rectification": "公示服务用语",
}
TOLD = {
    "findings": "属实",
    "disposition": "批评教育",
    "rectification_state": "已公示",
    "mode": "phone",
}


def open_tasks(course: Course) -> list[str]:
    """Return the elements that wait for a person."""
    return [task.element for task in course.case.task_list()]


def asked(*settings: str) -> Course:
    """Return a case in which instruction was just asked for."""
    course = at_the_exchange(without(*settings))
    course.do("desk", "fr-01", "ask")
    course.do("request_instruction", "fr-01", "submit", reason="疑难")
    return course


def test_instruction_goes_up_until_somebody_decides() -> None:
    """Each level instructs or passes up; the opinion is the case's (R104)."""
    course = asked("instruction_contact")

    course.do("instruct", "fr-09", "up", reason="超出权限")
    course.do("instruct", "of-08", "instruct", opinion="可以置换")

    assert ["desk"] == open_tasks(course)
    assert "可以置换" == course.case.opinion
    assert ["疑难", "超出权限"] == [
        fact.data["reason"] for fact in course.of("instruction_requested")
    ]


def test_who_is_not_reached_is_passed_over() -> None:
    """Every attempt is a fact with whom it was tried; the next level is asked (R164)."""
    course = asked()

    course.do("contact_superior", "fr-01", "unreached", reached=False, note="电话无人接听")
    course.do("contact_superior", "fr-01", "reached", reached=True)
    assert "wrong_actor" == course.refused("instruct", "fr-09", "instruct", opinion="不可").reason
    course.do("instruct", "of-08", "instruct", opinion="可以置换")

    assert [("front-head", False), ("chief", True)] == [
        (fact.data["whom"], fact.data["reached"]) for fact in course.of("contact_attempted")
    ]


def test_the_highest_level_decides() -> None:
    """It has nobody above to pass it to; not reached, it is tried again."""
    course = asked()
    for _ in range(3):
        course.do("contact_superior", "fr-01", "unreached", reached=False, note="无人接听")
    assert ["contact_superior"] == open_tasks(course)

    course.do("contact_superior", "fr-01", "reached", reached=True)

    assert ["instruct_finally"] == open_tasks(course)
    assert (
        "unknown_outcome" == course.refused("instruct_finally", "of-09", "up", reason="难").reason
    )
    course.do("instruct_finally", "of-09", "instruct", opinion="可以置换")
    assert "可以置换" == course.case.opinion


def test_without_levels_the_units_own_superiors_are_asked() -> None:
    """Head of the handling unit, then the post above it."""
    course = asked("instruction_levels", "instruction_contact")

    course.do("instruct", "fr-09", "up", reason="超出权限")
    course.do("instruct_finally", "of-08", "instruct", opinion="可以置换")

    assert "可以置换" == course.case.opinion


def called_back(law: Any = None) -> Course:
    """Return a case in which the requester is to be called back."""
    course = at_the_exchange(law)
    course.do("desk", "fr-01", "call")
    return course


def result(course: Course) -> object:
    """Return what the call-back left behind."""
    instance = course.proceeding.stepping.instance
    assert instance is not None
    assert instance.root.variables is not None
    return instance.root.variables.get("follow_up_result")


CALLS: dict[str, dict[str, Any]] = {
    "verified": {"reached": True, "verified": True, "satisfied": True},
    "dissatisfied": {"reached": True, "verified": True, "satisfied": False, "reason": "太慢"},
    "not_solved": {"reached": True, "verified": False, "reason": "没有置换"},
    "led_on": {"reached": True, "satisfied": False, "reason": "不服", "body": "市文化局"},
    "unreached": {"reached": False},
}


def call(course: Course, outcome: str, by: str = "fr-01") -> None:
    """Call the requester back."""
    course.do("call_back", by, outcome, note="回访", **CALLS[outcome])


@pytest.mark.parametrize("outcome", ["verified", "dissatisfied", "not_solved"])
def test_a_call_that_reaches_somebody_gives_its_result(outcome: str) -> None:
    """The caller decides what follows."""
    course = called_back()

    call(course, outcome)

    assert ["desk"] == open_tasks(course)
    assert outcome == result(course)


def test_who_is_not_reached_is_called_again_as_often_as_the_pack_says() -> None:
    """Twice here; then that is the result."""
    course = called_back()

    call(course, "unreached")
    assert ["call_back"] == open_tasks(course)
    call(course, "unreached")

    assert "unreached" == result(course)
    assert [1, 2] == [job.data["attempt"] for job in jobs(course, "follow_ups.schedule")]


def test_who_is_led_on_is_tracked_until_it_is_settled() -> None:
    """The body is recorded, and the requester is called again (R277)."""
    course = called_back()

    call(course, "led_on")
    assert ["call_back"] == open_tasks(course)
    call(course, "led_on")
    call(course, "verified")

    assert ("市文化局", "市文化局") == course.case.led_on
    assert "verified" == result(course)


@pytest.mark.parametrize(
    ("by", "caller"), [("owner", "fr-01"), ("oversight", "au-01"), ("store-head", "st-09")]
)
def test_the_pack_says_who_calls(by: str, caller: str) -> None:
    """The owner, oversight, or a post; the job says the same."""
    law = exchange_law()
    rules = law.follow_up.model_copy(update={"by": by})
    course = called_back(law.model_copy(update={"follow_up": rules}))

    other = "fr-02"
    assert (
        "wrong_actor"
        == course.refused("call_back", other, "verified", note="回访", **CALLS["verified"]).reason
    )
    call(course, "verified", caller)

    assert "verified" == result(course)


def accused(against: str = "st-01") -> Course:
    """Return a complaint that was accepted, its investigator named."""
    course = at_the_exchange(kind="complaint", against=against)
    course.do("desk", "fr-01", "complain")
    course.do("accept_complaint", "fr-01", "accept")
    course.do("name_investigator", "au-09", "name", investigator="au-01")
    return course


def proposed() -> Course:
    """Return a complaint whose disposition waits for approval."""
    course = accused()
    course.do("investigate", "au-01", "found", findings="属实")
    course.do("propose_disposition", "au-01", "propose", **DISPOSITION)
    return course


def test_a_complaint_runs_to_its_file() -> None:
    """Remedied at once, fed back, called back, filed."""
    course = proposed()
    course.do("approve_disposition", "of-08", "approve")
    course.do("remedy", "au-01", "at_once", result="已批评教育")
    course.do("feed_back", "fr-01", "tell", **TOLD)
    call(course, "verified")
    course.do("file_complaint", "fr-01", "file")

    assert ["desk"] == open_tasks(course)
    assert "archived" in course.kinds()


def test_the_investigation_may_ask_for_more_and_starts_again_after_it() -> None:
    """The complainant supplies it, or cannot."""
    course = accused()

    course.do("investigate", "au-01", "supplement", request="照片")
    course.do("take_evidence", "fr-01", "supplied")
    course.do("investigate", "au-01", "supplement", request="录音")
    course.do("take_evidence", "fr-01", "none", note="没有录音")

    assert ["investigate"] == open_tasks(course)


@pytest.mark.parametrize(
    ("outcome", "next_task"), [("reject", "propose_disposition"), ("reinvestigate", "investigate")]
)
def test_a_leader_sends_it_back_to_where_it_lacks(outcome: str, next_task: str) -> None:
    """With a reason."""
    course = proposed()

    course.do("approve_disposition", "of-08", outcome, reason="理由不足")

    assert [next_task] == open_tasks(course)


def test_a_plan_runs_to_its_own_deadline() -> None:
    """The limit is up when the plan says; missed, it is recorded (R287)."""
    course = proposed()
    course.do("approve_disposition", "of-08", "approve")
    course.do("remedy", "au-01", "plan", measures="培训", deadline="2026-10-20T12:00:00+08:00")
    assert "2026-10-20 12:00" == course.due("rectification")

    course.wait("2026-10-20 12:30")

    assert "rectification" in [breach.clock for breach in course.case.breaches]
    course.do("rectify", "au-01", "done", result="已培训")
    assert ["feed_back"] == open_tasks(course)
    assert course.case.complaint is not None
    assert at("2026-10-20 12:30") == course.case.complaint.rectified_at


def test_what_is_not_solved_is_investigated_again() -> None:
    """The complainant says so when called back."""
    course = proposed()
    course.do("approve_disposition", "of-08", "approve")
    course.do("remedy", "au-01", "at_once", result="已批评教育")
    course.do("feed_back", "fr-01", "tell", **TOLD)

    call(course, "not_solved")

    assert ["investigate"] == open_tasks(course)


def test_the_accused_is_kept_from_every_step() -> None:
    """Refusals say why; another person of the group may do it."""
    course = at_the_exchange(kind="complaint", against="fr-01")
    course.do("desk", "fr-01", "complain")
    assert "judges_itself" == course.refused("accept_complaint", "fr-01", "accept").reason

    course.do("accept_complaint", "fr-02", "accept")

    refused = course.refused("name_investigator", "au-09", "name", investigator="fr-01")
    assert "investigates_itself" == refused.reason
