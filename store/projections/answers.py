"""Answers and what the requester says of them when called back."""

from cases.facts import Fact
from store.projections.details import flag, key, number, words
from store.projections.writes import Change, Projections, Put, Values, Write
from store.tables import CASES, FOLLOW_UPS


def answered(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep when and by whom the last definite answer was given."""
    if fact.data.get("definite") is False:
        return ()
    return (Change(CASES, {"answered_at": fact.at, "answered_by": key(fact.data.get("by"))}),)


def follow_up(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Put the result of one call."""
    data = fact.data
    row = {
        "sequence": fact.sequence,
        "at": fact.at,
        "round": number(data.get("round")),
        "attempt": number(data.get("attempt")),
        "reached": flag(data.get("reached")),
        "verified": flag(data.get("verified")),
        "satisfied": key(data.get("satisfied")),
        "by": key(data.get("by")),
        "note": words(data.get("note")),
    }
    return (Put(FOLLOW_UPS, row),)


def reopened(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Open the case for another round, where it lies then."""
    data = fact.data
    values: Values = {"round": number(data.get("round")), "closed_at": None, "outcome": None}
    values |= {name: key(data[name]) for name in ("unit", "handler") if name in data}
    return (Change(CASES, values),)


PROJECTIONS: Projections = {"answered": answered, "follow_up": follow_up, "reopened": reopened}
