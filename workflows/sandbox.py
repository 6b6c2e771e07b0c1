"""The sandbox boundary: pure rooms pass through, this room stays guarded.

What passes through is not guarded by the sandbox any more; ruff's bans and the architecture test
stand in its place.
"""

from dataclasses import replace

from temporalio.worker.workflow_sandbox import (
    SandboxedWorkflowRunner,
    SandboxMatcher,
    SandboxRestrictions,
)

PURE_ROOMS = ("cases", "regulations", "bpmn", "decisions", "workdays")
PASSED_THROUGH = (*PURE_ROOMS, "activities.contracts", "jsonschema", "referencing", "rpds")

CASE_RUNNER = SandboxedWorkflowRunner(
    restrictions=replace(
        SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH),
        invalid_modules=SandboxMatcher(access={"sqlalchemy"}, use={"sqlalchemy"}),
    )
)
"""Runs the workflows of this house."""
