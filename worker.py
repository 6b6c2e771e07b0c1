"""The worker process: connects, builds the activities, runs; no room imports it.

Settings come from the environment: Temporal's own (`TEMPORAL_ADDRESS`, profiles, TLS, API key) and

    SHOUWEN_REGISTER_URL     SQLAlchemy URL of the register (default: SQLite in .shouwen/)
    SHOUWEN_DATA_DIR         folder of an embedded server, for what nothing else says (.shouwen/)
    SHOUWEN_TASK_QUEUE       default `shouwen`
    SHOUWEN_CHANNELS         TOML file of notice channels; without, notices stay in the outbox
    SHOUWEN_HEALTH_ADDRESS   host:port; GET /ready is 200 while Temporal answers, /live while this runs
    SHOUWEN_LOG              `json` (default) or `console`
    TEMPORAL_DEPLOYMENT_NAME, TEMPORAL_WORKER_BUILD_ID   both present: a versioned worker
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.service import RPCError
from temporalio.worker import Worker, WorkerDeploymentConfig

from activities.channels import Channels, InvalidChannels, read_channels
from activities.delivery import Notifier, Relay
from activities.logging_setup import configure_logging
from activities.registry import build_activities
from activities.settling import Settling
from starter.connection import DATA_DIR, Misconfigured, NotConnected, Place, connect, find_place
from store.engines import open_engine
from store.migrating import check_current
from store.register import Position, Register
from store.unavailable import RegisterNotSetUp, RegisterUnavailable
from workflows.case_workflow import CaseWorkflow
from workflows.sandbox import CASE_RUNNER

GRACE = timedelta(seconds=20)
"""How long running activities may finish after a request to stop."""
ASKING = timedelta(seconds=5)
CACHED_CASES = 2_000
"""About 300 KiB each, as docs/performance.md measures it."""


def build_worker(
    client: Client, task_queue: str, register: Register, channels: Channels, **options: Any
) -> Worker:
    """Return a worker for cases; *options* go to Temporal's `Worker` as they are."""
    settings: dict[str, Any] = {
        "max_cached_workflows": CACHED_CASES,
        "graceful_shutdown_timeout": GRACE,
        "sticky_queue_schedule_to_start_timeout": timedelta(seconds=5),
        "deployment_config": _deployment(os.environ),
    }
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[CaseWorkflow],
        activities=build_activities(register, channels),
        workflow_runner=CASE_RUNNER.of_worker(client),
        **(settings | options),
    )


def _deployment(environment: Mapping[str, str]) -> WorkerDeploymentConfig | None:
    name = environment.get("TEMPORAL_DEPLOYMENT_NAME")
    build = environment.get("TEMPORAL_WORKER_BUILD_ID")
    if not name or not build:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment_name=name, build_id=build),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )


async def run(place: Place, channels: Channels, health: str) -> None:
    """Run until asked to stop by SIGTERM or SIGINT."""
    log = structlog.get_logger("worker")
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    engine = open_engine(place.register)
    try:
        await check_current(engine)
        client = await _connect_patiently(place, stop)
        if client is not None:
            await _work(client, place.task_queue, Register(engine), channels, health, stop)
    finally:
        await engine.dispose()
    log.info("worker_stopped")


async def _work(
    client: Client,
    task_queue: str,
    register: Register,
    channels: Channels,
    health: str,
    stop: asyncio.Event,
) -> None:
    async with build_worker(client, task_queue, register, channels):
        structlog.get_logger("worker").info("worker_ready", task_queue=task_queue)
        server = await _serve_health(client, health) if health else None
        await asyncio.gather(
            Relay(Notifier(register, channels)).run(stop),
            Settling(register, partial(_where_it_stands, client)).run(stop),
        )
        if server:
            server.close()


async def _where_it_stands(client: Client, case: str) -> Position | None:
    try:
        seen = await client.get_workflow_handle(case).query("case", rpc_timeout=ASKING)
    except (RPCError, WorkflowQueryFailedError):
        return None
    return seen["facts"], seen["head"]


async def _connect_patiently(place: Place, stop: asyncio.Event) -> Client | None:
    """Connect, trying again while the server is not up; None when asked to stop meanwhile."""
    pause = 0.2
    while not stop.is_set():
        try:
            return await see_namespace(await connect(place))
        except NotConnected as error:
            structlog.get_logger("worker").warning("temporal_unreachable", sentence=str(error))
            try:
                await asyncio.wait_for(stop.wait(), pause)
            except TimeoutError:
                pause = min(pause * 2, 10)
    return None


async def see_namespace(client: Client) -> Client:
    """Return *client*; a worker in a namespace that is not there would neither work nor end."""
    try:
        await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=client.namespace), timeout=ASKING
        )
    except RPCError as error:
        raise NotConnected(f"namespace {client.namespace}: {error.message}") from error
    return client


async def _serve_health(client: Client, address: str) -> asyncio.Server:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status = "200 OK" if await _is_ready(client, reader) else "503 Service Unavailable"
        with contextlib.suppress(ConnectionError):  # whoever asked may be gone
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )
            await writer.drain()
        writer.close()

    host, _, port = address.rpartition(":")
    try:
        return await asyncio.start_server(answer, host or "127.0.0.1", int(port))
    except OSError as error:
        raise Misconfigured(
            f"SHOUWEN_HEALTH_ADDRESS: nothing can listen on {address} "
            f"({error.strerror}): choose another host:port"
        ) from error


async def _is_ready(client: Client, reader: asyncio.StreamReader) -> bool:
    """Whether what is asked for holds; who asks nothing is not waited for."""
    try:
        async with asyncio.timeout(ASKING.total_seconds()):
            request = await reader.readline()
        return b" /live" in request or await client.service_client.check_health(
            timeout=timedelta(seconds=2)
        )
    except Exception:  # noqa: BLE001 - whatever is wrong, the answer is: not ready
        return False


def _health_address(given: str) -> str:
    port = given.rpartition(":")[2]
    if given and not (port.isdecimal() and 0 < int(port) < 65536):
        raise Misconfigured(f"SHOUWEN_HEALTH_ADDRESS: expected host:port, found {given!r}")
    return given


def _logs_json(given: str) -> bool:
    """Whether the log is written for machines.

    Raises:
        Misconfigured: *given* is neither `json` nor `console`.
    """
    if given not in {"json", "console"}:
        raise Misconfigured(f"SHOUWEN_LOG: expected json or console, found {given!r}")
    return given == "json"


def main() -> None:
    """Run the worker of this environment."""
    try:
        configure_logging(json=_logs_json(os.environ.get("SHOUWEN_LOG") or "json"))
        file = os.environ.get("SHOUWEN_CHANNELS")
        channels = read_channels(Path(file)) if file else Channels()
        place = find_place(Path(os.environ.get("SHOUWEN_DATA_DIR", DATA_DIR)))
        health = _health_address(os.environ.get("SHOUWEN_HEALTH_ADDRESS", ""))
        asyncio.run(run(place, channels, health))
    except (InvalidChannels, Misconfigured, RegisterUnavailable) as error:
        how = ", with `shouwen register upgrade`" if isinstance(error, RegisterNotSetUp) else ""
        sys.stderr.write(f"{error}{how}\n")
        os._exit(1)
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
