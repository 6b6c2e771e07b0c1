"""The case: everything that is so, after everything that happened.

Only the fold changes it (`cases.folding`), and only after `cases.admission` let the event in.
Units, posts and staff stand here by key; instants are aware and in UTC.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from cases.facts import GENESIS


@dataclass(slots=True)
class Handover:
    """One handing over of the handling, from unit to unit.

    Attributes:
        number: 1, 2, 3 … within the case.
        slip: the slip's number.
        content: the slip's fields as the sender filled them in.
        disputed_at: when the receiver said that it came to the wrong unit.
        settled_at: when the coordinator settled that.
    """

    number: int
    slip: str
    from_unit: str
    from_person: str
    to_unit: str
    sent_at: datetime
    reason: str
    content: dict[str, Any]
    forwarded: bool = False
    state: Literal["sent", "received", "returned", "forwarded"] = "sent"
    signed_by: str = ""
    signed_at: datetime | None = None
    opinion: str = ""
    disputed_at: datetime | None = None
    settled_at: datetime | None = None


@dataclass(slots=True)
class Leg:
    """One run of a clock.

    Attributes:
        due: when the leg is up, bounded by its cap; None where the limit is only measured.
        own_due: the same without the cap.
        amount: the amount it was given, as written (`1wd`).
        used: working time used, in the amount's unit, once stopped.
        until: the instant that the starting event named, where the limit runs to one.
        asked_at: when more time was asked for, while nobody decided.
        asked_by: who asked for it.
        paused_at: since when it stands still.
        ground: why it stands still.
        pauses: when it stood still, from and to.
        reminder_taken_up: the process was told of the reminder.
    """

    number: int
    started_at: datetime
    amount: str
    due: datetime
    own_due: datetime
    provisional: bool
    person: str
    unit: str
    stopped_at: datetime | None = None
    used: str = ""
    reminded_at: datetime | None = None
    exceeded_at: datetime | None = None
    breached_at: datetime | None = None
    extended_to: datetime | None = None
    until: datetime | None = None
    asked_at: datetime | None = None
    asked_by: str = ""
    paused_at: datetime | None = None
    ground: str = ""
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    reminder_taken_up: bool = False


@dataclass(slots=True)
class Breach:
    """A limit that was missed, or a count that was exceeded.

    Attributes:
        taken_up: the process was told of it.
        recorded: the job that brings it to account was given out.
    """

    clock: str
    leg: int
    title: str
    due: datetime
    found_at: datetime
    rule: str
    cites: str
    person: str
    unit: str
    superiors: tuple[str, ...]
    provisional: bool
    taken_up: bool = False
    recorded: bool = False


@dataclass(slots=True)
class Escalation:
    """A case raised to a level."""

    level: str
    to: str
    at: datetime
    reason: str
    conflict: bool


@dataclass(slots=True)
class Coordination:
    """One slip by which several units are brought together."""

    slip: str
    from_unit: str
    from_person: str
    at: datetime
    reason: str
    units: tuple[str, ...]
    content: dict[str, Any]


@dataclass(slots=True)
class Complaint:
    """How far a complaint has come.

    Attributes:
        request: what the complainant is asked to add; empty where nothing is.
        disposition: characterisation, responsibility, measures and rectification.
        plan: measures and deadline of the rectification; empty where none is needed.
    """

    accepted_at: datetime
    request: str = ""
    findings: str = ""
    disposition: dict[str, str] = field(default_factory=dict)
    proposed_by: str = ""
    approved_at: datetime | None = None
    plan: dict[str, str] = field(default_factory=dict)
    rectified_at: datetime | None = None
    fed_back_at: datetime | None = None


@dataclass(slots=True)
class OpenTask:
    """A task that waits for a person; `covered_by` the stand-in where nobody else is there."""

    task: str
    element: str
    label: str
    opened_at: datetime
    assignee: str
    groups: tuple[str, ...]
    unit: str
    form: str
    clock: str
    outcomes: dict[str, str]
    inputs: dict[str, Any]
    covered_by: str = ""


@dataclass(slots=True)
class Case:
    """One inquiry. See the module docstring for who may change it.

    Attributes:
        against: staff, post or unit key that a complaint is about.
        first_contact: who was asked first; the owner, unless the pack names another.
        also_asked: who was asked at the same time.
        introduced: unit to which the requester was introduced, until a person there accepts.
        contacted: how often somebody was tried to be reached, by staff, post or unit key.
        delegate: who receives the requester in the owner's stead.
        counts: how often an event of the pack's counts happened, by count key.
        consents: leaders who let their contact be given.
        away: who is absent, and who stands in.
        missing: papers of the guide that are missing or not valid.
        reviewed_at: when the papers were last held against the guide.
        noticed: papers that the requester was told of, and `noticed_at` when last.
        provisional: accepted for now; `instructed_at` when the leaders last decided.
        deemed_unit: the unit that is deemed to have agreed.
        opinions: what units that were called said, by unit; `consented` said nothing and agree by law.
        route: units that handled in this round, one after the other.
        loops: how often the case was handed to a unit that had handled it in the same round.
        led_on: the bodies that a dissatisfied requester was helped on to.
    """

    number: str
    pack: str
    edition: str
    channel: str
    kind: str
    urgency: str
    matter: str
    requester: dict[str, Any]
    received_at: datetime
    owner: str
    owner_unit: str
    unit: str
    handler: str = ""
    stage: str = ""
    difficulty: str = ""
    answer: str = ""
    first_answered_at: datetime | None = None
    unable_at: datetime | None = None
    opinion: str = ""
    round: int = 1
    attempts: int = 0
    units: tuple[str, ...] = ()
    handovers: list[Handover] = field(default_factory=list)
    clocks: dict[str, list[Leg]] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    tasks: dict[str, OpenTask] = field(default_factory=dict)
    incidents: dict[str, str] = field(default_factory=dict)
    closed_at: datetime | None = None
    result: str = ""
    subject: str = ""
    tier: str = ""
    preferred_contact: str = ""
    on_behalf_of: dict[str, Any] = field(default_factory=dict)
    appointment: datetime | None = None
    evidence: list[dict[str, Any]] = field(default_factory=list)
    against: str = ""
    first_contact: str = ""
    also_asked: tuple[str, ...] = ()
    introduced: str = ""
    contacted: dict[str, int] = field(default_factory=dict)
    delegate: str = ""
    promised_at: datetime | None = None
    counts: dict[str, int] = field(default_factory=dict)
    consents: tuple[str, ...] = ()
    away: dict[str, str] = field(default_factory=dict)
    guide: str = ""
    missing: tuple[str, ...] = ()
    reviewed_at: datetime | None = None
    noticed: tuple[str, ...] = ()
    noticed_at: datetime | None = None
    complete_at: datetime | None = None
    provisional: bool = False
    instructed_at: datetime | None = None
    apologised_at: datetime | None = None
    lead: str = ""
    supporting: tuple[str, ...] = ()
    gravity: str = ""
    investigator: str = ""
    deemed_unit: str = ""
    opinions: dict[str, str] = field(default_factory=dict)
    consented: tuple[str, ...] = ()
    coordinations: list[Coordination] = field(default_factory=list)
    route: list[str] = field(default_factory=list)
    loops: int = 0
    complaint: Complaint | None = None
    led_on: tuple[str, ...] = ()
    sequence: int = 0
    head: str = GENESIS

    @property
    def handover(self) -> Handover | None:
        """The latest handover."""
        return self.handovers[-1] if self.handovers else None

    @property
    def issuing_unit(self) -> str:
        """The unit that sent the latest slip; the owner's where none was sent."""
        return self.handovers[-1].from_unit if self.handovers else self.owner_unit

    def running(self, key: str) -> Leg | None:
        """Return the running leg of a clock."""
        legs = self.clocks.get(key)
        return legs[-1] if legs and legs[-1].stopped_at is None else None

    def task_list(self) -> list[OpenTask]:
        """Return the open tasks in the order they were opened."""
        return list(self.tasks.values())
