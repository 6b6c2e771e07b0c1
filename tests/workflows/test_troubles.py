"""What goes wrong outside: retried, then an incident that waits and is visible; or drawn in the diagram."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio import activity, workflow
from temporalio.api.enums.v1 import EventType
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.business_errors import bpmn_error
from activities.channels import Channels
from activities.contracts import RECORD_FACTS, FactBatch, Job, JobResult, Recorded
from activities.registry import build_activities
from cases.commands import ResolveIncident
from cases.parcel import Parcel, SpoiledParcel
from cases.proceeding import Proceeding
from store.conflicts import ConflictingFact
from store.engines import open_engine
from store.migrating import upgrade
from store.register import Register
from tests.replaying import replay_case
from tests.servers import fresh
from tests.workflows.hosting import ANSWERED, Host, Hosted, an_opening, eventually
from workflows import case_workflow
from workflows.case_messages import SEMANTICS, CaseStart, start_of
from workflows.case_workflow import CaseWorkflow
from workflows.sandbox import CASE_RUNNER

CANCEL_REQUESTED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED


class Notices:
    """Sends notices, or does not, as the test says.

    Attributes:
        fails: what sending raises; None: it succeeds.
        attempts: how often it was tried.
    """

    def __init__(self) -> None:
        self.fails: Exception | None = None
        self.attempts = 0

    @activity.defn(name="notices.send")
    async def send(self, job: Job) -> JobResult:
        """Send."""
        self.attempts += 1
        if self.fails is not None:
            raise self.fails
        return JobResult()


class Writing:
    """Writes facts, or does not, as the test says.

    Attributes:
        refuses: what writing raises; None: it succeeds.
        goes_on: unset, it is held up.
        holds: set while it is held up.
    """

    def __init__(self) -> None:
        self.refuses: Exception | None = None
        self.goes_on, self.holds = asyncio.Event(), asyncio.Event()
        self.goes_on.set()
        self.register: Register | None = None

    @activity.defn(name=RECORD_FACTS)
    async def record(self, batch: FactBatch) -> Recorded:
        """Write."""
        if not self.goes_on.is_set():
            self.holds.set()
            await self.goes_on.wait()
        if self.refuses is not None:
            raise self.refuses
        assert self.register
        through, head = await self.register.record(batch.case, batch.facts)
        return Recorded(through=through, head=head)


@contextlib.asynccontextmanager
async def troubled(
    env: WorkflowEnvironment,
    folder: Path,
    notices: Notices,
    writing: Writing | None = None,
    **options: Any,
) -> AsyncIterator[Host]:
    """Run a worker whose notices and writing are those of the test; everything else is real."""
    url = f"sqlite:///{folder / 'register.db'}"
    await upgrade(url)
    engine = open_engine(url)
    host = Host(env, fresh("queue"), Register(engine))
    own: list[Callable[..., Any]] = [notices.send]
    if writing is not None:
        writing.register = host.register
        own.append(writing.record)
    others = [one for one in build_activities(host.register, Channels()) if not _among(one, own)]
    worker = Worker(
        env.client, task_queue=host.queue, workflows=[CaseWorkflow],
        activities=[*others, *own], workflow_runner=CASE_RUNNER, **options,
    )  # fmt: skip
    try:
        async with worker:
            yield host
    finally:
        await engine.dispose()


def _among(one: Callable[..., Any], others: Sequence[Callable[..., Any]]) -> bool:
    def name(of: Callable[..., Any]) -> str | None:
        return activity._Definition.must_from_callable(of).name

    return name(one) in [name(other) for other in others]


async def until_alert(case: Hosted, wanted: str) -> None:
    """Wait until lists show the case with *wanted* in CaseAlert."""

    async def shown() -> Any:
        description = await case.handle.describe()
        return description.search_attributes.get("CaseAlert", [""])[0]

    await eventually(shown, lambda alert: alert == wanted)


@pytest.mark.parametrize(
    "options", [{}, {"max_cached_workflows": 0}], ids=["cached", "not cached"]
)
async def test_what_fails_for_good_is_an_incident_that_can_be_resolved(
    temporal: WorkflowEnvironment, tmp_path: Path, options: dict[str, Any]
) -> None:
    """The case shows 故障, goes on where it can, and tries again when it is told to."""
    notices = Notices()
    notices.fails = ApplicationError("信道不存在", type="ValidationError", non_retryable=True)
    async with troubled(temporal, tmp_path, notices, **options) as host:
        case = await host.open()
        await case.take_in_hand()
        await case.do("handle", "st-01", "answer", **ANSWERED)
        await until_alert(case, "故障")
        incidents = (await case.case())["incidents"]
        ((incident, message),) = incidents.items()
        notices.fails = None

        await case.give("resolve_incident", ResolveIncident(actor="of-09", incident=incident))
        await case.until_open("call")

        assert "信道不存在" in message
        assert 2 == notices.attempts
        await until_alert(case, "正常")
        resolved = await case.facts("incident_resolved")
        assert ["of-09"] == [fact.data["by"] for fact in resolved]


async def test_a_register_that_contradicts_the_case_is_waited_for(
    temporal: WorkflowEnvironment, tmp_path: Path
) -> None:
    """The case shows 故障 and why, goes on, and writes once the two agree; it never fails."""
    writing = Writing()
    async with troubled(temporal, tmp_path, Notices(), writing) as host:
        case = await host.open()
        await case.take_in_hand()
        await case.settled()
        writing.refuses = ConflictingFact(case.handle.id, 3, "the register holds another fact")
        await case.do("handle", "st-01", "answer", **ANSWERED)
        await until_alert(case, "故障")
        writing.refuses = None
        await case.pass_time(timedelta(minutes=1))

        await until_alert(case, "正常")
        assert await case.facts("answered")


@pytest.mark.parametrize(
    "options", [{}, {"max_cached_workflows": 0}], ids=["cached", "not cached"]
)
async def test_a_request_to_cancel_while_facts_are_written_is_recorded(
    temporal: WorkflowEnvironment, tmp_path: Path, options: dict[str, Any]
) -> None:
    """It comes to the case in the midst of its writing; the facts and the request are both kept."""
    writing = Writing()
    writing.goes_on.clear()
    async with troubled(temporal, tmp_path, Notices(), writing, **options) as host:
        case = await host.open()
        await writing.holds.wait()

        await case.handle.cancel()
        await eventually(lambda: case.events(CANCEL_REQUESTED))
        writing.goes_on.set()
        refused = await eventually(lambda: case.facts("signal_refused"))

        assert ["cancel"] == [fact.data["signal"] for fact in refused]
        assert 1 == len(await case.facts("registered"))
        await case.hand_over()
        await replay_case(case.handle)


async def test_an_error_that_the_diagram_catches_goes_its_way(
    temporal: WorkflowEnvironment, tmp_path: Path
) -> None:
    """A business error is no incident: a person writes a letter instead."""
    notices = Notices()
    notices.fails = bpmn_error("NO_ADDRESS", "没有地址")
    async with troubled(temporal, tmp_path, notices) as host:
        case = await host.open()
        await case.take_in_hand()
        await case.do("handle", "st-01", "answer", **ANSWERED)

        await case.until_open("write_letter")

        assert {} == (await case.case())["incidents"]
        assert 1 == notices.attempts
        await case.do("write_letter", "sv-01")
        assert ["call"] == await case.open_tasks()


async def test_an_error_that_nobody_catches_is_an_incident(
    temporal: WorkflowEnvironment, tmp_path: Path
) -> None:
    """The diagram does not know it; an operator decides."""
    notices = Notices()
    notices.fails = bpmn_error("STRANGE", "没见过")
    async with troubled(temporal, tmp_path, notices) as host:
        case = await host.open()
        await case.take_in_hand()
        await case.do("handle", "st-01", "answer", **ANSWERED)

        await until_alert(case, "故障")

        ((_, message),) = (await case.case())["incidents"].items()
        assert "STRANGE" in message


@pytest.mark.parametrize(
    "options", [{}, {"max_cached_workflows": 0}], ids=["cached", "not cached"]
)
async def test_a_fault_of_our_own_at_a_timer_loses_no_timer(
    temporal: WorkflowEnvironment,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, Any],
) -> None:
    """The step fails, visibly, and is taken again once the fault is mended."""
    faults, whole = [0], Proceeding.timer_due

    def faulty(self: Proceeding, timer: str, now: datetime) -> None:
        faults[0] += 1
        if faults[0] == 1:
            raise KeyError(timer)
        whole(self, timer, now)

    monkeypatch.setattr(Proceeding, "timer_due", faulty)
    async with troubled(temporal, tmp_path, Notices(), **options) as host:
        case = await host.open()
        await case.settled()

        await case.pass_time(timedelta(days=15))  # longer than any holiday
        await eventually(lambda: case.facts("limit_breached"))

        assert await case.events(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
        assert faults[0] > 1


@pytest.mark.parametrize(
    ("carried", "replaying", "raised"),
    [
        pytest.param(None, False, SpoiledParcel, id="never begun: it fails for good"),
        pytest.param(None, True, RuntimeError, id="begun: it waits"),
        pytest.param({}, False, RuntimeError, id="continued: it waits"),
    ],
)
def test_a_release_that_cannot_read_a_running_case_does_not_end_it(
    monkeypatch: pytest.MonkeyPatch,
    carried: dict[str, Any] | None,
    replaying: bool,
    raised: type[Exception],
) -> None:
    """Only a start that never became a case fails the workflow; else the step fails, and is mended."""
    monkeypatch.setattr(workflow.unsafe, "is_replaying", lambda: replaying)
    monkeypatch.setattr(case_workflow, "_now", lambda: datetime.now(UTC))
    law = Parcel(digest="expected", content="found")
    opening = an_opening().model_copy(update={"law": law})

    with pytest.raises(raised):
        case_workflow._proceeding(CaseStart(opening=opening, carried=carried))


def test_a_case_of_a_later_release_waits_for_its_workers() -> None:
    """While a new release is rolled out, old workers still run: they must not end its cases."""
    start = start_of(an_opening()).model_copy(update={"semantics": SEMANTICS + 1})

    with pytest.raises(RuntimeError, match="started for a later release"):
        case_workflow._proceeding(start)
