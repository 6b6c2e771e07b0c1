"""What the desk answers: typed, frozen, JSON-able. Instants carry an offset; who and where are keys."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict

from cases.facts import Fact
from cases.proceeding import Proceeding
from store.rows import CaseRow, ClockRow, TaskRow

ZONE = ZoneInfo("Asia/Shanghai")
"""Where the register's instants, which are UTC, are shown: the zone of every calendar shipped."""


class Answer(BaseModel):
    """Base of every answer; unknown keys of later releases are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class DueItem(Answer):
    """A clock that runs and is judged.

    Attributes:
        at: when it is up.
        cites: the article; empty where the organisation set the limit itself.
        rule: rule number, empty where there is none.
        provisional: a notice that is not out yet may still move it.
    """

    clock: str
    title: str
    at: AwareDatetime
    cites: str
    rule: str
    provisional: bool


class OpeningReceipt(Answer):
    """What opening a case brought about.

    Attributes:
        case: case number, the workflow id.
        owner: staff, post or unit key of the first-contact owner.
        due: running clocks that are judged, the earliest first.
    """

    case: str
    owner: str
    owner_unit: str
    due: tuple[DueItem, ...]


class CaseItem(Answer):
    """One case of a list.

    Attributes:
        due: the earliest due date of a running clock that is judged.
        alert: 正常, 临期, 逾期 or 故障.
    """

    case: str
    stage: str
    unit: str
    owner: str
    due: AwareDatetime | None
    alert: str
    pack: str
    kind: str
    handler: str | None
    received_at: AwareDatetime | None
    closed_at: AwareDatetime | None


class TaskItem(Answer):
    """One open task.

    Attributes:
        outcomes: allowed outcomes and their labels.
        complete_with: a command that completes it, to be filled in; None where only the register
            was asked.
    """

    case: str
    task: str
    element: str
    label: str
    unit: str
    assignee: str | None
    groups: tuple[str, ...] = ()
    opened_at: AwareDatetime | None
    due: AwareDatetime | None
    outcomes: Mapping[str, str]
    complete_with: Mapping[str, Any] | None = None


class ClockItem(Answer):
    """One leg of a clock.

    Attributes:
        amount: such as `1wd`.
        due: None while it stands still.
        judged: whether being late is a breach; else it is only measured.
        state: `running`, `paused`, `overdue`, `kept` or `missed`.
        used: working time used, in the amount's unit, once stopped.
        ground: why it stands still, where the case itself was asked.
        pauses: when it stood still, from and to.
        until: the instant that its event named, where the case itself was asked.
        extended_to: the date that was approved.
    """

    clock: str
    title: str
    leg: int
    amount: str
    cites: str
    rule: str
    started_at: AwareDatetime
    due: AwareDatetime | None
    provisional: bool
    judged: bool = True
    state: str
    stopped_at: AwareDatetime | None
    used: str | None
    person: str
    unit: str
    paused_at: AwareDatetime | None = None
    ground: str | None = None
    until: AwareDatetime | None = None
    pauses: tuple[tuple[AwareDatetime, AwareDatetime], ...] = ()
    extended_to: AwareDatetime | None = None


def receipt_of(proceeding: Proceeding) -> OpeningReceipt:
    """Return the receipt of a case that has just begun."""
    case, law = proceeding.case, proceeding.law
    zone = ZoneInfo(law.calendar.zone)
    judged = [key for key in case.clocks if law.limits[key].judged]
    running = [(key, leg) for key in judged if (leg := case.running(key))]
    due = [
        DueItem(
            clock=key,
            title=law.limits[key].title,
            at=leg.due.astimezone(zone),
            cites=law.limits[key].entry(case.difficulty, case.subject).cites,
            rule=law.limits[key].entry(case.difficulty, case.subject).rule,
            provisional=leg.provisional,
        )
        for key, leg in running
    ]
    return OpeningReceipt(
        case=case.number,
        owner=case.owner,
        owner_unit=case.owner_unit,
        due=tuple(sorted(due, key=lambda one: (one.at, one.clock))),
    )


def receipt_of_facts(case: str, facts: Sequence[Fact]) -> OpeningReceipt:
    """Return the receipt of a case from the facts of its first step, which its first trace ends."""
    owner: Mapping[str, str | None] = {}
    due: dict[str, DueItem] = {}
    for fact in facts:
        data = fact.data
        if fact.kind == "trace":
            break
        if fact.kind == "registered":
            owner = data["owner"]
        elif fact.kind == "clock_stopped":
            due.pop(data["clock"], None)
        elif fact.kind == "clock_started" and data["due"] and data.get("judged", True):
            at = datetime.fromisoformat(data["due"]).astimezone(ZONE)
            due[data["clock"]] = DueItem.model_validate({**data, "at": at})
    return OpeningReceipt(
        case=case,
        owner=owner.get("person") or owner.get("unit") or "",
        owner_unit=owner.get("unit") or "",
        due=tuple(sorted(due.values(), key=lambda one: (one.at, one.clock))),
    )


def case_item(row: CaseRow, alert: str) -> CaseItem:
    """Return a row of the register as an item of a list."""
    return CaseItem(
        case=row.case_no,
        stage="办结" if row.closed_at else row.stage or "登记",
        unit=row.unit or row.owner_unit or "",
        owner=row.owner_person or row.owner_unit or "",
        due=local(row.due),
        alert=alert,
        pack=row.pack or "",
        kind=row.kind or "",
        handler=row.handler,
        received_at=local(row.received_at),
        closed_at=local(row.closed_at),
    )


def task_item(row: TaskRow) -> TaskItem:
    """Return a row of the inbox."""
    return TaskItem(
        case=row.case_no,
        task=row.task,
        element=row.element or "",
        label=row.label or "",
        unit=row.unit or "",
        assignee=row.assignee,
        groups=row.groups,
        opened_at=local(row.opened_at),
        due=local(row.due),
        outcomes=row.outcomes or {},
    )


def clock_item(row: ClockRow) -> ClockItem:
    """Return a leg as the register holds it."""
    return ClockItem(
        clock=row.clock,
        title=row.title or "",
        leg=row.leg,
        amount=row.amount or "",
        cites=row.cites or "",
        rule=row.rule or "",
        started_at=local(row.started_at) or datetime.min.replace(tzinfo=ZONE),
        due=local(row.due),
        provisional=bool(row.provisional),
        judged=row.judged is not False,
        state=_state(row),
        stopped_at=local(row.stopped_at),
        used=row.used,
        person=row.person or "",
        unit=row.unit or "",
        paused_at=local(row.paused_at),
        pauses=tuple(_pause(one) for one in row.pauses or ()),
        extended_to=local(row.extended_to),
    )


def _pause(written: Sequence[str]) -> tuple[datetime, datetime]:
    begun, ended = (datetime.fromisoformat(one).astimezone(ZONE) for one in written)
    return begun, ended


def local(instant: datetime | None) -> datetime | None:
    """Return *instant* where people read it."""
    return instant.astimezone(ZONE) if instant else None


def _state(row: ClockRow) -> str:
    if row.stopped_at:
        return "missed" if row.breached_at else "kept"
    if row.paused_at:
        return "paused"
    return "overdue" if row.exceeded_at else "running"
