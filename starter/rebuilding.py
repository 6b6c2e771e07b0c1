"""Writing what the register lacks, from the cases' own histories: after a backup, loss or reset."""

from collections.abc import AsyncIterator

from temporalio.client import Client
from temporalio.service import RPCError

from starter.calls import RPC
from starter.errors import DeskError, Unanswerable
from starter.histories import read_runs
from starter.verifying import replay_facts, vouched_facts
from store.conflicts import ConflictingFact
from store.register import Register
from store.restoring import Restored, restore_on


class NotRebuilt(DeskError):
    """The register contradicts the history, or the history cannot be played again."""


async def rebuild(
    client: Client, register: Register, case: str, *, replace: bool = False
) -> Restored:
    """Write what the register lacks of *case*: facts, and the rows that follow from them.

    Args:
        client: where the case's history is.
        register: what is mended.
        case: case number.
        replace: where the register holds another fact than the history, let the history's stand.

    Raises:
        NotRebuilt, NoSuchCase, NotConnected, RegisterUnavailable, Unanswerable.
    """
    runs = await read_runs(client, case)
    told, broken = await replay_facts(runs, client.data_converter)
    if broken:
        raise NotRebuilt(broken)
    sure = await vouched_facts(client, register, runs)
    true = [*sure, *told[len(sure) :]]
    try:
        return await register.transactions.write(
            case, lambda on: restore_on(on, case, true, replace=replace)
        )
    except ConflictingFact as conflict:
        raise NotRebuilt(
            f"{conflict}; see `shouwen verify {case}`, and --replace where the history is right"
        ) from None


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
