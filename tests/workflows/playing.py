"""Readable cases played on a real server, weeks in tenths of a second.

The case, and the calendar with it, are moved into the future by whole weeks, so that weekdays,
rest days and make-up days fall as they did; the server's own time skipping does the waiting.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment

from cases.commands import CompleteTask, ReportAbsence, ReportReturn
from cases.opening import Registration, prepare_opening
from cases.parcel import wrap
from cases.rehearsal import ReadableCase, RehearsalStep
from regulations.publishing import PublishedPack
from tests.servers import fresh
from workdays.calendar_data import NEVER_UNPUBLISHED, CalendarData
from workflows.case_messages import BUDGET, start_of

WEEK = timedelta(days=7)
LEEWAY = timedelta(minutes=1)
TRIES = 15
ZONE = ZoneInfo("Asia/Shanghai")
_UPDATES = {
    CompleteTask: "complete_task",
    ReportAbsence: "report_absence",
    ReportReturn: "report_return",
}


class Overshot(Exception):
    """The server's time skipping, an experiment still, went past the instant it was given."""


@dataclass(frozen=True)
class Played:
    """A case after its last step on the server."""

    number: str
    shift: timedelta
    differences: list[str]
    handle: WorkflowHandle[Any, Any]


async def play(
    env: WorkflowEnvironment,
    published: PublishedPack,
    readable: ReadableCase,
    task_queue: str,
    budget: int = BUDGET,
) -> Played:
    """Play *readable* on the server, step by step; anew where the server skipped too far."""
    for _ in range(TRIES - 1):
        try:
            return await _play(env, published, readable, task_queue, budget)
        except Overshot:
            continue
    return await _play(env, published, readable, task_queue, budget)


async def _play(
    env: WorkflowEnvironment,
    published: PublishedPack,
    readable: ReadableCase,
    task_queue: str,
    budget: int,
) -> Played:
    opened = _instant(readable.open["at"])
    shift = _weeks_to_come(opened)
    number = fresh(published.pack.number_prefix)
    handle = await _open(env.client, published, readable, number, shift, task_queue, budget)
    differences: list[str] = []
    for count, step in enumerate(readable.steps, start=1):
        await _pass_time(env, handle, _instant(step.at) + shift)
        if step.see is not None:
            continue
        said = await _complete(handle, step, f"{number}-{count}", shift)
        if bool(said) != bool(step.refuse) or step.because not in said:
            differences.append(f"step {count}: {said or 'was not refused'}")
    await _settled(handle)
    return Played(number, shift, differences, handle)


async def _open(
    client: Client,
    published: PublishedPack,
    readable: ReadableCase,
    number: str,
    shift: timedelta,
    task_queue: str,
    budget: int,
) -> WorkflowHandle[Any, Any]:
    given = moved({key: value for key, value in readable.open.items() if key != "at"}, shift)
    received = _instant(readable.open["at"])
    law = published.law(received.astimezone(ZONE).date())
    roster = tuple(
        turn.model_copy(update={"day": turn.day + shift}) if turn.day else turn
        for turn in law.duty_roster
    )
    calendar = shifted(law.calendar, shift.days)
    law = law.model_copy(update={"calendar": calendar, "duty_roster": roster})
    at = received + shift
    registration = Registration.model_validate(given | {"received_at": at})
    opening = prepare_opening(number, registration, law, published.program, at)
    opening = opening.model_copy(update={"law": wrap(law.dump())})
    start = start_of(opening, budget)
    handle = await client.start_workflow(
        "Case", start, id=number, task_queue=task_queue, start_delay=at - datetime.now(UTC)
    )
    return client.get_workflow_handle(handle.id)


async def _pass_time(
    env: WorkflowEnvironment, handle: WorkflowHandle[Any, Any], until: datetime
) -> None:
    """Skip to *until*, then wait until everything due by then has fired and is done.

    A case that continues as new on the way takes up its time where the skip left it: skip on.
    """
    if not await _skip(env, handle, until):
        return
    if await env.get_current_time(handle) - until > LEEWAY:
        raise Overshot
    while any(at <= until for at in (await _settled(handle)).values()):
        await _skip(env, handle, until)
        await asyncio.sleep(0.01)


async def _skip(
    env: WorkflowEnvironment, handle: WorkflowHandle[Any, Any], until: datetime
) -> bool:
    """Skip to *until* where that is ahead; return whether the case still runs."""
    left = until - await env.get_current_time(handle)
    if left <= timedelta(0):
        return True
    try:
        await env.fast_forward(handle, left + timedelta(milliseconds=50))
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return False
    except RuntimeError as error:
        if "overridden" not in str(error):
            raise
        return await _skip(env, handle, until)  # the next run of the case was not told
    return True


async def _settled(handle: WorkflowHandle[Any, Any]) -> dict[str, datetime]:
    """Wait until no job is in flight; return when each armed timer is due."""
    while (diagram := await look(handle, "diagram"))["jobs"]:
        await asyncio.sleep(0.01)
    return {key: datetime.fromisoformat(at) for key, at in diagram["timers"].items()}


async def look(handle: WorkflowHandle[Any, Any], query: str) -> Any:
    """Ask the case; once more while it is not ready."""
    while True:
        try:
            return await handle.query(query)
        except RPCError as error:
            if error.status is not RPCStatusCode.FAILED_PRECONDITION:
                raise
            await asyncio.sleep(0.05)


async def _complete(
    handle: WorkflowHandle[Any, Any], step: RehearsalStep, command_id: str, shift: timedelta
) -> str:
    """Complete a task, or report an absence; return the refusal, empty where there was none."""
    command = step.command(str(ZONE)).model_copy(update={"command_id": command_id})
    if isinstance(command, CompleteTask):
        data = _in_json(moved(dict(step.data), shift))
        command = command.model_copy(update={"data": data})
    if isinstance(command, ReportAbsence) and command.until:
        command = command.model_copy(update={"until": command.until + shift})
    try:
        await handle.execute_update(_UPDATES[type(command)], command)
    except WorkflowUpdateFailedError as error:
        return str(error.cause)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return f"已办结：{error}"
    return ""


def shifted(data: CalendarData, days: int) -> CalendarData:
    """Return the calendar with every recorded day moved by *days*, whole weeks."""
    moved = timedelta(days=days)

    def move(day: date | None) -> date | None:
        return day + moved if day else None

    facts = tuple(one.model_copy(update={"date": one.date + moved}) for one in data.days)
    entries = tuple(
        one.model_copy(update={"date": one.date + moved, "until": move(one.until)})
        for one in data.entries
    )
    notices = {
        key: one.model_copy(update={"date": one.date + moved, "published": move(one.published)})
        for key, one in data.notices.items()
    }
    return data.model_copy(
        update={
            "days": facts,
            "entries": entries,
            "notices": notices,
            "published_through": NEVER_UNPUBLISHED - 1,
        }
    )


def _weeks_to_come(opened: datetime) -> timedelta:
    """Return the whole weeks that bring *opened* at least a day into the future."""
    weeks = (datetime.now(UTC) + timedelta(days=1) - opened) // WEEK + 1
    return weeks * WEEK


def _instant(written: str) -> datetime:
    return datetime.strptime(written[:16], "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


def moved(value: Any, shift: timedelta) -> Any:
    """Return JSON-able data with every instant in it as a `datetime`, moved by *shift*."""
    if isinstance(value, dict):
        return {key: moved(item, shift) for key, item in value.items()}
    if isinstance(value, list):
        return [moved(item, shift) for item in value]
    instant = _written_instant(value)
    return instant + shift if instant else value


def _written_instant(value: Any) -> datetime | None:
    if not isinstance(value, str) or len(value) < 16 or value[10:11] != "T":
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _in_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_in_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value
