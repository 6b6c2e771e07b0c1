"""Jobs for tests, one of each type, and the environment that runs them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from temporalio import activity
from temporalio.testing import ActivityEnvironment

from activities.channels import Channels
from activities.contracts import FactBatch, Job
from activities.registry import build_activities
from cases.facts import Fact
from store.register import Register

AT = datetime(2026, 10, 9, 2, 30, tzinfo=UTC)


def batch_of(case: str, facts: Sequence[Fact]) -> FactBatch:
    """Return facts as one workflow task sends them."""
    return FactBatch(case=case, facts=tuple(facts), settled=0, taken_at=AT)


SLIP: dict[str, Any] = {
    "slip": "S1",
    "slip_type": "complaint_inquiry_slip",
    "title": "投诉、查询处理单",
    "handover": 1,
    "from_unit": "front_office",
    "to_unit": "engineering",
    "signed_by": "zhang",
    "copies": ["quality"],
    "counterparts": 2,
    "content": {"matter": "房间没有热水", "name": "某客人", "phone": "13800000000"},
    "recipients": ["li", "quality_head"],
}
RETURN = SLIP | {
    "from_unit": "engineering",
    "to_unit": "front_office",
    "signed_by": "li",
    "opinion": "不属本部门职责",
    "recipients": ["zhang"],
}
CALL_BACK: dict[str, Any] = {
    "round": 1,
    "attempt": 1,
    "caller": "zhang",
    "contact": {"phone": "13800000000"},
}
BREACH: dict[str, Any] = {
    "clock": "transfer",
    "leg": 1,
    "title": "转交时限",
    "rule": "R68",
    "cites": "四、3",
    "due": "2026-10-09T02:20:00+00:00",
    "found_at": "2026-10-09T02:20:01+00:00",
    "responsible": "zhang",
    "unit": "front_office",
    "superiors": ["front_manager"],
    "oversight": "quality",
}
NOTICE: dict[str, Any] = {
    "template": "reminder",
    "text": "案件将于1小时内到期，请尽快转交。",
    "recipients": ["zhang", "front_manager"],
}
EACH: dict[str, dict[str, Any]] = {
    "transfers.send_slip": SLIP,
    "transfers.return_slip": RETURN,
    "follow_ups.schedule": CALL_BACK,
    "accountability.record_breach": BREACH,
    "notices.send": NOTICE,
}


def a_job(case: str, data: dict[str, Any], job: str = "element#1") -> Job:
    """Return a job of *case*."""
    return Job(case=case, job=job, at=AT, pack="hotel", name="转交处理单", data=data)


def name_of(called: Any) -> str:
    """Return the name under which an activity is registered."""
    definition = activity._Definition.from_callable(called)
    assert definition is not None
    assert definition.name is not None
    return definition.name


class Room:
    """The activities of one register, run by name as a worker would."""

    def __init__(self, register: Register, channels: Channels | None = None) -> None:
        self.register = register
        self._activities = {name_of(each): each for each in build_activities(register, channels)}

    async def run(self, name: str, given: Any, attempt: int = 1) -> Any:
        """Run one attempt."""
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, activity_type=name, attempt=attempt)
        return await environment.run(self._activities[name], given)
