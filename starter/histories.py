"""A case's own history: its runs from the first to the last, and what the first was started with."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory
from temporalio.service import RPCError

from cases.commands import Command, MigrateCase, ReplanCalendar
from cases.parcel import open_law
from regulations.law import Law
from starter.calls import RPC, translate
from starter.errors import Unanswerable
from workdays.calendar_data import CalendarData
from workflows.case_messages import CaseStart

Sent = TypeVar("Sent", bound=Command)


@dataclass(frozen=True, slots=True)
class CaseRun:
    """One run of a case.

    Attributes:
        events: all of its events, in order.
        start: what it was started with.
    """

    case: str
    events: Sequence[HistoryEvent]
    start: CaseStart

    @property
    def history(self) -> WorkflowHistory:
        """The run as the replayer takes it."""
        return WorkflowHistory(self.case, self.events)

    @property
    def continues(self) -> str:
        """Temporal's id of the run before; empty where this is the first."""
        started = self.events[0].workflow_execution_started_event_attributes
        return started.continued_execution_run_id

    @property
    def begun_at(self) -> datetime:
        """When the run was started."""
        return self.events[0].event_time.ToDatetime(tzinfo=UTC)

    @property
    def begun(self) -> bool:
        """Whether it took, or may take, a first step.

        A run that continues another waits up to a second before it; a delayed one, longer.
        """
        return len(self.events) > 1

    @property
    def ended(self) -> bool:
        """Whether the run came to an end of any kind."""
        return self.events[-1].event_type in _ENDS


_ENDS = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
    }
)


async def read_runs(client: Client, case: str) -> list[CaseRun]:
    """Return every run of *case* that led to the present one, the first first.

    The way leads backward from the latest run, so that runs a reset left behind are not met.

    Raises:
        NoSuchCase, NotConnected, Unanswerable.
    """
    runs = [await read_run(client, case)]
    while before := runs[0].continues:
        runs.insert(0, await read_run(client, case, before))
    return runs


async def read_run(client: Client, case: str, run_id: str | None = None) -> CaseRun:
    """Return one run of *case*: the latest where *run_id* is not given.

    Raises:
        NoSuchCase, NotConnected, Unanswerable.
    """
    events = await _events(client, case, run_id)
    return CaseRun(case, events, await _start(client, events[0]))


@dataclass(frozen=True, slots=True)
class Started:
    """How a case was started: with what, when, and under which memo."""

    start: CaseStart
    at: datetime
    memo: Mapping[str, Any]


async def read_start(client: Client, case: str) -> Started:
    """Return how the latest run of *case* was started.

    Raises:
        NoSuchCase, NotConnected, Unanswerable.
    """
    handle = client.get_workflow_handle(case)
    try:
        event = await anext(aiter(handle.fetch_history_events(page_size=1, rpc_timeout=RPC)))
    except RPCError as error:
        translate(error, case)
    fields = event.workflow_execution_started_event_attributes.memo.fields
    memo = {name: (await client.data_converter.decode([fields[name]]))[0] for name in fields}
    return Started(await _start(client, event), event.event_time.ToDatetime(tzinfo=UTC), memo)


async def calendar_changes(client: Client, run: CaseRun) -> list[tuple[datetime, ReplanCalendar]]:
    """Return the calendars that were put in force during *run*, and when."""
    accepted = _accepted(client, run, "replan_calendar", ReplanCalendar)
    return [(one.at, one.command) async for one in accepted]


async def edition_changes(client: Client, run: CaseRun) -> list[tuple[datetime, Law]]:
    """Return the laws that the case went on under during *run*, and since when in the case's time."""
    accepted = _accepted(client, run, "migrate", MigrateCase)
    return [(one.step, open_law(one.command.law)) async for one in accepted]


@dataclass(frozen=True, slots=True)
class _Accepted(Generic[Sent]):
    """A command that a case took: when, and the time of the step that it was taken in."""

    at: datetime
    step: datetime
    command: Sent


async def _accepted(
    client: Client, run: CaseRun, name: str, kind: type[Sent]
) -> AsyncIterator[_Accepted[Sent]]:
    step = run.begun_at
    for event in run.events:
        at = event.event_time.ToDatetime(tzinfo=UTC)
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED:
            step = at.replace(microsecond=0)
        request = event.workflow_execution_update_accepted_event_attributes.accepted_request
        if request.input.name == name:
            payloads = list(request.input.args.payloads)
            (command,) = await client.data_converter.decode(payloads, [kind])
            yield _Accepted(at, step, command)


async def law_now(client: Client, runs: Sequence[CaseRun]) -> Law:
    """Return the law that a case is under: its own, or that of its last migration."""
    changes = await edition_changes(client, runs[-1])
    return changes[-1][1] if changes else open_law(runs[-1].start.opening.law)


async def _events(client: Client, case: str, run_id: str | None) -> list[HistoryEvent]:
    handle = client.get_workflow_handle(case, run_id=run_id)
    try:
        return [event async for event in handle.fetch_history_events(rpc_timeout=RPC)]
    except RPCError as error:
        translate(error, case)


async def _start(client: Client, event: HistoryEvent) -> CaseStart:
    payloads = list(event.workflow_execution_started_event_attributes.input.payloads)
    try:
        decoded = await client.data_converter.decode(payloads, [CaseStart])
    except (ValueError, RuntimeError):
        raise Unanswerable(
            "the workflow of that id was not started as a case: its input is of another shape"
        ) from None
    start: CaseStart = decoded[0]
    return start


async def calendar_in_force(client: Client, case: str) -> CalendarData:
    """Return the calendar that *case* counts by now: its law's, or the last one put in force.

    Raises:
        NoSuchCase, NotConnected, Unanswerable.
    """
    run = await read_run(client, case)
    changes = await calendar_changes(client, run)
    return changes[-1][1].calendar if changes else calendar_at_start(run.start)


def calendar_at_start(start: CaseStart) -> CalendarData:
    """Return the calendar that a run was started with."""
    if start.carried is not None:
        return CalendarData.load(start.carried["calendar"])
    return open_law(start.opening.law).calendar
