"""Events that are recorded as they were told, and change nothing else."""

from typing import Any

from cases.events import CaseEvent
from cases.folding.context import Folding

_OF_THE_TASK = frozenset({"outcome", "stage", "clock", "event"})


def recorded(fold: Folding, event: CaseEvent) -> None:
    """Record what was said and by whom."""
    fold.recorder.record(event.kind, event.at, **told(event), by=event.by)


def told(event: CaseEvent) -> dict[str, Any]:
    """Return the event's data without what only the diagram needs."""
    return {
        key: value for key, value in event.data.items() if key not in _OF_THE_TASK and key != "by"
    }
