"""The same command id gives the first outcome; with other content it is a conflict."""

import pytest

from cases import saving
from cases.commands import CompleteTask, DeliverMessage
from cases.ledger import KEPT, Ledger
from cases.refusal import Refused
from tests.cases.driving import Course, a_course

PASS = CompleteTask(command_id="c-1", actor="sv-01", task="receive", outcome="pass")


def answered() -> Course:
    """Return a case in which command c-1 was carried out."""
    course = a_course()
    course.give(PASS)
    return course


def test_the_same_command_again_gives_the_first_outcome_and_does_nothing() -> None:
    """Also later, when another task is open."""
    course = a_course()
    first = course.give(PASS)
    course.wait("2026-10-13 11:00")
    facts = len(course.facts)

    again = course.give(PASS)

    assert first == again
    assert ("fill_slip#1",) == again.opened
    assert facts == len(course.facts)


@pytest.mark.parametrize(
    "changed",
    [{"outcome": "answer"}, {"actor": "sv-02"}, {"data": {"answer": "x"}}, {"task": "sign"}],
    ids=lambda changed: next(iter(changed)),
)
def test_the_same_id_with_other_content_is_a_conflict(changed: dict[str, object]) -> None:
    """The sentence names the id; nothing happens."""
    course = answered()

    refused = course.refusal(PASS.model_copy(update=changed))

    assert "command_conflict" == refused.reason
    assert "c-1" in refused.sentence


def test_another_kind_of_command_with_the_same_id_is_a_conflict() -> None:
    """A command is its kind and its content."""
    refused = answered().refusal(DeliverMessage(command_id="c-1", actor="sv-01", name="letter"))

    assert "command_conflict" == refused.reason


def test_a_refused_command_is_not_remembered() -> None:
    """Its id may be used again once it is right."""
    course = a_course()
    wrong = PASS.model_copy(update={"outcome": "no"})
    course.refusal(wrong)

    receipt = course.give(PASS)

    assert "c-1" == receipt.command_id


def test_commands_without_an_id_are_never_the_same() -> None:
    """Given twice, the second is looked at anew."""
    course = a_course()
    bare = PASS.model_copy(update={"command_id": ""})
    course.give(bare)

    assert "unknown_task" == course.refusal(bare).reason


def test_the_ledger_survives_saving() -> None:
    """A case that continues elsewhere still knows its commands."""
    course = answered()
    saved = saving.dump(course.proceeding)

    course.proceeding = saving.load(
        saved, course.proceeding.law, course.proceeding.stepping.program
    )

    assert ("fill_slip#1",) == course.give(PASS).opened


def test_the_ledger_keeps_the_latest() -> None:
    """It is bounded: the oldest go first."""
    ledger = Ledger()
    for number in range(KEPT + 3):
        ledger.keep(PASS.model_copy(update={"command_id": f"c-{number}"}), {"n": number})

    assert KEPT == len(ledger.entries)
    assert ledger.first_outcome(PASS.model_copy(update={"command_id": "c-2"})) is None
    assert {"n": 3} == ledger.first_outcome(PASS.model_copy(update={"command_id": "c-3"}))
    with pytest.raises(Refused):
        ledger.first_outcome(PASS.model_copy(update={"command_id": "c-3", "actor": "x"}))
