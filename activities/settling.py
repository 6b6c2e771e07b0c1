"""Settling: what was written by a step that came to nothing is found and cut off.

A case writes its facts while its workflow task is open (`activities.contracts.FactBatch`). A task
that is lost with its worker is taken anew and writes anew. But a task that nobody asks for again,
because its command never reached the history, would leave its facts standing. So each case whose
last facts have stood unconfirmed for a while is asked, once, where it stands.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from activities.looking import keep_looking
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
        self._silent = 0

    async def run(self, stop: asyncio.Event, seconds: float = EVERY) -> None:
        """Look until *stop* is set, every so many *seconds*."""
        await keep_looking("settling", lambda: self.run_once(stop), stop, seconds)

    async def run_once(self, stop: asyncio.Event | None = None) -> int:
        """Settle what has stood since the last look; return how many cases had facts cut off.

        Cases that could not say where they stand come first again; as many more are looked at.
        """
        standing = await self._register.unsettled(AT_ONCE + self._silent)
        waited = {case: at for case, at in standing.items() if self._seen.get(case) == at}
        self._seen, self._silent = standing, 0
        cut = 0
        for case, seen in waited.items():
            if stop is not None and stop.is_set():
                break
            cut += await self._settle(case, seen)
        return cut

    async def _settle(self, case: str, seen: Position) -> bool:
        log = structlog.get_logger("settling")
        stands = await self._ask(case)
        if stands is None:
            self._silent += 1
            return False
        try:
            cut = await self._register.settle(case, stands, seen)
        except ConflictingFact as error:
            log.exception("register_differs_from_case", case=case, sentence=str(error))
            return False
        if cut:
            log.warning("facts_of_a_lost_step_cut_off", case=case, through=stands[0])
        return cut
