"""The case itself: whose it is, where it stands, how it ended; and the requester, kept apart."""

from typing import Any

from cases.facts import Fact
from store.projections.clocks import basis, leg_key
from store.projections.details import instant as at
from store.projections.details import key, part, words
from store.projections.writes import Change, Projections, Put, Write
from store.tables import CASES, CLOCKS, REQUESTERS

KNOWN_OF_REQUESTER = ("name", "phone", "email", "address", "unit")


def registered(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Put the case and its requester."""
    data = fact.data
    owner = part(data.get("owner"))
    keyed = ("pack", "edition", "law", "program", "channel", "kind", "urgency")
    case = {name: key(data.get(name)) for name in keyed} | {
        "matter": words(data.get("matter")),
        "owner_person": key(owner.get("person")),
        "owner_unit": key(owner.get("unit")),
        "handler": key(owner.get("person")),
        "unit": key(owner.get("unit")),
        "received_at": at(data.get("received_at")),
        "registered_at": fact.at,
        "round": 1,
    }
    return Put(CASES, case), _requester(data)


def _requester(data: dict[str, Any]) -> Put:
    """Put who asks, how they want to be reached, and for whom an agent acts."""
    requester = part(data.get("requester"))
    row: dict[str, object] = {name: words(requester.get(name)) for name in KNOWN_OF_REQUESTER}
    row["other"] = {
        name: value for name, value in requester.items() if name not in KNOWN_OF_REQUESTER
    } | {name: data[name] for name in ("preferred_contact", "on_behalf_of") if data.get(name)}
    return Put(REQUESTERS, row)


def stage_entered(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep the stage."""
    return (Change(CASES, {"stage": key(fact.data.get("stage"))}),)


def handler_named(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep who handles the case now, and in which unit where it is said."""
    values = {"handler": key(fact.data.get("handler"))}
    if fact.data.get("unit") is not None:
        values["unit"] = key(fact.data["unit"])
    return (Change(CASES, values),)


def ownership_accepted(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep the new owner; the case lies with them, and with the handler they have."""
    to = part(fact.data.get("to"))
    values = {
        "owner_person": key(to.get("person")),
        "owner_unit": key(to.get("unit")),
        "unit": key(to.get("unit")),
        "handler": key(fact.data.get("handler") or to.get("person")),
    }
    return (Change(CASES, values),)


def graded(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep how difficult the matter is."""
    return (Change(CASES, {"difficulty": key(fact.data.get("difficulty"))}),)


def edition_changed(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep the edition, the law and the program the case goes on under, and so do its running legs."""
    keyed = {"edition": "new", "law": "law", "program": "program"}
    told = fact.data.get("clocks")
    legs = told if isinstance(told, list) else []
    return (
        Change(CASES, {name: key(fact.data.get(told)) for name, told in keyed.items()}),
        *(Change(CLOCKS, basis(part(leg)), leg_key(part(leg))) for leg in legs),
    )


def closed(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep when and how the case ended."""
    return (Change(CASES, {"closed_at": fact.at, "outcome": key(fact.data.get("outcome"))}),)


PROJECTIONS: Projections = {
    "registered": registered,
    "stage_entered": stage_entered,
    "handler_named": handler_named,
    "ownership_accepted": ownership_accepted,
    "passed_to_superior": handler_named,
    "lead_named": handler_named,
    "graded": graded,
    "edition_changed": edition_changed,
    "closed": closed,
}
