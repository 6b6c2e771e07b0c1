"""What the host must do after a step, as data.

Ids of tasks, jobs and timers are `element#n`; a timer planned anew gets `element#n.k`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A person is asked to do something; the task is state until `TaskDone`.

    Attributes:
        kind: "user", "manual" or "task".
        properties: the element's properties, those that start with "=" evaluated.
        variables: the task's local variables: input mappings, loop variables.
    """

    task: str
    element: str
    activation: int
    name: str
    kind: str
    assignee: str | None
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    form: str | None
    due: datetime | None
    properties: Mapping[str, object]
    variables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CloseTask:
    """The task is over; *why* is "completed" or "cancelled"."""

    task: str
    element: str
    why: str


@dataclass(frozen=True, slots=True)
class RunJob:
    """A machine is asked to do something; answered by `JobDone`, `JobFailed` or `JobBroken`.

    Attributes:
        type: the job type, or the element's kind where the model names none.
        variables: what the input mappings give, or all visible variables without any mapping.
    """

    job: str
    element: str
    activation: int
    name: str
    type: str
    headers: Mapping[str, str]
    properties: Mapping[str, object]
    variables: Mapping[str, object]
    retries: int | None = None


@dataclass(frozen=True, slots=True)
class CancelJob:
    """Nobody waits for the job any more."""

    job: str


@dataclass(frozen=True, slots=True)
class ArmTimer:
    """Send `TimerDue(timer)` at *due*.

    Attributes:
        interrupting: whether it ends what it is attached to; None for an intermediate event.
        attached_to: id of the activity or scope it watches; None for an intermediate event.
    """

    timer: str
    element: str
    activation: int
    due: datetime
    name: str
    interrupting: bool | None
    attached_to: str | None


@dataclass(frozen=True, slots=True)
class DisarmTimer:
    """The timer must not fire any more."""

    timer: str


@dataclass(frozen=True, slots=True)
class SendMessage:
    """A message leaves the process."""

    name: str
    key: str | None
    element: str
    variables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SendSignal:
    """A signal leaves the process; inside the instance it was already given to all who wait."""

    name: str
    element: str
    variables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StartProcess:
    """A separate instance of another process is to be started."""

    process: str
    element: str
    variables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Finish:
    """The instance is over; *state* is "completed", "terminated" or "cancelled"."""

    state: str
    element: str
    variables: Mapping[str, object]


Effect = (
    OpenTask
    | CloseTask
    | RunJob
    | CancelJob
    | ArmTimer
    | DisarmTimer
    | SendMessage
    | SendSignal
    | StartProcess
    | Finish
)
