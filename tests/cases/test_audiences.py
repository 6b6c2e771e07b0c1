"""One case, four views: what one pack hides another discloses."""

import json
from typing import Any

import pytest

from cases.audiences import audience_view
from regulations.conduct import Setting
from regulations.law import Law
from regulations.vocabulary import AUDIENCES
from tests.cases.driving import Course, a_course, law_on
from tests.cases.telling import DAY, tell

HIDING = law_on(DAY).model_copy(update={"audiences": {"default": ("unit", "oversight")}})
"""Internal mis-routing is nobody's business outside."""
DISCLOSING = law_on(DAY).model_copy(
    update={
        "audiences": {
            "default": ("unit", "oversight"),
            "registered": ("requester", "unit", "oversight"),
            "handover_returned": ("requester", "unit", "oversight"),
            "noted": ("requester", "unit", "oversight"),
            "answered": ("requester", "unit", "oversight", "public"),
            "closed": ("unit", "oversight", "public"),
        }
    }
)
"""What went wrong is told to the requester."""


def misrouted(law: Law) -> Course:
    """Return a case that went to the wrong unit, came back, and of which the requester was told."""
    course = a_course(law=law)
    course.do("receive", "sv-01", "pass")
    course.do("fill_slip", "sv-01", "send", to_unit="stacks", reason="须查典藏")
    course.do("sign", "st-09", "return", opinion="不属典藏，转错部门")
    tell(course, "noted", "sv-09", note="转错部门，已批评")
    tell(course, "units_told", "sv-01", units=["network", "stacks"])
    tell(course, "promised", "sv-01", promised_at="2026-10-16T11:00:00+08:00")
    tell(course, "progress_reported", "sv-01", progress="已查到底本")
    tell(course, "contact_given", "sv-01", contact="服务台 010-1234")
    tell(course, "answered", "sv-01", answer="已补齐")
    return course


def view(course: Course, audience: str) -> Any:
    """Return the case as an audience sees it."""
    return audience_view("TS-1", course.proceeding.law, course.facts, audience)


def kinds(course: Course, audience: str) -> list[str]:
    """Return the kinds of facts that an audience sees."""
    return [fact["kind"] for fact in view(course, audience)["facts"]]


def test_what_one_pack_hides_another_discloses() -> None:
    """The same misrouting, under two regulations."""
    hidden, told = misrouted(HIDING), misrouted(DISCLOSING)

    assert "handover_returned" not in kinds(hidden, "requester")
    assert "转错部门" not in json.dumps(view(hidden, "requester"), ensure_ascii=False)
    assert {"handover_returned", "noted"} <= set(kinds(told, "requester"))


def test_the_requester_knows_whom_to_ask_by_when_how_far_and_in_what_order() -> None:
    """One contact: the owner's unit; the promise; the progress; the order of units."""
    seen = view(misrouted(HIDING), "requester")

    assert {"unit": "读者服务部", "reach": "服务台、电话", "given": ["服务台 010-1234"]} == seen[
        "contact"
    ]
    assert "2026-10-16T11:00:00+08:00" == seen["promised_at"]
    assert ["已查到底本"] == [one["progress"] for one in seen["progress"]]
    assert ["技术部", "典藏部"] == seen["units"]


def test_the_pack_may_say_how_its_owners_are_reached() -> None:
    """With the setting `contact`."""
    law = HIDING.model_copy(update={"settings": {"contact": Setting(value="010-12345")}})

    assert "010-12345" == view(misrouted(law), "requester")["contact"]["reach"]


def test_the_contact_moves_with_the_ownership() -> None:
    """Whoever accepted is the one to ask from then on."""
    course = a_course(law=HIDING)
    tell(course, "introduced", "sv-01", to_unit="stacks")
    tell(course, "ownership_accepted", "st-01")

    assert "典藏部" == view(course, "requester")["contact"]["unit"]


def test_the_requester_sees_nobodys_name_inside() -> None:
    """Who signed what is the organisation's own matter."""
    seen = json.dumps(view(misrouted(DISCLOSING), "requester"))

    assert not [who for who in law_on(DAY).organisation.staff if who in seen]


def test_the_requester_sees_nobodys_name_inside_to_the_end() -> None:
    """Nor whose case it was when it closed, who stood in, who proposed what, or who signed for it."""
    told = ("requester", "unit", "oversight")
    kinds_told = ("delegated", "disposition_approved", "accepted", "closed")
    law = law_on(DAY).model_copy(update={"audiences": dict.fromkeys(kinds_told, told)})
    course = misrouted(law)
    tell(course, "delegated", "sv-01", delegate="sv-02", reason="外出")
    tell(course, "accepted", "sv-01", signature="sv-01")
    tell(course, "complaint_accepted", "of-09")
    tell(course, "investigator_named", "of-09", investigator="st-01")
    tell(course, "investigated", "st-01", findings="属实")
    parts = ("characterisation", "responsibility", "measures", "rectification")
    tell(course, "disposition_proposed", "st-01", **dict.fromkeys(parts, "从轻"))
    tell(course, "disposition_approved", "of-09")
    tell(course, "closed", "sv-01", result="办结")

    assert set(kinds_told) <= set(kinds(course, "requester"))
    seen = json.dumps(view(course, "requester"))
    assert not [who for who in law.organisation.staff if who in seen]


def test_the_public_sees_how_often_and_nothing_of_whom() -> None:
    """Counts alone: no matter, no requester, no number."""
    seen = view(misrouted(DISCLOSING), "public")

    assert {"answered": 1} == seen["counts"]
    assert {"title", "state", "counts"} == set(seen)
    for private in ("所借之书缺页", "张先生", "13800000000", "TS-1", "sv-01"):
        assert private not in json.dumps(seen, ensure_ascii=False)


def test_units_and_oversight_see_what_is_for_them() -> None:
    """A phrase that was pointed out is for oversight alone; a trace for both."""
    course = misrouted(HIDING)
    recorder = course.proceeding.stepping.recorder
    recorder.record(
        "phrase_flagged", course.now, phrase="不知道", event="answered", field="answer"
    )
    course.serve()

    assert "phrase_flagged" in kinds(course, "oversight")
    assert "phrase_flagged" not in kinds(course, "unit")
    assert "handover_returned" in kinds(course, "unit")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_audience_sees_only_facts_that_are_for_it(audience: str) -> None:
    """Under any pack; the audience stands in the fact itself and was sealed with it."""
    for law in (HIDING, DISCLOSING):
        course = misrouted(law)
        allowed = {fact.kind for fact in course.facts if audience in fact.audience}
        seen = view(course, audience)
        told = seen["counts"] if audience == "public" else [one["kind"] for one in seen["facts"]]
        assert allowed == set(told)


def test_a_case_that_was_reopened_is_open() -> None:
    """The state is what holds last."""
    course = misrouted(HIDING)
    assert "open" == view(course, "public")["state"]
    tell(course, "closed", result="办结")

    assert "closed" == view(course, "public")["state"]
