"""Lateness, and the apology that the requester is owed for it. Read-only."""

from cases.case import Breach, Case
from cases.events import CaseEvent
from regulations.law import Law
from regulations.vocabulary import APOLOGY_AFTER_LATENESS


def missed(case: Case, law: Law) -> list[Breach]:
    """Return the breaches of limits, oldest first; a count that was exceeded is no lateness."""
    return [breach for breach in case.breaches if breach.clock in law.limits]


def owes(case: Case, law: Law) -> bool:
    """Whether the requester is owed an apology."""
    setting = law.settings.get(APOLOGY_AFTER_LATENESS)
    asked = setting is not None and setting.value is True
    return asked and case.apologised_at is None and bool(missed(case, law))


def gives(event: CaseEvent) -> bool:
    """Whether an event brings an apology and a remedy with it."""
    return bool(event.text("apology").strip() and event.text("remedy").strip())
