"""Apology and remedy after lateness."""

from cases.admitting.apologies import gives, owes
from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.folding.plain import recorded, told


def apologised(fold: Folding, event: CaseEvent) -> None:
    """The requester has an apology, and is told what makes up for the lateness."""
    fold.case.apologised_at = event.at
    late = [one.clock for one in fold.case.breaches if one.clock in fold.law.limits]
    data = told(event) | {"late": list(dict.fromkeys(late))}
    fold.recorder.record("apologised", event.at, **data, by=event.by)


def given_along(fold: Folding, event: CaseEvent) -> None:
    """An apology that is owed and comes with the event that finishes the case is recorded before it."""
    if event.by and owes(fold.case, fold.law) and gives(event):
        fold.case.apologised_at = event.at
        said = {name: event.text(name) for name in ("apology", "remedy")}
        late = [one.clock for one in fold.case.breaches if one.clock in fold.law.limits]
        fold.recorder.record(
            "apologised", event.at, **said, late=list(dict.fromkeys(late)), by=event.by
        )


def archived(fold: Folding, event: CaseEvent) -> None:
    """The file is closed and kept."""
    given_along(fold, event)
    recorded(fold, event)
