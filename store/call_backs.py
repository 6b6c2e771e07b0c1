"""The list of call-backs: whom each owner still has to call, to hear whether the answer holds."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from store.engines import Transactions
from store.inserting import put_new
from store.tables import CALL_BACKS, CASES, FOLLOW_UPS


@dataclass(frozen=True, slots=True)
class CallBack:
    """One call to make.

    Attributes:
        caller: staff key.
        contact: how the requester wants to be reached: personal data.
        listed_at: the job's time.
    """

    case_no: str
    job: str
    round: int
    attempt: int
    caller: str
    contact: Mapping[str, Any]
    listed_at: datetime


class CallBacks:
    """The call-backs of all cases."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def put(self, call_back: CallBack) -> bool:
        """Put *call_back* on the list, once a job; False where it was put before."""
        row = asdict(call_back) | {"contact": dict(call_back.contact)}
        added = await self._transactions.write(
            call_back.case_no, lambda on: put_new(on, CALL_BACKS, [row])
        )
        return added > 0

    async def open(self, caller: str | None = None) -> list[CallBack]:
        """Return the calls of open cases that no follow-up has answered, the oldest first."""
        made = exists().where(
            FOLLOW_UPS.c.case_no == CALL_BACKS.c.case_no,
            FOLLOW_UPS.c.round == CALL_BACKS.c.round,
            FOLLOW_UPS.c.attempt >= CALL_BACKS.c.attempt,
        )
        closed = exists().where(
            CASES.c.case_no == CALL_BACKS.c.case_no, CASES.c.closed_at.is_not(None)
        )
        statement = select(CALL_BACKS).where(~made, ~closed)
        if caller:
            statement = statement.where(CALL_BACKS.c.caller == caller)
        statement = statement.order_by(CALL_BACKS.c.listed_at, CALL_BACKS.c.case_no)
        found = await self._transactions.read(lambda on: on.execute(statement).mappings().all())
        return [CallBack(**row) for row in found]
