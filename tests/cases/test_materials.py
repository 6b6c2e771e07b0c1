"""Materials: the guide, the review, one notice for everything, the complete file, acceptance, return."""

from typing import Any

import pytest

from cases import saving
from cases.events import CaseEvent
from cases.refusal import Refused
from cases.tasks import admit_all
from regulations.conduct import Count
from regulations.law import Law
from regulations.limits import DatedAmount
from regulations.materials import Guide
from tests.cases.driving import Course, a_course, at, law_on, local
from tests.cases.telling import DAY, tell, told_no, with_limit, with_registration

CARD = Guide.model_validate(
    {
        "title": "读者证办事指南",
        "edition": "2026-1",
        "items": {
            "identity": {"title": "身份证明"},
            "photo": {"title": "照片"},
            "consent": {"title": "监护人同意书", "optional": True},
        },
        "handed_out": ["申请表"],
        "procedure": "填表、审查、发证",
        "cites": "第六条",
        "rule": "R906",
    }
)
OTHER = Guide.model_validate(
    {
        "title": "借书办事指南",
        "edition": "1",
        "items": {"slip": {"title": "索书单"}},
        "declared": "自定",
    }
)
TWICE = Count(
    title="二次告知", event="known_item_noticed_late", at_most=0, cites="第六条", rule="R907"
)


def law(**changed: Any) -> Law:
    """Return a law with two guides, one for the subject `card`, and a limit from the complete file."""
    base = with_registration(law_on(DAY), subjects={"card": "办证"})
    given = {"guides": {"card": CARD, "loan": OTHER}, "counts": {"twice": TWICE}}
    value = DatedAmount.model_validate(
        {
            "since": "2026-01-01",
            "value": 7,
            "unit": "working_day",
            "cites": "第六条",
            "rule": "R906",
        }
    )
    limit = with_limit("register", base, title="办结时限", value=value,
                       starts_on=("accepted", "file_completed"), stops_on=("certificate_issued",))  # fmt: skip
    return limit.model_copy(update=given | changed)


def course(**changed: Any) -> Course:
    """Return a case about a reader's card."""
    return a_course(law=law(**changed), subject="card")


def reviewed(*missing: str, invalid: tuple[str, ...] = ()) -> Course:
    """Return a case whose papers were reviewed."""
    found = course()
    tell(found, "materials_reviewed", "sv-01", missing=list(missing), invalid=list(invalid))
    return found


# --- the guide -----------------------------------------------------------------------------------


def test_the_guide_is_given_with_edition_papers_and_forms() -> None:
    """One telling, one hand-out: what was told and handed out is on record."""
    found = course()

    (fact,) = tell(found, "guide_given", "sv-01", guide="card")

    assert ("card", "2026-1", ["申请表"]) == tuple(
        fact.data[name] for name in ("guide", "edition", "forms")
    )
    assert {"identity": "身份证明", "photo": "照片", "consent": "监护人同意书"} == fact.data[
        "items"
    ]
    assert "requester" in fact.audience


def test_a_guide_that_is_none_of_the_packs_is_refused() -> None:
    """The sentence names those there are."""
    assert "card、loan" in told_no(course(), "guide_given", "sv-01", guide="visa").sentence


def test_a_guide_that_was_given_stands_above_the_subjects() -> None:
    """The requester was told by that one, so papers are asked by it."""
    found = course()
    tell(found, "guide_given", "sv-01", guide="loan")

    assert "索书单" in told_no(found, "materials_reviewed", "sv-01", missing=["photo"]).sentence


def test_without_a_guide_nothing_can_be_asked() -> None:
    """The pack has guides, none fits: first one must be given."""
    found = a_course(law=law())

    assert "no_guide" == told_no(found, "materials_reviewed", "sv-01", missing=["photo"]).reason


# --- review and notice -----------------------------------------------------------------------------


def test_nothing_beyond_the_guide_may_be_asked() -> None:
    """A paper that the guide does not list is refused, with the list."""
    refused = told_no(course(), "materials_reviewed", "sv-01", missing=["photo", "salary"])

    assert "not_in_guide" == refused.reason
    assert "salary" in refused.sentence
    assert "身份证明（identity）" in refused.sentence


def test_a_review_says_what_is_missing_and_what_is_not_valid() -> None:
    """Both keep the file from being complete."""
    found = reviewed("photo", invalid=("identity",))

    assert ("photo", "identity") == found.case.missing
    assert "missing_items" in found.proceeding.stepping._functions
    assert ["photo", "identity"] == found.proceeding.stepping._functions["missing_items"]()


def test_a_review_that_names_nothing_found_what_its_notice_lists() -> None:
    """Review and notice are often one form."""
    found = course()
    tell(found, "materials_reviewed", "sv-01", items=["photo"])

    assert ("photo",) == found.case.missing


def test_the_notice_must_list_everything_at_once() -> None:
    """What the review found and the notice leaves out is named in the refusal."""
    refused = told_no(
        reviewed("photo", "identity"), "supplement_noticed", "sv-01", items=["photo"]
    )

    assert "not_told_at_once" == refused.reason
    assert "身份证明（identity）" in refused.sentence


def test_the_notice_lists_nothing_that_is_there() -> None:
    """A paper that the review found in order is not asked again."""
    found = reviewed("photo")

    refused = told_no(found, "supplement_noticed", "sv-01", items=["photo", "identity"])

    assert "not_missing" == refused.reason


@pytest.mark.parametrize("items", ["photo", {"photo": True}], ids=["a text", "an object"])
def test_a_notice_is_a_list(items: object) -> None:
    """Anything else is refused with what was found."""
    assert (
        "应为清单"
        in told_no(reviewed("photo"), "supplement_noticed", "sv-01", items=items).sentence
    )


def noticed() -> Course:
    """Return a case whose requester was told of one missing paper, and brought it."""
    found = reviewed("photo")
    tell(found, "supplement_noticed", "sv-01", items=["photo"])
    tell(found, "materials_supplemented", "sv-01", items=["photo"])
    return found


def test_a_second_notice_that_lists_what_could_have_been_known_is_a_breach() -> None:
    """It is let in, for the paper is needed; the duty to tell once is broken, found by itself."""
    found = noticed()
    tell(found, "materials_reviewed", "sv-01", missing=["identity"])

    facts = tell(found, "supplement_noticed", "sv-01", items=["identity"])

    assert ["supplement_noticed", "known_item_noticed_late", "limit_breached"] == [
        fact.kind for fact in facts[:3]
    ]
    assert (["identity"], False) == (facts[0].data["new"], facts[0].data["first"])
    (breach,) = found.case.breaches
    assert ("twice", "R907", "sv-01") == (breach.clock, breach.rule, breach.person)


@pytest.mark.parametrize(
    ("again", "changed"),
    [
        pytest.param("photo", "", id="the same paper, which was not valid"),
        pytest.param("identity", "身份证明已过期", id="something changed since"),
    ],
)
def test_a_second_notice_may_be_in_order(again: str, changed: str) -> None:
    """What was told before, or could not have been known, breaks nothing."""
    found = noticed()
    tell(found, "materials_reviewed", "sv-01", invalid=[again])

    tell(found, "supplement_noticed", "sv-01", items=[again], changed=changed)

    assert [] == found.case.breaches


def test_without_guides_papers_are_named_freely_and_told_once_all_the_same() -> None:
    """A regulation that only says "at once" has no list of papers to hold them against."""
    found = course(guides={})
    tell(found, "supplement_noticed", "sv-01", items=["盖章的申请"])
    assert ("盖章的申请",) == found.case.missing == found.case.noticed
    assert "papers_missing" == told_no(found, "accepted", "sv-01").reason

    tell(found, "supplement_noticed", "sv-01", items=["委托书"])

    assert ["twice"] == [breach.clock for breach in found.case.breaches]


# --- complete, accepted, returned -------------------------------------------------------------------


def test_the_clock_starts_on_the_complete_file() -> None:
    """Before that it does not run; the file is not complete while a needed paper is missing."""
    found = reviewed("photo")
    assert "照片（photo）" in told_no(found, "file_completed", "sv-01").sentence
    found.wait("2026-10-14 10:00")
    assert "register" not in found.case.clocks
    tell(found, "materials_supplemented", "sv-01", items=["photo"])

    tell(found, "file_completed", "sv-01")

    assert at("2026-10-14 10:00") == found.case.complete_at
    assert "2026-10-23 17:00" == found.due("register")


def test_an_optional_paper_keeps_no_file_from_being_complete() -> None:
    """It is needed by some only."""
    found = reviewed("consent")

    tell(found, "file_completed", "sv-01")

    assert found.case.complete_at is not None


def test_what_was_not_reviewed_is_neither_complete_nor_accepted() -> None:
    """Papers are checked before they are accepted."""
    for event in ("file_completed", "accepted"):
        assert "not_reviewed" == told_no(course(), event, "sv-01").reason


def test_the_acceptance_notice_says_what_by_whom_and_until_when() -> None:
    """Matter, owner, guide edition, and the limit that the acceptance starts, with its due date."""
    found = reviewed()

    facts = tell(found, "accepted", "sv-01", note="已出具受理通知单")

    notice, started = facts[0], facts[1]
    assert ("accepted", "clock_started") == (notice.kind, started.kind)
    assert ("所借之书缺页", "2026-1", "card", "已出具受理通知单") == tuple(
        notice.data[name] for name in ("matter", "edition", "guide", "note")
    )
    assert {"person": "sv-01", "unit": "service"} == notice.data["owner"]
    limits = {one["clock"]: one for one in notice.data["limits"]}
    assert ("7wd", started.data["due"]) == tuple(
        limits["register"][name] for name in ("amount", "due")
    )
    assert min(one["due"] for one in limits.values()) == notice.data["due"]
    assert "2026-10-22 17:00" == local(found.leg("register").due)


def test_what_is_missing_is_not_accepted() -> None:
    """The sentence says what to do."""
    assert "补办件通知单" in told_no(reviewed("photo"), "accepted", "sv-01").sentence


def test_a_doubtful_file_is_accepted_provisionally_and_returned_only_after_the_leaders_decided() -> (
    None
):
    """First the instruction, then the return notice."""
    found = reviewed()
    tell(found, "accepted_provisionally", "sv-01", reason="政策把握不准")
    assert found.case.provisional
    assert "请示领导" in told_no(found, "file_returned", "sv-01", reason="不属本馆").sentence
    tell(found, "instruction_given", "of-09", opinion="应予退件")

    (fact,) = [
        f
        for f in tell(found, "file_returned", "sv-01", reason="不属本馆")
        if f.kind == "file_returned"
    ]

    assert ("不属本馆", True, "2026-1") == tuple(
        fact.data[name] for name in ("reason", "provisional", "edition")
    )


def test_an_instruction_from_before_does_not_decide_what_came_later() -> None:
    """It must be given on this acceptance."""
    found = reviewed()
    tell(found, "instruction_given", "of-09", opinion="先登记")
    tell(found, "accepted_provisionally", "sv-01", reason="政策把握不准")

    assert "not_decided" == told_no(found, "file_returned", "sv-01", reason="不属本馆").reason


def test_acceptance_ends_the_doubt() -> None:
    """The leaders confirmed it: a later return is one like any other."""
    found = reviewed()
    tell(found, "accepted_provisionally", "sv-01", reason="政策把握不准")
    tell(found, "accepted", "of-09")

    assert not found.case.provisional


@pytest.mark.parametrize("reason", ["", "  "], ids=["none", "blank"])
def test_nothing_is_returned_without_a_reason(reason: str) -> None:
    """A return notice states why."""
    assert told_no(reviewed(), "file_returned", "sv-01", reason=reason).reason in {
        "missing_field", "reason_required",
    }  # fmt: skip


# --- several events of one completion -----------------------------------------------------------------


def test_events_of_one_completion_are_admitted_one_after_the_other() -> None:
    """Reviewed, complete and accepted in one stroke; and nothing has changed by asking."""
    found = course()
    kinds = ("materials_reviewed", "file_completed", "accepted")

    def complete(*missing: str) -> None:
        data = {"missing": list(missing)}
        events = tuple(CaseEvent(kind, found.now, "sv-01", data) for kind in kinds)
        admit_all(found.case, found.proceeding.law, events)

    before = saving.dump(found.proceeding)
    complete()
    assert before == saving.dump(found.proceeding)
    with pytest.raises(Refused, match="尚缺 照片"):
        complete("photo")
    assert before == saving.dump(found.proceeding)
