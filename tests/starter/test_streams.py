"""The command where its standard streams are closed, or lead where nothing can be written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = "from starter.main import run; run()"
DUE = ("workdays", "due", "2026-10-09T17:40:00+08:00", "1wd")


def ran(how: str, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command through a shell that closes or leads its streams as *how* says."""
    command = f'exec "$@" {how}'
    return subprocess.run(
        ["/bin/sh", "-c", command, "sh", sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        encoding="utf-8",
        input=stdin,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("how", "arguments", "code", "sentence"),
    [
        pytest.param("<&-", ("workdays", "due", "--jsonl"), 0, "", id="no requests"),
        pytest.param(
            "<&-",
            ("open", "--pack", "hotel", "--file", "-"),
            1,
            "standard input is not valid JSON: Expecting value at line 1, column 1\n",
            id="no registration",
        ),
        pytest.param(">&-", DUE, 0, "", id="nobody listens"),
        pytest.param("2>&-", DUE, 0, "", id="nobody listens to complaints"),
    ],
)
def test_a_closed_stream_is_an_empty_one(
    how: str, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    """Nothing comes in, what goes out goes nowhere, and nothing breaks."""
    found = ran(how, *arguments)

    assert (code, sentence) == (found.returncode, found.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("arguments", [DUE, (*DUE[:2], "--jsonl")], ids=["an answer", "a line"])
def test_a_full_disk_is_one_sentence(arguments: tuple[str, ...]) -> None:
    """The answer that could not be written is not taken for one that was."""
    request = '{"from": "2026-10-09T17:40:00+08:00", "amount": "1wd"}\n'
    found = ran("> /dev/full", *arguments, stdin=request)

    assert 1 == found.returncode
    assert f"the answer cannot be written: {os.strerror(28)}\n" == found.stderr
