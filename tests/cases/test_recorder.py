"""The recorder seals facts in one chain, also where the history says that it went otherwise."""

from cases.facts import first_break
from cases.recorder import Recorder
from tests.cases.driving import in_hand


def test_facts_not_recorded_yet_follow_what_was_recorded() -> None:
    """The chain goes on from the digest in the history, and later facts follow on."""
    course = in_hand("2026-10-13 10:00")
    recorder: Recorder = course.proceeding.stepping.recorder
    recorder.record("noted", course.now, note="甲")
    waiting = list(recorder.take())
    head = "f" * 64

    sealed = recorder.chain_to(head, waiting)
    recorder.record("noted", course.now, note="乙")
    (later,) = recorder.take()

    assert ["甲"] == [fact.data["note"] for fact in sealed]
    assert sealed[0].digest != waiting[0].digest
    assert sealed[0].digest != later.digest
    assert first_break([*sealed, later], sealed[0].sequence - 1, head) is None
    assert later.digest == course.case.head
