"""The closed vocabularies that diagrams and packs may use. One word, one meaning; see docs/glossary.md."""

from collections.abc import Mapping

EVENTS: Mapping[str, tuple[str, ...]] = {
    "registered": (),
    "explained": ("reason",),
    "answered": ("answer",),
    "unable_to_solve": ("reason",),
    "handover_sent": ("to_unit",),
    "handover_received": (),
    "handover_returned": ("opinion",),
    "handover_forwarded": ("opinion", "to_unit"),
    "handler_named": ("handler",),
    "graded": ("difficulty",),
    "coordination_requested": ("reason",),
    "consultation_called": ("units",),
    "opinion_settled": ("opinion",),
    "instruction_requested": ("reason",),
    "instruction_given": ("opinion",),
    "feedback_acknowledged": ("party",),
    "follow_up": ("reached",),
    "reopened": (),
    "escalated": ("level",),
    "referred_outside": ("body",),
    "escorted": ("to_unit",),
    "excess_explained": ("reason",),
    "excess_approved": (),
    "excess_refused": ("reason",),
    "noted": ("note",),
    "closed": (),
}
"""Domain events by name, with the completion data each cannot do without."""

BREACHED = "breached:"
"""`breached:<limit>` starts a clock when another limit is missed."""

FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "due": (1, 1),
    "reminder": (1, 1),
    "breached": (1, 1),
    "owner": (0, 0),
    "owner_unit": (0, 0),
    "handler": (0, 0),
    "handling_unit": (0, 0),
    "receiving_unit": (0, 0),
    "issuing_unit": (0, 0),
    "head": (1, 1),
    "superior": (1, 1),
    "oversight": (0, 0),
    "level_post": (1, 1),
    "feedback_parties": (0, 0),
    "attempts": (0, 0),
    "graded": (0, 0),
    "now": (0, 0),
    "today": (0, 0),
}
"""Functions of the case that an expression in a diagram may call: least and most arguments."""

CLOCK_FUNCTIONS = ("due", "reminder", "breached")
"""Those whose argument is the key of a limit."""

JOB_TYPES: Mapping[str, tuple[str, ...]] = {
    "transfers.send_slip": (),
    "transfers.return_slip": (),
    "follow_ups.schedule": (),
    "accountability.record_breach": ("clock",),
    "notices.send": ("template",),
}
"""Job types a diagram may ask for, with the properties each cannot do without."""

AUDIENCES = ("requester", "unit", "oversight", "public")
DIFFICULTIES = ("normal", "complex", "hard")
PARTIES = ("issuing_unit", "owner", "oversight")
