"""A case's history played again, step by step, with today's code."""

import asyncio
from typing import Any

from temporalio.client import WorkflowHandle, WorkflowHistory
from temporalio.worker import Replayer

from workflows.case_workflow import CaseWorkflow
from workflows.data_converter import DATA_CONVERTER
from workflows.sandbox import CASE_RUNNER


async def replay_case(handle: WorkflowHandle[Any, Any]) -> None:
    """Replay the latest run of a case, as soon as it has begun.

    Raises:
        NondeterminismError: a step is not the same.
    """
    while len((history := await handle.fetch_history()).events) == 1:  # the replayer would wait
        await asyncio.sleep(0.02)
    await replay(history)


async def replay(history: WorkflowHistory) -> None:
    """Replay one history.

    Raises:
        NondeterminismError: a step is not the same.
    """
    replayer = Replayer(
        workflows=[CaseWorkflow], workflow_runner=CASE_RUNNER, data_converter=DATA_CONVERTER
    )
    await replayer.replay_workflow(history)
