"""One side's worker: python -m benchmarks.worker_process SIDE PORT REGISTER

Both sides have the same activities and the same settings. The peer has the SDK's own sandbox, with
the same modules passed through, and the SDK's own pydantic converter; `hand_written_tuned` is the
same workflow with this project's sandbox and converter.
"""

import asyncio
import contextlib
import os
import signal
import sys
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.channels import Channels
from activities.logging_setup import configure_logging
from activities.registry import build_activities
from benchmarks.hand_written import HandWrittenCase
from benchmarks.hosting import HAND_WRITTEN, TUNED
from store.engines import open_engine
from store.register import Register
from worker import CACHED_CASES, build_worker
from workflows.data_converter import DATA_CONVERTER
from workflows.sandbox import CASE_RUNNER, PASSED_THROUGH


def hand_written_worker(client: Client, queue: str, register: Register, **options: Any) -> Worker:
    """Return the peer's worker, with the settings of `worker.build_worker`."""
    settings: dict[str, Any] = {
        "max_cached_workflows": CACHED_CASES,
        "sticky_queue_schedule_to_start_timeout": timedelta(seconds=5),
        "workflow_runner": SandboxedWorkflowRunner(
            restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
        ),
    }
    return Worker(
        client,
        task_queue=queue,
        workflows=[HandWrittenCase],
        activities=build_activities(register, Channels()),
        **(settings | options),
    )


def _worker(side: str, client: Client, register: Register) -> Worker:
    if side == HAND_WRITTEN:
        return hand_written_worker(client, side, register)
    if side == TUNED:
        return hand_written_worker(client, side, register, workflow_runner=CASE_RUNNER)
    return build_worker(client, side, register, Channels(), graceful_shutdown_timeout=timedelta())


async def run(side: str, port: str, file: str) -> None:
    """Work until asked to stop."""
    converter = pydantic_data_converter if side == HAND_WRITTEN else DATA_CONVERTER
    client = await Client.connect(f"127.0.0.1:{port}", data_converter=converter)
    engine = open_engine(f"sqlite:///{file}")
    register = Register(engine)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    worker = _worker(side, client, register)
    async with worker:
        sys.stderr.write("ready\n")
        sys.stderr.flush()
        with contextlib.suppress(asyncio.CancelledError):
            await stop.wait()
    await engine.dispose()


def main() -> None:
    """Run the worker that the arguments name."""
    configure_logging(json=True, level="WARNING")
    asyncio.run(run(*sys.argv[1:4]))
    os._exit(0)


if __name__ == "__main__":
    main()
