"""The sandbox boundary: pure rooms pass through, the workflows themselves stay guarded.

What passes through is not guarded by the sandbox any more; ruff's bans and the architecture test
stand in its place.
"""

from dataclasses import dataclass, replace
from typing import Any

from temporalio.client import Client
from temporalio.converter import StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import (
    SandboxedWorkflowRunner,
    SandboxMatcher,
    SandboxRestrictions,
)
from temporalio.workflow import Info

from workflows.begun_tasks import BegunTasks
from workflows.in_step import InStep

PURE_ROOMS = ("cases", "regulations", "bpmn", "decisions", "workdays")
PURE_PARTS = (
    "workflows.beside",
    "workflows.case_messages",
    "workflows.screen",
    "workflows.search_attributes",
)
PASSED_THROUGH = (
    *PURE_ROOMS,
    *PURE_PARTS,
    "activities.contracts",
    "jsonschema",
    "referencing",
    "rpds",
)


@dataclass(frozen=True)
class CaseRunner(SandboxedWorkflowRunner):
    """The sandbox, without entering it to ask how each payload is to be converted.

    The converter of this house converts every payload alike (`workflows.data_converter`), so that
    there is nothing to ask; the question was a quarter of a worker's processor time.
    """

    begun_tasks: BegunTasks | None = None
    """Of a worker; who replays is told nothing early."""

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Return one case in its sandbox."""
        return _Sandboxed(super().create_instance(det), self.begun_tasks)

    def of_worker(self, client: Client) -> "CaseRunner":
        """Return the runner of a worker with *client*; there must be a running loop."""
        return replace(self, begun_tasks=BegunTasks(client))


class _Sandboxed(WorkflowInstance):
    def __init__(self, inside: WorkflowInstance, begun_tasks: BegunTasks | None) -> None:
        self._inside = inside
        self._begun_tasks = begun_tasks
        self._in_step = InStep(inside.activate, self._has_begun)

    def activate(self, act: Any) -> Any:
        """Take one step in the sandbox."""
        return self._in_step.activate(act)

    def _has_begun(self, event: int) -> bool:
        return self._begun_tasks is None or self._begun_tasks.has_begun(self.get_info(), event)

    def get_serialization_context(self, command_info: Any) -> None:
        """Say that the payloads of all commands are converted alike."""
        del command_info

    def get_external_store_context(self, command_info: Any) -> StorageDriverStoreContext:
        """Say that no payload is kept elsewhere."""
        del command_info
        return _NOWHERE

    def get_info(self) -> Info:
        """Return what the workflow is."""
        return self._inside.get_info()

    def get_thread_id(self) -> int | None:
        """Return the thread that a step is being taken in."""
        return self._inside.get_thread_id()


_NOWHERE = StorageDriverStoreContext(target=None)

CASE_RUNNER = CaseRunner(
    restrictions=replace(
        SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH),
        invalid_modules=SandboxMatcher(access={"sqlalchemy"}, use={"sqlalchemy"}),
    )
)
"""Runs the workflows of this house."""
