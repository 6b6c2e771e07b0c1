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

_BEFORE_WAITING = ("activate", "open_body")
"""Stages that arm all events of an activation themselves; an incident there starts them again."""


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


def drawn_alike(one: Program, other: Program) -> bool:
    """Return whether two programs are the same diagrams and tables, wherever their files stand."""
    return _drawn(one.dump()) == _drawn(other.dump())


def _drawn(value: object, key: str = "") -> object:
    if isinstance(value, dict) and key == "decisions":
        return [_drawn(each) for each in value.values()]
    if isinstance(value, dict):
        return {name: _drawn(each, name) for name, each in value.items() if name not in _WHERE}
    return [_drawn(each) for each in value] if isinstance(value, list) else value


_WHERE = ("file", "files", "line")


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
    for wait in instance.waits.values():
        found += _unheard(wait, program)
    return tuple(dict.fromkeys(found))


def _misfit(activation: Activation, old: Program, new: Program) -> list[str]:
    node = activation.place.node
    if node.id not in new:
        return [f"{node.id} ({node.name or node.kind}) is open, and is not in the new diagram"]
    other = new.node(node.id)
    if (node.kind, node.trigger) != (other.kind, other.trigger):
        return [f"{node.id} is open as {_sort(node)}, and is {_sort(other)} in the new diagram"]
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
        join = instance.program.nodes[flow.target]
        if targets.get(flow.id) != join.id:
            found.append(f"a token waits on {flow.id}, which leads elsewhere in the new diagram")
        elif _joins(join, instance.program) != _joins(new.node(join.id), new):
            found.append(f"a token waits at {join.id}, which joins otherwise in the new diagram")
    return found


def _joins(node: Node, program: Program) -> tuple[object, ...]:
    """Return what a join opens for; an inclusive one looks at who can still come, each time anew."""
    if node.kind == "inclusiveGateway":
        return (node.kind,)
    return (node.kind, *sorted(program.flows[index].id for index in node.incoming))


def _unheard(wait: Wait, new: Program) -> list[str]:
    """Return that something waits at an event-based gateway for what does not follow it any more."""
    place, gateway = wait.place, wait.owner.place
    if place.node.watches or (place.id != gateway.id and gateway.id not in new):
        return []
    if place.id not in new:
        return [f"{place.id} is waited for, and is not in the new diagram"]
    flows = new.node(gateway.id).outgoing if gateway.id in new else ()
    if place.id in (gateway.id, *(new.nodes[new.flows[flow].target].id for flow in flows)):
        return []
    return [f"{place.id} is waited for, and does not follow {gateway.id} in the new diagram"]


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
    old = instance.program
    dropped = tuple(key for key, wait in instance.waits.items() if _is_dropped(wait, old, program))
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
        for place in (*_new_watchers(owner, run, before), *_new_alternatives(owner, run)):
            arm(run, owner, place)
            armed.append(place.id)
            _keep_beginning(run, before)
    replan(run)
    for activation in run.instance.live.values():
        if activation.status == "task":
            open_task(run, activation)
    return tuple(armed)


def _new_watchers(owner: Activation, run: Run, before: Instance) -> list[Place]:
    """Return the events that are to be waited for beside *owner* and are not yet."""
    if _begins_anew(owner, run):
        return []
    inside = owner.inside.watchers if owner.inside is not None else ()
    around = () if owner.item else owner.place.boundaries
    program = run.instance.program
    return [
        place
        for place in (*inside, *around)
        if place.trigger in WAITED_FOR and not _stood(place.node, program, before)
    ]


def _new_alternatives(owner: Activation, run: Run) -> list[Place]:
    """Return the events after an event-based gateway at which *owner* waits for the first."""
    if owner.place.kind != "eventBasedGateway" or owner.status != "wait":
        return []
    waits = run.instance.waits
    heard = [waits[key].place.id for key in owner.armed or ()]
    return [link.target for link in owner.place.out if link.target.id not in heard]


def _begins_anew(owner: Activation, run: Run) -> bool:
    """Whether an incident holds *owner* up before it waits for anything: it arms all by itself."""
    return any(
        incident.activation is owner and incident.stage in _BEFORE_WAITING
        for incident in run.instance.incidents.values()
    )


def _stood(node: Node, program: Program, before: Instance) -> bool:
    """Whether the old program waited there too: if no wait is left, it was used up."""
    old = before.program
    if node.id not in old or old.node(node.id).trigger != node.trigger:
        return False
    watched = _watched(old.node(node.id), old)
    if watched == _watched(node, program):
        return True
    if any(wait.place.id == node.id for wait in before.waits.values()):
        return False
    return any(
        watched in (each.place.id, each.inside.id if each.inside else "")
        for each in (before.root, *before.live.values())
    )


def _keep_beginning(run: Run, before: Instance) -> None:
    """An event that watches something else now was waited for already: it counts from then."""
    wait = next(reversed(run.instance.waits.values()))
    for old in before.waits.values():
        if old.place.id == wait.place.id and old.kind == wait.kind == "timer":
            wait.since = old.since
            plan_under_changed(run, wait)
            return


def _watched(node: Node, program: Program) -> str:
    """Return what a boundary event or the start of an event subprocess watches."""
    index = node.attached if node.kind == "boundaryEvent" else program.nodes[node.scope].scope
    return program.nodes[index].id if index >= 0 else ""


def _is_dropped(wait: Wait, old: Program, new: Program) -> bool:
    node = wait.place.node
    if node.id not in new:
        return True
    other = new.node(node.id)
    return node.trigger != other.trigger or (
        node.watches and _watched(node, old) != _watched(other, new)
    )


def _without(data: dict[str, Any], dropped: tuple[str, ...], program: Program) -> dict[str, Any]:
    """Return a dump without the waits in *dropped* and without elements the program lacks."""
    data["counters"] = {key: n for key, n in data["counters"].items() if key in program}
    data["waits"] = [wait for wait in data.get("waits", ()) if wait["i"] not in dropped]
    return data


def _sort(node: Node) -> str:
    return node.kind if node.trigger in ("", "none") else f"{node.kind} ({node.trigger})"


def _around(node: Node, program: Program) -> str:
    return program.nodes[node.scope].id if node.scope >= 0 else ""


def _repeats(node: Node) -> bool | None:
    return node.multi.sequential if node.multi else None
