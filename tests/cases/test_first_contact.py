"""First contact: delegation, introduction and acceptance, the line manager, promises, consent."""

from typing import Any

import pytest

from regulations.law import Law
from tests.cases.driving import Course, a_course, at, handed_over, law_on
from tests.cases.telling import DAY, tell, told_no, with_limit, with_people, with_registration

ASK_THE_LEADER = {"leader": "librarian"}


def functions(course: Course) -> Any:
    """Return the functions that the diagram's expressions call."""
    return course.proceeding.stepping._functions


# --- delegation --------------------------------------------------------------------------------


def test_a_delegate_receives_in_the_owners_stead_and_the_owner_stays() -> None:
    """Too busy: explained and delegated, with time and reason; the duty does not move."""
    course = a_course()

    (fact,) = tell(course, "delegated", "sv-01", delegate="sv-02", reason="正在接待他人")

    assert ("sv-01", "sv-02") == (course.case.owner, functions(course)["acting_owner"]())
    assert ("sv-02", "sv-01", "正在接待他人", False) == tuple(
        fact.data[name] for name in ("delegate", "by", "reason", "ended")
    )


def test_the_owner_may_take_a_delegation_back() -> None:
    """The delegate is then the owner."""
    course = a_course()
    tell(course, "delegated", "sv-01", delegate="sv-02", reason="正在接待他人")

    (fact,) = tell(course, "delegated", "sv-02", delegate="sv-01", reason="已空出")

    assert "sv-01" == functions(course)["acting_owner"]()
    assert fact.data["ended"]


@pytest.mark.parametrize("delegate", ["sv-01", "sv-02"], ids=["the owner", "whoever delegates"])
def test_nobody_delegates_to_themselves(delegate: str) -> None:
    """A delegation needs another person, and says so."""
    refused = told_no(a_course(), "delegated", "sv-02", delegate=delegate, reason="忙")

    assert "delegate_is_self" == refused.reason
    assert "本人以外" in refused.sentence


def test_a_delegate_is_somebody_known() -> None:
    """A name that the organisation does not know is refused with those it knows."""
    refused = told_no(a_course(), "delegated", "sv-01", delegate="xx-1", reason="忙")

    assert "收到“xx-1”" in refused.sentence


# --- introduction and acceptance ---------------------------------------------------------------


def test_whoever_accepts_an_introduced_requester_is_the_owner_from_then_on() -> None:
    """Owner, owning unit and handling unit are theirs; the fact has both sides."""
    course = a_course()
    tell(course, "delegated", "sv-01", delegate="sv-02", reason="忙")
    tell(course, "introduced", "sv-01", to_unit="stacks")

    (fact,) = tell(course, "ownership_accepted", "st-01")

    assert ("st-01", "stacks", "stacks", "") == (
        course.case.owner, course.case.owner_unit, course.case.unit, course.case.delegate,
    )  # fmt: skip
    assert {"person": "sv-01", "unit": "service"} == fact.data["from"]
    assert {"person": "st-01", "unit": "stacks"} == fact.data["to"]


def test_without_an_introduction_nothing_is_accepted() -> None:
    """Nobody takes an inquiry that was not offered; a second time neither."""
    course = a_course()
    assert "not_introduced" == told_no(course, "ownership_accepted", "st-01").reason
    tell(course, "introduced", "sv-01", to_unit="stacks")
    tell(course, "ownership_accepted", "st-01")

    assert "not_introduced" == told_no(course, "ownership_accepted", "st-01").reason


@pytest.mark.parametrize(
    "by", ["nw-01", "stacks-head", ""], ids=["another unit", "a post", "nobody"]
)
def test_only_a_named_person_of_that_unit_accepts(by: str) -> None:
    """The requester is to know a person, not a post; and one of the unit they were brought to."""
    course = a_course()
    tell(course, "introduced", "sv-01", to_unit="stacks")

    refused = told_no(course, "ownership_accepted", by)

    assert "典藏部的具体工作人员（st-01、st-09）" in refused.sentence


def accepting() -> Law:
    """Return a law under which who accepts a slip becomes the owner."""
    law = law_on(DAY)
    policy = law.transfer_policy.model_copy(update={"acceptance_moves_ownership": True})
    return law.model_copy(update={"transfer_policy": policy})


def test_where_the_pack_says_so_the_handler_named_at_acceptance_is_the_owner() -> None:
    """Signing a slip with a named handler moves the ownership with it."""
    course = handed_over(law=accepting())

    tell(course, "handover_received", "st-09", handler="st-01")

    assert ("st-01", "stacks", "st-01") == (
        course.case.owner, course.case.owner_unit, course.case.handler,
    )  # fmt: skip
    assert "st-01" == course.of("ownership_accepted")[0].data["to"]["person"]


def test_elsewhere_the_owner_never_changes_by_a_handover() -> None:
    """The same signature under the library's own law."""
    course = handed_over()

    tell(course, "handover_received", "st-09", handler="st-01")

    assert "sv-01" == course.case.owner


# --- the line manager --------------------------------------------------------------------------


def test_what_an_operative_cannot_do_passes_to_the_line_manager() -> None:
    """The unit's head, unless the post names another; then the post above the unit."""
    course = a_course()

    (first,) = tell(course, "passed_to_superior", "sv-01", reason="非本人职责")
    (second,) = tell(course, "passed_to_superior", "sv-09", reason="超出权限")

    assert ("service-head", "sv-09") == (first.data["to"], first.data["handler"])
    assert ("librarian", "of-09", "office") == tuple(
        second.data[name] for name in ("to", "handler", "unit")
    )
    assert ("of-09", "office", "sv-01") == (
        course.case.handler, course.case.unit, course.case.owner,
    )  # fmt: skip


def test_above_the_top_there_is_nobody() -> None:
    """Whoever has no superior handles it."""
    refused = told_no(a_course(), "passed_to_superior", "of-09", reason="忙")

    assert ("no_superior", True) == (refused.reason, "应由本人办理" in refused.sentence)


def test_a_posts_own_superior_stands_before_the_units_head() -> None:
    """A foreman may stand between an operative and the head of the unit."""
    law = with_people(posts={"clerk": {"superior": "network-head"}})

    (fact,) = tell(a_course(law=law), "passed_to_superior", "sv-01", reason="设备故障")

    assert "network-head" == fact.data["to"]


# --- contacts and consent ----------------------------------------------------------------------


def test_attempts_to_reach_somebody_are_counted() -> None:
    """For each by itself."""
    course = a_course()

    facts = [
        *tell(course, "contact_attempted", "sv-01", whom="stacks-head", reached=False),
        *tell(course, "contact_attempted", "sv-01", whom="librarian", reached=False),
        *tell(course, "contact_attempted", "sv-01", whom="stacks-head", reached=True),
    ]

    assert [("stacks-head", 1), ("librarian", 1), ("stacks-head", 2)] == [
        (fact.data["whom"], fact.data["attempt"]) for fact in facts
    ]
    assert "unknown_person" == told_no(course, "contact_attempted", "sv-01", whom="xx").reason


def test_a_leaders_contact_is_not_given_without_their_consent() -> None:
    """Asked and refused is refused; not asked is too."""
    course = a_course()
    assert "no_consent" == told_no(course, "contact_disclosed", "sv-01", **ASK_THE_LEADER).reason
    tell(course, "consent_requested", "sv-01", **ASK_THE_LEADER)
    tell(course, "consent_refused", "of-09", **ASK_THE_LEADER)

    refused = told_no(course, "contact_disclosed", "sv-01", **ASK_THE_LEADER)

    assert "请先征得许可" in refused.sentence


def test_with_consent_the_contact_is_given_until_the_consent_is_taken_back() -> None:
    """Whether the leader is named by person or by post."""
    course = a_course()
    tell(course, "consent_given", "of-09", **ASK_THE_LEADER)

    assert tell(course, "contact_disclosed", "sv-01", leader="of-09")
    tell(course, "consent_refused", "of-09", leader="of-09")

    assert "no_consent" == told_no(course, "contact_disclosed", "sv-01", **ASK_THE_LEADER).reason


@pytest.mark.parametrize("by", ["sv-01", "st-09", ""], ids=["the owner", "another head", "nobody"])
def test_nobody_consents_for_a_leader(by: str) -> None:
    """Only who holds the post, or stands in for them."""
    refused = told_no(a_course(), "consent_given", by, **ASK_THE_LEADER)

    assert ("not_the_leader", True) == (refused.reason, "本人决定" in refused.sentence)


# --- promises and what the requester is told ---------------------------------------------------


def test_a_promise_is_due_at_the_promised_instant() -> None:
    """The limit runs to what was said, not to the pack's own amount."""
    course = a_course(law=with_limit("promise", until="promised_at"))

    tell(course, "promised", "sv-01", promised_at="2026-10-16T11:00:00+08:00")

    assert "2026-10-16 11:00" == course.due("promise")
    assert at("2026-10-16 11:00") == course.case.promised_at
    assert "2026-10-16T03:00:00+00:00" == course.of("clock_started")[-1].data["until"]


def test_a_promise_renewed_starts_the_limit_anew() -> None:
    """The new instant counts, and both promises stay on record."""
    course = a_course(law=with_limit("promise", until="promised_at"))
    tell(course, "promised", "sv-01", promised_at="2026-10-14T11:00:00+08:00")

    tell(course, "promised", "sv-01", promised_at="2026-10-20T16:00:00+08:00")

    assert [True, False] == [leg.stopped_at is not None for leg in course.case.clocks["promise"]]
    assert "2026-10-20 16:00" == course.due("promise")


def test_a_broken_promise_is_a_breach() -> None:
    """Nothing was said in time; the owner answers for it or whoever the limit names."""
    law = with_limit("promise", until="promised_at", responsible="owner")
    course = a_course(law=law)
    tell(course, "promised", "sv-01", promised_at="2026-10-13T16:00:00+08:00")

    course.wait("2026-10-13 16:01")

    (breach,) = [one for one in course.case.breaches if one.clock == "promise"]
    assert (at("2026-10-13 16:00"), "sv-01") == (breach.due, breach.person)


def test_without_an_instant_the_packs_own_amount_counts() -> None:
    """Where the field is optional and empty."""
    law = with_limit("promise", starts_on=("accepted",), until="promised_at")

    course = a_course(law=law)
    tell(course, "accepted", "sv-01")

    assert "2026-10-15 17:00" == course.due("promise")


def test_an_appointment_bounds_a_limit_that_runs_from_the_registration() -> None:
    """A visitor who was told to come is received then."""
    law = with_limit(
        "receive", with_registration(), starts_on=("registered",), until="appointment"
    )

    course = a_course(law=law, appointment="2026-10-14T09:30:00+08:00")

    assert "2026-10-14 09:30" == course.due("receive")


def test_without_an_appointment_a_limit_that_runs_to_one_does_not_run() -> None:
    """Nobody was told to come; the pack's amount is no appointment."""
    law = with_limit(
        "receive", with_registration(), starts_on=("registered",), until="appointment"
    )

    course = a_course(law=law)

    assert course.due("receive") is None
    assert "receive" not in course.case.clocks


def test_a_calendar_that_changes_does_not_move_a_promise() -> None:
    """An instant that was said is not counted in working days."""
    course = a_course(law=with_limit("promise", until="promised_at"))
    tell(course, "promised", "sv-01", promised_at="2026-10-16T11:00:00+08:00")

    course.proceeding.stepping.clocks.replan(course.now, "通知")

    assert "2026-10-16 11:00" == course.due("promise")


@pytest.mark.parametrize(
    "value",
    ["2026-10-16T11:00:00", "2026-10-13T10:00:00+08:00", "下周", "2026-10-01T11:00:00+08:00"],
    ids=["no offset", "now", "words", "the past"],
)
def test_a_promise_names_an_instant_that_is_ahead(value: str) -> None:
    """The refusal shows how one is written."""
    refused = told_no(a_course(), "promised", "sv-01", promised_at=value)

    assert "带时区的时刻" in refused.sentence


def test_the_units_are_told_in_the_order_in_which_they_act() -> None:
    """The order is the information."""
    course = a_course()

    (fact,) = tell(course, "units_told", "sv-01", units=["network", "stacks"])

    assert ["network", "stacks"] == fact.data["units"]
    assert ("network", "stacks") == course.case.units
    assert "unknown_unit" == told_no(course, "units_told", "sv-01", units=["cellar"]).reason
    assert "no_units" == told_no(course, "units_told", "sv-01", units="network").reason


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("contact_given", {"contact": "010-1234"}),
        ("progress_reported", {"progress": "已查到底本"}),
        ("visited", {}),
        ("duty_logged", {"findings": "无事"}),
    ],
)
def test_what_was_said_and_done_is_kept_with_who_did_it(kind: str, data: dict[str, Any]) -> None:
    """Each is a fact with what was told."""
    (fact,) = tell(a_course(), kind, "sv-01", **data)

    assert {**data, "by": "sv-01"} == fact.data
