"""Loading a sample day: inquiries are opened once, and the staff's part is taken once.

What was done is kept in the data folder, so a start that was stopped goes on where it was, and a
finished sample is never touched again.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from regulations.publishing import PublishedPack
from starter.connection import NotConnected
from starter.desk import Desk
from starter.errors import NoWorker, RefusedCommand
from starter.sample_day import SampleCase, SampleStep, read_sample_day, registration, sampled_packs

KEPT = "sample_day.json"
AT_ONCE = 6
"""Inquiries worked on at the same time."""
PATIENCE = 60.0
"""Seconds a step waits for its task."""
PAUSES = (0.03, 0.06, 0.12, 0.25, 0.5)
"""Seconds between looks at whether the task is open."""


@dataclass(slots=True)
class Loaded:
    """How far one inquiry of the sample has come.

    Attributes:
        registration: what it was, or will be, opened with.
        case: its number, empty while it is not open.
        steps: how many of its steps were taken.
        done: nothing more is to be done for it.
        stopped: why a step was refused, empty where none was.
    """

    pack: str
    key: str
    note: str
    registration: Mapping[str, Any]
    case: str = ""
    steps: int = 0
    done: bool = False
    stopped: str = ""


def _keep_still(_pack: str, _cases: Sequence[Loaded]) -> None:
    """Tell nobody."""


class SampleLoading:
    """Loads the sample day of every pack that has one.

    Args:
        desk: where the inquiries are opened.
        folder: keeps how far it came.
        packs: those that are read already, by key; the desk reads the others.
        told: is called with a pack and its inquiries as soon as they are all done.
    """

    def __init__(
        self,
        desk: Desk,
        folder: Path,
        packs: Mapping[str, PublishedPack] | None = None,
        told: Callable[[str, Sequence[Loaded]], None] = _keep_still,
    ) -> None:
        self._desk = desk
        self._packs = packs or {}
        self._told = told
        self._file = folder / KEPT
        self._loaded = {(one.pack, one.key): one for one in _read(self._file)}
        self._free = asyncio.Semaphore(AT_ONCE)

    def remaining(self, packs: Iterable[str] | None = None) -> int:
        """Return how many inquiries are still to be loaded, or were begun.

        Raises:
            InvalidSample: a sample day cannot be read.
        """
        names = sampled_packs() if packs is None else packs
        known = [
            self._loaded.get((name, one.key)) for name in names for one in read_sample_day(name)
        ]
        return sum(not (one and one.done) for one in known)

    async def load(self, packs: Iterable[str] | None = None) -> tuple[int, list[Loaded]]:
        """Return how many inquiries were opened now, and all of them.

        Raises:
            DeskError, NotConnected, InvalidSample: it could not be loaded to its end.
        """
        names = sampled_packs() if packs is None else packs
        wanted = {pack: read_sample_day(pack) for pack in names}
        before = self._opened()
        try:
            async with asyncio.TaskGroup() as group:
                for pack, cases in wanted.items():
                    group.create_task(self._day(pack, cases))
        except BaseExceptionGroup as failed:
            raise _first(failed) from None
        order = [self._loaded[pack, case.key] for pack in wanted for case in wanted[pack]]
        return self._opened() - before, order

    async def _day(self, pack: str, cases: Sequence[SampleCase]) -> None:
        known = [self._loaded.get((pack, case.key)) for case in cases]
        if all(one and one.done for one in known):
            return
        async with asyncio.TaskGroup() as group:
            for case in cases:
                group.create_task(self._one(pack, case))
        self._told(pack, [self._loaded[pack, case.key] for case in cases])

    def _opened(self) -> int:
        return sum(bool(one.case) for one in self._loaded.values())

    async def _one(self, pack: str, case: SampleCase) -> None:
        async with self._free:
            loaded = self._loaded.get((pack, case.key)) or self._begin(pack, case)
            if loaded.done:
                return
            key = f"sample-day/{pack}/{case.key}"
            published = self._published(pack)
            loaded.case = (await self._desk.open(published, loaded.registration, key)).case
            self._keep()
            try:
                await self._take(loaded, case.steps)
            except RefusedCommand as refused:  # somebody else worked on it: it is theirs now
                loaded.stopped = str(refused)
            loaded.done = True
            self._keep()

    def _begin(self, pack: str, case: SampleCase) -> Loaded:
        given = registration(case, self._published(pack), datetime.now(UTC))
        loaded = Loaded(pack, case.key, case.note, given)
        self._loaded[pack, case.key] = loaded
        self._keep()
        return loaded

    def _published(self, pack: str) -> PublishedPack:
        return self._desk.pack(self._packs.get(pack, pack))

    async def _take(self, loaded: Loaded, steps: tuple[SampleStep, ...]) -> None:
        for number, step in enumerate(steps[loaded.steps :], start=loaded.steps + 1):
            await self._step(loaded.case, step, f"sample-day/{number}")
            loaded.steps = number
            self._keep()

    async def _step(self, case: str, step: SampleStep, command_id: str) -> None:
        """Take one step as soon as its task is open; taken before, it stays as it was."""
        clock = asyncio.get_running_loop().time
        until, tries = clock() + PATIENCE, 0
        while True:
            try:
                await self._desk.complete(
                    case, step.do, step.by, step.outcome, step.data, command_id
                )
            except (NoWorker, NotConnected):
                if clock() > until:
                    raise
            except RefusedCommand as refused:
                if refused.reason != "unknown_task" or clock() > until:
                    raise
            else:
                return
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1

    def _keep(self) -> None:
        text = json.dumps([asdict(one) for one in self._loaded.values()], ensure_ascii=False)
        new = self._file.with_suffix(".new")
        new.write_text(text, "utf-8")
        new.replace(self._file)


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return what went wrong first of all."""
    error: BaseException = failed
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _read(file: Path) -> list[Loaded]:
    try:
        return [Loaded(**entry) for entry in json.loads(file.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return []
