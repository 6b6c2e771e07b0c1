"""What the host lends to a step: the time, functions, and an ear for domain events."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

MAX_ENTRIES = 100_000


@dataclass(frozen=True, slots=True)
class Announcement:
    """An element with the property `event` has done what it stands for.

    Attributes:
        activation: which activation of the element.
        properties: all its properties, those that start with "=" evaluated.
        variables: what the completion came with, or the local scope of an event.
    """

    event: str
    element: str
    activation: int
    properties: Mapping[str, object]
    variables: Mapping[str, object]


@dataclass(slots=True)
class Environment:
    """What one step may ask.

    Attributes:
        now: the present instant, aware.
        functions: host functions that any expression may call. A timer whose expression calls
            one is replannable.
        announce: called inside the step at the moment an element with `event` completes.
        replan: whether this step works out all replannable timers anew at its end.
        holds: ids of undefined tasks (`<task>`) that wait to be completed, as a manual task does.
        limit: how many elements one step may enter before it becomes an incident.
    """

    now: datetime
    functions: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    announce: Callable[[Announcement], None] | None = None
    replan: bool = False
    holds: Collection[str] = ()
    limit: int = MAX_ENTRIES

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("expected `now` with a time zone, found one without")
