"""What a worker does beside the cases, again and again, however often it goes wrong."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from store.unavailable import RegisterUnavailable


async def keep_looking(
    name: str, look: Callable[[], Awaitable[object]], stop: asyncio.Event, seconds: float
) -> None:
    """Await *look* every so many *seconds* until *stop* is set.

    A look that fails is logged, without its message, which may be personal; the next one may
    succeed, and the cases of this worker go on meanwhile.
    """
    log = structlog.get_logger(name)
    while not stop.is_set():
        try:
            await look()
        except RegisterUnavailable as error:
            log.warning("register_unavailable", sentence=str(error))
        except Exception as error:  # noqa: BLE001 - nothing beside the cases may end the worker
            log.error("look_failed", error=type(error).__name__)  # noqa: TRY400 - no message
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await stop.wait()
