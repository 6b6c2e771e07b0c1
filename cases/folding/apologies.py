"""Apology and remedy after lateness."""

from typing import Any

from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.folding.plain import told
from cases.lateness import gives, missed, owes


def apologised(fold: Folding, event: CaseEvent) -> None:
    """The requester has an apology, and is told what makes up for the lateness."""
    _apologise(fold, event, told(event))


def given_along(fold: Folding, event: CaseEvent) -> None:
    """An apology that is owed and comes with the event that finishes the case is recorded before it."""
    if event.by and owes(fold.case, fold.law) and gives(event):
        _apologise(fold, event, {name: event.text(name) for name in ("apology", "remedy")})


def _apologise(fold: Folding, event: CaseEvent, said: dict[str, Any]) -> None:
    fold.case.apologised_at = event.at
    late = dict.fromkeys(breach.clock for breach in missed(fold.case, fold.law))
    fold.recorder.record("apologised", event.at, **(said | {"late": list(late)}), by=event.by)
