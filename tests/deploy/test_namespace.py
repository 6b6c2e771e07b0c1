"""The script that prepares a namespace, against a real server."""

import os
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from starter.embedded_folder import free_port

SCRIPTS = Path(sysconfig.get_path("scripts"))
SET_UP = Path(__file__).resolve().parents[2] / "deploy/temporal/namespace.sh"
START = ("server", "start-dev", "--headless", "--log-level", "never")


@pytest.fixture(scope="module", name="address")
def _address() -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        [SCRIPTS / "temporal", *START, "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield f"127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=60)


def _run(*command: str | Path, address: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{SCRIPTS}:{os.environ['PATH']}",
        "HOME": "/nonexistent",
        "TEMPORAL_ADDRESS": address,
        "PAUSE": "0.2",
        "ATTEMPTS": "300",
    }
    return subprocess.run(
        command,
        env=environment | settings,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_a_namespace_is_prepared_and_stays_so(address: str) -> None:
    """The second run finds everything there and changes nothing."""
    first = _run(SET_UP, address=address, TEMPORAL_NAMESPACE="twice")
    second = _run(SET_UP, address=address, TEMPORAL_NAMESPACE="twice")
    described = _run(
        *("temporal", "operator", "namespace", "describe", "--namespace", "twice"), address=address
    )

    assert first.returncode == 0, first.stderr
    assert "CaseDue: created as Datetime" in first.stdout
    assert second.returncode == 0, second.stderr
    assert "created" not in second.stdout
    assert "9600h" in described.stdout


def test_an_attribute_of_another_type_is_refused(address: str) -> None:
    """A server accepts the wrong type silently and cases would fail later: say so now."""
    taken = ("--namespace", "taken")
    created = ("search-attribute", "create", *taken, "--name", "CaseDue", "--type", "Keyword")
    for made in (("namespace", "create", *taken), created):
        while _run("temporal", "operator", *made, address=address).returncode:
            time.sleep(0.1)  # the server begins, or does not know its new namespace everywhere yet

    refused = _run(SET_UP, address=address, TEMPORAL_NAMESPACE="taken")

    assert refused.returncode == 1
    assert "CaseDue is a Keyword in namespace taken, and cases need a Datetime" in refused.stderr


def test_a_server_that_is_not_there_is_given_up(address: str) -> None:
    """After the last attempt the script says what it tried and what came back."""
    del address
    gone = _run(SET_UP, address="127.0.0.1:1", ATTEMPTS="2")

    assert gone.returncode == 1
    assert "gave up after 2 attempts: temporal operator cluster health" in gone.stderr
