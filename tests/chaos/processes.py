"""A Temporal server and a worker as processes of their own, to be killed and started again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from starter.embedded_folder import free_port
from tests.servers import DYNAMIC_CONFIG, TEMPORAL
from workflows.search_attributes import SEARCH_ATTRIBUTES

ROOT = Path(__file__).resolve().parents[2]


class Killable:
    """One process that can be killed without warning and started again."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.command = command
        self.environment = os.environ | environment
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; its output goes to the log."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=ROOT,
            )

    def hang(self) -> None:
        """Let it stand still until it is killed; whoever is connected does not see it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


def server(folder: Path, port: int) -> Killable:
    """Return a development server on a database file."""
    attributes = [f"{name}={kind}" for name, kind in SEARCH_ATTRIBUTES.items()]
    command = [str(TEMPORAL), "server", "start-dev", "--headless", "--log-level", "error"]
    command += ["--ip", "127.0.0.1", "--port", str(port), "--http-port", str(free_port())]
    command += ["--db-filename", str(folder / "temporal.db")]
    for value in DYNAMIC_CONFIG:
        command += ["--dynamic-config-value", value]
    for value in attributes:
        command += ["--search-attribute", value]
    return Killable(command, {}, folder / "server.log")


def worker(folder: Path, port: int, register: str, task_queue: str) -> Killable:
    """Return a worker of that server and register."""
    environment = {
        "TEMPORAL_ADDRESS": f"127.0.0.1:{port}",
        "SHOUWEN_REGISTER_URL": register,
        "SHOUWEN_TASK_QUEUE": task_queue,
        "SHOUWEN_LOG": "json",
    }
    return Killable([sys.executable, str(ROOT / "worker.py")], environment, folder / "worker.log")
