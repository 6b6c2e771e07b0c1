"""Play a model in virtual time: the occurrences of a list, one after the other.

The clock starts at `BEGINNING` and moves only by `advance`; due timers fire in order on the way,
and a timer that is due already when it is armed fires at once, unless a later `trigger` names it.
With `auto`, open tasks and jobs are completed at once in the order they opened, save those that a
later `complete`, `fail`, `break` or `escalate` of the list names, and those that carry a boundary
event, or stand beside an event subprocess, which a later `trigger` names.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bpmn import occurrences as o
from bpmn.engine import advance, start
from bpmn.environment import Environment
from bpmn.facts import Fact
from bpmn.instance import Instance, Wait
from bpmn.instants import NotAnInstant, when
from bpmn.program import Node, Program
from bpmn.run import Step
from bpmn.verbs import VERBS, done, next_due, variables_in
from decisions.feel.json_form import from_json, to_json

BEGINNING: Final = "2026-01-05T09:00:00+08:00"
MAX_STEPS: Final = 20_000
MAX_FACTS: Final = 300_000
_NAMING = ("complete", "fail", "break", "escalate")


def play(program: Program, request: Mapping[str, Any]) -> Iterator[Fact]:
    """Yield the facts of a play in order.

    Args:
        program: what is played.
        request: `variables`, `occurrences`, `auto`, `now`, as `shouwen bpmn run` takes them.

    Raises:
        Refused: an occurrence is not allowed at its time, or not understood.
    """
    return Play(program, request).facts()


class Play:
    """One play; its facts are made while they are asked for.

    Attributes:
        instance: the state so far; None before the first fact.
        now: the virtual time.
    """

    def __init__(self, program: Program, request: Mapping[str, Any]) -> None:
        self.program = program
        self.listed: list[Mapping[str, Any]] = list(_listed(request))
        self.auto = _auto(request.get("auto"))
        self.variables = variables_in(request.get("variables"))
        self.now = _instant(request.get("now") or BEGINNING)
        self.instance: Instance | None = None
        self.steps = 0
        self.noted = 0
        self.holds = _held_tasks(program, self.listed)

    @property
    def state(self) -> str:
        """Where the play has come to: "running", "finished" or "incident"."""
        if self.instance is None or self.instance.running:
            stuck = self.instance is not None and self.instance.incidents
            return "incident" if stuck else "running"
        return "finished"

    def answer(self, facts: Sequence[Fact]) -> dict[str, Any]:
        """Return facts, variables and state as JSON-able data."""
        variables = self.instance.variables if self.instance is not None else {}
        return {
            "facts": [fact.to_json() for fact in facts],
            "variables": {name: to_json(value) for name, value in variables.items()},
            "state": self.state,
        }

    def facts(self) -> Iterator[Fact]:
        """Yield the facts in order.

        Raises:
            Refused: an occurrence is not allowed at its time, or not understood.
        """
        yield from self._start()
        yield from self.complete_all()
        while self.listed:
            occurrence = self.listed.pop(0)
            yield from self._occur(occurrence)
            yield from self.complete_all()

    def _start(self) -> Iterator[Fact]:
        at = self._start_event()
        step = start(self.program, self.variables, self._environment(), at)
        self.instance = step.instance
        yield from step.facts

    def _start_event(self) -> str | None:
        """Return the start event that the first occurrence means, taking it off the list."""
        if not self.listed:
            return None
        first, root = self.listed[0], self.program.root
        starts = [self.program.nodes[index] for index in root.starts]
        by_event = all(node.trigger != "none" for node in starts)
        for node in starts:
            named = node.topic is not None and node.topic.name.text == first.get("name")
            by_name = by_event and named and first.get("do") == node.trigger
            if by_name or (first.get("do") == "trigger" and first.get("element") == node.id):
                self.listed.pop(0)
                self.variables |= variables_in(first.get("variables"))
                return node.id
        return None

    def _environment(self) -> Environment:
        return Environment(self.now, holds=self.holds)

    def step(self, occurrence: o.Occurrence) -> Step:
        """Let *occurrence* reach the instance."""
        self.steps += 1
        if self.steps > MAX_STEPS or self.noted > MAX_FACTS:
            what = f"stopped after {self.steps} steps: the model goes on without end"
            raise o.Refused(f"{what}; list the tasks that end it, or advance less far")
        found = advance(self.program, self.running, occurrence, self._environment())
        self.noted += len(found.facts)
        return found

    @property
    def running(self) -> Instance:
        """Return the instance."""
        if self.instance is None:
            raise o.Refused("expected the play to have begun")
        return self.instance

    def complete_all(self) -> Iterator[Fact]:
        """Let happen what needs no occurrence: timers due already, and with `auto` open tasks."""
        while True:
            occurrence = self._by_itself()
            if occurrence is None:
                return
            yield from self.step(occurrence).facts

    def _by_itself(self) -> o.Occurrence | None:
        wait = next_due(self.running, self.now)
        if wait is not None and wait.place.index not in self._held():
            return o.TimerDue(wait.key)
        key = self._next_open() if self.auto else None
        return None if key is None else done(self.running, key, {})

    def _next_open(self) -> str | None:
        held = self._held()
        for key, each in self.running.live.items():
            if each.status in ("task", "job") and each.place.index not in held:
                return key
        return None

    def _held(self) -> dict[int, None]:
        """Return the nodes that the rest of the list still names."""
        held: dict[int, None] = {}
        for occurrence in self.listed:
            element = str(occurrence.get("element", "")).partition("#")[0]
            if element not in self.program:
                continue
            node = self.program.node(element)
            if occurrence.get("do") in _NAMING:
                held[node.index] = None
            elif occurrence.get("do") == "trigger":
                held |= dict.fromkeys(self._watched(self.program.node(self.meant(element))))
        return held

    def _watched(self, node: Node) -> list[int]:
        """Return what an event watches: its host, or all in the scope but the event subprocess."""
        around = self.program.nodes[node.scope]
        if node.kind == "startEvent" and around.kind == "eventSubProcess":
            own = self.inside(around.index)
            return [index for index in self.inside(around.scope) if index not in own]
        return self.inside(node.index if node.attached < 0 else node.attached)

    def meant(self, element: str) -> str:
        """Return the start event where *element* is an event subprocess; else the element."""
        if element in self.program:
            node = self.program.node(element)
            if node.kind == "eventSubProcess" and node.starts:
                return self.program.nodes[node.starts[0]].id
        return element

    def inside(self, index: int) -> list[int]:
        """Return a node and all nodes inside it, by index."""
        found = [index]
        for node in self.program.nodes:
            if node.scope in found:
                found.append(node.index)
        return found

    def _occur(self, occurrence: Mapping[str, Any]) -> Iterator[Fact]:
        do = occurrence.get("do")
        handler = VERBS.get(do) if isinstance(do, str) else None
        if handler is None:
            known = ", ".join(VERBS)
            raise o.Refused(f"expected an occurrence to do one of {known}, found {do!r}")
        yield from handler(self, occurrence)

    def open_key(self, occurrence: Mapping[str, Any]) -> str | None:
        """Return the oldest open task or job that the occurrence names, or None."""
        wanted = str(occurrence.get("element", ""))
        for key, each in self.running.live.items():
            if each.status in ("task", "job") and wanted in (key, each.place.id):
                return key
        return None

    def expect_open(self, occurrence: Mapping[str, Any]) -> str:
        """Return the oldest open task or job that the occurrence names."""
        key = self.open_key(occurrence)
        if key is None:
            raise o.Refused(self.not_open(occurrence, "task or job"))
        return key

    def own_wait(self, occurrence: Mapping[str, Any]) -> Wait | None:
        """Return the oldest open wait that the occurrence names, or None."""
        wanted = str(occurrence.get("element", ""))
        for wait in self.running.waits.values():
            if wanted in (wait.key, wait.place.id):
                return wait
        return None

    def not_open(self, occurrence: Mapping[str, Any], what: str) -> str:
        """Return why the occurrence is refused."""
        instance = self.running
        element = occurrence.get("element")
        names: list[str] = [*instance.open("task"), *instance.open("job"), *instance.waits]
        names += list(instance.incidents)
        known = "" if str(element) in self.program else ", and the model has no such element"
        waiting = ", ".join(names) or f"nothing ({instance.state})"
        return f"expected an open {what} at {element!r}{known}; open are: {waiting}"


def _held_tasks(program: Program, listed: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the undefined tasks that the list completes: they wait for it."""
    named = [str(each.get("element", "")).partition("#")[0] for each in listed]
    return tuple(dict.fromkeys(
        name for name in named if name in program and program.node(name).kind == "task"
    ))  # fmt: skip


def _listed(request: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    listed = request.get("occurrences") or ()
    if not isinstance(listed, list | tuple):
        raise o.Refused(f"expected the occurrences to be a list, found {listed!r}")
    for each in listed:
        if not isinstance(each, Mapping):
            raise o.Refused(f"expected each occurrence to be a JSON object, found {each!r}")
    return list(listed)


def _auto(said: Any) -> bool:
    if said is None or isinstance(said, bool):
        return bool(said)
    raise o.Refused(f"expected `auto` to be true or false, found {said!r}")


def _instant(text: Any) -> datetime:
    try:
        found = when(from_json(text), datetime.fromisoformat(BEGINNING))
    except NotAnInstant as error:
        raise o.Refused(f"expected `now` to be an instant: {error}") from None
    if not isinstance(found, datetime):
        raise o.Refused(f"expected `now` to be an instant such as {BEGINNING}, found {text!r}")
    return found
