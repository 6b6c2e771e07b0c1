"""Migration: a running case goes on under another edition of its pack.

Law 1: it is tried on a twin first; a case that does not fit is refused and unchanged.
Law 2: every wait is armed anew and every running leg is counted anew, from its own start.
Law 3: what was found before stays: a breach is not undone by a milder edition.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bpmn.effects import OpenTask as TaskEffect
from bpmn.migrating import CannotMigrate, Migrated, drawn_alike, migrate, misfits
from bpmn.program import Program
from bpmn.run import Step
from cases import clock_facts
from cases.case import Case
from cases.commands import MigrateCase
from cases.parcel import open_law, open_program
from cases.recorder import iso
from cases.refusal import Refused
from cases.stepping import Stepping
from regulations.law import Law


@dataclass(frozen=True, slots=True)
class MovedDue:
    """A running leg whose due date another edition moves; None where it runs no more."""

    clock: str
    leg: int
    old_due: datetime
    new_due: datetime | None


def check_migration(case: Case, law: Law, stepping: Stepping, command: MigrateCase) -> None:
    """Let a migration through.

    Raises:
        Refused: another pack, the same edition, people the new edition does not know, or something
            open that the new diagrams lack.
    """
    new, program = open_law(command.law), open_program(command.program)
    if new.pack != law.pack:
        raise Refused("another_pack", f"案件属于“{law.pack}”，不能改按“{new.pack}”办理")
    if new.edition == case.edition and _same(new, program, law, stepping):
        raise Refused("same_edition", f"案件已按第 {case.edition} 版办理，没有变化")
    problems = [*_unknown_people(case, new), *_misfits(stepping, program)]
    if problems:
        said = "；".join(problems)
        raise Refused("does_not_fit", f"不能改按第 {new.edition} 版办理：{said}。{_INSTEAD}")


_INSTEAD = "请先办完所说的事项再改，或者在新版中保留它们"


def _same(new: Law, program: Program, old: Law, stepping: Stepping) -> bool:
    """Whether law and diagrams are what the case has: its past limits and its calendar stay anyhow."""
    as_kept = keeping_past_limits(new, old, stepping.case).with_calendar(old.calendar)
    return as_kept.digest == old.digest and drawn_alike(program, stepping.program)


def check_tasks(before: Case, after: Case, law: Law) -> None:
    """Let a migration through that was tried: whoever an open task falls to is known.

    Raises:
        Refused: a task that somebody could do falls to nobody under *law*.
    """
    knows = law.organisation.knows
    for task in after.task_list():
        asked = [key for key in (task.assignee, *task.groups) if key]
        if task.task in before.tasks and asked and not any(map(knows, asked)):
            said = f"待办“{task.label}”交给“{'、'.join(asked)}”，新版没有这样的人员、岗位或部门"
            raise Refused("does_not_fit", f"不能改按第 {law.edition} 版办理：{said}。{_INSTEAD}")


def _unknown_people(case: Case, law: Law) -> list[str]:
    keys = {
        "首问责任人": case.owner,
        "首问责任部门": case.owner_unit,
        "承办部门": case.unit,
        "承办人": case.handler,
    }
    return [
        f"新版没有{what}“{key}”"
        for what, key in keys.items()
        if key and not law.organisation.knows(key)
    ]


def _misfits(stepping: Stepping, program: Program) -> tuple[str, ...]:
    return misfits(stepping.instance, program) if stepping.instance else ()


def migrate_case(stepping: Stepping, command: MigrateCase, now: datetime) -> Migrated | None:
    """Carry a migration out that was let through; return how it went, None where nothing ran.

    Raises:
        Refused: something open cannot be evaluated under the new edition.
    """
    case, old = stepping.case, stepping.law
    new, program = open_law(command.law), open_program(command.program)
    law = keeping_past_limits(new, old, case)
    before = case.edition
    instance = stepping.instance
    case.edition = law.edition
    stepping.change_edition(law, program)
    stepping.recorder.record(
        "edition_changed",
        now,
        old=before,
        new=law.edition,
        law=command.law.digest,
        program=command.program.digest,
        reason=command.reason,
        by=command.actor,
        clocks=_running(case, law),
    )
    stepping.clocks.adopt(now, f"改按第 {law.edition} 版办理")
    if instance is None or not instance.running:
        return None
    try:
        migrated = migrate(instance, program, stepping.environment())
    except CannotMigrate as error:
        raise Refused("does_not_fit", f"不能改按第 {law.edition} 版办理：{error}") from error
    stepping.carry(_without_tasks(migrated.step))
    for effect in migrated.step.effects:
        if isinstance(effect, TaskEffect):
            stepping.refresh_task(effect)
    return migrated


def _running(case: Case, law: Law) -> list[dict[str, Any]]:
    """Return of each running leg how long it may take under *law*, and what that stands on."""
    running = ((key, case.running(key), law.limits.get(key)) for key in sorted(case.clocks))
    return [
        {
            "clock": key,
            "title": limit.title,
            "leg": leg.number,
            "amount": str(limit.amount(case.difficulty, case.subject)),
            **clock_facts.basis(case, limit),
        }
        for key, leg, limit in running
        if leg and limit
    ]


def keeping_past_limits(new: Law, old: Law, case: Case) -> Law:
    """Return *new* with the limits that ran in *case* and that it has no more: never started again."""
    past = {
        key: old.limits[key].model_copy(update={"starts_on": (), "judged": False})
        for key in case.clocks
        if key not in new.limits and key in old.limits
    }
    if not past:
        return new
    return new.with_limits({**new.limits, **past})


def moved_dues(before: Case, after: Case) -> tuple[MovedDue, ...]:
    """Return the running legs of *before* whose due date is another in *after*."""
    found = []
    for key, legs in before.clocks.items():
        leg = legs[-1]
        if leg.stopped_at is not None:
            continue
        now = after.running(key)
        due = now.due if now else None
        if due != leg.due:
            found.append(MovedDue(key, leg.number, leg.due, due))
    return tuple(found)


def plan_view(before: Case, after: Case, migrated: Migrated | None) -> dict[str, object]:
    """Return what a migration would bring, as JSON-able data."""
    waits = (migrated.armed, migrated.dropped) if migrated else ((), ())
    known = len(before.breaches)
    return {
        "from": before.edition,
        "to": after.edition,
        "moved": [
            {
                "clock": each.clock,
                "leg": each.leg,
                "old_due": iso(each.old_due),
                "new_due": iso(each.new_due) if each.new_due else None,
            }
            for each in moved_dues(before, after)
        ],
        "breaches": [breach.clock for breach in after.breaches[known:]],
        "open": [task.element for task in after.task_list()],
        **{
            name: list(dict.fromkeys(key.partition("#")[0] for key in keys))
            for name, keys in zip(("armed", "dropped"), waits, strict=True)
            if keys
        },
    }


def _without_tasks(step: Step) -> Step:
    effects = tuple(each for each in step.effects if not isinstance(each, TaskEffect))
    return Step(step.instance, effects, step.facts)
