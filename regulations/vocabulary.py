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
    # first contact
    "delegated": ("delegate", "reason"),
    "introduced": ("to_unit",),
    "ownership_accepted": (),
    "passed_to_superior": ("reason",),
    "contact_given": ("contact",),
    "contact_attempted": ("whom",),
    "consent_requested": ("leader",),
    "consent_given": ("leader",),
    "consent_refused": ("leader",),
    "contact_disclosed": ("leader",),
    "promised": ("promised_at",),
    "progress_reported": ("progress",),
    "visited": (),
    "units_told": ("units",),
    "duty_logged": ("findings",),
    # materials
    "guide_given": ("guide",),
    "materials_reviewed": (),
    "supplement_noticed": ("items",),
    "materials_supplemented": ("items",),
    "file_completed": (),
    "accepted": (),
    "accepted_provisionally": ("reason",),
    "file_returned": ("reason",),
    # extension, pause, deemed approval
    "extension_requested": ("clock", "reason"),
    "extension_approved": ("clock", "until", "reason", "manner"),
    "extension_refused": ("clock",),
    "clock_paused": ("ground",),
    "clock_resumed": (),
    "deemed_approved": (),
    "issue_ordered": (),
    "certificate_issued": (),
    # several units
    "lead_named": ("lead",),
    "unit_opined": ("opinion",),
    "consent_deemed": ("unit",),
    "misroute_disputed": ("reason",),
    "misroute_settled": ("decision",),
    "gravity_set": ("gravity",),
    # complaints
    "complaint_accepted": (),
    "investigator_named": ("investigator",),
    "evidence_requested": ("request",),
    "evidence_supplied": (),
    "investigated": ("findings",),
    "disposition_proposed": ("characterisation", "responsibility", "measures", "rectification"),
    "disposition_approved": (),
    "disposition_rejected": ("reason",),
    "rectification_planned": ("measures", "deadline"),
    "rectified": ("result",),
    "complaint_fed_back": ("findings", "disposition", "rectification_state"),
    "complaint_reopened": (),
    "archived": (),
    # after lateness, after dissatisfaction
    "apologised": ("apology", "remedy"),
    "led_on": ("body",),
    "closed": (),
}
"""Domain events by name, with the completion data each cannot do without."""

SETTLING = ("certificate_issued", "archived", "closed")
"""Events by which a person finishes a case."""

DEEMED_APPROVAL = "deemed_approval"
"""What `setting` answers by itself: true where the pack has a legal basis in force."""

APOLOGY_AFTER_LATENESS = "apology_after_lateness"
"""The setting by which a pack asks for an apology before a late case is finished."""

DERIVED = ("known_item_noticed_late", "transfer_looped")
"""Events the case finds by itself; counts may refer to them, diagrams may not."""

APPOINTMENT = "appointment"
"""The field of the registration that a limit may run to; without one such a limit does not run."""

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
    "attempts_allowed": (0, 0),
    "graded": (0, 0),
    "now": (0, 0),
    "today": (0, 0),
    "due_next": (0, 0),
    "overdue": (0, 0),
    "superiors_of": (1, 1),
    "reminder_next": (0, 0),
    "reminding": (0, 0),
    "setting": (1, 1),
    "acting_owner": (0, 0),
    "line_manager": (1, 1),
    "extension_by": (1, 1),
    "duty_officer": (0, 0),
    "coordinator": (0, 0),
    "lead_unit": (0, 0),
    "supporting_units": (0, 0),
    "silent_units": (0, 0),
    "gravity": (0, 0),
    "gravity_to": (0, 0),
    "counted": (1, 1),
    "missing_items": (0, 0),
    "promised_at": (0, 0),
    "follow_up_by": (0, 0),
    "accused": (0, 0),
    "investigator": (0, 0),
    "deemed": (0, 0),
    "late": (0, 0),
}
"""Functions of the case that an expression in a diagram may call: least and most arguments."""

CLOCK_FUNCTIONS = ("due", "reminder", "breached", "extension_by")
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
_TOLD = ("requester", "unit", "oversight")
AUDIENCES_BY_NATURE: Mapping[str, tuple[str, ...]] = {
    "promised": _TOLD,
    "progress_reported": _TOLD,
    "units_told": _TOLD,
    "contact_given": _TOLD,
    "guide_given": _TOLD,
    "supplement_noticed": _TOLD,
    "accepted": _TOLD,
    "accepted_provisionally": _TOLD,
    "file_returned": _TOLD,
    "extension_approved": _TOLD,
    "extension_refused": _TOLD,
    "apologised": _TOLD,
    "phrase_flagged": ("oversight",),
}
"""Who may see facts that are for somebody, where the pack says nothing of that kind."""
DIFFICULTIES = ("normal", "complex", "hard")
FOLLOW_UP_BY = ("owner", "handler", "oversight")
"""Who may call back, besides a post."""
