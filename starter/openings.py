"""Opening a case exactly once: a number for the key, a workflow for the number, a receipt for both.

The number is reserved in the register before the workflow is started, and the receipt is kept
after. Whatever fails between, the same key goes on where it stopped, with the same number.
"""

import uuid
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from cases.opening import Registration, prepare_opening
from cases.proceeding import Proceeding
from cases.refusal import Refused
from regulations.publishing import PublishedPack
from starter.answers import OpeningReceipt, receipt_of, receipt_of_facts
from starter.calls import RPC, translate
from starter.errors import OpenedOtherwise, RefusedRegistration
from starter.histories import read_start
from starter.registrations import digest_of
from store.conflicts import KeyConflict
from store.register import Register
from workflows.case_messages import CaseStart
from workflows.screen import summary
from workflows.search_attributes import shown_values, typed

WORKFLOW = "Case"
LONGEST_KEY = 200


class Opener:
    """Opens cases.

    Args:
        client: to Temporal.
        register: where numbers, keys and receipts are kept.
        task_queue: of the worker.
    """

    def __init__(self, client: Client, register: Register, task_queue: str) -> None:
        self._client = client
        self._register = register
        self._task_queue = task_queue

    async def open(
        self, published: PublishedPack, registration: Registration, key: str | None
    ) -> OpeningReceipt:
        """Open a case, or return the receipt of the one that was opened under *key*.

        Raises:
            RefusedRegistration, OpenedOtherwise, NotInForce, WorkdaysError, NotConnected,
            RegisterUnavailable, Unanswerable.
        """
        if key is None:
            start = await reserve(self._register, published, registration, _single_use())
            return receipt_of(await self._start(start))
        return await self._open_once(published, registration, _checked(key))

    async def _open_once(
        self, published: PublishedPack, registration: Registration, key: str
    ) -> OpeningReceipt:
        earlier = await self._register.openings.find(key)
        if earlier and earlier.digest != digest_of(published.pack.pack, registration):
            raise OpenedOtherwise(str(KeyConflict(key, earlier.case_no)))
        if earlier and earlier.receipt is not None:
            return OpeningReceipt.model_validate(earlier.receipt)
        begun = await self._resume(earlier.case_no) if earlier else None
        if begun is None:
            start = await reserve(self._register, published, registration, key)
            await self._start(start)
            begun = await self._begun(start.opening.number)
        return await self._keep(key, begun)

    async def _resume(self, number: str) -> OpeningReceipt | None:
        """Return the receipt of a case whose opening stopped after its first facts were held.

        Its history may be gone by now, and then its number must not be started again.
        """
        facts = await self._register.facts(number)
        return receipt_of_facts(number, facts) if facts else None

    async def _start(self, start: CaseStart) -> Proceeding:
        """Start the workflow unless there is one of that number, and return how it begins."""
        begun = Proceeding.begin(start.opening, datetime.now(UTC))
        number, law = start.opening.number, begun.law
        try:
            await self._client.start_workflow(
                WORKFLOW,
                start,
                id=number,
                task_queue=self._task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=summary(
                    number, law.title, law.registration.kinds[start.opening.registration.kind]
                ),
                search_attributes=typed(shown_values(begun)),
                rpc_timeout=RPC,
            )
        except WorkflowAlreadyStartedError:
            pass  # begun by an earlier attempt, and closed already
        except RPCError as error:
            translate(error, number)
        return begun

    async def _begun(self, number: str) -> OpeningReceipt:
        """Return the receipt of the case that runs: another attempt's input may have won."""
        start, at = await read_start(self._client, number)
        return receipt_of(Proceeding.begin(start.opening, at))

    async def _keep(self, key: str, receipt: OpeningReceipt) -> OpeningReceipt:
        """Keep the first receipt, and return it: every caller of the key gets the same."""
        await self._register.openings.keep_receipt(key, receipt.model_dump(mode="json"))
        kept = await self._register.openings.find(key)
        return OpeningReceipt.model_validate(kept.receipt) if kept else receipt


async def reserve(
    register: Register, published: PublishedPack, registration: Registration, key: str
) -> CaseStart:
    """Return what the workflow is started with; its number is reserved for *key*.

    Raises:
        RefusedRegistration, OpenedOtherwise, NotInForce, WorkdaysError, RegisterUnavailable.
    """
    now = datetime.now(UTC)
    received_at = registration.received_at or now
    day = received_at.astimezone(ZoneInfo(published.pack_zone())).date()
    law = published.law(day)
    try:
        opening = prepare_opening("", registration, law, published.program, now)
    except Refused as refused:
        raise RefusedRegistration(refused.sentence, refused.reason) from None
    digest = digest_of(published.pack.pack, registration)
    try:
        number = await register.openings.reserve(key, law.number_prefix, day, digest)
    except KeyConflict as conflict:
        raise OpenedOtherwise(str(conflict)) from None
    return CaseStart(opening=opening.model_copy(update={"number": number}))


def _checked(key: str) -> str:
    if not key or len(key) > LONGEST_KEY:
        raise RefusedRegistration(
            f"a key has 1 to {LONGEST_KEY} characters, found {len(key)}", "key"
        )
    return key


def _single_use() -> str:
    return f"once:{uuid.uuid4()}"
