"""Every kind of event and the function that folds it; completeness is a test."""

from collections.abc import Callable, Mapping

from cases.events import CaseEvent
from cases.folding import answers, escalations, follow_ups, handovers
from cases.folding.context import Folding

FOLDS: Mapping[str, Callable[[Folding, CaseEvent], None]] = {
    "registered": answers.registered,
    "explained": answers.explained,
    "answered": answers.answered,
    "unable_to_solve": answers.unable_to_solve,
    "handover_sent": handovers.sent,
    "handover_received": handovers.received,
    "handover_returned": handovers.returned,
    "handover_forwarded": handovers.forwarded,
    "handler_named": handovers.handler_named,
    "graded": answers.graded,
    "coordination_requested": answers.coordination_requested,
    "consultation_called": answers.consultation_called,
    "opinion_settled": answers.opinion_settled,
    "instruction_requested": answers.instruction_requested,
    "instruction_given": answers.instruction_given,
    "feedback_acknowledged": follow_ups.feedback_acknowledged,
    "follow_up": follow_ups.follow_up,
    "reopened": follow_ups.reopened,
    "escalated": escalations.escalated,
    "referred_outside": answers.referred_outside,
    "escorted": answers.escorted,
    "excess_explained": escalations.excess_explained,
    "excess_approved": escalations.excess_approved,
    "excess_refused": escalations.excess_refused,
    "noted": answers.noted,
    "closed": follow_ups.closed,
}


def fold(folding: Folding, event: CaseEvent) -> None:
    """Apply *event*, which `cases.admission` let in, and let the clocks hear of it."""
    FOLDS[event.kind](folding, event)
    folding.clocks.happened(event.kind, event.at)
