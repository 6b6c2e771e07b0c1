"""One instance under test: what happens to it, and what it asks for."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bpmn import occurrences as o
from bpmn.compiling import compile_program
from bpmn.effects import ArmTimer, Effect
from bpmn.engine import advance, start
from bpmn.environment import Announcement, Environment
from bpmn.facts import Fact
from bpmn.instance import Instance
from bpmn.program import Program
from bpmn.reading import read
from bpmn.run import Step

NOW = datetime.fromisoformat("2026-01-05T09:00:00+08:00")


class Case:
    """A process under test.

    Attributes:
        effects: those of the last step.
        facts: all facts so far.
        reloading: whether program and instance go through JSON after every step.
    """

    def __init__(
        self,
        *files: str,
        reloading: bool = False,
        process: str | None = None,
        decisions: Mapping[str, str] | None = None,
    ) -> None:
        read_files = [read(text, f"file_{i}.bpmn") for i, text in enumerate(files)]
        self.program = compile_program(read_files, process, decisions or {})
        self.reloading = reloading
        self.now = NOW
        self.functions: dict[str, Callable[..., object]] = {}
        self.announced: list[Announcement] = []
        self.replan = False
        self.limit = 100_000
        self.holds: tuple[str, ...] = ()
        self.facts: list[Fact] = []
        self.effects: tuple[Effect, ...] = ()
        self.instance: Instance

    def environment(self) -> Environment:
        """Return the environment of the next step."""
        return Environment(
            self.now, self.functions, self.announced.append, self.replan, self.holds, self.limit
        )

    def start(self, at: str | None = None, **variables: object) -> "Case":
        """Start the instance."""
        return self._take(start(self.program, variables, self.environment(), at))

    def do(self, occurrence: o.Occurrence) -> "Case":
        """Let an occurrence reach it."""
        return self._take(advance(self.program, self.instance, occurrence, self.environment()))

    def done(self, key: str, **variables: object) -> "Case":
        """Complete an open task or job, by its id or its element's."""
        found = self.open_key(key)
        is_task = self.instance.live[found].status == "task"
        return self.do(o.TaskDone(found, variables) if is_task else o.JobDone(found, variables))

    def failed(self, key: str, error: str, **variables: object) -> "Case":
        """Let a job or task end in a BPMN error."""
        return self.do(o.JobFailed(self.open_key(key), error, "", variables))

    def due(self, key: str) -> "Case":
        """Let an armed timer fire at its instant, by its id or its element's."""
        found = next(w for w in self.instance.waits.values() if key in (w.key, w.place.id))
        self.now = max(self.now, found.due or self.now)
        return self.do(o.TimerDue(found.key))

    def message(self, name: str, key: str | None = None, **variables: object) -> "Case":
        """Let a message arrive."""
        return self.do(o.MessageArrived(name, key, variables))

    def signal(self, name: str, **variables: object) -> "Case":
        """Let a signal arrive."""
        return self.do(o.SignalArrived(name, variables))

    def resolve(self, **variables: object) -> "Case":
        """Resolve the oldest incident."""
        return self.do(o.IncidentResolved(next(iter(self.instance.incidents)), variables))

    def later(self, **by: float) -> "Case":
        """Move the clock."""
        self.now += timedelta(**by)
        return self

    def open_key(self, key: str) -> str:
        """Return the id of the oldest open task or job of an element."""
        for found, each in self.instance.live.items():
            if each.status in ("task", "job") and key in (found, each.place.id):
                return found
        raise AssertionError(f"{key} is not open; open are {self.open}")

    @property
    def open(self) -> list[str]:
        """Elements with open tasks or jobs, sorted."""
        return sorted(
            each.place.id for each in self.instance.live.values() if each.status in ("task", "job")
        )

    @property
    def waits(self) -> list[str]:
        """Elements that wait for a timer, message or signal, sorted."""
        return sorted(each.place.id for each in self.instance.waits.values())

    @property
    def entered(self) -> list[str]:
        """Elements in the order they were entered."""
        return [fact.element for fact in self.facts if fact.what == "entered"]

    @property
    def state(self) -> str:
        """Where the instance has come to."""
        return self.instance.state

    @property
    def variables(self) -> dict[str, object]:
        """The process's variables."""
        return dict(self.instance.variables)

    @property
    def incidents(self) -> list[tuple[str, str]]:
        """Element and kind of each open incident."""
        return [(each.element, each.kind) for each in self.instance.incidents.values()]

    def what(self, *kinds: str) -> list[str]:
        """Facts of these kinds as "what element"."""
        return [f"{fact.what} {fact.element}" for fact in self.facts if fact.what in kinds]

    def asked(self, kind: type) -> list[Any]:
        """Effects of one kind in the last step."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def armed(self) -> list[tuple[str, str]]:
        """Timers armed in the last step, with the time they are due at."""
        return [(effect.timer, effect.due.isoformat()[5:16]) for effect in self.asked(ArmTimer)]

    def _take(self, step: Step) -> "Case":
        self.facts.extend(step.facts)
        self.effects = step.effects
        self.instance = step.instance
        if self.reloading:
            self._reload()
        return self

    def _reload(self) -> None:
        self.program = Program.load(json.loads(json.dumps(self.program.dump())))
        dumped = json.loads(json.dumps(self.instance.dump()))
        self.instance = Instance.load(self.program, dumped)
        assert dumped == self.instance.dump()
