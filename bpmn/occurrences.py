"""What reaches a process, as data; and how it is refused.

Refused     the occurrence is not allowed now; nothing has changed
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Refused(Exception):
    """The occurrence is not allowed now; the sentence says what was expected and what is open."""


@dataclass(frozen=True, slots=True)
class TaskDone:
    """A task was completed with *variables*."""

    task: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskEscalated:
    """A task goes on, and an escalation with *code* is thrown from it."""

    task: str
    code: str = ""
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobDone:
    """A job was done with *variables*."""

    job: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobFailed:
    """A job, or task, ended in the BPMN error *error*."""

    job: str
    error: str
    message: str = ""
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobBroken:
    """A job failed technically and is not retried any more: an incident."""

    job: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class TimerDue:
    """The instant of an armed timer has come."""

    timer: str


@dataclass(frozen=True, slots=True)
class MessageArrived:
    """A message came; *key* is None where the sender gave none."""

    name: str
    key: str | None = None
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignalArrived:
    """A signal came; all who wait for it get it."""

    name: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Triggered:
    """What one wait, named by its id `element#n`, waits for has happened."""

    wait: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancel:
    """The whole instance is cancelled."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class IncidentResolved:
    """What held an incident up was mended; *variables* are set first, then it is tried again."""

    incident: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimersReplanned:
    """Something outside changed instants that timers refer to: work them out again."""


Occurrence = (
    TaskDone
    | TaskEscalated
    | JobDone
    | JobFailed
    | JobBroken
    | TimerDue
    | MessageArrived
    | SignalArrived
    | Triggered
    | Cancel
    | IncidentResolved
    | TimersReplanned
)
