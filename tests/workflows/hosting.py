"""Cases of the made-up library on a real server."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.testing import WorkflowEnvironment

from activities.channels import Channels
from cases.commands import Command, CompleteTask, Receipt
from cases.facts import Fact
from cases.opening import CaseOpening, Registration, prepare_opening
from regulations.law import Law
from store.engines import open_engine
from store.migrating import upgrade
from store.register import Register
from tests.cases.driving import ACCEPT, INQUIRY, SLIP, pack
from tests.servers import fresh
from worker import build_worker
from workflows.case_messages import BUDGET, start_of

Answer = TypeVar("Answer")
ANSWERED = {"answer": "已换新书"}
SECONDS = 120


@dataclass(frozen=True)
class Host:
    """A server, a task queue with a worker on it, and the register its facts go to."""

    env: WorkflowEnvironment
    queue: str
    register: Register

    @property
    def client(self) -> Client:
        """The server's client."""
        return self.env.client

    async def open(
        self,
        budget: int = BUDGET,
        law: Law | None = None,
        opening: CaseOpening | None = None,
        **changed: Any,
    ) -> "Hosted":
        """Open a case now."""
        opening = opening or an_opening(law, **changed)
        start = start_of(opening, budget)
        await self.client.start_workflow("Case", start, id=opening.number, task_queue=self.queue)
        return Hosted(self, self.client.get_workflow_handle(opening.number))


@dataclass(frozen=True)
class Hosted:
    """One case on the server."""

    host: Host
    handle: WorkflowHandle[Any, Any]

    async def give(self, name: str, command: Command, update_id: str | None = None) -> Receipt:
        """Send a command as an update."""
        receipt: Receipt = await self.handle.execute_update(
            name, command, id=update_id, result_type=Receipt
        )
        return receipt

    async def do(self, task: str, by: str, outcome: str = "", **data: Any) -> Receipt:
        """Complete a task."""
        command = CompleteTask(actor=by, task=task, outcome=outcome, data=data)
        return await self.give("complete_task", command)

    async def refused(self, name: str, content: Any) -> tuple[str, str]:
        """Return reason and sentence of an update that must be refused."""
        try:
            answer = await self.handle.execute_update(name, content)
        except WorkflowUpdateFailedError as error:
            return str(getattr(error.cause, "type", "")), str(error.cause)
        raise AssertionError(f"was not refused: {answer}")

    async def case(self) -> dict[str, Any]:
        """Return the case as it stands."""
        found: dict[str, Any] = await self.handle.query("case")
        return found

    async def open_tasks(self) -> list[str]:
        """Return the elements of the open tasks."""
        return [task["element"] for task in await self.handle.query("tasks")]

    async def until_open(self, element: str) -> None:
        """Wait until a task of *element* is open."""
        await eventually(self.open_tasks, lambda tasks: element in tasks)

    async def hand_over(self) -> "Hosted":
        """Take the case to the signature of the stacks."""
        await self.do("receive", "sv-01", "pass")
        await self.do("fill_slip", "sv-01", "send", **SLIP)
        await self.until_open("sign")
        return self

    async def take_in_hand(self) -> "Hosted":
        """Take the case to its handler."""
        await self.hand_over()
        await self.do("sign", "st-09", "accept", **ACCEPT)
        return self

    async def close(self) -> dict[str, Any]:
        """Take the case, in hand, to its end; return what the workflow returns."""
        await self.do("handle", "st-01", "answer", **ANSWERED)
        await self.until_open("call")
        await self.do("call", "sv-01", "good", reached=True, note="满意")
        found: dict[str, Any] = await self.handle.result()
        return found

    async def events(self, *kinds: "EventType.ValueType") -> list[Any]:
        """Return the events of the current run's history, of some kinds or all."""
        found = [event async for event in self.handle.fetch_history_events()]
        return [one for one in found if not kinds or one.event_type in kinds]

    async def settled(self) -> list[Any]:
        """Wait until the facts are in the register and no step is being taken; return the events."""
        await self.facts()
        await eventually(self._is_at_rest)
        return await self.events()

    async def _is_at_rest(self) -> bool:
        described = await self.handle.describe()
        return not described.raw_description.HasField("pending_workflow_task")

    async def traces(self) -> list[int]:
        """Wait until the case is settled; return the kinds of its events, without bare tasks.

        Whether a task that came to nothing leaves its beginning and end behind, is the server's
        choice: it does where the worker was slow.
        """
        return [
            event.event_type for event in await self.settled() if event.event_type not in _BARE
        ]

    async def facts(self, *kinds: str) -> list[Fact]:
        """Return the facts in the register once it has all of them."""
        through = (await self.case())["facts"]
        facts = await eventually(
            lambda: self.host.register.facts(self.handle.id), lambda found: len(found) >= through
        )
        return [fact for fact in facts if not kinds or fact.kind in kinds]

    async def pass_time(self, amount: timedelta) -> None:
        """Let the case's own clock go on."""
        await self.host.env.fast_forward(self.handle, amount)


_BARE = (
    EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
)


def an_opening(law: Law | None = None, **changed: Any) -> CaseOpening:
    """Return the start of a case of the library that is received now."""
    now = datetime.now(UTC)
    given = Registration.model_validate(INQUIRY | changed | {"received_at": now})
    law = law or pack().law(now.date())
    return prepare_opening(fresh("TS"), given, law, pack().program, now)


@contextlib.asynccontextmanager
async def hosting(env: WorkflowEnvironment, folder: Path, **options: Any) -> AsyncIterator[Host]:
    """Run a worker with a register of its own."""
    url = f"sqlite:///{folder / 'register.db'}"
    await upgrade(url)
    engine = open_engine(url)
    host = Host(env, fresh("queue"), Register(engine))
    try:
        async with build_worker(env.client, host.queue, host.register, Channels(), **options):
            yield host
    finally:
        await engine.dispose()


async def eventually(
    question: Callable[[], Awaitable[Answer]], wanted: Callable[[Answer], object] = bool
) -> Answer:
    """Ask until the answer is as wanted."""
    async with asyncio.timeout(SECONDS):
        while not wanted(answer := await question()):
            await asyncio.sleep(0.02)
    return answer


def summary_of(event: Any) -> str:
    """Return what people read at an event."""
    data = event.user_metadata.summary.data
    return str(json.loads(data)) if data else ""
