"""The desk: how back ends open cases and work on them. Nothing here needs knowledge of Temporal.

    async with await Desk.connect(find_place()) as desk:
        receipt = await desk.open("hotel", registration, key="call-4711")
        for task in await desk.tasks(receipt.case):
            await desk.complete(receipt.case, task.task, "fo-01", "answered", {"answer": "…"})

Every failure is one of `starter.errors`, `starter.connection.NotConnected` or
`store.unavailable.RegisterUnavailable`, each with one sentence.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from cases.commands import (
    Command,
    CompleteTask,
    DeliverMessage,
    MigrateCase,
    Receipt,
    ReplanCalendar,
    ResolveIncident,
    WithdrawCase,
)
from cases.opening import Registration
from cases.wrong_input import in_english
from regulations.publishing import PublishedPack
from starter import answers, calls
from starter.alerts import list_with_alerts
from starter.answers import CaseItem, ClockItem, OpeningReceipt, TaskItem
from starter.connection import Place, connect
from starter.editions import edition_for
from starter.errors import RefusedCommand
from starter.held import held_case
from starter.inboxes import inbox_of_person, inbox_of_unit
from starter.openings import Opener, reserve, single_use
from starter.pack_files import load_pack
from starter.registrations import read_registration
from store.engines import open_engine
from store.migrating import check_current
from store.reading import CaseFilter
from store.register import Register
from store.unavailable import RegisterNotSetUp
from workdays.calendar_data import CalendarData
from workflows.case_messages import CaseStart


class Desk:
    """Opens cases and works on them. Create with `connect`; close when done.

    Attributes:
        place: where Temporal and the register are.
        register: for whatever else is to be read.
        patience: seconds to wait for a worker before saying that none answers.
    """

    def __init__(
        self,
        place: Place,
        register: Register,
        client: Client | None = None,
        patience: float = calls.PATIENCE,
    ) -> None:
        self.place = place
        self.register = register
        self.patience = patience
        self._client = client
        self._packs: dict[str, PublishedPack] = {}

    @classmethod
    async def connect(cls, place: Place, *, lazily: bool = False) -> Self:
        """Return a desk.

        Args:
            place: from `starter.connection.find_place`.
            lazily: connect to Temporal only when it is first needed; the register's lists can
                then be read while Temporal is down.

        Raises:
            NotConnected: nobody answers where Temporal should be.
            RegisterUnavailable: the register cannot be used, or is not set up.
        """
        engine = open_engine(place.register)
        try:
            await _check_current(engine)
            client = None if lazily else await connect(place)
        except BaseException:
            await engine.dispose()
            raise
        return cls(place, Register(engine), client)

    async def close(self) -> None:
        """Let go of the register."""
        await self.register.engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def client(self) -> Client:
        """Return the client to Temporal, connected on first use."""
        if self._client is None:
            self._client = await connect(self.place)
        return self._client

    # --- opening --------------------------------------------------------------------------------

    async def open(
        self,
        pack: str | PublishedPack,
        registration: Mapping[str, Any] | Registration,
        key: str | None = None,
    ) -> OpeningReceipt:
        """Open a case; no worker need run.

        Args:
            pack: key or folder of a pack, or a published one.
            registration: the fields of `cases.opening.Registration` and of the pack's form.
            key: the caller's own; the same key and content always give the same case and receipt.

        Raises:
            RefusedRegistration: it is not one the pack admits; nothing was opened.
            OpenedOtherwise: *key* was used before with other content.
        """
        newest, read = self.pack(pack), read_registration(registration)
        published = edition_for(newest, read, datetime.now(UTC))
        opener = Opener(await self.client(), self.register, self.place.task_queue)
        return await opener.open(published, read, key)

    async def prepare(
        self, pack: str, registration: Mapping[str, Any] | Registration, key: str | None = None
    ) -> CaseStart:
        """Return the start input of a case that another program starts; its number is reserved."""
        newest, read = self.pack(pack), read_registration(registration)
        published = edition_for(newest, read, datetime.now(UTC))
        return await reserve(self.register, published, read, key or single_use())

    def pack(self, pack: str | PublishedPack) -> PublishedPack:
        """Return a pack, read and checked once for this desk.

        Raises:
            UnknownPack, InvalidDefinition.
        """
        if isinstance(pack, PublishedPack):
            return pack
        if pack not in self._packs:
            self._packs[pack] = load_pack(pack)
        return self._packs[pack]

    # --- reading --------------------------------------------------------------------------------

    async def list(
        self,
        *,
        stage: str | None = None,
        unit: str | None = None,
        owner: str | None = None,
        alert: str | None = None,
        pack: str | None = None,
        open: bool | None = None,  # noqa: A002 - open or closed cases
        limit: int = 200,
    ) -> Sequence[CaseItem]:
        """Return cases from the register, the newest first; what is not given does not matter.

        Args:
            stage: as the pack labels it.
            unit: key of the unit where the case lies now.
            owner: key of the first-contact owner.
            alert: 正常, 临期, 逾期 or 故障.
            pack: key of the pack.
            open: only cases not closed, or only closed ones.
            limit: at most so many.
        """
        wanted = CaseFilter(
            pack=pack,
            stage=stage,
            unit=unit,
            owner=owner,
            open=open,
            limit=limit,
        )
        found = await list_with_alerts(self.register, wanted, alert)
        return [answers.case_item(row, shown) for row, shown in found]

    async def inbox(
        self, *, unit: str | None = None, person: str | None = None
    ) -> Sequence[TaskItem]:
        """Return open tasks over all cases from the register, those due first at the top.

        Args:
            unit: key of a unit: its tasks and those offered to it.
            person: staff key: theirs, and those offered to a post or unit of theirs.
        """
        if person is not None:
            rows = await inbox_of_person(self.register, person, self.pack)
        else:
            rows = await inbox_of_unit(self.register, unit or "")
        return [answers.task_item(row) for row in rows]

    async def sheet(self, number: str) -> Mapping[str, Any]:
        """Return all that is known of *number*: case, handovers, clocks, breaches, tasks, follow-ups.

        From the register; from the case itself where the register does not hold it yet.

        Raises:
            NoSuchCase, NoWorker.
        """
        held = await held_case(self.register, number)
        if held is not None:
            return held
        view = await self.case(number)
        return {
            **view,
            "clocks": [one.model_dump(mode="json") for one in await self.clocks(number)],
            "tasks": [one.model_dump(mode="json") for one in await self.tasks(number)],
            "follow_ups": [],
        }

    async def case(self, number: str) -> Mapping[str, Any]:
        """Return *number* as it stands now, as the query `case` shows it.

        Raises:
            NoSuchCase, NoWorker.
        """
        view: Mapping[str, Any] = await self._query(number, "case")
        return view

    async def tasks(self, number: str) -> Sequence[TaskItem]:
        """Return the open tasks of *number*, the oldest first.

        Raises:
            NoSuchCase, NoWorker.
        """
        found = await self._query(number, "tasks")
        return [TaskItem.model_validate({"case": number, **task}) for task in found or ()]

    async def clocks(self, number: str) -> Sequence[ClockItem]:
        """Return every leg of every clock of *number*.

        Raises:
            NoSuchCase, NoWorker.
        """
        found = await self._query(number, "clocks")
        return [ClockItem.model_validate(leg) for leg in found or ()]

    # --- commands -------------------------------------------------------------------------------

    async def complete(
        self,
        number: str,
        task: str,
        actor: str,
        outcome: str = "",
        data: Mapping[str, Any] | None = None,
        command_id: str | None = None,
    ) -> Receipt:
        """Complete an open task.

        Args:
            number: case number.
            task: id of the task, or its element where only one of it is open.
            actor: staff or post key of the one who acts.
            outcome: one of the task's outcomes.
            data: what was filled into the task's form.
            command_id: the caller's own; given again, the first receipt is returned.

        Raises:
            RefusedCommand, AlreadyClosed, NoSuchCase, NoWorker.
        """
        command = {"task": task, "outcome": outcome, "data": data}
        return await self._carry_out(number, CompleteTask, actor, command_id, command)

    async def send(
        self,
        number: str,
        name: str,
        key: str | None = None,
        data: Mapping[str, Any] | None = None,
        *,
        actor: str = "",
        command_id: str | None = None,
    ) -> Receipt:
        """Deliver a message that the case's process waits for."""
        command = {"name": name, "key": key, "variables": data}
        return await self._carry_out(number, DeliverMessage, actor, command_id, command)

    async def resolve_incident(
        self,
        number: str,
        incident: str,
        actor: str,
        data: Mapping[str, Any] | None = None,
        command_id: str | None = None,
    ) -> Receipt:
        """Try again what an incident held up."""
        command = {"incident": incident, "variables": data}
        return await self._carry_out(number, ResolveIncident, actor, command_id, command)

    async def replan(
        self,
        number: str,
        calendar: CalendarData,
        notice: str,
        actor: str,
        command_id: str | None = None,
    ) -> Receipt:
        """Count running clocks anew under *calendar*, because of *notice* (title and number)."""
        command = {"calendar": calendar, "notice": notice}
        return await self._carry_out(number, ReplanCalendar, actor, command_id, command)

    async def withdraw(
        self, number: str, actor: str, reason: str, command_id: str | None = None
    ) -> Receipt:
        """End the case with a reason."""
        return await self._carry_out(number, WithdrawCase, actor, command_id, {"reason": reason})

    async def migration_plan(self, number: str, command: MigrateCase) -> Mapping[str, Any]:
        """Return what going on under another edition would bring; nothing changes.

        Returns:
            `from`, `to`, `moved`, `breaches` and `open`; or `refused` and `reason`.

        Raises:
            NoSuchCase, NoWorker.
        """
        client = await self.client()
        plan: Mapping[str, Any] = await calls.query(
            client, number, "migration_plan", self.patience, command
        )
        return plan

    async def migrate(self, number: str, command: MigrateCase) -> Receipt:
        """Let a case go on under another edition.

        Raises:
            RefusedCommand, AlreadyClosed, NoSuchCase, NoWorker.
        """
        client = await self.client()
        return await calls.update(client, number, _NAMES[MigrateCase], command, self.patience)

    async def _carry_out(
        self,
        number: str,
        kind: type[Command],
        actor: str,
        command_id: str | None,
        content: Mapping[str, Any],
    ) -> Receipt:
        named = {"actor": actor, "command_id": command_id or uuid.uuid4().hex}
        try:
            command = kind.model_validate({**content, **named})
        except ValidationError as error:
            raise RefusedCommand(in_english(error, kind), "invalid") from None
        client = await self.client()
        return await calls.update(client, number, _NAMES[kind], command, self.patience)

    async def _query(self, number: str, name: str) -> Any:
        return await calls.query(await self.client(), number, name, self.patience)


async def _check_current(engine: AsyncEngine) -> None:
    try:
        await check_current(engine)
    except RegisterNotSetUp as error:
        raise RegisterNotSetUp(f"{error}, with `shouwen register upgrade`") from None


_NAMES: Mapping[type[Command], str] = {
    CompleteTask: "complete_task",
    DeliverMessage: "deliver_message",
    ResolveIncident: "resolve_incident",
    ReplanCalendar: "replan_calendar",
    WithdrawCase: "withdraw",
    MigrateCase: "migrate",
}
