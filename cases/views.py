"""What a case shows of itself: to queries, screens and scripts. Read-only."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.case import Breach, Handover, Leg, OpenTask
from cases.cover import unit_of_task
from cases.forms import needed_fields
from cases.proceeding import Proceeding
from cases.texts import limit_label


def case_view(proceeding: Proceeding) -> dict[str, Any]:
    """Return the case as it stands, without the requester's particulars."""
    case, law = proceeding.case, proceeding.law
    next_due = proceeding.next_due()
    return {
        "case": case.number,
        "pack": case.pack,
        "edition": case.edition,
        "title": law.title,
        "channel": case.channel,
        "kind": case.kind,
        "stage": case.stage,
        "state": "closed" if case.closed_at else "open",
        "result": case.result or None,
        "owner": case.owner,
        "owner_unit": case.owner_unit,
        "unit": case.unit,
        "handler": case.handler or None,
        "difficulty": case.difficulty or None,
        **({"away": dict(case.away)} if case.away else {}),
        **({"counts": dict(case.counts)} if case.counts else {}),
        "received_at": _iso(case.received_at, proceeding),
        "closed_at": _iso(case.closed_at, proceeding),
        "next_due": _iso(next_due, proceeding),
        "alert": alert(proceeding),
        "round": case.round,
        "handovers": [_handover(one, proceeding) for one in case.handovers],
        "breaches": [_breach(one, proceeding) for one in case.breaches],
        "escalations": [
            {"level": one.level, "to": one.to, "at": _iso(one.at, proceeding)}
            for one in case.escalations
        ],
        "incidents": dict(case.incidents),
        "facts": case.sequence,
        "head": case.head,
    }


def _handover(one: Handover, proceeding: Proceeding) -> dict[str, Any]:
    return {
        "slip": one.slip,
        "from": one.from_unit,
        "to": one.to_unit,
        "state": one.state,
        "sent_at": _iso(one.sent_at, proceeding),
        "signed_by": one.signed_by or None,
        "signed_at": _iso(one.signed_at, proceeding),
        "opinion": one.opinion or None,
    }


def _breach(one: Breach, proceeding: Proceeding) -> dict[str, Any]:
    return {
        "clock": one.clock,
        "leg": one.leg,
        "title": one.title,
        "rule": one.rule,
        "cites": one.cites,
        "due": _iso(one.due, proceeding),
        "found_at": _iso(one.found_at, proceeding),
        "person": one.person,
        "unit": one.unit,
    }


def tasks_view(proceeding: Proceeding) -> list[dict[str, Any]]:
    """Return the open tasks, oldest first, each with JSON that can be pasted to complete it."""
    return [_task(task, proceeding) for task in proceeding.case.task_list()]


def clocks_view(proceeding: Proceeding) -> list[dict[str, Any]]:
    """Return every leg of every clock, with what it rests on."""
    case, law = proceeding.case, proceeding.law
    return [
        {
            "clock": key,
            "title": law.limits[key].title,
            "leg": leg.number,
            "amount": leg.amount,
            "cites": law.limits[key].entry(case.difficulty, case.subject).cites,
            "rule": law.limits[key].entry(case.difficulty, case.subject).rule,
            "started_at": _iso(leg.started_at, proceeding),
            "due": _iso(leg.due, proceeding) if leg.paused_at is None else None,
            "bounded_by": law.limits[key].within if leg.due != leg.own_due else None,
            "provisional": leg.provisional,
            "judged": law.limits[key].judged,
            "state": _state(leg),
            "stopped_at": _iso(leg.stopped_at, proceeding),
            "used": leg.used or None,
            "paused_at": _iso(leg.paused_at, proceeding),
            "ground": _ground(key, leg, proceeding),
            "pauses": [[_iso(one, proceeding) for one in pause] for pause in leg.pauses],
            "until": _iso(leg.until, proceeding),
            "extended_to": _iso(leg.extended_to, proceeding),
            "asked_at": _iso(leg.asked_at, proceeding),
            "person": leg.person,
            "unit": leg.unit,
        }
        for key, legs in case.clocks.items()
        for leg in legs
    ]


def diagram_view(proceeding: Proceeding) -> dict[str, Any]:
    """Return which elements are active and how often elements and flows were passed."""
    stepping = proceeding.stepping
    live = stepping.instance.live.values() if stepping.instance else ()
    return {
        "process": stepping.program.root.id,
        "active": [each.place.id for each in live if each.status in {"task", "job", "wait"}],
        "jobs": [each.key for each in live if each.status == "job"],
        "timers": {key: _iso(order.due, proceeding) for key, order in stepping.timers.items()},
        "incidents": dict(proceeding.case.incidents),
        "visits": dict(stepping.visits),
    }


def alert(proceeding: Proceeding) -> str:
    """Return 正常, 临期, 逾期 or 故障: the worst that holds now."""
    case = proceeding.case
    if case.incidents:
        return "故障"
    running = (case.running(key) for key in case.clocks)
    legs = [leg for leg in running if leg and leg.paused_at is None]
    if any(leg.exceeded_at for leg in legs):
        return "逾期"
    return "临期" if any(leg.reminded_at for leg in legs) else "正常"


def clock_state(proceeding: Proceeding) -> str:
    """Return 计时 while a clock runs, 暂停 where all that are judged stand still, else 停止."""
    case, limits = proceeding.case, proceeding.law.limits
    legs = [(key, leg) for key in case.clocks if (leg := case.running(key))]
    judged = [leg for key, leg in legs if limits[key].judged]
    if judged and all(leg.paused_at for leg in judged):
        return "暂停"
    return "计时" if legs else "停止"


def _ground(key: str, leg: Leg, proceeding: Proceeding) -> str | None:
    """Return in Chinese why a leg stands still."""
    ground = proceeding.law.limits[key].pauses.get(leg.ground)
    return ground.title if ground else leg.ground or None


def _state(leg: Leg) -> str:
    if leg.stopped_at:
        return "missed" if leg.breached_at else "kept"
    if leg.paused_at:
        return "paused"
    return "overdue" if leg.exceeded_at else "running"


def _task(task: OpenTask, proceeding: Proceeding) -> dict[str, Any]:
    case, law = proceeding.case, proceeding.law
    leg = case.running(task.clock) if task.clock in law.limits else None
    form = law.forms.get(task.form)
    return {
        "task": task.task,
        "element": task.element,
        "label": task.label,
        "unit": unit_of_task(task, law),
        "assignee": task.assignee or None,
        **({"stand_in": task.covered_by} if task.covered_by else {}),
        "groups": list(task.groups),
        "opened_at": _iso(task.opened_at, proceeding),
        "due": _iso(leg.due, proceeding) if leg and leg.paused_at is None else None,
        "clock": limit_label(task.clock, case, law) if leg else None,
        "outcomes": dict(task.outcomes),
        "form": {"key": task.form, "title": form.title} if form else None,
        "complete_with": complete_with(task, proceeding),
    }


def complete_with(task: OpenTask, proceeding: Proceeding) -> dict[str, Any]:
    """Return a command that completes *task*, to be pasted and filled in."""
    organisation = proceeding.law.organisation
    wanted = [key for key in (task.assignee, *task.groups) if key]
    actor = task.covered_by or next(
        (who for key in wanted for who in organisation.holders(key)), ""
    )
    form = proceeding.law.forms.get(task.form)
    outcome = next(iter(task.outcomes), "")
    fields = form.fields if form else {}
    titles = fields.get("properties", {})
    return {
        "task": task.task,
        "actor": actor,
        "outcome": outcome,
        "data": {
            name: titles.get(name, {}).get("title", "") for name in needed_fields(fields, outcome)
        },
    }


def _iso(instant: datetime | None, proceeding: Proceeding) -> str | None:
    if instant is None:
        return None
    zone = ZoneInfo(proceeding.law.calendar.zone)
    return instant.astimezone(zone).isoformat(timespec="seconds")
