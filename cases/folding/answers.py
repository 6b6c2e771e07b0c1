"""Answers and what leads to them: explanation, opinion, instruction."""

from typing import Any

from cases.case import Case
from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.recorder import iso


def registered(fold: Folding, event: CaseEvent) -> None:
    """The inquiry is taken in and has an owner."""
    case = fold.case
    fold.recorder.record(
        "registered",
        event.at,
        pack=case.pack,
        edition=case.edition,
        law=event.text("law"),
        program=event.text("program"),
        channel=case.channel,
        kind=case.kind,
        urgency=case.urgency,
        matter=case.matter,
        requester=case.requester,
        owner={"person": case.owner, "unit": case.owner_unit},
        received_at=case.received_at.isoformat(),
        **_also_given(case),
    )


def _also_given(case: Case) -> dict[str, Any]:
    """Return what only some registrations give; what was not given is not in the fact."""
    given = {
        "first_contact": case.first_contact if case.first_contact != case.owner else "",
        "also_asked": list(case.also_asked),
        "subject": case.subject,
        "tier": case.tier,
        "preferred_contact": case.preferred_contact,
        "on_behalf_of": case.on_behalf_of,
        "appointment": iso(case.appointment) if case.appointment else "",
        "evidence": case.evidence,
        "against": case.against,
    }
    return {name: value for name, value in given.items() if value}


def explained(fold: Folding, event: CaseEvent) -> None:
    """The requester was told why it cannot be done, or not at once."""
    fold.recorder.record("explained", event.at, reason=event.text("reason"), by=event.by)


def unable_to_solve(fold: Folding, event: CaseEvent) -> None:
    """The first-contact unit finds that it cannot solve the matter itself."""
    fold.case.unable_at = event.at
    fold.recorder.record("unable_to_solve", event.at, reason=event.text("reason"), by=event.by)


def answered(fold: Folding, event: CaseEvent) -> None:
    """The requester has an answer. The first one stays for ever."""
    case = fold.case
    case.answer = event.text("answer")
    case.first_answered_at = case.first_answered_at or event.at
    fold.recorder.record(
        "answered",
        event.at,
        answer=case.answer,
        by=event.by,
        unit=case.unit,
        basis=event.text("basis"),
        definite=event.data.get("definite", True),
    )


def graded(fold: Folding, event: CaseEvent) -> None:
    """The difficulty is graded; limits that depend on it are counted anew from their start."""
    fold.case.difficulty = event.text("difficulty")
    fold.recorder.record("graded", event.at, difficulty=fold.case.difficulty, by=event.by)
    fold.clocks.regrade(event.at)


def opinion_settled(fold: Folding, event: CaseEvent) -> None:
    """A clear opinion is there: a signed event, because a limit runs from it."""
    fold.case.opinion = event.text("opinion")
    fold.recorder.record("opinion_settled", event.at, opinion=fold.case.opinion, by=event.by)


def instruction_requested(fold: Folding, event: CaseEvent) -> None:
    """A superior is asked for instruction, level by level."""
    fold.recorder.record(
        "instruction_requested",
        event.at,
        level=event.text("level"),
        **({"whom": event.text("whom")} if event.text("whom") else {}),
        reason=event.text("reason"),
        by=event.by,
    )


def instruction_given(fold: Folding, event: CaseEvent) -> None:
    """A superior gave a clear instruction: signed, because a limit runs from it.

    What is assigned has its priority and its date with it (R11, R24).
    """
    fold.case.opinion = event.text("opinion")
    fold.case.instructed_at = event.at
    said = {name: event.data[name] for name in ("urgency", "deadline") if event.data.get(name)}
    fold.recorder.record(
        "instruction_given", event.at, opinion=fold.case.opinion, **said, by=event.by
    )


def referred_outside(fold: Folding, event: CaseEvent) -> None:
    """The matter is another body's: explained, and helped on the way."""
    fold.recorder.record(
        "referred_outside",
        event.at,
        body=event.text("body"),
        guidance=event.text("guidance"),
        by=event.by,
    )


def escorted(fold: Folding, event: CaseEvent) -> None:
    """The visitor was accompanied to the responsible unit."""
    fold.recorder.record("escorted", event.at, to_unit=event.text("to_unit"), by=event.by)


def noted(fold: Folding, event: CaseEvent) -> None:
    """Something worth keeping."""
    fold.recorder.record("noted", event.at, note=event.text("note"), by=event.by)
