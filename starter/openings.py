"""Opening a case exactly once: a number for the key, a workflow for the number, a receipt for both.

The number is reserved in the register before the workflow is started, and the receipt is kept
after. Whatever fails between, the same key goes on where it stopped, with the same number. A number
that Temporal has in use for a case the register knows nothing of (it was restored from a backup)
is passed over: an inquiry is never taken for another.
"""

import hashlib
import uuid
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from cases.opening import Registration, prepare_opening
from cases.parcel import open_law
from cases.proceeding import Proceeding
from cases.refusal import Refused
from regulations.publishing import PublishedPack
from starter.answers import OpeningReceipt, receipt_of, receipt_of_facts
from starter.calls import RPC, translate
from starter.errors import NumbersTaken, OpenedOtherwise, RefusedRegistration
from starter.histories import Started, read_start
from starter.registrations import digest_of
from store.conflicts import KeyConflict
from store.register import Register
from workflows.case_messages import CaseStart, start_of
from workflows.screen import details, summary
from workflows.search_attributes import shown_values, typed

WORKFLOW = "Case"
MARK = "OpenedUnder"
"""Memo of a case: a digest of the key it was opened under."""
LONGEST_KEY = 200
MOST_TAKEN = 2_000
"""Numbers passed over because Temporal has a case there that the register knows nothing of."""


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
            RefusedRegistration, OpenedOtherwise, NumbersTaken, NotInForce, WorkdaysError,
            NotConnected, RegisterUnavailable, Unanswerable.
        """
        if key is None:
            return await self._open_anew(published, registration)
        _check_key(key)
        earlier = await self._register.openings.find(key)
        if earlier and earlier.digest != digest_of(published.pack.pack, registration):
            raise OpenedOtherwise(str(KeyConflict(key, earlier.case_no)))
        if earlier and earlier.receipt is not None:
            return OpeningReceipt.model_validate(earlier.receipt)
        for attempt in range(MOST_TAKEN):
            name = f"{key}\x1f{attempt}" if attempt else key
            receipt = await self._open_under(published, registration, name)
            if receipt is not None:
                return await self._keep(key, receipt)
        raise NumbersTaken(published.pack.number_prefix)

    async def _open_anew(
        self, published: PublishedPack, registration: Registration
    ) -> OpeningReceipt:
        """Open a case that nobody will ask for by a key."""
        for _ in range(MOST_TAKEN):
            key = single_use()
            start = await reserve(self._register, published, registration, key)
            begun = await self._start(start, key, WorkflowIDConflictPolicy.FAIL)
            if begun is not None:
                return receipt_of(begun)
        raise NumbersTaken(published.pack.number_prefix)

    async def _open_under(
        self, published: PublishedPack, registration: Registration, key: str
    ) -> OpeningReceipt | None:
        """Return the receipt of the case of *key*; None where another case has its number."""
        earlier = await self._register.openings.find(key)
        facts = await self._register.facts(earlier.case_no) if earlier else []
        if earlier and facts:  # its history may be gone: the number must not be started again
            return receipt_of_facts(earlier.case_no, facts)
        start = await reserve(self._register, published, registration, key)
        await self._start(start, key, WorkflowIDConflictPolicy.USE_EXISTING)
        started = await read_start(self._client, start.opening.number)
        if not _is_of(started, key, digest_of(published.pack.pack, registration)):
            return None
        return receipt_of(Proceeding.begin(started.start.opening, started.at))

    async def _start(
        self, start: CaseStart, key: str, conflict: WorkflowIDConflictPolicy
    ) -> Proceeding | None:
        """Start the workflow and return how it begins; None where there was one of its number."""
        begun = Proceeding.begin(start.opening, datetime.now(UTC))
        number, law = start.opening.number, begun.law
        kind = law.registration.kinds[start.opening.registration.kind]
        try:
            await self._client.start_workflow(
                WORKFLOW,
                start,
                id=number,
                task_queue=self._task_queue,
                id_conflict_policy=conflict,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=summary(number, law.title, kind),
                static_details=details(begun),
                search_attributes=typed(shown_values(begun)),
                memo={MARK: _mark(key)},
                rpc_timeout=RPC,
            )
        except WorkflowAlreadyStartedError:
            return None
        except RPCError as error:
            translate(error, number)
        return begun

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
    return start_of(opening.model_copy(update={"number": number}))


def single_use() -> str:
    """Return a key that nobody will give again."""
    return f"once:{uuid.uuid4()}"


def _is_of(started: Started, key: str, digest: str) -> bool:
    """Whether a case was opened under *key*; by its content where another program started it."""
    mark = started.memo.get(MARK)
    if mark is not None:
        return bool(mark == _mark(key))
    opening = started.start.opening
    return digest_of(open_law(opening.law).pack, opening.registration) == digest


def _mark(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _check_key(key: str) -> None:
    if not key or len(key) > LONGEST_KEY:
        raise RefusedRegistration(
            f"a key has 1 to {LONGEST_KEY} characters, found {len(key)}", "key"
        )
