"""A real Temporal server for tests, with its own time skipping.

A test folder that wants it imports the fixture into its conftest:

    from tests.servers import temporal  # noqa: F401

The server is started by the first test that needs it, on a port of its own, and ends with the run.

Workers of the tests give a step a minute. The SDK's own two seconds cannot be set: on a busy machine
they pass without a fault of the step, which is then interrupted wherever it is, and the worker may
never end.
"""

import functools
import sysconfig
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment
from temporalio.worker._workflow import _WorkflowWorker

from starter.asking import AskAgain
from workflows.data_converter import DATA_CONVERTER
from workflows.search_attributes import KEYS

TEMPORAL = Path(sysconfig.get_path("scripts")) / "temporal"
DYNAMIC_CONFIG = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    'history.timerProcessorMaxTimeShift="1ms"',
)
STEP_SECONDS = 60


def _patient(initialise: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(initialise)
    def initialised(self: Any, *given: Any, **settings: Any) -> None:
        initialise(self, *given, **settings)
        if self._deadlock_timeout_seconds is None:  # verifying waits for every step
            return
        assert self._deadlock_timeout_seconds == 2
        self._deadlock_timeout_seconds = STEP_SECONDS

    return initialised


_WorkflowWorker.__init__ = _patient(_WorkflowWorker.__init__)  # type: ignore[method-assign]


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    """One development server for the session; every case has a clock of its own."""
    env = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        interceptors=[AskAgain()],
        dev_server_existing_path=str(TEMPORAL),
        dev_server_extra_args=[
            part for value in DYNAMIC_CONFIG for part in ("--dynamic-config-value", value)
        ],
        dev_server_startup_timeout=timedelta(seconds=90),
        dev_server_log_level="error",
        data_converter=DATA_CONVERTER,
        search_attributes=list(KEYS.values()),
    )
    async with env:
        yield env


def fresh(prefix: str) -> str:
    """Return a name no other test uses."""
    return f"{prefix}-{uuid.uuid4().hex[:12]}"
