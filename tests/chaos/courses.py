"""A hotel's cases, taken from registration to their end while processes are killed."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import (
    Client,
    Interceptor,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError

from cases.commands import CompleteTask
from cases.facts import first_break
from cases.opening import Registration, prepare_opening
from regulations.publishing import PublishedPack
from store.register import Register
from tests.replaying import replay_case
from tests.servers import fresh
from workflows.case_messages import start_of
from workflows.data_converter import DATA_CONVERTER

HOUR = timedelta(hours=1)
PROBLEM = {
    "problem": "浴室漏水，地毯已湿",
    "name": "陈女士",
    "address": "1208房",
    "phone": "13800000000",
    "to_unit": "engineering",
    "reason": "维修属工程部",
    "transport": "system",
    "category": "facilities",
    "units_involved": 1,
    "harm": False,
    "signature": "fo-01",
}
COURSE = (
    (
        "receive_inquiry",
        "fo-01",
        "transfer",
        {"reason": "本部门不能维修", "explained_to_guest": True, "guest_understands": True},
    ),
    ("fill_slip", "fo-01", "send", PROBLEM),
    (
        "sign_slip",
        "en-09",
        "accept",
        {"handler": "en-01", "difficulty": "normal", "signature": "en-09"},
    ),
    (
        "handle",
        "en-01",
        "answer",
        {
            "answer": "已修复",
            "basis": "设施维修规程",
            "manner": "phone",
            "signature": "en-01",
            "achieved": True,
        },
    ),
    ("acknowledge_feedback", "", "signed", {}),
    ("acknowledge_feedback", "", "signed", {}),
    ("acknowledge_feedback", "", "signed", {}),
    (
        "follow_up",
        "fo-01",
        "verified",
        {"reached": True, "verified": True, "satisfied": True, "note": "客人满意"},
    ),
)
Result = TypeVar("Result")
_NOT_NOW = (
    RPCError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    RuntimeError,
    TimeoutError,
    OSError,
)


class Mortal(Protocol):
    """A process that can be killed without warning and started again."""

    def start(self) -> None:
        """Start it."""

    def kill(self) -> None:
        """Kill it as a power cut would."""


async def connected(port: int, *interceptors: Interceptor) -> Client:
    """Return a client once the server answers."""

    async def connect() -> Client:
        return await Client.connect(
            f"127.0.0.1:{port}", data_converter=DATA_CONVERTER, interceptors=interceptors
        )

    return await until_it_works(connect)


async def kill_now_and_then(processes: Sequence[Mortal], kills: int, dice: random.Random) -> None:
    """Kill one of the processes at a random moment, start it again, a few times over."""
    for count in range(kills):
        await asyncio.sleep(dice.uniform(1.0, 3.0))
        process = processes[count % len(processes)]
        process.kill()
        await asyncio.sleep(dice.uniform(0.0, 0.7))
        process.start()


async def take_course(
    client: Client, published: PublishedPack, queue: str, number: int, dice: random.Random
) -> tuple[str, bool]:
    """Take one case from registration to its end; return its number and whether transfer was late.

    Every second one is.
    """
    late = number % 2 == 0
    left = timedelta(seconds=dice.uniform(2, 8)) if late else HOUR / 2
    case = fresh("HT")
    now = datetime.now(UTC)
    registration = Registration(
        channel="phone",
        kind="complaint",
        first_contact="fo-01",
        requester={"name": "陈女士", "phone": "13800000000", "address": "1208房"},
        matter="浴室漏水",
        received_at=now - HOUR + left,
    )
    law = published.law(now.date())
    opening = prepare_opening(case, registration, law, published.program, now)
    handle = client.get_workflow_handle(case)

    async def begin() -> None:
        await client.start_workflow(
            "Case",
            start_of(opening),
            id=case,
            task_queue=queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,  # the answer may be lost
            rpc_timeout=timedelta(seconds=5),
        )

    await until_it_works(begin)
    for step, (element, actor, outcome, data) in enumerate(COURSE):
        if element == "fill_slip" and late:
            await until(lambda: _breached(handle))
        task = await until(lambda wanted=element: open_task(handle, wanted))
        command = CompleteTask(
            command_id=f"{case}-{step}",
            actor=actor or task["complete_with"]["actor"],
            task=task["task"],
            outcome=outcome,
            data=data,
        )
        await until_it_works(partial(_complete, handle, command))
    await until(lambda: _closed(handle))
    return case, late


async def _complete(handle: Any, command: CompleteTask) -> None:
    await handle.execute_update(
        "complete_task", command, id=command.command_id, rpc_timeout=timedelta(seconds=5)
    )


async def open_task(handle: Any, element: str) -> dict[str, Any] | None:
    """Return the open task of *element*, if there is one."""
    tasks = await handle.query("tasks", rpc_timeout=timedelta(seconds=5))
    return next((task for task in tasks if task["element"] == element), None)


async def _breached(handle: Any) -> bool:
    return bool((await handle.query("case", rpc_timeout=timedelta(seconds=5)))["breaches"])


async def _closed(handle: Any) -> bool:
    return (await handle.describe(rpc_timeout=timedelta(seconds=5))).close_time is not None


async def until(look: Callable[[], Awaitable[Result]]) -> Result:
    """Look again until there is something to see."""
    while not (found := await until_it_works(look)):
        await asyncio.sleep(0.2)
    return found


async def until_it_works(attempt: Callable[[], Awaitable[Result]]) -> Result:
    """Try again while a process is down; a refusal is no such thing."""
    while True:
        try:
            return await attempt()
        except WorkflowUpdateFailedError:
            raise
        except _NOT_NOW:
            await asyncio.sleep(0.1)


async def check(client: Client, engine: AsyncEngine, late: dict[str, bool]) -> None:
    """Whatever was killed meanwhile, every case stands as if nothing had been.

    *late* holds the cases that came to their end, and whether each was handed over late.
    """
    register = Register(engine)
    await _replay(client, late)
    for case, was_late in late.items():
        facts = await register.facts(case)
        kinds = Counter(fact.kind for fact in facts)
        view = await view_of(client, case)
        expected = {
            "registered": 1,
            "handover_sent": 1,
            "handover_received": 1,
            "answered": 1,
            "feedback_acknowledged": 3,
            "follow_up": 1,
            "closed": 1,
            "limit_breached": int(was_late),
        }

        assert first_break(facts) is None
        assert (view["facts"], view["head"]) == (len(facts), facts[-1].digest)
        assert expected == {kind: kinds[kind] for kind in expected}, case
        breached = next((fact for fact in facts if fact.kind == "limit_breached"), None)
        if breached:
            due = datetime.fromisoformat(breached.data["due"])
            assert due <= datetime.fromisoformat(breached.data["found_at"])
    await _check_effects(engine, len(late), sum(late.values()))


async def view_of(client: Client, case: str) -> dict[str, Any]:
    """Return the case as it stands, once a worker answers."""
    found: dict[str, Any] = await client.get_workflow_handle(case).query(
        "case", rpc_timeout=timedelta(seconds=30)
    )
    return found


async def _replay(client: Client, cases: Iterable[str]) -> None:
    """Every case, whatever was killed while it ran, is replayed as it was lived."""
    for case in cases:
        await replay_case(client.get_workflow_handle(case))


async def _check_effects(engine: AsyncEngine, cases: int, late: int) -> None:
    """One slip a handover, one review a breach, and nobody is told twice."""
    async with engine.connect() as connection:
        counts = {
            table: (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
            for table in ("slips", "slip_deliveries", "reviews", "breaches")
        }
        doubled = (
            await connection.execute(
                text(
                    "SELECT count(*) FROM outbox GROUP BY case_no, job, recipient HAVING count(*) > 1"
                )
            )
        ).all()

    expected = {"slips": cases, "slip_deliveries": cases, "reviews": late, "breaches": late}
    assert expected == counts
    assert [] == doubled
