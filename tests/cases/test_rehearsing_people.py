"""Readable cases say who is away, how often something happened, who may see it, and what is not let in."""

import pytest
from pydantic import ValidationError

from cases.rehearsal import ReadableCase, Rehearsal, RehearsalStep
from tests.cases.driving import INQUIRY, pack

OPEN = INQUIRY | {"at": "2026-10-13 10:00"}
STEPS = [
    {"at": "2026-10-13 10:05", "away": "sv-01", "by": "of-09", "until": "2026-10-13 12:00"},
    {"at": "2026-10-13 10:06", "see": {"away": {"sv-01": "sv-09", "st-01": None}}},
    {"at": "2026-10-13 10:08", "back": "sv-01", "by": "of-09"},
    {"at": "2026-10-13 10:10", "do": "receive", "by": "sv-01", "outcome": "answer",
     "data": {"answer": "已补齐"}},
]  # fmt: skip


def played(**changed: object) -> tuple[str, ...]:
    """Return how a readable case of the library came out: what was not as it says."""
    case = ReadableCase.model_validate({"name": "代办", "open": OPEN, "steps": STEPS, **changed})
    return Rehearsal(pack(), case, "cases/x.yaml").play().differences


def test_an_absence_and_a_return_are_steps_of_a_readable_case() -> None:
    """Who stands in, what happened how often, and for whom it is to be seen."""
    ends = {
        "owner_unit": "service",
        "away": {"sv-01": None},
        "happened": {"absence_reported": 1, "absence_ended": 1, "apologised": 0},
        "seen_by": {"requester": {"answered": 1, "registered": 0}, "public": {"answered": 1}},
        "counts": {"visits": 0},
        "delegate": "",
        "promised_at": "",
    }

    assert () == played(ends=ends)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ({"happened": {"absence_ended": 2}}, "expected {'absence_ended': 2}, found {'absence_ended': 1}"),
        ({"away": {"sv-01": "sv-09"}}, "found {'sv-01': None}"),
        ({"seen_by": {"public": {"answered": 0}}}, "found {'public': {'answered': 1}}"),
    ],
)  # fmt: skip
def test_what_did_not_happen_is_said(ends: dict[str, object], said: str) -> None:
    """Expected and found, side by side."""
    (difference,) = played(ends=ends)

    assert said in difference


def test_a_refused_report_is_a_difference() -> None:
    """Nobody of that name is away."""
    (difference,) = played(steps=[{"at": "2026-10-13 10:05", "away": "xx-1", "by": "of-09"}])

    assert "xx-1 was refused" in difference


def test_a_step_is_one_thing() -> None:
    """Not an absence and a task at once."""
    with pytest.raises(
        ValidationError, match="expected exactly one of do, refuse, away, back and see"
    ):
        RehearsalStep.model_validate({"at": "2026-10-13 10:05", "away": "sv-01", "do": "receive"})


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "before the edition is in force": (
        {"open": OPEN | {"at": "2019-10-13 10:00"}},
        "is in force from 2026-01-01, asked for 2019-10-13: let the case begin on that day or later",
    ),
    "no instant at all": ({"open": INQUIRY}, "expected `at` to be an instant such as"),
    "a day that is none": (
        {"open": OPEN | {"at": "2026-02-30 10:00"}},
        "such as 2026-10-09 17:40, found '2026-02-30 10:00'",
    ),
    "a registration that cannot be read": (
        {"open": OPEN | {"first_contact": 7}},
        "open: first_contact: ",
    ),
    "a step at no instant": (
        {"steps": [{"at": "tomorrow", "see": {}}]},
        "step 1: expected `at` to be an instant",
    ),
    "a step before the one above it": (
        {"steps": [*STEPS[:2], {"at": "2026-10-13 10:01", "see": {}}]},
        "step 3: expected an instant not before 2026-10-13 10:06, found 2026-10-13 10:01",
    ),
    "a proof that expects nothing": (
        {"proves": {"kept": ["R901"]}},
        "it names R901 and expects nothing: say in `see`, `refuse` or `ends` what must be so",
    ),
}


@pytest.mark.parametrize(("changed", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_case_that_cannot_be_played_says_what_to_do(
    changed: dict[str, object], said: str
) -> None:
    """It is a difference like any other: the cases after it are played."""
    steps = {"steps": STEPS[:1]} if "proves" in changed else {}
    (difference,) = played(**steps, **changed)

    assert said in difference


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        ({"given": {"channel": "pigeon"}, "because": "channel 应为"}, ()),
        ({"given": {"channel": "pigeon"}, "because": "别的话"}, ("expected a refusal with '别的话'",)),
        ({"given": {"matter": "另一件事"}}, ("expected the registration to be refused",)),
    ],
    ids=["refused as it says", "refused in other words", "let in"],
)  # fmt: skip
def test_a_case_says_which_registrations_are_not_let_in(
    tried: dict[str, object], said: tuple[str, ...]
) -> None:
    """The case opens all the same; a registration that is let in is a difference."""
    differences = played(not_opened=[tried])

    assert len(said) == len(differences)
    assert all(words in one for words, one in zip(said, differences, strict=True))


def test_a_case_says_whom_a_notice_went_to() -> None:
    """By the notice; of several the last, and nobody where none was sent."""
    late = [{"at": "2026-10-23 10:00", "see": {"told": {"reminder": ["sv-01"], "breach": []}}}]

    assert () == played(steps=late)
    (difference,) = played(steps=[{"at": "2026-10-23 10:00", "see": {"told": {"reminder": []}}}])
    assert "told: expected {'reminder': []}, found {'reminder': ['sv-01']}" in difference
