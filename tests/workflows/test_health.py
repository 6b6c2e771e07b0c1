"""The worker's health address: whether it lives, and whether Temporal answers it."""

import asyncio

import pytest

from tests.workflows.hosting import Host
from worker import _serve_health


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        pytest.param(b"GET /live HTTP/1.1\r\n", b"200", id="alive"),
        pytest.param(b"GET /ready HTTP/1.1\r\n", b"200", id="Temporal answers"),
        pytest.param(b"x" * 100_000, b"503", id="no request at all"),
    ],
)
async def test_who_asks_is_answered(one_host: Host, request_line: bytes, status: bytes) -> None:
    """Every connection gets one answer and is closed, whatever it brings."""
    server = await _serve_health(one_host.client, "127.0.0.1:0")
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)

    writer.write(request_line)
    answer = await reader.readline()

    assert status == answer.split()[1]
    writer.close()
    server.close()
