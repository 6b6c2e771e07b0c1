"""Drives cases of both sides by updates, in real time, and counts what they left in history."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributePair, TypedSearchAttributes

from benchmarks.course import COURSE, REGISTRATION, Act
from benchmarks.hand_written import CASE_OWNER, CASE_PACK, CASE_STAGE
from benchmarks.hand_written_messages import Inquiry
from benchmarks.hosting import OURS, Side
from cases.commands import CompleteTask
from cases.opening import Registration, prepare_opening
from cases.proceeding import Proceeding
from regulations.publishing import PublishedPack
from starter.pack_files import load_pack
from workflows.case_messages import start_of
from workflows.search_attributes import shown_values, typed

_OPEN = "SELECT 1 FROM tasks WHERE case_no = ? AND task = ? AND closed_at IS NULL"
PAUSE_SECONDS = 0.005
FIRST = TypedSearchAttributes(
    [
        SearchAttributePair(CASE_STAGE, "首问接待"),
        SearchAttributePair(CASE_OWNER, "fo-01"),
        SearchAttributePair(CASE_PACK, "hotel 1"),
    ]
)
"""What the peer is started with; the pack's cases are started as the desk starts them."""


@cache
def hotel() -> PublishedPack:
    """Return the shipped pack."""
    return load_pack("hotel")


class Driver:
    """Opens and drives the cases of one side, and looks at its inbox as people do."""

    def __init__(self, client: Client, side: Side) -> None:
        self.client = client
        self.side = side
        self.inbox = sqlite3.connect(f"file:{side.register}?mode=ro", uri=True)

    async def open(self, number: str) -> WorkflowHandle[Any, Any]:
        """Start a case."""
        kind, start, shown = _starts(self.side.name, number)
        return await self.client.start_workflow(
            kind,
            start,
            id=number,
            task_queue=self.side.name,
            static_summary=f"酒店首问责任制 · 投诉 · {number}",
            search_attributes=shown,
        )

    async def register(self, number: str) -> None:
        """Start a case and wait until its first task stands in the inbox."""
        await self.open(number)
        await self._open_task(number, COURSE[0].task)

    async def drive(self, number: str) -> float:
        """Take a case through its whole course; return the seconds it took."""
        clock = asyncio.get_running_loop().time
        begun = clock()
        handle = await self.open(number)
        for act in COURSE:
            await self._act(handle, act, number)
        await handle.result()
        return clock() - begun

    async def _act(self, handle: WorkflowHandle[Any, Any], act: Act, number: str) -> None:
        ours = self.side.name == OURS
        task = act.task if ours else act.peer_task
        if act.awaited:
            await self._open_task(number, task)
        name, argument = _ours(act) if ours else _peers(act)
        await handle.execute_update(name, argument, id=task)

    async def _open_task(self, number: str, task: str) -> None:
        """Wait until the task stands in the inbox."""
        while not self.inbox.execute(_OPEN, (number, task)).fetchone():  # noqa: ASYNC110
            await asyncio.sleep(PAUSE_SECONDS)


def _starts(side: str, number: str) -> tuple[str, Any, TypedSearchAttributes]:
    now = datetime.now(UTC)
    if side != OURS:
        return "HandWrittenCase", Inquiry(case=number, received_at=now, **REGISTRATION), FIRST
    pack = hotel()
    law = pack.law(now.astimezone(ZoneInfo("Asia/Shanghai")).date())
    registration = Registration.model_validate(REGISTRATION)
    opening = prepare_opening(number, registration, law, pack.program, now)
    shown = typed(shown_values(Proceeding.begin(opening, now)))
    return "Case", start_of(opening), shown


def _ours(act: Act) -> tuple[str, Any]:
    command = CompleteTask(
        task=act.task, actor=act.actor, outcome=act.outcome, data=dict(act.data)
    )
    return "complete_task", command


def _peers(act: Act) -> tuple[str, Any]:
    outcome = {} if act.update == "hand_over" else {"outcome": act.outcome}
    return act.update, {"task": act.peer_task, "actor": act.actor, **outcome, **act.data}


async def history_of(client: Client, number: str) -> tuple[Mapping[str, int], int]:
    """Return how many events of each type a case left, and their bytes."""
    history = await client.get_workflow_handle(number).fetch_history()
    kinds = Counter(
        EventType.Name(event.event_type).removeprefix("EVENT_TYPE_") for event in history.events
    )
    return kinds, sum(event.ByteSize() for event in history.events)
