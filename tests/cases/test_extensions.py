"""Extension: asked before expiry, granted by whom the pack names, for no longer, and told."""

from typing import Any

import pytest

from regulations.law import Law
from regulations.limits import Extension
from tests.cases.driving import Course, a_course, at
from tests.cases.telling import tell, told_no, with_limit, with_people
from tests.cases.test_pauses import GROUNDS, amount

ASK = {"clock": "handle", "reason": "须赴外地核实"}
GRANT = {"clock": "handle", "reason": "核实需时", "manner": "电话告知"}


def law(base: Law | None = None, **changed: Any) -> Law:
    """Return a law with a handling limit of three working days that the librarian may extend."""
    given = {
        "title": "办理时限",
        "value": amount(3),
        "starts_on": ("file_completed",),
        "stops_on": ("certificate_issued",),
        "pauses": GROUNDS,
        "extension": Extension(by="librarian", most="5wd", cites="第七条", rule="R908"),
        "remind_before": "1wd",
    }
    return with_limit("handle", base, **(given | changed))


def running(changed: Law | None = None) -> Course:
    """Return a case whose limit runs until Friday 17:00."""
    course = a_course(law=changed or law())
    tell(course, "file_completed", "sv-01")
    assert "2026-10-16 17:00" == course.due("handle")
    return course


def asked(changed: Law | None = None) -> Course:
    """Return a case for which more time was asked on Thursday."""
    course = running(changed)
    course.wait("2026-10-15 10:00")
    tell(course, "extension_requested", "sv-01", **ASK)
    return course


def grant(course: Course, until: str, by: str = "of-09", **data: Any) -> list[Any]:
    """Grant an extension until an instant of the pack's zone."""
    return tell(course, "extension_approved", by, **(GRANT | data), until=at(until).isoformat())


def no_grant(course: Course, until: str, by: str = "of-09", **data: Any) -> Any:
    """Return why it is not granted."""
    return told_no(course, "extension_approved", by, **(GRANT | data), until=at(until).isoformat())


def test_an_extension_moves_the_date_and_tells_the_requester_why() -> None:
    """Old and new date, who, why, how and when told; the requester sees it."""
    course = asked()

    facts = grant(course, "2026-10-21 12:00", told_at="2026-10-15T09:30:00+08:00")

    assert ["extension_approved", "clock_replanned"] == [fact.kind for fact in facts[:2]]
    data = facts[0].data
    assert ("handle", 1, "核实需时", "电话告知", "of-09") == tuple(
        data[name] for name in ("clock", "leg", "reason", "manner", "by")
    )
    assert ("2026-10-16T09:00:00+00:00", "2026-10-21T04:00:00+00:00") == (
        data["old_due"], data["until"],
    )  # fmt: skip
    assert "2026-10-15T01:30:00+00:00" == data["told_at"]
    assert "requester" in facts[0].audience
    assert "2026-10-21 12:00" == course.due("handle")
    course.wait("2026-10-21 12:00")
    assert ["handle"] == [one.clock for one in course.case.breaches if one.clock == "handle"]


def test_nobody_grants_what_he_asked_for_himself() -> None:
    """Where the post that grants asked, the post above decides; the diagram knows whom to give it to."""
    base = with_people(law(), posts={"librarian": {"superior": "stacks-head"}})
    course = running(base)
    ask = course.proceeding.stepping._functions["extension_by"]
    assert "librarian" == ask("handle")
    tell(course, "extension_requested", "of-09", **ASK)

    assert "stacks-head" == ask("handle")
    assert "wrong_actor" == no_grant(course, "2026-10-21 12:00").reason
    grant(course, "2026-10-21 12:00", "st-09")

    assert "2026-10-21 12:00" == course.due("handle")
    assert "librarian" == ask("handle")
    assert ask("nothing") is None


def test_who_has_nobody_above_grants_it_all_the_same() -> None:
    """A request is never without somebody who decides."""
    course = running()
    tell(course, "extension_requested", "of-09", **ASK)

    grant(course, "2026-10-21 12:00", "of-09")


def test_it_is_asked_before_the_limit_is_up() -> None:
    """Afterwards it is too late, and the sentence says when it was up."""
    course = running()
    course.wait("2026-10-16 17:00")

    refused = told_no(course, "extension_requested", "sv-01", **ASK)

    assert "too_late" == refused.reason
    assert "10月16日（周五）17:00" in refused.sentence


def test_while_nobody_decided_the_limit_is_judged_as_ever() -> None:
    """Asking buys no time; granted later, the breach stays and the leg has a new date."""
    course = asked()
    course.wait("2026-10-19 10:00")
    assert ["handle"] == [one.clock for one in course.case.breaches if one.clock == "handle"]

    grant(course, "2026-10-21 12:00")

    assert "2026-10-21 12:00" == course.due("handle")
    assert 1 == sum(one.clock == "handle" for one in course.case.breaches)


def test_a_refused_extension_leaves_the_date() -> None:
    """It may be asked anew."""
    course = asked()
    assert "already_asked" == told_no(course, "extension_requested", "sv-01", **ASK).reason

    tell(course, "extension_refused", "of-09", clock="handle", reason="无正当理由")

    assert "2026-10-16 17:00" == course.due("handle")
    assert "not_asked" == no_grant(course, "2026-10-21 12:00").reason
    tell(course, "extension_requested", "sv-01", **ASK)


@pytest.mark.parametrize(
    ("by", "until", "data", "reason", "said"),
    [
        pytest.param("sv-09", "2026-10-21 12:00", {}, "wrong_actor", "馆长", id="by another"),
        pytest.param("", "2026-10-21 12:00", {}, "wrong_actor", "自动流程", id="by nobody"),
        pytest.param(
            "of-09", "2026-10-16 17:00", {}, "no_extension", "10月16日", id="no later than before",
        ),
        pytest.param("of-09", "2026-10-24 12:00", {}, "too_long", "5个工作日", id="too long"),
        pytest.param(
            "of-09", "2026-10-21 12:00", {"reason": " "}, "not_told", "reason", id="no reason",
        ),
        pytest.param(
            "of-09", "2026-10-21 12:00", {"manner": ""}, "missing_field", "manner", id="not told",
        ),
    ],
)  # fmt: skip
def test_what_may_not_be_granted(
    by: str, until: str, data: dict[str, str], reason: str, said: str
) -> None:
    """By whom, until when, why and how told: each is refused with what was expected."""
    refused = no_grant(asked(), until, by, **data)

    assert reason == refused.reason
    assert said in refused.sentence


def test_two_extensions_are_not_twice_as_long() -> None:
    """The longest extension counts from the date without any."""
    course = asked()
    grant(course, "2026-10-22 12:00")
    tell(course, "extension_requested", "sv-01", **ASK)

    assert "too_long" == no_grant(course, "2026-10-26 12:00").reason
    grant(course, "2026-10-23 17:00")


def test_without_a_longest_extension_the_leaders_decide() -> None:
    """The text names none."""
    course = asked(law(extension=Extension(by="librarian", declared="按职权审批")))

    grant(course, "2026-12-01 12:00")

    assert "2026-12-01 12:00" == course.due("handle")


def test_no_extension_reaches_beyond_the_cap() -> None:
    """The cap bounds what is granted, and the sentence names it."""
    base = with_limit("whole", value=amount(4), kind="cap", title="总时限",
                      starts_on=("file_completed",), stops_on=())  # fmt: skip
    course = asked(law(base, within="whole"))

    refused = no_grant(course, "2026-10-20 12:00")

    assert "beyond_cap" == refused.reason
    assert "总时限" in refused.sentence


@pytest.mark.parametrize(
    ("clock", "reason"), [("answer", "may_not_extend"), ("handle", "not_running")]
)
def test_only_a_running_limit_that_may_be_extended_is(clock: str, reason: str) -> None:
    """The pack says which; one that does not run needs no more time."""
    course = a_course(law=law())

    refused = told_no(course, "extension_requested", "sv-01", clock=clock, reason="忙")

    assert reason == refused.reason


def test_while_the_clock_stands_still_nothing_is_extended() -> None:
    """It has no date that could be moved."""
    course = asked()
    tell(course, "clock_paused", "sv-01", ground="appraisal")

    assert "paused" == no_grant(course, "2026-10-21 12:00").reason


def test_an_extended_date_moves_with_a_later_pause() -> None:
    """As much is left afterwards as before."""
    course = asked()
    grant(course, "2026-10-21 12:00")
    course.wait("2026-10-19 10:00")
    tell(course, "clock_paused", "sv-01", ground="appraisal")
    course.wait("2026-10-20 10:00")

    tell(course, "clock_resumed", "sv-01")

    assert "2026-10-23 12:00" == course.due("handle")


def test_an_extension_outlives_a_new_grade() -> None:
    """What was granted stays granted."""
    course = asked(law(grades={"hard": amount(4)}))
    grant(course, "2026-10-21 12:00")

    tell(course, "graded", "sv-01", difficulty="hard")

    assert "2026-10-21 12:00" == course.due("handle")
