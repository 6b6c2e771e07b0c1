"""Where Temporal is: the environment, the note of an embedded server, and what is said of each."""

import asyncio
import json
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from starter.connection import Misconfigured, NotConnected, Place, connect, find_place
from tests.starter.conftest import ROOT
from worker import _logs_json, _serve_health, see_namespace

NOTE = {"address": "127.0.0.1:7461", "ui": "http://127.0.0.1:8461", "register": "sqlite:////r.db"}

PROFILES = """
[profile.default]
address = "cloud.example:7233"
api_key = "sample"
[profile.office]
address = "temporal.example:7233"
namespace = "cases"
[profile.office.tls]
server_ca_cert_path = "CA"
server_name = "temporal"
"""


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A configuration file with two profiles; the file of its authority is missing."""
    file = tmp_path / "temporal.toml"
    file.write_text(PROFILES.replace('"CA"', json.dumps(str(tmp_path / "ca.pem"))), "utf-8")
    return file


def _noted(folder: Path, text: str = json.dumps(NOTE)) -> Path:
    (folder / "embedded.json").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    "spoiled", ["", '{"addr', "[]", "7", '{"address": 7233, "register": null}', "\x00"]
)
def test_a_spoiled_note_says_nothing(tmp_path: Path, spoiled: str) -> None:
    """Half a note, or one of another shape: the defaults hold, nothing breaks."""
    place = find_place(_noted(tmp_path, spoiled), {"TEMPORAL_CONFIG_FILE": "/dev/null"})

    assert "localhost:7233" == place.connect["target_host"]
    assert place.register.endswith("register.db")


def test_the_environment_comes_before_the_note(tmp_path: Path, profiles: Path) -> None:
    """A named profile decides, with its namespace and its TLS."""
    (tmp_path / "ca.pem").write_bytes(b"sample")
    named = {"TEMPORAL_CONFIG_FILE": str(profiles), "TEMPORAL_PROFILE": "office"}

    place = find_place(_noted(tmp_path), named)

    assert "temporal.example:7233" == place.connect["target_host"]
    assert "cases" == place.connect["namespace"]
    assert place.connect["tls"]
    assert NOTE["register"] == place.register


def test_the_embedded_server_is_not_asked_with_the_keys_of_another(tmp_path: Path) -> None:
    """Key and TLS that lie about in the environment belong to a server that was not named."""
    place = find_place(_noted(tmp_path), {"TEMPORAL_API_KEY": "sample", "TEMPORAL_TLS": "true"})

    assert {"target_host": NOTE["address"]} == place.connect


def test_an_unknown_profile_is_a_sentence(tmp_path: Path, profiles: Path) -> None:
    """The configuration is named, and what is wrong with it."""
    named = {"TEMPORAL_CONFIG_FILE": str(profiles), "TEMPORAL_PROFILE": "nobody"}

    with pytest.raises(Misconfigured, match=r"environment configuration.*nobody"):
        find_place(tmp_path, named)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "[profile.default]\naddress = 7\n",
            "line 2, column 11: invalid type: integer `7`, expected",
        ),
        ("garbage[", "line 1, column 8: key with no value, expected `=`"),
    ],
    ids=["a number", "no TOML"],
)
def test_a_configuration_that_does_not_fit_is_one_line(
    tmp_path: Path, content: str, said: str
) -> None:
    """The file is named, the place in it, and what is wrong there."""
    file = tmp_path / "temporal.toml"
    file.write_text(content, "utf-8")

    with pytest.raises(Misconfigured) as refused:
        find_place(tmp_path, {"TEMPORAL_CONFIG_FILE": str(file)})

    assert f"cannot be read from {file}: " in str(refused.value)
    assert said in str(refused.value)
    assert 1 == len(str(refused.value).splitlines())


async def test_a_missing_certificate_is_a_sentence(tmp_path: Path, profiles: Path) -> None:
    """The file that is missing is named."""
    named = {"TEMPORAL_CONFIG_FILE": str(profiles), "TEMPORAL_PROFILE": "office"}

    with pytest.raises((Misconfigured, NotConnected), match=r"ca\.pem"):
        await connect(find_place(tmp_path, named))


async def test_a_worker_waits_for_its_namespace(place: Place) -> None:
    """A server that answers for another namespace is not there yet; the namespace is named."""
    client = await connect(replace(place, connect={**place.connect, "namespace": "nobody"}))

    with pytest.raises(NotConnected, match="nobody"):
        await see_namespace(client)


def test_a_configuration_file_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    """Else the defaults would be asked, a server that nobody named."""
    with pytest.raises(Misconfigured, match=r"TEMPORAL_CONFIG_FILE names .*none"):
        find_place(tmp_path, {"TEMPORAL_CONFIG_FILE": str(tmp_path / "none")})


def test_an_empty_task_queue_is_the_usual_one(tmp_path: Path) -> None:
    """Temporal would refuse every case otherwise."""
    assert find_place(_noted(tmp_path), {"SHOUWEN_TASK_QUEUE": ""}).task_queue == "shouwen"


async def test_a_health_address_that_is_taken_is_a_sentence(place: Place) -> None:
    """The worker ends with it, and says which setting to change."""
    client = await connect(place)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(
            Misconfigured, match=f"SHOUWEN_HEALTH_ADDRESS: nothing can listen on {address}"
        ):
            await _serve_health(client, address)


@pytest.mark.parametrize("wanted", ["json", "console"])
def test_the_log_is_for_machines_or_for_people(wanted: str) -> None:
    """As the setting says."""
    assert (wanted == "json") == _logs_json(wanted)


@pytest.mark.parametrize("wanted", ["loud", "JSON", " "])
def test_another_kind_of_log_is_a_sentence(wanted: str) -> None:
    """Nobody would notice that it was taken for another."""
    with pytest.raises(
        Misconfigured, match=f"SHOUWEN_LOG: expected json or console, found {wanted!r}"
    ):
        _logs_json(wanted)


def test_a_worker_with_another_kind_of_log_ends_with_the_sentence(tmp_path: Path) -> None:
    """One line, and the exit code is 1."""
    ran = subprocess.run(
        [sys.executable, str(ROOT / "worker.py")],
        env={"PYTHONPATH": str(ROOT), "SHOUWEN_LOG": "loud"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (1, "", "SHOUWEN_LOG: expected json or console, found 'loud'\n") == (
        ran.returncode,
        ran.stdout,
        ran.stderr,
    )


async def test_a_worker_without_a_register_ends_with_the_sentence(
    place: Place, tmp_path: Path
) -> None:
    """It names the command that sets the register up, and makes no file."""
    ran = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, str(ROOT / "worker.py")],
        env={
            "PYTHONPATH": str(ROOT),
            "TEMPORAL_ADDRESS": place.connect["target_host"],
            "SHOUWEN_REGISTER_URL": f"sqlite:///{tmp_path}/none.db",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert 1 == ran.returncode
    assert ran.stderr.endswith(": set it up first, with `shouwen register upgrade`\n")
    assert not (tmp_path / "none.db").exists()
