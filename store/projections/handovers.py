"""Handovers, both sides: sent, received, returned or forwarded; and where the case lies now."""

from typing import Any

from cases.facts import Fact
from store.projections.details import flag, key, number, words
from store.projections.details import instant as at
from store.projections.writes import Change, Lookup, Projections, Put, Write
from store.tables import CASES, HANDOVERS


def handover_sent(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Put the handover; from sending on, the case lies with the receiving unit."""
    data = fact.data
    named = number(data.get("handover"))
    if named is None:
        return ()
    row = {
        "handover": named,
        "reason": words(data.get("reason")),
        "forwarded": flag(data.get("forwarded")),
        "state": "sent",
        "sent_by": key(data.get("signed_by")),
        "sent_at": at(data.get("signed_at")),
    }
    for name in ("slip", "slip_type", "from_unit", "from_person", "to_unit"):
        row[name] = key(data.get(name))
    here = {"unit": row["to_unit"], "handler": None}
    return Put(HANDOVERS, row), Change(CASES, here)


def handover_received(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep the receiver's signature and the handler named with it."""
    data = fact.data
    handler = key(data.get("handler"))
    values = {
        "state": "received",
        "received_by": key(data.get("signed_by")),
        "received_at": at(data.get("signed_at")),
        "handler": handler,
    }
    here: dict[str, Any] = {"handler": handler}
    if data.get("unit") is not None:
        here["unit"] = key(data["unit"])
    return _changed(data, values), Change(CASES, here)


def handover_returned(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep the signed opinion; the case lies with the sender again."""
    number_of = (number(fact.data.get("handover")),)
    here = {
        "unit": Lookup(HANDOVERS, number_of, "from_unit"),
        "handler": Lookup(HANDOVERS, number_of, "from_person"),
    }
    sent_back = _passed(fact.data, "returned", Lookup(HANDOVERS, number_of, "from_unit"))
    return sent_back, Change(CASES, here)


def handover_forwarded(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep the signed opinion and the next unit; a handover of the next number follows."""
    return (_passed(fact.data, "forwarded", key(fact.data.get("to_unit"))),)


def _passed(data: dict[str, Any], state: str, to_unit: object) -> Change:
    values = {
        "state": state,
        "passed_by": key(data.get("signed_by")),
        "passed_at": at(data.get("signed_at")),
        "passed_to": to_unit,
        "opinion": words(data.get("opinion")),
    }
    return _changed(data, values)


def _changed(data: dict[str, Any], values: dict[str, Any]) -> Change:
    return Change(HANDOVERS, values, (number(data.get("handover")),))


PROJECTIONS: Projections = {
    "handover_sent": handover_sent,
    "handover_received": handover_received,
    "handover_returned": handover_returned,
    "handover_forwarded": handover_forwarded,
}
