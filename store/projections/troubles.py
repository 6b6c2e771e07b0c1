"""Escalations, which are counted, and incidents, which wait for an operator."""

from cases.facts import Fact
from store.projections.details import flag, key, words
from store.projections.writes import Change, Lookup, Projections, Put, Write
from store.tables import CASES, ESCALATIONS, INCIDENTS


def escalated(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Put the escalation, under the unit where the case lay."""
    data = fact.data
    unit = key(data["unit"]) if data.get("unit") else Lookup(CASES, (), "unit")
    row = {
        "sequence": fact.sequence,
        "at": fact.at,
        "level": key(data.get("level")),
        "to": key(data.get("to")),
        "reason": words(data.get("reason")),
        "conflict": flag(data.get("conflict")),
        "unit": unit,
    }
    return (Put(ESCALATIONS, row),)


def incident_raised(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Put an open incident."""
    if fact.data.get("incident") is None:
        return ()
    row = {
        "incident": key(fact.data["incident"]),
        "element": key(fact.data.get("element")),
        "message": words(fact.data.get("message")),
        "raised_at": fact.at,
    }
    return (Put(INCIDENTS, row),)


def incident_resolved(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep who resolved it and when."""
    values = {"resolved_at": fact.at, "resolved_by": key(fact.data.get("by"))}
    return (Change(INCIDENTS, values, (key(fact.data.get("incident")),)),)


PROJECTIONS: Projections = {
    "escalated": escalated,
    "incident_raised": incident_raised,
    "incident_resolved": incident_resolved,
}
