"""One step in the making: what it changes, collects and still has to do."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bpmn.effects import Effect
from bpmn.environment import Environment
from bpmn.facts import NOTHING, Fact
from bpmn.instance import Activation, Instance
from bpmn.linking import Link, Place
from decisions.feel.frames import Run as FeelRun


class Stuck(Exception):
    """Inside a step: the activation cannot go on. Becomes an incident, never leaves the room."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Step:
    """What a step gives: the instance after it, what the host must do, and what happened."""

    instance: Instance
    effects: tuple[Effect, ...]
    facts: tuple[Fact, ...]


def _with_clock(env: Environment) -> Mapping[str, Callable[..., object]]:
    """Return the host's functions, and FEEL's `now()` and `today()` at the step's instant."""
    now = env.now
    return {"now": lambda: now, "today": now.date, **env.functions}


class Run:
    """A step under way.

    Attributes:
        queue: tokens on their way: scope, place they come to, flow they take (None at a start).
        entries: how many elements may still be entered in this step.
        warnings: why the last expression gave null.
        feel: what all expressions of the step are evaluated with.
    """

    __slots__ = (
        "counters", "effects", "entries", "env", "facts", "feel", "functions", "instance", "queue",
        "warnings",
    )  # fmt: skip

    def __init__(self, instance: Instance, env: Environment) -> None:
        self.instance = instance
        self.env = env
        self.functions = _with_clock(env)
        self.counters = instance.counters
        self.effects: list[Effect] = []
        self.facts: list[Fact] = []
        self.queue: deque[tuple[Activation, Place, Link | None]] = deque()
        self.entries = env.limit
        self.warnings: list[str] = []
        self.feel = FeelRun(self.functions, self.warnings)

    def begin(self, place: Place, details: Mapping[str, object] = NOTHING) -> int:
        """Count and note that *place* is entered; return its activation number."""
        n = self.counters[place.index] + 1
        self.counters[place.index] = n
        self.facts.append(Fact("entered", place.id, n, details))
        return n

    def note(self, what: str, element: str, n: int, **details: object) -> None:
        """Note a fact."""
        self.facts.append(Fact(what, element, n, details))

    def step(self) -> Step:
        """Return what the step gave."""
        return Step(self.instance, tuple(self.effects), tuple(self.facts))
