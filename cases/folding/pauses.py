"""Pauses: clocks stand still and go on; one fact a clock, all but the first with `also`."""

from typing import Any

from cases import legs
from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.folding.plain import told


def clock_paused(fold: Folding, event: CaseEvent) -> None:
    """Every clock that may stand still on the ground does, or the one that is named."""
    ground, case = event.text("ground"), fold.case
    keys = legs.pausable(case, fold.law, ground, event.text("clock"), event.at)
    for number, key in enumerate(keys):
        fold.clocks.pause(key, ground, event.at, _said(event, number))


def clock_resumed(fold: Folding, event: CaseEvent) -> None:
    """Every clock that stands still goes on, or those of the ground or key that are named."""
    keys = legs.paused(fold.case, event.text("ground"), event.text("clock"))
    for number, key in enumerate(keys):
        fold.clocks.resume(key, event.at, _said(event, number))


def _said(event: CaseEvent, number: int) -> dict[str, Any]:
    return told(event) | {"by": event.by} | ({"also": True} if number else {})
