"""Alerts of cases in lists: the worst that holds, as the running case itself says it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from store.reading import CaseFilter
from store.register import Register
from store.rows import CaseRow
from store.tables import CLOCKS

ALERTS = ("正常", "临期", "逾期", "故障")
"""From nothing to worst."""
_PAGE = 500


async def list_with_alerts(
    register: Register, wanted: CaseFilter, alert: str | None
) -> list[tuple[CaseRow, str]]:
    """Return the cases that *wanted* describes, each with its alert; only those of *alert* if given."""
    if alert is None:
        return await _page(register, wanted)
    found: list[tuple[CaseRow, str]] = []
    page = replace(wanted, limit=_PAGE, alert="incident" if alert == "故障" else None)
    while wanted.limit is None or len(found) < wanted.limit:
        rows = await _page(register, page)
        found += [(row, shown) for row, shown in rows if shown == alert]
        if len(rows) < _PAGE:
            break
        page = replace(page, offset=page.offset + _PAGE)
    return found[: wanted.limit]


async def alert_of(register: Register, row: CaseRow) -> str:
    """Return the alert of one case."""
    late = await _late(register, [row.case_no])
    return _alert(row, late.get(row.case_no, ""))


async def _page(register: Register, wanted: CaseFilter) -> list[tuple[CaseRow, str]]:
    rows = await register.list_cases(wanted)
    late = await _late(register, [row.case_no for row in rows])
    return [(row, _alert(row, late.get(row.case_no, ""))) for row in rows]


def _alert(row: CaseRow, late: str) -> str:
    if row.alert == "incident":
        return "故障"
    return late or ("逾期" if row.alert == "overdue" else "正常")


async def _late(register: Register, cases: Sequence[str]) -> dict[str, str]:
    """Return 逾期 or 临期 by case, where one of its running clocks says so."""
    statement = select(CLOCKS.c.case_no, CLOCKS.c.exceeded_at, CLOCKS.c.reminded_at).where(
        CLOCKS.c.case_no.in_(cases), CLOCKS.c.stopped_at.is_(None), CLOCKS.c.paused_at.is_(None)
    )

    def read(on: Connection) -> dict[str, str]:
        found: dict[str, str] = {}
        for row in on.execute(statement):
            if row.exceeded_at:
                found[row.case_no] = "逾期"
            elif row.reminded_at:
                found.setdefault(row.case_no, "临期")
        return found

    return await register.transactions.read(read)
