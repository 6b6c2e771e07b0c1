"""Writing what the register lacks, from the cases' own histories: after a backup was restored."""

from collections.abc import AsyncIterator

from temporalio.client import Client
from temporalio.service import RPCError

from starter.calls import RPC
from starter.errors import DeskError, Unanswerable
from starter.histories import read_runs
from starter.verifying import replay_facts
from store.conflicts import ConflictingFact
from store.register import Register


class NotRebuilt(DeskError):
    """The register contradicts the history, or the history cannot be played again."""


async def rebuild(client: Client, register: Register, case: str) -> int:
    """Write the facts of *case* that the register lacks, and return how many there were.

    Raises:
        NotRebuilt, NoSuchCase, NotConnected, RegisterUnavailable, Unanswerable.
    """
    told, broken = await replay_facts(await read_runs(client, case), client.data_converter)
    if broken:
        raise NotRebuilt(broken)
    held = len(await register.facts(case))
    try:
        await register.record(case, told)
    except ConflictingFact as conflict:
        raise NotRebuilt(f"{conflict}; see `shouwen verify {case}`") from None
    return max(len(told) - held, 0)


async def known_cases(client: Client) -> AsyncIterator[str]:
    """Yield the number of every case that Temporal knows, open and closed.

    Raises:
        Unanswerable: Temporal does not list them.
    """
    seen: dict[str, None] = {}
    try:
        async for one in client.list_workflows('WorkflowType="Case"', rpc_timeout=RPC):
            if one.id not in seen:
                seen[one.id] = None
                yield one.id
    except RPCError as error:
        raise Unanswerable(f"the cases cannot be listed: Temporal says: {error.message}") from None
