"""Settling: what was written by a step that came to nothing is found and cut off.

A case writes its facts while its workflow task is open (`activities.contracts.FactBatch`). A task
that is lost with its worker is taken anew and writes anew. But a task that nobody asks for again,
because its command never reached the history, would leave its facts standing. So each case whose
last facts have stood unconfirmed for a while is asked, once, where it stands.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from store.conflicts import ConflictingFact
from store.register import Position, Register

Ask = Callable[[str], Awaitable[Position | None]]
"""Where a case itself stands: sequence and digest of its last fact; None where it cannot say."""

EVERY = 30.0
AT_ONCE = 100


class Settling:
    """Asks cases whose last facts have not been confirmed by a later step."""

    def __init__(self, register: Register, ask: Ask) -> None:
        self._register = register
        self._ask = ask
        self._seen: dict[str, Position] = {}

    async def run(self, stop: asyncio.Event, seconds: float = EVERY) -> None:
        """Look until *stop* is set, every so many *seconds*."""
        while not stop.is_set():
            try:
                async with asyncio.timeout(seconds):
                    await stop.wait()
            except TimeoutError:
                await self.run_once()

    async def run_once(self) -> int:
        """Settle what has stood since the last look; return how many cases had facts cut off."""
        standing = await self._register.unsettled(AT_ONCE)
        waited = {case: at for case, at in standing.items() if self._seen.get(case) == at}
        self._seen = standing
        return sum([await self._settle(case) for case in waited])

    async def _settle(self, case: str) -> bool:
        log = structlog.get_logger("settling")
        position = await self._ask(case)
        if position is None:
            return False
        try:
            cut = await self._register.settle(case, *position)
        except ConflictingFact as error:
            log.exception("register_differs_from_case", case=case, sentence=str(error))
            return False
        if cut:
            log.warning("facts_of_a_lost_step_cut_off", case=case, through=position[0])
        return cut
