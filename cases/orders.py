"""What the host of a case must do after a step, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Wake the case with `timer_due(timer)` at *due*; *summary* is what people read."""

    timer: str
    due: datetime
    summary: str


@dataclass(frozen=True, slots=True)
class StopTimer:
    """The timer is not wanted any more."""

    timer: str


@dataclass(frozen=True, slots=True)
class StartJob:
    """Carry out a job; answer with `job_done`, `job_failed` or `job_broken`."""

    job: str
    type: str
    name: str
    at: datetime
    headers: Mapping[str, str]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StopJob:
    """Nobody waits for the job any more."""

    job: str


Order = StartTimer | StopTimer | StartJob | StopJob
