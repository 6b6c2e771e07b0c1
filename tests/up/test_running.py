"""`shouwen up` keeps cases over stops, restarts what dies and leaves nothing behind."""

import contextlib
import os
import re
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest

from starter.connection import connect
from starter.desk import Desk
from tests.up.running import PATIENCE, Up, eventually, refusal, runs, up

pytestmark = pytest.mark.timeout(900)
INQUIRY = {
    "channel": "phone",
    "kind": "inquiry",
    "requester": {"name": "样例先生"},
    "matter": "泳池几点开放",
    "first_contact": "fo-01",
}
ANSWER = {"answer": "每日7时至22时", "basis": "康体服务指南"}


@contextlib.asynccontextmanager
async def _desk(running: Up) -> AsyncIterator[Desk]:
    """Give a desk that waits until the worker is back at work."""
    async with await Desk.connect(running.place()) as desk:
        desk.patience = PATIENCE
        yield desk


async def _open(running: Up) -> str:
    async with _desk(running) as desk:
        return (await desk.open("hotel", INQUIRY)).case


async def _open_tasks(running: Up, case: str) -> list[str]:
    async with _desk(running) as desk:
        return [task.element for task in await desk.tasks(case)]


async def test_a_case_goes_on_where_it_was(tmp_path: Path) -> None:
    """Opened in one run, answered in the next; both runs end with exit code 0 and leave nothing."""
    with up(tmp_path, "--no-sample") as first:
        first.line()
        case = await _open(first)
        assert await _open_tasks(first, case) == ["receive_inquiry"]
        note = first.note()
        assert first.stop(signal.SIGINT) == 0
        assert not any(runs(note[pid]) for pid in ("server_pid", "worker_pid"))
        assert "server_pid" not in first.note()
    with up(tmp_path, "--no-sample") as second:
        second.line()
        async with _desk(second) as desk:
            receipt = await desk.complete(case, "receive_inquiry", "fo-01", "answer", ANSWER)
        assert receipt.closed
        assert second.stop(signal.SIGTERM) == 0


async def _kept_for(running: Up) -> timedelta:
    client = await connect(running.place())
    asked = DescribeNamespaceRequest(namespace=client.namespace)
    answer = await client.workflow_service.describe_namespace(asked)
    return answer.config.workflow_execution_retention_ttl.ToTimedelta()


def test_a_folder_holds_one_up_and_a_killed_one_leaves_no_orphans(tmp_path: Path) -> None:
    """A second one says who is there; SIGKILL ends server and worker, and the folder is free."""
    with up(tmp_path, "--no-sample") as running:
        said = running.line()
        views = tmp_path / "views.html"
        eventually(lambda: views.exists() and "</html>" in views.read_text("utf-8"))
        page = views.read_text("utf-8")
        assert f'href="{said["ui"]}/namespaces/default/workflows?query=' in page
        assert re.search(r'<li id="today"><a [^>]*>\d+月\d+日到期</a>', page)
        assert refusal("--data-dir", str(tmp_path)) == (
            f"`shouwen up` already runs on {tmp_path} (process {running.process.pid}): "
            "stop it, or choose another folder with --data-dir"
        )
        note = running.note()
        running.process.kill()
        running.process.wait()
        eventually(lambda: not any(runs(note[pid]) for pid in ("server_pid", "worker_pid")))
    with up(tmp_path, "--no-sample") as again:
        assert again.line()["folder"] == str(tmp_path)


async def test_what_dies_is_started_again(tmp_path: Path) -> None:
    """A killed worker and a killed server come back, and one line says so; cases are kept."""
    with up(tmp_path, "--no-sample") as running:
        running.line()
        case = await _open(running)
        for pid in ("worker_pid", "server_pid"):
            before = running.note()
            os.kill(int(before[pid]), signal.SIGKILL)
            eventually(lambda pid=pid, before=before: running.note()[pid] != before[pid])
            said = running.process.stderr.readline()
            assert "it is started again in 0.5 s; see" in said
            assert "runs again" in running.process.stderr.readline()
            assert await _open_tasks(running, case) == ["receive_inquiry"]
