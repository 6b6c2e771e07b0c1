"""Deemed approval and apology: on a legal basis only; a late case ends with an apology."""

from typing import Any

import pytest

from cases.commands import CompleteTask, WithdrawCase
from cases.opening import Registration, prepare_opening
from cases.refusal import Refused
from regulations.conduct import Count, Setting
from regulations.law import Law
from regulations.standing_in import DeemedApproval
from tests.cases.driving import Course, a_course, an_opening, at, law_on, pack, redrawn
from tests.cases.telling import DAY, tell, told_no, with_limit
from tests.cases.test_pauses import amount

BASIS = DeemedApproval.model_validate(
    {
        "document": "关于推行超时默认的决定（江发〔2019〕8号）",
        "since": "2020-01-01",
        "cites": "第五条",
        "rule": "R130",
        "limit": "opine",
        "order_limit": "issue",
        "borne_by": "librarian",
    }
)


def law(**changed: Any) -> Law:
    """Return a law under which a unit that does not answer in two days has agreed."""
    first = with_limit("opine", law_on(DAY), title="会办时限", starts_on=("file_completed",),
                       stops_on=("unit_opined",), remind_before="4wh")  # fmt: skip
    both = with_limit("issue", first, title="核发时限", value=amount(1),
                      starts_on=("issue_ordered",), stops_on=("certificate_issued",))  # fmt: skip
    return both.model_copy(update={"deemed_approval": BASIS} | changed)


def overdue(changed: Law | None = None) -> Course:
    """Return a case in which the unit let its limit pass."""
    course = a_course(law=changed or law())
    tell(course, "file_completed", "sv-01")
    course.wait("2026-10-15 17:00")
    return course


def deemed() -> Course:
    """Return a case in which the unit is deemed to have agreed."""
    course = overdue()
    tell(course, "deemed_approved")
    return course


def test_a_unit_that_lets_the_limit_pass_is_deemed_to_have_agreed() -> None:
    """The fact has unit, limit, the act with its article, and who bears the consequences."""
    course = overdue()

    (fact,) = [f for f in tell(course, "deemed_approved") if f.kind == "deemed_approved"]

    assert ("service", "opine", "第五条", "R130", "librarian", "2020-01-01") == tuple(
        fact.data[name] for name in ("unit", "clock", "cites", "rule", "borne_by", "since")
    )
    assert BASIS.document == fact.data["document"]
    assert course.proceeding.stepping._functions["deemed"]() is True


def test_people_are_warned_before_silence_agrees() -> None:
    """The limit's reminder goes out first."""
    course = overdue()

    kinds = [fact.kind for fact in course.facts if fact.data.get("clock") == "opine"]

    assert ["clock_started", "reminded", "limit_breached"] == kinds


def test_without_a_legal_basis_nothing_is_ever_deemed() -> None:
    """Off by default; also before the act is in force."""
    assert law_on(DAY).deemed_approval is None

    refused = told_no(overdue(law(deemed_approval=None)), "deemed_approved")

    assert "no_legal_basis" == refused.reason
    assert "法律依据" in refused.sentence


def test_nothing_is_deemed_before_the_limit_is_exceeded() -> None:
    """Nor where it never ran."""
    assert "not_exceeded" == told_no(a_course(law=law()), "deemed_approved").reason


def test_a_unit_is_deemed_once() -> None:
    """A second time says who is."""
    assert "读者服务部" in told_no(deemed(), "deemed_approved").sentence


def test_the_order_to_issue_has_a_limit_of_its_own() -> None:
    """It runs from the order to the certificate, which says on what it rests."""
    course = deemed()
    tell(course, "issue_ordered", "of-09")
    assert "2026-10-16 17:00" == course.due("issue")

    facts = tell(course, "certificate_issued", "sv-01")

    assert course.due("issue") is None
    assert "service" == facts[0].data["deemed_unit"]


def test_no_order_to_issue_without_a_deemed_approval() -> None:
    """Leaders press otherwise by instruction."""
    assert "not_deemed" == told_no(overdue(), "issue_ordered", "of-09").reason


@pytest.mark.parametrize("event", ["file_returned", "handover_returned"])
def test_the_next_stage_may_not_refuse_for_want_of_it(event: str) -> None:
    """Another unit's opinion may still be wanting."""
    course = deemed()

    refused = told_no(course, event, "sv-01", reason="缺意见", opinion="缺意见", want_of="service")

    assert "deemed" == refused.reason
    assert "已视为同意" in refused.sentence
    tell(course, "file_returned", "sv-01", reason="缺典藏部意见", want_of="stacks")


def test_the_shared_diagram_orders_the_issue_once_a_basis_is_in_force() -> None:
    """The service centre, had it a legal basis: overdue, deemed, ordered, issued; without one, nothing."""
    published = pack("service-centre")
    entry = next(
        one
        for file in published.source.cases.values()
        for one in file
        if "不视为同意" in one["name"]
    )
    given = {key: value for key, value in entry["open"].items() if key != "at"}
    opened = at(entry["open"]["at"])
    basis = BASIS.model_copy(
        update={"limit": "handle", "order_limit": "issue_order", "borne_by": "centre-director"}
    )
    law = published.law(opened.date()).model_copy(update={"deemed_approval": basis})
    registration = Registration.model_validate(given | {"received_at": opened})
    course = Course(prepare_opening("FW-1", registration, law, published.program, opened))
    for step in entry["steps"][:3]:
        course.wait(step["at"])
        course.do(step["do"], step["by"], step["outcome"], **step.get("data", {}))

    course.wait("2026-10-22 17:00")

    assert ["order_issue"] == [task.element for task in course.case.task_list()]
    (fact,) = course.of("deemed_approved")
    assert ("centre-director", "handle") == (fact.data["borne_by"], fact.data["clock"])
    course.do("order_issue", "cd-01", "ordered", opinion="立即核发")
    assert course.leg("issue_order").stopped_at is None
    course.do("issue_deemed", "mw-01", "issued", answer="视为同意，予以核发", certificate="JY0002")
    assert course.leg("issue_order").stopped_at is not None
    assert fact.data["unit"] == course.of("certificate_issued")[0].data["deemed_unit"]


# --- apology ------------------------------------------------------------------------------------

APOLOGY = {"apology": "未能按期办结，谨致歉意", "remedy": "今日送证上门"}


def apologetic(**changed: Any) -> Law:
    """Return a law that asks for an apology after lateness."""
    setting = Setting(value=True, cites="第九条", rule="R212")
    return law(settings={"apology_after_lateness": setting}, **changed)


def test_a_late_case_is_not_finished_by_a_person_without_an_apology() -> None:
    """The sentence says which limit was missed and what to do; with an apology it is."""
    course = overdue(apologetic())

    for event in ("certificate_issued", "archived", "closed"):
        refused = told_no(course, event, "sv-01", result="办结")
        assert "apology_owed" == refused.reason
        assert "会办时限" in refused.sentence

    (fact,) = tell(course, "apologised", "sv-01", **APOLOGY)
    assert "requester" in fact.audience
    assert "opine" in fact.data["late"]
    tell(course, "certificate_issued", "sv-01")


def test_the_apology_may_come_with_the_last_act_itself() -> None:
    """Lateness found at the last moment leaves a way out."""
    course = overdue(apologetic())

    facts = tell(course, "archived", "sv-01", **APOLOGY)

    assert ["apologised", "archived"] == [fact.kind for fact in facts]
    assert APOLOGY.items() <= facts[0].data.items()


def test_an_apology_does_not_make_up_for_later_lateness() -> None:
    """Late again after the apology, the requester is owed another one (R212)."""
    course = overdue(apologetic())
    tell(course, "apologised", "sv-01", **APOLOGY)
    tell(course, "file_completed", "sv-01")
    course.wait("2026-10-19 17:00")

    assert "apology_owed" == told_no(course, "certificate_issued", "sv-01").reason
    facts = tell(course, "certificate_issued", "sv-01", **APOLOGY)

    assert ["apologised", "certificate_issued"] == [fact.kind for fact in facts][:2]


def test_lateness_that_no_timer_waited_for_is_found_before_a_command_is_checked() -> None:
    """The caller is told at once; what is let through is never refused when it is carried out."""
    finishing = redrawn('"event:answer" value="answered"', '"event:answer" value="archived"')
    unwatched = with_limit(
        "opine", apologetic(), value=amount(1, "elapsed_hour"), starts_on=("registered",)
    )
    course = Course(an_opening("2026-10-13 10:00", unwatched, finishing))
    course.now = at("2026-10-13 11:30")
    late = CompleteTask(actor="sv-01", task="receive", outcome="answer", data={"answer": "已补齐"})

    with pytest.raises(Refused) as refused:
        course.proceeding.check(late, course.now)

    assert "apology_owed" == refused.value.reason
    assert not course.case.breaches, "checking changes nothing"


def test_an_automatic_end_is_never_held_up_nor_is_a_withdrawal() -> None:
    """Refused there, the case would stay open for ever."""
    course = overdue(apologetic())
    tell(course, "closed", result="流程结束")
    assert course.case.closed_at is not None

    other = overdue(apologetic())
    other.give(WithdrawCase(actor="sv-01", reason="撤回"))
    assert other.case.closed_at is not None


def test_a_case_in_time_owes_nothing() -> None:
    """Nor does one whose pack does not ask, or in which only a count was exceeded."""
    told = a_course(law=apologetic())
    tell(told, "archived", "sv-01")
    tell(overdue(), "archived", "sv-01")

    count = Count(title="来访", event="visited", at_most=0, declared="不让再跑")
    counted = a_course(law=apologetic(counts={"visits": count}))
    tell(counted, "visited", "sv-01")
    assert ["visits"] == [one.clock for one in counted.case.breaches]
    assert counted.proceeding.stepping._functions["late"]() is False
    tell(counted, "archived", "sv-01")
