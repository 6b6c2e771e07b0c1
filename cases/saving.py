"""A proceeding as JSON-able data, between any two steps: for continue-as-new and for a second look."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from bpmn.instance import Instance
from bpmn.program import Program
from cases.case import Case
from cases.ledger import Ledger
from cases.orders import StartTimer
from cases.proceeding import Proceeding
from regulations.law import Law
from workdays.calendar_data import CalendarData

VERSION = 1
_CASE = TypeAdapter(Case)
_TIMERS = TypeAdapter(dict[str, StartTimer])


class UnknownSavedForm(ValueError):
    """The saved proceeding has a form this release does not read."""


def dump(proceeding: Proceeding) -> dict[str, Any]:
    """Return the proceeding; the law and the program travel apart, a changed calendar with it."""
    stepping = proceeding.stepping
    return {
        "version": VERSION,
        "case": _CASE.dump_python(stepping.case, mode="json"),
        "instance": stepping.instance.dump() if stepping.instance else None,
        "timers": _TIMERS.dump_python(stepping.timers, mode="json"),
        "visits": dict(stepping.visits),
        "ledger": dict(proceeding.ledger.entries),
        "calendar": stepping.law.calendar.dump(),
        "now": stepping.now.isoformat(),
    }


def load(saved: dict[str, Any], law: Law, program: Program) -> Proceeding:
    """Return the proceeding that was saved.

    Raises:
        UnknownSavedForm: it was saved by a release this one does not read.
    """
    if saved.get("version") != VERSION:
        raise UnknownSavedForm(f"expected version {VERSION}, found {saved.get('version')}")
    calendar = CalendarData.load(saved["calendar"])
    if calendar != law.calendar:
        law = law.with_calendar(calendar)
    now = datetime.fromisoformat(saved["now"])
    proceeding = Proceeding(_CASE.validate_python(saved["case"]), law, program, now)
    stepping = proceeding.stepping
    if saved["instance"] is not None:
        stepping.instance = Instance.load(program, saved["instance"])
    stepping.timers = _TIMERS.validate_python(saved["timers"])
    stepping.visits = dict(saved["visits"])
    proceeding.ledger = Ledger(dict(saved["ledger"]))
    return proceeding
