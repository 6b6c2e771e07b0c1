"""Clocks, leg by leg: started, reminded, replanned, stopped, breached; and excesses of a cap."""

from collections.abc import Mapping
from typing import Any

from cases.facts import Fact
from store.projections.details import flag, key, keys, number, words
from store.projections.details import instant as at
from store.projections.writes import Change, Key, Projection, Projections, Put, Values, Write
from store.tables import BREACHES, CLOCKS, EXCESSES


def clock_started(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Put a running leg."""
    data = fact.data
    if None in leg_key(data):
        return ()
    row: Values = basis(data) | {
        "clock": key(data.get("clock")),
        "leg": number(data.get("leg")),
        "person": key(data.get("person")),
        "unit": key(data.get("unit")),
        "provisional": flag(data.get("provisional")),
        "started_at": at(data.get("started_at")) or fact.at,
        "due": at(data.get("due")),
    }
    return (Put(CLOCKS, row),)


def basis(data: Mapping[str, Any]) -> Values:
    """Return what the leg's limit stands on."""
    row: Values = {name: key(data.get(name)) for name in ("amount", "rule", "cap")}
    row |= {name: flag(data.get(name)) for name in ("declared", "soft", "judged")}
    return row | {name: words(data.get(name)) for name in ("title", "cites")}


def clock_stopped(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep when the leg ended, what it used, and whether it was met."""
    values = {
        "stopped_at": fact.at,
        "used": key(fact.data.get("used")),
        "unit_of_use": key(fact.data.get("unit_of_use")),
        "met": flag(fact.data.get("met")),
    }
    return (Change(CLOCKS, values, leg_key(fact.data)),)


def clock_replanned(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep the new due date; of one that is ahead nobody was reminded yet, and it is not exceeded."""
    due = at(fact.data.get("new_due"))
    values: Values = {"due": due, "replanned_at": fact.at}
    if due and due > fact.at and due != at(fact.data.get("old_due")):
        values |= {"reminded_at": None, "exceeded_at": None}
    provisional = flag(fact.data.get("provisional"))
    if provisional is not None:
        values["provisional"] = provisional
    return (Change(CLOCKS, values, leg_key(fact.data)),)


def clock_paused(_case: str, fact: Fact) -> tuple[Write, ...]:
    """The leg stands still: it has no due date."""
    return (Change(CLOCKS, {"paused_at": fact.at, "due": None}, leg_key(fact.data)),)


def clock_resumed(case: str, fact: Fact) -> tuple[Write, ...]:
    """The leg runs again, with a new due date and one pause more."""
    (counted,) = clock_replanned(case, fact)
    pauses = fact.data.get("pauses")
    values: Values = {"paused_at": None, "pauses": pauses if isinstance(pauses, list) else None}
    values |= {name: value for name, value in counted.values.items() if name != "replanned_at"}
    return (Change(CLOCKS, values, leg_key(fact.data)),)


def extension_approved(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep the date that was approved."""
    return (Change(CLOCKS, {"extended_to": at(fact.data.get("until"))}, leg_key(fact.data)),)


def reminded(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep when the last reminder went out."""
    return (Change(CLOCKS, {"reminded_at": fact.at}, leg_key(fact.data)),)


def limit_breached(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Put the breach, and mark the leg."""
    data = fact.data
    row = {name: key(data.get(name)) for name in ("clock", "rule", "person", "unit")}
    found_at = at(data.get("found_at")) or fact.at
    breach = row | {
        "sequence": fact.sequence,
        "at": fact.at,
        "leg": number(data.get("leg")),
        "title": words(data.get("title")),
        "cites": words(data.get("cites")),
        "due": at(data.get("due")),
        "found_at": found_at,
        "superiors": keys(data.get("superiors")),
        "soft": flag(data.get("soft")),
        "provisional": flag(data.get("provisional")),
    }
    missed = {"breached_at": found_at, "exceeded_at": found_at, "met": False}
    return Put(BREACHES, breach), Change(CLOCKS, missed, leg_key(fact.data))


def limit_exceeded(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Mark the leg of a soft limit, which is no breach yet."""
    return (Change(CLOCKS, {"exceeded_at": fact.at}, leg_key(fact.data)),)


def leg_key(data: Mapping[str, Any]) -> Key:
    """Return the primary key of the leg that *data* names."""
    return key(data.get("clock")), number(data.get("leg"))


def _excess(what: str) -> Projection:
    def project(_case: str, fact: Fact) -> tuple[Write, ...]:
        row = {
            "sequence": fact.sequence,
            "at": fact.at,
            "clock": key(fact.data.get("clock")),
            "what": what,
            "by": key(fact.data.get("by")),
            "reason": words(fact.data.get("reason")),
            "until": at(fact.data.get("until")),
        }
        return (Put(EXCESSES, row),)

    return project


PROJECTIONS: Projections = {
    "clock_started": clock_started,
    "clock_stopped": clock_stopped,
    "clock_replanned": clock_replanned,
    "clock_paused": clock_paused,
    "clock_resumed": clock_resumed,
    "extension_approved": extension_approved,
    "reminded": reminded,
    "limit_breached": limit_breached,
    "limit_exceeded": limit_exceeded,
    "excess_explained": _excess("explained"),
    "excess_approved": _excess("approved"),
    "excess_refused": _excess("refused"),
}
