"""Telling people: from the outbox through their channels, once, with every failure visible."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from activities.channels import REQUESTER, Channel, Channels, instantiate
from activities.looking import keep_looking
from store.outbox import DELIVERED, FAILED, QUEUED, OutboxRow
from store.register import Register

Result = TypeVar("Result")

SEND_SECONDS = 15
LEASE = timedelta(seconds=90)
"""Longer than any attempt may take: a claim older than that has lost its sender."""

MOST_ATTEMPTS = 20
LONGEST_PAUSE = timedelta(minutes=10)


class Delivery(StrEnum):
    """What became of one notice."""

    DELIVERED = "delivered"
    NO_CHANNEL = "no_channel"
    BUSY = "busy"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


def utc_now() -> datetime:
    """Return the sender's time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Notifier:
    """Sends what stands in the outbox.

    Attributes:
        clock: the sender's time, for claims and attempts.
    """

    register: Register
    channels: Channels
    clock: Callable[[], datetime] = utc_now

    async def deliver(self, keys: Iterable[str], *, last: bool = False) -> list[Delivery]:
        """Send the notices with these *keys*; what is delivered already is not sent again.

        They are sent at the same time, each through all its channels: one that does not answer
        holds up none of the others, and all of them together take no longer than it.

        Args:
            keys: idempotency keys of notices in the outbox.
            last: what fails now is marked failed rather than left queued.
        """
        await self.register.outbox.expire(self.clock(), LEASE)
        sending = [self._deliver(key, last=last) for key in keys]
        return await _all_of(sending)

    async def _deliver(self, key: str, *, last: bool) -> Delivery:
        row = await self.register.outbox.get(key)
        if row is None or row.status == DELIVERED:
            return Delivery.DELIVERED
        if row.claim is not None:
            return Delivery.INTERRUPTED if row.status == FAILED else Delivery.BUSY
        channels = await self._channels(row)
        if not channels:
            return Delivery.NO_CHANNEL
        claimed = await self.register.outbox.claim(key, uuid.uuid4().hex, self.clock())
        if claimed is None:
            return Delivery.BUSY
        return await self._send(claimed, channels, last=last)

    async def _channels(self, row: OutboxRow) -> list[Channel]:
        if row.recipient != REQUESTER:
            return self.channels.of(row.recipient)
        requester = await self.register.requester(row.case_no)
        if requester is None:
            return []
        return self.channels.of(REQUESTER, {"phone": requester.phone, "email": requester.email})

    async def _send(self, row: OutboxRow, channels: list[Channel], *, last: bool) -> Delivery:
        """Send through each channel not reached yet, and give the claim back."""
        left = [channel for channel in channels if channel.name not in row.reached]
        took = await _all_of([_tell(channel, row.text) for channel in left])
        reached = [*row.reached, *(one.name for one, ok in zip(left, took, strict=True) if ok)]
        failed = [one.name for one, ok in zip(left, took, strict=True) if not ok]
        status = DELIVERED if not failed else FAILED if last else QUEUED
        trouble = f"未送达的渠道：{'、'.join(failed)}" if failed else ""
        await self.register.outbox.release(
            row, self.clock(), reached=reached, trouble=trouble, status=status
        )
        return Delivery.FAILED if failed else Delivery.DELIVERED


async def _all_of(doing: Iterable[Coroutine[Any, Any, Result]]) -> list[Result]:
    """Do all at the same time and to the end; then raise what went wrong first, if anything did."""
    found = await asyncio.gather(*doing, return_exceptions=True)
    results: list[Result] = []
    for one in found:
        if isinstance(one, BaseException):
            raise one
        results.append(one)
    return results


async def _tell(channel: Channel, text: str) -> bool:
    service = instantiate(channel)
    if service is None:
        return False
    try:
        async with asyncio.timeout(SEND_SECONDS):
            return bool(await service.async_notify(body=text))
    except TimeoutError:
        return False


class Relay:
    """Delivers what activities queued, apart from them: a dead channel holds up no case."""

    def __init__(self, notifier: Notifier) -> None:
        self._notifier = notifier

    async def run(self, stop: asyncio.Event, seconds: float = 5) -> None:
        """Deliver until *stop* is set, looking every so many *seconds*."""
        await keep_looking("relay", self.run_once, stop, seconds)

    async def run_once(self) -> int:
        """Deliver what is due now; return how many notices arrived."""
        notifier = self._notifier
        waiting = await notifier.register.outbox.waiting(notifier.channels.recipients)
        now = notifier.clock()
        arrived = 0
        for row in waiting:
            if _is_due(row, now):
                last = row.attempts + 1 >= MOST_ATTEMPTS
                found = await notifier.deliver([row.key], last=last)
                arrived += found.count(Delivery.DELIVERED)
        return arrived


def _is_due(row: OutboxRow, now: datetime) -> bool:
    if row.tried_at is None:
        return True
    pause = min(timedelta(seconds=2 ** min(row.attempts, 12)), LONGEST_PAUSE)
    return row.tried_at + pause <= now
