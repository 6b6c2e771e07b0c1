"""What is read from the register: typed rows. Instants are aware, UTC; units, posts and staff are keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as it stands.

    Attributes:
        unit: where the case lies now; owner_unit stays bound until the follow-up.
        due: the earliest due date of a running clock.
        due_clock: that clock.
        alert: the gravest thing: `incident`, `overdue` or empty.
    """

    case_no: str
    pack: str | None
    edition: str | None
    law: str | None
    program: str | None
    channel: str | None
    kind: str | None
    matter: str | None
    urgency: str | None
    owner_person: str | None
    owner_unit: str | None
    unit: str | None
    handler: str | None
    stage: str | None
    difficulty: str | None
    round: int | None
    received_at: datetime | None
    registered_at: datetime | None
    answered_at: datetime | None
    answered_by: str | None
    closed_at: datetime | None
    outcome: str | None
    due: datetime | None = None
    due_clock: str | None = None
    alert: str = ""


@dataclass(frozen=True, slots=True)
class RequesterRow:
    """Who asks: personal data."""

    case_no: str
    name: str | None
    phone: str | None
    email: str | None
    address: str | None
    unit: str | None
    other: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of the inbox."""

    case_no: str
    task: str
    element: str | None
    label: str | None
    unit: str | None
    assignee: str | None
    groups: tuple[str, ...]
    due: datetime | None
    clock: str | None
    outcomes: Mapping[str, str] | None
    form: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    why: str | None
    by: str | None
    outcome: str | None
    data: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One handover. State: `sent`, `received`, `returned`, `forwarded`; `passed_…` for the last two."""

    case_no: str
    handover: int
    slip: str | None
    slip_type: str | None
    from_unit: str | None
    from_person: str | None
    to_unit: str | None
    sent_by: str | None
    sent_at: datetime | None
    reason: str | None
    forwarded: bool | None
    state: str | None
    received_by: str | None
    received_at: datetime | None
    handler: str | None
    passed_by: str | None
    passed_at: datetime | None
    passed_to: str | None
    opinion: str | None


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One leg of a clock; running while stopped_at is None.

    Attributes:
        due: None while it stands still, since paused_at.
        pauses: when it stood still, from and to, in ISO spelling.
        extended_to: the date that was approved, before any pause since.
        judged: False where the time is only measured.
    """

    case_no: str
    clock: str
    leg: int
    title: str | None
    started_at: datetime | None
    due: datetime | None
    amount: str | None
    cites: str | None
    rule: str | None
    declared: bool | None
    provisional: bool | None
    person: str | None
    unit: str | None
    soft: bool | None
    cap: str | None
    stopped_at: datetime | None
    used: str | None
    unit_of_use: str | None
    met: bool | None
    reminded_at: datetime | None
    replanned_at: datetime | None
    exceeded_at: datetime | None
    breached_at: datetime | None
    paused_at: datetime | None = None
    pauses: list[list[str]] | None = None
    extended_to: datetime | None = None
    judged: bool | None = None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """The result of one call to the requester."""

    case_no: str
    sequence: int
    at: datetime
    round: int | None
    attempt: int | None
    reached: bool | None
    verified: bool | None
    satisfied: str | None
    by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class BreachRow:
    """One limit missed."""

    case_no: str
    sequence: int
    at: datetime
    clock: str | None
    leg: int | None
    title: str | None
    due: datetime | None
    found_at: datetime | None
    rule: str | None
    cites: str | None
    person: str | None
    unit: str | None
    superiors: tuple[str, ...]
    soft: bool | None
    provisional: bool | None


@dataclass(frozen=True, slots=True)
class ExcessRow:
    """An excess of a cap that was `explained`, `approved` or `refused`."""

    case_no: str
    sequence: int
    at: datetime
    clock: str | None
    what: str
    by: str | None
    reason: str | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """One escalation; conflict ones are counted by unit."""

    case_no: str
    sequence: int
    at: datetime
    level: str | None
    to: str | None
    reason: str | None
    conflict: bool | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """Something that waits, or waited, for an operator."""

    case_no: str
    incident: str
    element: str | None
    message: str | None
    raised_at: datetime | None
    resolved_at: datetime | None
    resolved_by: str | None
