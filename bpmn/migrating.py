"""Migration: a running instance goes on under another program.

Law 1: everything is checked first; an instance that does not fit is refused, and is unchanged.
Law 2: no wait is lost in silence: what the new program adds is armed, what it lacks is disarmed and named.
Law 3: an event that was used up under the old program does not happen again.
"""

from dataclasses import dataclass
from typing import Any

from bpmn.effects import DisarmTimer
from bpmn.elements.tasks import open_task
from bpmn.environment import Environment
from bpmn.instance import Activation, Instance, Wait
from bpmn.joins import release
from bpmn.kernel import settle
from bpmn.linking import Place
from bpmn.program import Node, Program
from bpmn.run import Run, Step, Stuck
from bpmn.saving import load
from bpmn.waits import WAITED_FOR, arm, plan_under_changed, replan


class CannotMigrate(ValueError):
    """The instance does not fit the new program; one sentence for each reason."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Migrated:
    """A migration.

    Attributes:
        step: the instance under the new program, and what the host must do.
        dropped: ids of waits whose event the new program lacks.
        armed: elements of events that were begun to be waited for.
    """

    step: Step
    dropped: tuple[str, ...]
    armed: tuple[str, ...]


def misfits(instance: Instance, program: Program) -> tuple[str, ...]:
    """Return why *instance* cannot go on under *program*, a sentence each; none where it can."""
    old = instance.program
    found = []
    if old.root.id != program.root.id:
        found.append(f"expected the process {old.root.id}, found {program.root.id}")
    for activation in instance.live.values():
        found += _misfit(activation, old, program)
    for activation in (instance.root, *instance.live.values()):
        found += _stranded(activation, instance, program)
    found += [
        f"{wait.place.id} is waited for, and is not in the new diagram"
        for wait in instance.waits.values()
        if not _watches(wait.place.node) and wait.place.id not in program
    ]
    return tuple(dict.fromkeys(found))


def _misfit(activation: Activation, old: Program, new: Program) -> list[str]:
    node = activation.place.node
    if node.id not in new:
        return [f"{node.id} ({node.name or node.kind}) is open, and is not in the new diagram"]
    other = new.node(node.id)
    if (node.kind, node.trigger) != (other.kind, other.trigger):
        return [f"{node.id} is open as {node.kind}, and is {other.kind} in the new diagram"]
    if _around(node, old) != _around(other, new):
        return [f"{node.id} is open, and stands in another subprocess in the new diagram"]
    if _repeats(node) != _repeats(other):
        return [f"{node.id} is open, and is repeated otherwise in the new diagram"]
    if node.called and (other.called is None or node.called.key != other.called.key):
        return [f"{node.id} is open, and calls another process in the new diagram"]
    return []


def _stranded(activation: Activation, instance: Instance, new: Program) -> list[str]:
    """Return the flows on which tokens wait at a join that is not there any more."""
    targets = {flow.id: new.nodes[flow.target].id for flow in new.flows}
    found = []
    for index in activation.arrivals or ():
        flow = instance.program.flows[index]
        if targets.get(flow.id) != instance.program.nodes[flow.target].id:
            found.append(f"a token waits on {flow.id}, which leads elsewhere in the new diagram")
    return found


def migrate(instance: Instance, program: Program, env: Environment) -> Migrated:
    """Return *instance* under *program*; the one given stays as it is.

    Timers that refer to the host are worked out anew; others keep their instant unless their
    expression changed, and then count from when they began. Open tasks are asked for anew.

    Raises:
        CannotMigrate: something that is open does not fit, or cannot be evaluated.
    """
    problems = misfits(instance, program)
    if problems:
        raise CannotMigrate(problems)
    dropped = tuple(key for key, wait in instance.waits.items() if _is_dropped(wait, program))
    moved = load(program, _without(instance.dump(), dropped, program))
    run = Run(moved, env)
    gone = [instance.waits[key] for key in dropped]
    run.effects += [DisarmTimer(wait.key) for wait in gone if wait.due is not None]
    try:
        armed = _rearm(run, instance)
    except Stuck as stuck:
        raise CannotMigrate((str(stuck),)) from stuck
    settle(run, release)
    run.note("migrated", program.root.id, 0, dropped=list(dropped), armed=list(armed))
    return Migrated(run.step(), dropped, armed)


def _rearm(run: Run, before: Instance) -> tuple[str, ...]:
    for wait in list(run.instance.waits.values()):
        old = before.program.node(wait.place.id)
        if (old.timer, old.topic) != (wait.place.node.timer, wait.place.node.topic):
            plan_under_changed(run, wait)
    armed = []
    for owner in (run.instance.root, *run.instance.live.values()):
        for place in _watchers(owner):
            if place.trigger in WAITED_FOR and not _stood(place, before.program):
                arm(run, owner, place)
                armed.append(place.id)
    replan(run)
    for activation in run.instance.live.values():
        if activation.status == "task":
            open_task(run, activation)
    return tuple(armed)


def _watchers(owner: Activation) -> tuple[Place, ...]:
    """Return the events that may interrupt or accompany *owner*."""
    inside = owner.inside.watchers if owner.inside is not None else ()
    return (*inside, *(() if owner.item else owner.place.boundaries))


def _stood(place: Place, old: Program) -> bool:
    """Whether the old program waited there too: if no wait is left, it was used up."""
    return place.id in old and old.node(place.id).trigger == place.trigger


def _is_dropped(wait: Wait, new: Program) -> bool:
    node = wait.place.node
    if node.id not in new:
        return True
    other = new.node(node.id)
    old = wait.owner.place.node
    return node.trigger != other.trigger or (
        node.kind == "boundaryEvent" and new.nodes[other.attached].id != old.id
    )


def _without(data: dict[str, Any], dropped: tuple[str, ...], program: Program) -> dict[str, Any]:
    """Return a dump without the waits in *dropped* and without elements the program lacks."""
    data["counters"] = {key: n for key, n in data["counters"].items() if key in program}
    data["waits"] = [wait for wait in data.get("waits", ()) if wait["i"] not in dropped]
    return data


def _watches(node: Node) -> bool:
    return node.kind in ("boundaryEvent", "startEvent")


def _around(node: Node, program: Program) -> str:
    return program.nodes[node.scope].id if node.scope >= 0 else ""


def _repeats(node: Node) -> bool | None:
    return node.multi.sequential if node.multi else None
