"""A program that `shouwen up` runs: started behind its guard, stopped by closing the guard's pipe."""

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

GUARD = Path(__file__).with_name("embedded_guard.py")
LONGEST_LOG = 10_000_000
"""Bytes after which a log is put aside at the next start."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run.

    Attributes:
        title: as it is called in sentences.
        log: file that its output is appended to.
        grace: seconds that it has to end by itself.
    """

    title: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    grace: float


class Child:
    """One run of a program."""

    def __init__(self, program: Program, guard: Process, pid: int) -> None:
        self.program = program
        self.pid = pid
        self._guard = guard

    @classmethod
    async def start(cls, program: Program, lock: int) -> "Child":
        """Start *program*; its guard holds the open file *lock* for as long as it runs."""
        _put_aside(program.log)
        with program.log.open("ab") as log:
            guard = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-I", "-S", str(GUARD), str(program.grace)),
                *program.command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                env=program.environment,
                start_new_session=True,
                pass_fds=(lock,),
            )
        line = await guard.stdout.readline() if guard.stdout else b""
        return cls(program, guard, int(line or 0))

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._guard.returncode is None

    async def ended(self) -> int:
        """Return its exit code once it ended."""
        return await self._guard.wait()

    async def stop(self) -> None:
        """Ask it to end, and wait until it did."""
        if self._guard.stdin is not None:
            self._guard.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._guard.wait(), self.program.grace + 10)

    def last_words(self) -> str:
        """Return the last line of its log that says something."""
        with self.program.log.open("rb") as log:
            log.seek(max(0, self.program.log.stat().st_size - 4000))
            lines = log.read().decode("utf-8", "replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))
