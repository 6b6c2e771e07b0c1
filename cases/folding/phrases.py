"""Words that put a requester off: pointed out for a person to look at, never judged, never refused."""

from cases.events import CaseEvent
from cases.folding.context import Folding

FIELDS = (
    "answer",
    "reason",
    "guidance",
    "explanation",
    "opinion",
    "note",
    "progress",
    "apology",
    "remedy",
    "findings",
    "disposition",
    "rectification_state",
)
"""Fields in which people write to, or about, a requester."""


def point_out(fold: Folding, event: CaseEvent) -> None:
    """Record each phrase of the pack's list that stands in what was written."""
    for name in FIELDS:
        text = event.text(name)
        for banned in fold.law.banned_phrases:
            if banned.phrase in text:
                fold.recorder.record(
                    "phrase_flagged",
                    event.at,
                    phrase=banned.phrase,
                    event=event.kind,
                    field=name,
                    cites=banned.cites,
                    rule=banned.rule,
                    by=event.by,
                )
