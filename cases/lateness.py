"""Lateness, and the apology that the requester is owed for it. Read-only."""

from cases.case import Breach, Case
from cases.events import CaseEvent
from regulations.law import Law
from regulations.vocabulary import APOLOGY_AFTER_LATENESS


def missed(case: Case, law: Law) -> list[Breach]:
    """Return the breaches of limits, oldest first; a count that was exceeded is no lateness."""
    return [breach for breach in case.breaches if breach.clock in law.limits]


def owes(case: Case, law: Law) -> bool:
    """Whether the requester is owed an apology: for lateness that none made up for yet."""
    setting = law.settings.get(APOLOGY_AFTER_LATENESS)
    if setting is None or setting.value is not True:
        return False
    since = case.apologised_at
    return any(since is None or since < breach.found_at for breach in missed(case, law))


def gives(event: CaseEvent) -> bool:
    """Whether an event brings an apology and a remedy with it."""
    return bool(event.text("apology").strip() and event.text("remedy").strip())
