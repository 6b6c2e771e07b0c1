"""The workflow `Case`: one inquiry, from registration to its verified end.

It hosts a proceeding and decides nothing. The proceeding begins in the initialiser, and every
handler takes its step without awaiting, so that a worker that lost its cache is in the same state
as one that did not. Every task that changes the case leaves a command behind: the history keeps
such a task apart, so that each step is replayed alone and at its own time.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ActivityError, ApplicationError, CancelledError, FailureError

with workflow.unsafe.imports_passed_through():
    from pydantic import ValidationError

    from activities.contracts import ATTEMPTS, RECORD_FACTS, FactBatch, JobResult, Recorded
    from cases import saving, views
    from cases.commands import (
        Command,
        CompleteTask,
        DeliverMessage,
        MigrateCase,
        Receipt,
    )
    from cases.facts import Fact
    from cases.orders import StartJob, StartTimer, StopJob, StopTimer
    from cases.parcel import SpoiledParcel, open_law, open_program
    from cases.proceeding import Proceeding
    from cases.refusal import Refused
    from workflows import case_messages, search_attributes
    from workflows.beside import Beside
    from workflows.case_messages import (
        SEMANTICS,
        CaseStart,
        as_error,
        as_job,
        first_problem,
        known_actor,
        read_command,
    )
    from workflows.case_updates import CaseUpdates
    from workflows.screen import current_details


TRY_AGAIN = (5, 10, 20, 40, 60)
"""Seconds after which a register that refused is tried again; the last from then on."""
IN_STEP = "every step leaves a command"
INSTANT = timedelta(milliseconds=1)


@workflow.defn(name="Case", failure_exception_types=[ValidationError, SpoiledParcel])
class CaseWorkflow(CaseUpdates):
    """One case. See the module docstring."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._start = start
        self._proceeding = _proceeding(start)
        self._unrecorded: list[Fact] = []
        self._full = self._ends_alone = False
        self._trouble, self._refusals = "", 0
        self._confirmed = self._sent = (
            0 if start.carried is None else self._proceeding.case.sequence
        )
        self._sent_at = 0
        self._timers, self._jobs = Beside(), Beside()
        self._shown = search_attributes.read(workflow.info().typed_search_attributes)
        self._unrecorded.extend(self._proceeding.take_facts())

    @workflow.run
    async def run(self, start: CaseStart) -> dict[str, Any]:
        """Record facts until the case is closed and everything is recorded.

        Returns:
            The closed case, as the query `case` shows it.
        """
        del start
        watch = asyncio.create_task(workflow.wait_condition(self._raise_fault))
        self._pass_on()
        self._full = False  # whatever was carried: a run takes a step before it ends
        while not self._over():
            try:
                await self._serve()
            except asyncio.CancelledError:
                if workflow.cancellation_reason() is None:
                    raise  # nobody asked: the worker makes room
                # a case ends by `withdraw`, with a reason, or not at all
                self._refuse_signal("cancel", case_messages.NOT_CANCELLED, "")
        await workflow.wait_condition(workflow.all_handlers_finished)
        watch.cancel()
        return views.case_view(self._proceeding)

    async def _serve(self) -> None:
        await workflow.wait_condition(self._something_to_do)
        if self._unrecorded:
            await self._record()
        elif self._full and not self._jobs:
            if self._ends_alone:  # in a task of its own, with nothing that could get lost
                await workflow.sleep(INSTANT)
            await workflow.wait_condition(workflow.all_handlers_finished)
            self._continue_as_new()

    @workflow.signal(name="complete_task", description=case_messages.COMPLETE_TASK)
    def complete_task_signal(self, *content: Any) -> None:
        """As the update, without an answer; a refused one is recorded."""
        self._carry_out_signal("complete_task", CompleteTask, content)

    @workflow.signal(name="deliver_message", description=case_messages.DELIVER_MESSAGE)
    def deliver_message_signal(self, *content: Any) -> None:
        """As the update, without an answer; a refused one is recorded."""
        self._carry_out_signal("deliver_message", DeliverMessage, content)

    @workflow.signal(dynamic=True)
    def unknown_signal(self, name: str, args: Sequence[RawValue]) -> None:
        """A signal of a name the case does not know: recorded."""
        del args
        self._refuse_signal(name, case_messages.UNKNOWN_SIGNAL, "")

    @workflow.query(name="case", description="案件现状")
    def case(self) -> dict[str, Any]:
        """Return the case as it stands."""
        return views.case_view(self._proceeding)

    @workflow.query(name="tasks", description="待办，附可直接粘贴的 JSON")
    def tasks(self) -> list[dict[str, Any]]:
        """Return the open tasks."""
        return views.tasks_view(self._proceeding)

    @workflow.query(name="clocks", description="各时限的每一段：何时起算、何时到期、依据、用时")
    def clocks(self) -> list[dict[str, Any]]:
        """Return every leg of every clock."""
        return views.clocks_view(self._proceeding)

    @workflow.query(name="diagram", description="流程图上的位置：活动元素与经过次数")
    def diagram(self) -> dict[str, Any]:
        """Return where the case stands in its diagram."""
        return views.diagram_view(self._proceeding)

    @workflow.query(name="migration_plan", description=case_messages.MIGRATION_PLAN)
    def migration_plan(self, *content: Any) -> dict[str, Any]:
        """Return what another edition would bring, or why the case does not fit it."""
        command = read_command("migration_plan", MigrateCase, content)
        try:
            return self._proceeding.migration_plan(command, _now())
        except Refused as refused:
            return {"refused": refused.sentence, "reason": refused.reason}

    def _check(self, command: Command) -> None:
        try:
            self._proceeding.check(_named(command), _now())
        except Refused as refused:
            raise as_error(refused) from None

    def _carry_out(self, command: Command) -> Receipt:
        try:
            receipt = self._proceeding.carry_out(_named(command), _now())
        except Refused as refused:
            raise as_error(refused) from None
        finally:
            self._pass_on(leaves_command=True)  # the update itself is one
        if isinstance(command, MigrateCase):
            self._start = case_messages.under(self._start, self._proceeding)
        return receipt

    def _carry_out_signal(self, name: str, kind: type[Command], given: tuple[Any, ...]) -> None:
        """Carry out what was sent; what is no such command must not stop the case."""
        try:
            command = read_command(name, kind, given)
        except ApplicationError as wrong:
            actor = known_actor(given, self._proceeding.law.organisation)
            self._refuse_signal(name, wrong.message, actor)
            return
        try:
            self._proceeding.carry_out(command, _now())
        except Refused as refused:
            self._refuse_signal(name, refused.sentence, command.actor)
        else:
            self._pass_on()

    def _refuse_signal(self, name: str, reason: str, actor: str) -> None:
        self._proceeding.note_refused_signal(name, reason, actor, _now())
        self._pass_on()

    def _pass_on(self, *, leaves_command: bool = False) -> None:
        """Pass on what the last step brought about: orders, facts, and what people see."""
        if not self._full and self._run_is_full():
            self._full, self._ends_alone = True, self._is_in_step()
        for order in self._proceeding.take_orders():
            match order:
                case StartTimer():
                    self._timers.start(order.timer, self._wait(order))
                case StartJob():
                    self._jobs.start(order.job, self._do(order))
                case StopTimer():
                    self._timers.stop(order.timer)
                case StopJob():
                    self._jobs.stop(order.job)
        self._unrecorded.extend(self._proceeding.take_facts())
        if not self._show() and not leaves_command:
            self._leave_command()

    def _raise_fault(self) -> bool:
        """Fail the step, which is tried again: else a bug would pass for a timer that never came."""
        self._timers.raise_fault()
        self._jobs.raise_fault()
        return False

    def _leave_command(self) -> None:
        """Leave a command where nothing else may: see the module docstring."""
        if self._is_in_step():
            workflow.upsert_search_attributes(search_attributes.unchanged(self._shown))

    def _is_in_step(self) -> bool:
        return self._start.semantics > 1 or workflow.patched(IN_STEP)

    def _show(self) -> bool:
        """Bring what people see up to date; return whether lists show anything new."""
        shown = search_attributes.shown_values(self._proceeding)
        if self._trouble:
            shown["CaseAlert"] = "故障"
        changed = search_attributes.changes(self._shown, shown)
        if changed:
            self._shown = shown
            workflow.upsert_search_attributes(changed)
        workflow.set_current_details(current_details(self._proceeding, self._trouble))
        return bool(changed)

    async def _wait(self, order: StartTimer) -> None:
        left = order.due - workflow.now()
        if left.total_seconds() > 0:
            await workflow.sleep(left, summary=order.summary)
        self._timers.forget(order.timer)
        self._proceeding.timer_due(order.timer, _now())
        self._pass_on()

    async def _do(self, order: StartJob) -> None:
        answer = await self._answer(order)
        self._jobs.forget(order.job)
        answer()
        self._pass_on()

    async def _answer(self, order: StartJob) -> Callable[[], None]:
        """Carry a job out and return what the proceeding is to be told."""
        job, proceeding = order.job, self._proceeding
        attempts = ATTEMPTS[order.type]
        try:
            result = await workflow.execute_activity(
                order.type,
                as_job(order, proceeding),
                result_type=JobResult,
                summary=order.name,
                start_to_close_timeout=attempts.start_to_close,
                retry_policy=attempts.retry,
            )
        except ActivityError as error:
            cause = error.cause
            if isinstance(cause, ApplicationError) and cause.type == "BpmnError":
                code = str(cause.details[0]) if cause.details else ""
                said = cause.message
                return lambda: proceeding.job_failed(job, code, said, _now())
            message = str(cause or error)
            return lambda: proceeding.job_broken(job, message, _now())
        return lambda: proceeding.job_done(job, result.variables, _now())

    async def _record(self) -> None:
        """Write what happened into the register; where that cannot be done, say so and try again."""
        facts, self._unrecorded = tuple(self._unrecorded), []
        try:
            await self._write(facts)
        except asyncio.CancelledError:
            self._unrecorded[:0] = facts
            raise
        except FailureError as error:  # an ActivityError, or what would be its cause
            self._unrecorded[:0] = facts
            cause = error.cause or error
            if isinstance(cause, CancelledError):
                if workflow.cancellation_reason() is None:
                    return
                raise asyncio.CancelledError from None  # the request came while it was written
            self._show_trouble(str(cause))
            pause = TRY_AGAIN[min(self._refusals, len(TRY_AGAIN) - 1)]
            self._refusals += 1
            await workflow.sleep(pause, summary="登记簿未能写入，稍后重试")
            self._leave_command()
        else:
            self._refusals = 0
            self._show_trouble("")

    async def _write(self, facts: tuple[Fact, ...]) -> None:
        taken = workflow.info().get_current_history_length()
        if taken > self._sent_at:  # the task that sent the batch before is in the history
            self._confirmed = self._sent
        self._sent_at, self._sent = taken, facts[-1].sequence
        attempts = ATTEMPTS[RECORD_FACTS]
        recorded = await workflow.execute_local_activity(
            RECORD_FACTS,
            FactBatch(
                case=self._proceeding.case.number,
                facts=facts,
                settled=self._confirmed,
                taken_at=workflow.now(),
            ),
            result_type=Recorded,
            start_to_close_timeout=attempts.start_to_close,
            retry_policy=attempts.retry,
            local_retry_threshold=attempts.held_up_to,
        )
        if (recorded.through, recorded.head) != (facts[-1].sequence, facts[-1].digest):
            self._unrecorded = self._proceeding.chain_to(recorded.head, self._unrecorded)

    def _show_trouble(self, sentence: str) -> None:
        if self._trouble != sentence:
            self._trouble = sentence
            self._show()

    def _over(self) -> bool:
        closed = self._proceeding.case.closed_at is not None
        return closed and not self._unrecorded and not self._jobs

    def _something_to_do(self) -> bool:
        return bool(self._unrecorded) or self._over() or (self._full and not self._jobs)

    def _run_is_full(self) -> bool:
        """Whether the run is to end. Asked at a step: elsewhere a replay may see another length."""
        info = workflow.info()
        full = info.get_current_history_length() >= self._start.budget
        return full or info.is_continue_as_new_suggested()

    def _continue_as_new(self) -> None:
        if self._unrecorded or self._jobs:
            return
        carried = saving.dump(self._proceeding)
        workflow.continue_as_new(self._start.model_copy(update={"carried": carried}))


def _proceeding(start: CaseStart) -> Proceeding:
    """Begin or go on. Only what never was a case fails for good; one that runs waits for a mend."""
    if start.semantics > SEMANTICS:
        raise RuntimeError(
            f"expected a case of semantics up to {SEMANTICS}, found {start.semantics}: "
            "it was started for a later release, whose workers take it up"
        )
    try:
        return _begun(start)
    except (ValidationError, SpoiledParcel) as error:
        if start.carried is None and not workflow.unsafe.is_replaying():
            raise
        why = first_problem(error) if isinstance(error, ValidationError) else error
        raise RuntimeError(f"this release cannot read a running case: {why}") from None


def _begun(start: CaseStart) -> Proceeding:
    if start.carried is None:
        return Proceeding.begin(start.opening, _now())
    law, program = open_law(start.opening.law), open_program(start.opening.program)
    proceeding = saving.load(start.carried, law, program)
    proceeding.rearm()
    return proceeding


def _now() -> datetime:
    """Return the case's time: the workflow's, in whole seconds, so that due dates are too."""
    return workflow.now().replace(microsecond=0)


def _named(command: Command) -> Command:
    """Return *command* with the update's own id where the caller gave none."""
    if command.command_id:
        return command
    info = workflow.current_update_info()
    return command.model_copy(update={"command_id": info.id}) if info else command
