"""A live case is shown what its replay would show it, and leaves behind what keeps its tasks apart."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio import activity
from temporalio.api.enums.v1 import EventType
from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.channels import Channels
from activities.contracts import ATTEMPTS, RECORD_FACTS, FactBatch, Recorded
from activities.register import RegisterActivities
from activities.registry import build_activities
from store.engines import open_engine
from store.migrating import upgrade
from store.register import Register
from tests.replaying import replay_case
from tests.servers import fresh
from tests.workflows.hosting import Host, Hosted, an_opening, eventually
from workflows.case_messages import start_of
from workflows.case_workflow import CaseWorkflow
from workflows.in_step import InStep
from workflows.sandbox import CASE_RUNNER

COMPLETED = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
SCHEDULED = EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED
SIGNALED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED


class Inside:
    """A case that only notes what it was told, one entry an activation."""

    def __init__(self, says: str = "upsert_workflow_search_attributes") -> None:
        self.told: list[list[str]] = []
        self.says = says

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        """Note the jobs and answer with one command."""
        self.told.append([str(job.WhichOneof("variant")) for job in act.jobs])
        answer = WorkflowActivationCompletion()
        getattr(answer.successful.commands.add(), self.says).SetInParent()
        return answer


def activation(length: int, size: int, *kinds: str, replaying: bool = False) -> WorkflowActivation:
    """Return an activation; `local` is the result of a local activity."""
    act = WorkflowActivation(
        history_length=length, history_size_bytes=size, is_replaying=replaying
    )
    act.timestamp.FromMilliseconds(size)
    for kind in kinds:
        job = act.jobs.add()
        getattr(job, "resolve_activity" if kind == "local" else kind).SetInParent()
        if kind == "local":
            job.resolve_activity.is_local = True
    return act


class Server:
    """Says of which events tasks begin with, and notes what it was asked."""

    def __init__(self, *begun: int) -> None:
        self.begun = begun
        self.asked: list[int] = []

    def has_begun(self, event: int) -> bool:
        """Whether a task began with *event*."""
        self.asked.append(event)
        return event in self.begun


def test_events_without_a_task_are_kept_from_the_case() -> None:
    """The query is refused, so that the task of the events finds them in the history, all of them.

    A task before that left nothing is one with them: it moved the size and the time.
    """
    for size in (100, 200):
        inside, server = Inside(), Server(10)
        case = InStep(inside.activate, server.has_begun)
        case.activate(activation(3, 100, "initialize_workflow", replaying=True))
        case.activate(activation(3, 100, "local"))

        early = case.activate(activation(9, size, "resolve_activity"))
        next_task = case.activate(activation(10, 300, "do_update"))
        case.activate(activation(10, 300, "remove_from_cache"))

        assert early.HasField("failed")
        assert next_task.HasField("failed")
        expected = [["initialize_workflow"], ["resolve_activity"], ["remove_from_cache"]]
        assert expected == inside.told
        assert [9] == server.asked


def test_events_without_a_task_are_kept_from_a_case_in_the_cache_too() -> None:
    """Also where a local activity moved the time meanwhile."""
    inside, server = Inside(), Server(12)
    case = InStep(inside.activate, server.has_begun)
    case.activate(activation(3, 100, "initialize_workflow"))
    early = activation(9, 100, "fire_timer", "local")
    early.timestamp.FromMilliseconds(150)

    case.activate(early)

    assert [["initialize_workflow"]] == inside.told
    assert [9] == server.asked


def test_a_task_that_began_at_the_same_size_reaches_a_case_in_the_cache() -> None:
    """It was tried again, or began when the one before was done."""
    inside, server = Inside(), Server(12)
    case = InStep(inside.activate, server.has_begun)
    case.activate(activation(3, 100, "initialize_workflow"))

    case.activate(activation(12, 100, "fire_timer", "local"))

    assert 3 == len(inside.told)
    assert [12] == server.asked


def test_events_without_a_task_are_kept_from_a_case_that_another_worker_took_on() -> None:
    """A case in the cache is brought up to where the other left it, and is only replayed again."""
    inside, server = Inside(), Server()
    case = InStep(inside.activate, server.has_begun)
    case.activate(activation(3, 100, "initialize_workflow"))
    case.activate(activation(9, 300, "signal_workflow", replaying=True))

    early = case.activate(activation(14, 500, "fire_timer"))

    assert early.HasField("failed")
    assert [14] == server.asked


def test_what_a_task_brings_reaches_the_case() -> None:
    """Tasks one after the other, what follows within one, and a server that tells no sizes.

    One that does is asked of one activation alone: the first live one after others were replayed.
    """
    inside, server = Inside(), Server(14, 19)
    case = InStep(inside.activate, server.has_begun)
    told = [
        activation(3, 100, "initialize_workflow", replaying=True),
        activation(3, 100, "local", replaying=True),
        activation(9, 300, "fire_timer", replaying=True),
        activation(14, 500, "do_update"),
        activation(14, 500, "resolve_activity"),
        activation(14, 500, "local"),
        activation(19, 600, "fire_timer"),
    ]
    unsized = InStep(inside.activate, server.has_begun)

    for act in told:
        case.activate(act)
    for act in told:
        act.history_size_bytes = 0
        unsized.activate(act)

    assert 2 * len(told) == len(inside.told)
    assert [14, 14, 19] == server.asked


def test_the_first_task_of_a_run_is_never_early() -> None:
    """Before it nobody can ask the case anything."""
    inside, server = Inside(), Server()

    InStep(inside.activate, server.has_begun).activate(activation(3, 1, "initialize_workflow"))

    assert [["initialize_workflow"]] == inside.told
    assert not server.asked


def in_step(inside: Inside) -> InStep:
    """Return the case where every task has begun."""
    return InStep(inside.activate, lambda _: True)


def test_results_of_local_activities_go_first() -> None:
    """Whatever order they come in: recorded with one task, they are delivered with the next."""
    for kinds in (("do_update", "local", "fire_timer"), ("local", "do_update", "fire_timer")):
        inside = Inside()

        answer = in_step(inside).activate(activation(3, 1, *kinds, "notify_has_patch"))

        expected = [["notify_has_patch", "resolve_activity"], ["do_update", "fire_timer"]]
        assert expected == [sorted(told) for told in inside.told]
        assert 2 == len(answer.successful.commands)


def test_a_case_that_ended_is_told_no_more() -> None:
    """What comes with its end goes to nobody, live and replayed."""
    inside = Inside("complete_workflow_execution")

    in_step(inside).activate(activation(3, 1, "signal_workflow", "local"))

    assert [["resolve_activity"]] == inside.told


def test_a_pause_before_a_local_retry_never_becomes_a_timer() -> None:
    """The activity would begin again in a task that leaves no command."""
    attempts = ATTEMPTS[RECORD_FACTS]

    assert attempts.retry.maximum_interval is not None
    assert attempts.retry.maximum_interval <= attempts.held_up_to


class Gate:
    """A register that can be held up."""

    def __init__(self, register: Register) -> None:
        self._whole = RegisterActivities(register)
        self.open = asyncio.Event()
        self.open.set()

    @activity.defn(name=RECORD_FACTS)
    async def record_facts(self, batch: FactBatch) -> Recorded:
        """Write once the gate is open."""
        await self.open.wait()
        return await self._whole.record_facts(batch)


@contextlib.asynccontextmanager
async def gated(env: WorkflowEnvironment, folder: Path) -> AsyncIterator[tuple[Host, Gate]]:
    """Run a worker whose register can be held up."""
    url = f"sqlite:///{folder / 'register.db'}"
    await upgrade(url)
    engine = open_engine(url)
    host = Host(env, fresh("queue"), Register(engine))
    gate = Gate(host.register)
    others = [
        one
        for one in build_activities(host.register, Channels())
        if activity._Definition.must_from_callable(one).name != RECORD_FACTS
    ]
    try:
        async with Worker(
            env.client, task_queue=host.queue, workflows=[CaseWorkflow],
            activities=[*others, gate.record_facts], workflow_runner=CASE_RUNNER,
        ):  # fmt: skip
            yield host, gate
    finally:
        await engine.dispose()


async def test_a_step_that_shows_nothing_new_leaves_a_command(
    temporal: WorkflowEnvironment, tmp_path: Path
) -> None:
    """A task that ends before its facts are written would else be one with the next task."""
    async with gated(temporal, tmp_path) as (host, gate):
        opening = an_opening()
        handle = await host.client.start_workflow(
            "Case", start_of(opening), id=opening.number, task_queue=host.queue,
            task_timeout=timedelta(seconds=1),
        )  # fmt: skip
        case = Hosted(host, host.client.get_workflow_handle(handle.id))
        await case.settled()
        gate.open.clear()

        await handle.signal("nobody_knows_this")
        kinds = await eventually(lambda: _since_signal(case), lambda found: COMPLETED in found)
        gate.open.set()
        await case.settled()

        assert SCHEDULED != kinds[kinds.index(COMPLETED) + 1]
        await replay_case(case.handle)


async def _since_signal(case: Hosted) -> list[Any]:
    """Return the kinds of events from the signal on, once a task that began after it is over."""
    kinds = [event.event_type for event in await case.events()]
    since = kinds[kinds.index(SIGNALED) :] if SIGNALED in kinds else []
    return since if since[-1:] != [COMPLETED] else []
