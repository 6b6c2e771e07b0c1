"""Pauses: clocks stand still and go on; one fact a clock."""

from cases import legs
from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.folding.plain import told


def clock_paused(fold: Folding, event: CaseEvent) -> None:
    """Every clock that may stand still on the ground does, or the one that is named."""
    ground = event.text("ground")
    said = told(event) | {"by": event.by}
    for key in legs.pausable(fold.case, fold.law, ground, event.text("clock"), event.at):
        fold.clocks.pause(key, ground, event.at, said)


def clock_resumed(fold: Folding, event: CaseEvent) -> None:
    """Every clock that stands still goes on, or those of the ground or key that are named."""
    said = told(event) | {"by": event.by}
    for key in legs.paused(fold.case, event.text("ground"), event.text("clock")):
        fold.clocks.resume(key, event.at, said)
