"""Absences: somebody is away, somebody stands in, and it is handed back. Each step is a fact.

Who is away keeps what is theirs; their stand-in may do what they may, and the open tasks that
nobody else could do stand in the stand-in's lists. An absence that has an end is over then.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cases import cover
from cases.admitting.rule import not_too_far
from cases.case import Case, OpenTask
from cases.commands import ReportAbsence, ReportReturn
from cases.orders import StartTimer, StopTimer
from cases.recorder import Recorder, iso
from cases.refusal import Refused
from cases.texts import local_time, told_apart
from regulations.law import Law

if TYPE_CHECKING:
    from cases.stepping import Stepping

TIMER = "absence:"
"""What the key of the timer that ends an absence begins with; no element's key has a colon."""


def check_absence(
    case: Case, law: Law, command: ReportAbsence | ReportReturn, now: datetime
) -> None:
    """Let a report through.

    Raises:
        Refused: the person is not known, or the end of the absence is not ahead, or too far.
    """
    if command.person not in law.organisation.staff and command.person not in case.away:
        known = "、".join(law.organisation.staff)
        raise Refused(
            "unknown_person", f"person 应为本单位的人员编号（{known}），收到“{command.person}”"
        )
    until = command.until if isinstance(command, ReportAbsence) else None
    if until is None:
        return
    if until <= now:
        given, current = told_apart(until, now, law)
        raise Refused(
            "past_return",
            f"返岗时间（until）应晚于现在{current}，收到{given}；已经回来的不用登记缺勤",
        )
    not_too_far("返岗时间（until）", until, now, law)


def report_absence(stepping: "Stepping", command: ReportAbsence, now: datetime) -> None:
    """Let a person be away; a second report of the same absence changes its end at most."""
    case, person = stepping.case, command.person
    until = command.until.astimezone(UTC).replace(microsecond=0) if command.until else None
    timer = stepping.timers.get(TIMER + person)
    if person in case.away and until == (timer.due if timer else None):
        return
    known = person in case.away
    if not known:
        case.away[person] = ""  # nobody who is away stands in, themselves least of all
        case.away[person] = cover.stand_in(case, stepping.law, person, now)
    stepping.recorder.record(
        "absence_extended" if known else "absence_reported",
        now,
        person=person,
        stand_in=case.away[person],
        until=iso(until) if until else None,
        reason=command.reason,
        by=command.actor,
    )
    _forget_end(stepping, person)
    if until:
        summary = f"缺勤至{local_time(until, stepping.law)}，届时交还"
        order = StartTimer(TIMER + person, until, summary)
        stepping.timers[order.timer] = order
        stepping.orders.append(order)
    _rearrange(stepping, now)


def report_return(stepping: "Stepping", command: ReportReturn, now: datetime) -> None:
    """Let a person be back; one who was not away is passed over."""
    _forget_end(stepping, command.person)
    end_absence(stepping, command.person, command.actor, now)


def end_absence(stepping: "Stepping", person: str, by: str, now: datetime) -> None:
    """Hand back to *person* what others did for them."""
    acted = stepping.case.away.pop(person, None)
    if acted is None:
        return
    stepping.recorder.record("absence_ended", now, person=person, stand_in=acted, by=by)
    _rearrange(stepping, now)


def cover_task(case: Case, law: Law, recorder: Recorder, task: OpenTask, at: datetime) -> None:
    """Put a task into the stand-in's lists, or back, as it is now."""
    person, acting = cover.covering(case, law, task) or ("", "")
    if acting == task.covered_by:
        return
    task.covered_by = acting
    recorder.record(
        "task_covered" if acting else "task_handed_back",
        at,
        task=task.task,
        assignee=acting or task.assignee or None,
        unit=cover.unit_of_task(task, law),
        **({"on_behalf_of": person} if person else {}),
    )


def _forget_end(stepping: "Stepping", person: str) -> None:
    if stepping.timers.pop(TIMER + person, None) is not None:
        stepping.orders.append(StopTimer(TIMER + person))


def _rearrange(stepping: "Stepping", now: datetime) -> None:
    """Find other stand-ins for those whose stand-in left, and bring the tasks to them."""
    case, law, recorder = stepping.case, stepping.law, stepping.recorder
    for person, acting in case.away.items():
        if acting in case.away:
            found = cover.stand_in(case, law, person, now)
            if found != acting:
                case.away[person] = found
                recorder.record("stand_in_changed", now, person=person, stand_in=found)
    for task in case.tasks.values():
        cover_task(case, law, recorder, task, now)
