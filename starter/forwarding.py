"""Moving one case's own clock on a server that allows it: the embedded one does."""

import asyncio
import warnings
from datetime import datetime, timedelta

from temporalio.client import Client
from temporalio.service import RPCError

from starter.calls import translate
from starter.errors import DeskError, NoWorker

PATIENCE = 60.0


class NotForwarded(DeskError):
    """The server does not skip time, or somebody else moved the clock."""


async def forward(client: Client, case: str, span: timedelta) -> datetime:
    """Move the clock of *case* by *span*, acting on all that falls due, and return its new time.

    Raises:
        NotForwarded, NoSuchCase, NoWorker, NotConnected, Unanswerable.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # time skipping is experimental in the SDK, and says so
        from temporalio.testing import TimeSkipper  # noqa: PLC0415 - wanted here alone

        skipper = TimeSkipper(client)
    handle = client.get_workflow_handle(case)
    try:
        async with asyncio.timeout(PATIENCE):
            await skipper.fast_forward(handle, span)
            return await skipper.get_current_time(handle)
    except TimeoutError:
        raise NoWorker(case, PATIENCE, "move the clock again") from None
    except RuntimeError as error:
        if "overridden" not in str(error):
            raise
        raise NotForwarded(
            f"the clock of case {case} was moved by somebody else meanwhile: "
            "see where it stands, then move it again"
        ) from None
    except RPCError as error:
        if "not enabled" in error.message:
            raise NotForwarded(
                "this Temporal server does not skip time: only the embedded one does (`shouwen up`)"
            ) from None
        translate(error, case)
