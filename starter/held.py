"""What the register holds of one case, in the shape the case itself answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starter.alerts import alert_of
from starter.answers import Answer, case_item, clock_item, local, task_item
from store.register import Register
from store.rows import BreachRow, EscalationRow, FollowUpRow, HandoverRow


async def held_case(register: Register, number: str) -> Mapping[str, Any] | None:
    """Return *number* as JSON-able data, or None where the register does not hold it."""
    row = await register.case_view(number)
    if row is None:
        return None
    tasks = await register.tasks(number, open_only=True)
    incidents = await register.incidents(number)
    return {
        **case_item(row, await alert_of(register, row)).model_dump(mode="json", exclude={"due"}),
        "next_due": _iso(row.due),
        "edition": row.edition,
        "channel": row.channel,
        "state": "closed" if row.closed_at else "open",
        "result": row.outcome,
        "owner_unit": row.owner_unit,
        "difficulty": row.difficulty,
        "round": row.round,
        "handovers": [_handover(one) for one in await register.handovers(number)],
        "clocks": [_json(clock_item(one)) for one in await register.clocks(number)],
        "breaches": [_breach(one) for one in await register.breaches(number)],
        "escalations": [_escalation(one) for one in await register.escalations(number)],
        "tasks": [_json(task_item(one)) for one in tasks],
        "follow_ups": [_follow_up(one) for one in await register.follow_ups(number)],
        "incidents": {one.incident: one.message for one in incidents if not one.resolved_at},
    }


async def held_requester(register: Register, number: str) -> Mapping[str, Any] | None:
    """Return who asks and what about: personal data."""
    row, case = await register.requester(number), await register.case_view(number)
    if row is None:
        return None
    return {
        "name": row.name,
        "phone": row.phone,
        "email": row.email,
        "address": row.address,
        "unit": row.unit,
        **(row.other or {}),
        "matter": case.matter if case else None,
    }


def _handover(one: HandoverRow) -> dict[str, Any]:
    return {
        "slip": one.slip,
        "from": one.from_unit,
        "to": one.to_unit,
        "state": one.state,
        "sent_at": _iso(one.sent_at),
        "signed_by": one.passed_by or one.received_by,
        "signed_at": _iso(one.passed_at or one.received_at),
        "opinion": one.opinion,
    }


def _breach(one: BreachRow) -> dict[str, Any]:
    return {
        "clock": one.clock,
        "leg": one.leg,
        "title": one.title,
        "rule": one.rule,
        "cites": one.cites,
        "due": _iso(one.due),
        "found_at": _iso(one.found_at),
        "person": one.person,
        "unit": one.unit,
    }


def _escalation(one: EscalationRow) -> dict[str, Any]:
    return {"level": one.level, "to": one.to, "at": _iso(one.at)}


def _follow_up(one: FollowUpRow) -> dict[str, Any]:
    return {
        "round": one.round,
        "attempt": one.attempt,
        "at": _iso(one.at),
        "reached": one.reached,
        "verified": one.verified,
        "satisfied": one.satisfied,
        "by": one.by,
        "note": one.note,
    }


def _json(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")


def _iso(at: datetime | None) -> str | None:
    shown = local(at)
    return shown.isoformat() if shown else None
