"""`shouwen up` as people run it: a process of its own, on fresh ports and in a fresh folder."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from starter.connection import Place, find_place
from starter.embedded_folder import free_port

SHOUWEN = (sys.executable, "-c", "from starter.main import run; run()")
PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0


def environment() -> dict[str, str]:
    """Return the environment without settings that lead elsewhere."""
    foreign = ("TEMPORAL_", "SHOUWEN_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


class Up:
    """One `shouwen up`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        ports = ("--port", str(free_port()), "--ui-port", str(free_port()))
        self.process = subprocess.Popen(
            [*SHOUWEN, "up", "--json", "--data-dir", str(folder), *ports, *options],
            cwd=PROJECT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def line(self, patience: float = PATIENCE) -> dict[str, Any]:
        """Return the next line that it prints within *patience* seconds."""
        try:
            line = self._lines.get(timeout=patience)
        except queue.Empty:
            raise AssertionError("it said nothing") from None
        assert line, self.process.stderr.read()
        return json.loads(line)

    def note(self) -> dict[str, str]:
        """Return the note that it leaves in its folder."""
        return json.loads((self.folder / "embedded.json").read_text("utf-8"))

    def place(self) -> Place:
        """Return where other commands find it."""
        return find_place(self.folder, environment())

    def stop(self, name: signal.Signals = signal.SIGINT) -> int:
        """Ask it to stop and return its exit code."""
        self.process.send_signal(name)
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """See that nothing is left."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        self._reading.join()
        self.process.stdout.close()
        self.process.stderr.close()


@contextlib.contextmanager
def up(folder: Path, *options: str) -> Iterator[Up]:
    """Run `shouwen up` without the sample day until the block ends."""
    running = Up(folder, *options)
    try:
        yield running
    finally:
        running.close()


def refusal(*options: str) -> str:
    """Return the one sentence with which `shouwen up` refuses to start."""
    ended = subprocess.run(
        [*SHOUWEN, "up", "--no-sample", *options],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, ""), ended
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    return lines[0]


def eventually(true: Callable[[], bool]) -> None:
    """Return as soon as *true* is."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.02)


def runs(process: str) -> bool:
    """Whether a process of that id runs."""
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2]
    except FileNotFoundError:
        return not Path("/proc/self/stat").exists()
