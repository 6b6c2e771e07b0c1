"""Reading the register: lists, inboxes, one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, String, Table, case, exists, or_, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from cases.facts import Fact
from store import rows
from store.engines import Transactions
from store.tables import (
    BREACHES,
    CASES,
    CHAINS,
    CLOCKS,
    ESCALATIONS,
    EXCESSES,
    FACTS,
    FOLLOW_UPS,
    HANDOVERS,
    INCIDENTS,
    REQUESTERS,
    TASKS,
)

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases to list; what is not given does not matter.

    Attributes:
        person: owner or handler.
        open: only cases not closed, or only closed ones.
        alert: `incident` or `overdue`.
        limit: at most so many, the newest registration first; None: all.
        offset: after so many.
    """

    pack: str | None = None
    stage: str | None = None
    unit: str | None = None
    owner: str | None = None
    person: str | None = None
    open: bool | None = None
    alert: str | None = None
    limit: int | None = 200
    offset: int = 0


class Reading:
    """Everything that is read from the register."""

    def __init__(self, transactions: Transactions) -> None:
        self.transactions = transactions

    async def facts(self, case: str, after: int = 0) -> list[Fact]:
        """Return the facts of *case* after the sequence *after*, in order."""
        statement = (
            select(FACTS)
            .where(FACTS.c.case_no == case, FACTS.c.sequence > after)
            .order_by(FACTS.c.sequence)
        )
        return [fact_of(row) for row in await self._mappings(statement)]

    async def unsettled(self, most: int) -> dict[str, tuple[int, str]]:
        """Return sequence and digest of the last fact of cases where it is not settled yet."""
        statement = (
            select(CHAINS.c.case_no, CHAINS.c.through, CHAINS.c.head)
            .where(CHAINS.c.through > CHAINS.c.settled)
            .order_by(CHAINS.c.taken_at)
            .limit(most)
        )
        rows = await self._mappings(statement)
        return {row["case_no"]: (row["through"], row["head"]) for row in rows}

    async def list_cases(self, wanted: CaseFilter = CaseFilter()) -> list[rows.CaseRow]:
        """Return the cases that *wanted* describes, the newest first."""
        statement = _cases().order_by(CASES.c.registered_at.desc(), CASES.c.case_no.desc())
        statement = statement.where(*_conditions(wanted)).limit(wanted.limit).offset(wanted.offset)
        return await self._rows(statement, rows.CaseRow)

    async def case_view(self, case: str) -> rows.CaseRow | None:
        """Return *case*, or None where the register does not hold its registration."""
        found = await self._rows(_cases().where(CASES.c.case_no == case), rows.CaseRow)
        return found[0] if found else None

    async def requester(self, case: str) -> rows.RequesterRow | None:
        """Return who asks in *case*: personal data."""
        found = await self._of_case(REQUESTERS, case, rows.RequesterRow)
        return found[0] if found else None

    async def inbox(
        self, *, unit: str | None = None, person: str | None = None, groups: Sequence[str] = ()
    ) -> list[rows.TaskRow]:
        """Return open tasks, those due first at the top.

        Args:
            unit: tasks of this unit.
            person: and of them those assigned to this person or to nobody; alone, those assigned.
            groups: also unassigned tasks offered to one of these posts or groups.
        """
        due = _task_due()
        statement = _tasks(due).where(TASKS.c.closed_at.is_(None))
        statement = statement.where(*_of_inbox(unit, person, groups))
        order = (
            due.is_(None),
            due,
            TASKS.c.opened_at,
            TASKS.c.case_no,
            TASKS.c.task,
        )
        return await self._rows(statement.order_by(*order), rows.TaskRow)

    async def tasks(self, case: str, *, open_only: bool = False) -> list[rows.TaskRow]:
        """Return the tasks of *case* in the order they were opened."""
        statement = _tasks(_task_due()).where(TASKS.c.case_no == case)
        order = (TASKS.c.opened_at, *TASKS.primary_key.columns)
        found = await self._rows(statement.order_by(*order), rows.TaskRow)
        return [task for task in found if task.closed_at is None or not open_only]

    async def handovers(self, case: str) -> list[rows.HandoverRow]:
        """Return the handovers of *case* in order."""
        return await self._of_case(HANDOVERS, case, rows.HandoverRow)

    async def clocks(self, case: str) -> list[rows.ClockRow]:
        """Return the legs of *case*'s clocks in the order they were started."""
        return await self._of_case(CLOCKS, case, rows.ClockRow, CLOCKS.c.started_at)

    async def follow_ups(self, case: str) -> list[rows.FollowUpRow]:
        """Return the results of the calls to the requester."""
        return await self._of_case(FOLLOW_UPS, case, rows.FollowUpRow)

    async def breaches(self, case: str) -> list[rows.BreachRow]:
        """Return the limits missed in *case*."""
        return await self._of_case(BREACHES, case, rows.BreachRow)

    async def excesses(self, case: str) -> list[rows.ExcessRow]:
        """Return what was said and decided about excesses of caps."""
        return await self._of_case(EXCESSES, case, rows.ExcessRow)

    async def escalations(self, case: str) -> list[rows.EscalationRow]:
        """Return the escalations of *case*."""
        return await self._of_case(ESCALATIONS, case, rows.EscalationRow)

    async def incidents(self, case: str) -> list[rows.IncidentRow]:
        """Return the incidents of *case*."""
        return await self._of_case(INCIDENTS, case, rows.IncidentRow, INCIDENTS.c.raised_at)

    async def _of_case(
        self, table: Table, number: str, kind: type[Row], *order: ColumnElement[Any]
    ) -> list[Row]:
        statement = select(table).where(table.c.case_no == number)
        return await self._rows(statement.order_by(*order, *table.primary_key.columns), kind)

    async def _rows(self, statement: Select[Any], kind: type[Row]) -> list[Row]:
        return [kind(**row) for row in await self._mappings(statement)]

    async def _mappings(self, statement: Select[Any]) -> Sequence[Any]:
        def read(connection: Connection) -> Sequence[Any]:
            found: Sequence[Any] = connection.execute(statement).mappings().all()
            return found

        return await self.transactions.read(read)


def fact_of(row: Any) -> Fact:
    """Return a row of the table of facts as a fact; nothing is checked."""
    return Fact(
        sequence=row["sequence"],
        at=row["at"],
        kind=row["kind"],
        data=row["data"],
        audience=tuple(row["audience"]),
        digest=row["digest"],
    )


def _running() -> tuple[ColumnElement[bool], ...]:
    """A clock that is only measured has a day to aim at, but nothing is due then."""
    return (
        CLOCKS.c.case_no == CASES.c.case_no,
        CLOCKS.c.stopped_at.is_(None),
        CLOCKS.c.due.is_not(None),
        CLOCKS.c.judged.is_not(False),
    )


def _first_running(column: ColumnElement[Any]) -> Any:
    order = (CLOCKS.c.due, CLOCKS.c.clock, CLOCKS.c.leg)
    return select(column).where(*_running()).order_by(*order).limit(1).scalar_subquery()


def _tasks(due: ColumnElement[Any]) -> Select[Any]:
    return select(*(column for column in TASKS.c if column.name != "due"), due.label("due"))


def _task_due() -> ColumnElement[Any]:
    """An open task is due when its clock is: extended, counted anew, or standing still since."""
    its = (CLOCKS.c.case_no == TASKS.c.case_no, CLOCKS.c.clock == TASKS.c.clock)
    running = select(CLOCKS.c.due).where(*its, CLOCKS.c.stopped_at.is_(None))
    latest = running.order_by(CLOCKS.c.leg.desc()).limit(1).scalar_subquery()
    follows = TASKS.c.closed_at.is_(None) & exists().where(*its)
    return case((follows, latest), else_=TASKS.c.due)


def _has_incident() -> ColumnElement[bool]:
    return exists().where(
        INCIDENTS.c.case_no == CASES.c.case_no, INCIDENTS.c.resolved_at.is_(None)
    )


def _is_overdue() -> ColumnElement[bool]:
    return exists().where(
        CLOCKS.c.case_no == CASES.c.case_no,
        CLOCKS.c.stopped_at.is_(None),
        CLOCKS.c.exceeded_at.is_not(None),
    )


def _cases() -> Select[Any]:
    alert = case((_has_incident(), "incident"), (_is_overdue(), "overdue"), else_="")
    return select(
        CASES,
        _first_running(CLOCKS.c.due).label("due"),
        _first_running(CLOCKS.c.clock).label("due_clock"),
        alert.label("alert"),
    )


def _conditions(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    equal = (
        (CASES.c.pack, wanted.pack),
        (CASES.c.stage, wanted.stage),
        (CASES.c.unit, wanted.unit),
        (CASES.c.owner_person, wanted.owner),
    )
    found: list[ColumnElement[bool]] = [column == value for column, value in equal if value]
    if wanted.person:
        found.append(or_(CASES.c.owner_person == wanted.person, CASES.c.handler == wanted.person))
    if wanted.open is not None:
        closed = CASES.c.closed_at
        found.append(closed.is_(None) if wanted.open else closed.is_not(None))
    alerts = {"incident": _has_incident, "overdue": _is_overdue}
    if wanted.alert:
        found.append(alerts[wanted.alert]())
    return found


def _of_inbox(
    unit: str | None, person: str | None, groups: Sequence[str]
) -> list[ColumnElement[bool]]:
    offered = [
        type_coerce(TASKS.c.groups, String).contains(f"|{group}|", autoescape=True)
        for group in groups
    ]
    mine: list[ColumnElement[bool]] = []
    if person:
        mine.append(TASKS.c.assignee == person)
    if unit:
        anyone = TASKS.c.unit == unit
        mine.append(anyone & TASKS.c.assignee.is_(None) if person else anyone)
    if offered:
        mine.append(TASKS.c.assignee.is_(None) & or_(*offered))
    return [or_(*mine)] if mine else []
