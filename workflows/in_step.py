"""Keeps a live case in step with its replay: it is shown nothing that a replay would not show it.

A history does not say how a worker was told of it. Where a live worker is told otherwise than a
worker that replays, commands come in another order, and the case is stuck. Two ways are known:

1. A query that a worker answers without a cached case brings along events that no workflow task
   has begun with. In the history they belong to a later task, with all that came meanwhile.
   An activation does not say so. Where a case took its last step live and the size of the history
   is another since, a task has begun: nothing else moves it. Where the size is the same (a task that
   is tried again may have it, too), or the case was only replayed (a task that left nothing is one
   with what follows it, and has moved the size), the server alone knows, and is asked.
2. A local activity that ends while a query is answered is recorded with one task and delivered
   with the next, among the events of that one.

So early events are kept from the case: the query is refused once, and what comes next, the task of
those events first of all, begins from the history. (To answer the query and wait would lose the step:
a task all of whose events were told early brings nothing more, and is done before the case sees it.)
Results of local activities go before everything else.
"""

import logging
from collections.abc import Callable, Iterable

from temporalio.bridge.proto.workflow_activation import WorkflowActivation, WorkflowActivationJob
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion

READ_ANEW = "read anew from its history"
"""What a refused query is told; whoever asks again is answered."""
Activate = Callable[[WorkflowActivation], WorkflowActivationCompletion]
HasBegun = Callable[[int], bool]
"""Whether a workflow task began with the event of that number."""

_ENDS = (
    "complete_workflow_execution",
    "continue_as_new_workflow_execution",
    "fail_workflow_execution",
    "cancel_workflow_execution",
)
_BEFORE_ALL = ("notify_has_patch", "update_random_seed")
_FIRST_TASK = 3
"""The event that a run's first task begins with; before it the server lets no query in."""
_log = logging.getLogger(__name__)


class InStep:
    """Passes activations on to one case, as its replay would get them."""

    def __init__(self, activate: Activate, has_begun: HasBegun) -> None:
        self._activate = activate
        self._has_begun = has_begun
        self._length = self._size = 0
        self._live = False
        self._behind = False

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        """Return the case's answer to *act*."""
        kinds = {job.WhichOneof("variant") for job in act.jobs}
        if kinds == {"query_workflow"} or "remove_from_cache" in kinds:
            return self._activate(act)
        if self._behind or self._is_early(act):
            self._behind = True
            return _begin_anew(act)
        self._length, self._size = act.history_length, act.history_size_bytes
        return self._in_order(act)

    def _is_early(self, act: WorkflowActivation) -> bool:
        """Whether events came that no task has begun with."""
        if act.is_replaying:
            self._live = False
        if act.is_replaying or act.history_length == self._length:
            return False
        was_live, self._live = self._live, True
        if act.history_length <= _FIRST_TASK or (
            was_live and act.history_size_bytes != self._size
        ):
            return False
        return not self._has_begun(act.history_length)

    def _in_order(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        results = [job for job in act.jobs if _is_local_result(job)]
        others = [job for job in act.jobs if not _is_local_result(job) and not _is_first(job)]
        if not results or not others:
            return self._activate(act)
        first = [job for job in act.jobs if _is_first(job)]
        answer = self._activate(_with_jobs(act, [*first, *results]))
        if answer.HasField("failed") or _is_over(answer):
            return answer
        rest = self._activate(_with_jobs(act, others))
        if rest.HasField("failed"):
            return rest
        answer.successful.MergeFrom(rest.successful)
        return answer


def _is_local_result(job: WorkflowActivationJob) -> bool:
    return job.HasField("resolve_activity") and job.resolve_activity.is_local


def _is_first(job: WorkflowActivationJob) -> bool:
    return job.WhichOneof("variant") in _BEFORE_ALL


def _with_jobs(
    act: WorkflowActivation, jobs: Iterable[WorkflowActivationJob]
) -> WorkflowActivation:
    copy, kept = WorkflowActivation(), list(jobs)
    copy.CopyFrom(act)
    del copy.jobs[:]
    copy.jobs.extend(kept)
    return copy


def _is_over(answer: WorkflowActivationCompletion) -> bool:
    return any(command.WhichOneof("variant") in _ENDS for command in answer.successful.commands)


def _begin_anew(act: WorkflowActivation) -> WorkflowActivationCompletion:
    """Fail: the task, or the query, is taken anew by a worker that begins from the history."""
    _log.info("a case is read anew from its history", extra={"run_id": act.run_id})
    answer = WorkflowActivationCompletion()
    answer.failed.failure.message = f"the case is {READ_ANEW}; nothing is lost"
    answer.failed.failure.application_failure_info.type = "ReadAnew"
    return answer
