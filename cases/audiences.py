"""One case as each audience may see it: each fact says for whom it is, as the pack decided.

The requester sees what is theirs, one contact, and nothing of who signed what inside. The public sees
how often something happened, nothing of the matter and nobody's name.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.facts import Fact
from regulations.law import Law

CONTACT = "contact"
"""Setting of a pack that says how its first-contact owners are reached."""
_INSIDE = frozenset(
    [
        "also_asked",
        "assignee",
        "by",
        "delegate",
        "first_contact",
        "from_person",
        "handler",
        "investigator",
        "law",
        "person",
        "program",
        "proposed_by",
        "signature",
        "signed_by",
        "stand_in",
        "superiors",
    ]
)
"""What a fact names for those inside alone: who acted, and under which digest."""


def audience_view(
    case: str, law: Law, facts: Sequence[Fact], audience: str
) -> Mapping[str, object]:
    """Return *case* as *audience* may see it.

    Args:
        case: case number.
        law: the law it runs under, for titles.
        facts: all its facts, in order.
        audience: `requester`, `unit`, `oversight` or `public`.
    """
    seen = [fact for fact in facts if audience in fact.audience]
    if audience == "public":
        counts = Counter(fact.kind for fact in seen)
        return {"title": law.title, "state": _state(facts), "counts": dict(sorted(counts.items()))}
    if audience == "requester":
        return {
            "case": case,
            "title": law.title,
            "state": _state(facts),
            **_for_requester(law, facts, seen),
            "facts": [_fact(fact, law, _outside(fact)) for fact in seen],
        }
    return {
        "case": case,
        "title": law.title,
        "state": _state(facts),
        "facts": [_fact(fact, law, fact.data) for fact in seen],
    }


def _state(facts: Sequence[Fact]) -> str:
    ends = [fact.kind for fact in facts if fact.kind in {"closed", "reopened"}]
    return "closed" if ends[-1:] == ["closed"] else "open"


def _for_requester(law: Law, facts: Sequence[Fact], seen: Sequence[Fact]) -> dict[str, object]:
    """Return what a requester asks: whom to reach, by when, how far, and which units in what order."""
    promised = _latest(seen, "promised")
    order = _latest(seen, "units_told")
    return {
        "contact": _contact(law, facts, seen),
        "promised_at": _local(promised["promised_at"], law) if promised else None,
        "progress": [
            {"at": _local(fact.at, law), "progress": fact.data.get("progress")}
            for fact in seen
            if fact.kind == "progress_reported"
        ],
        "units": [law.organisation.label(str(unit)) for unit in order.get("units", ())],
    }


def _contact(law: Law, facts: Sequence[Fact], seen: Sequence[Fact]) -> dict[str, object]:
    """Return the one contact: the owner's unit, and how it is reached."""
    owner = _latest(facts, "registered").get("owner", {})
    owner = _latest(facts, "ownership_accepted").get("to", owner)
    setting = law.settings.get(CONTACT)
    given = [fact.data.get("contact") for fact in seen if fact.kind == "contact_given"]
    return {
        "unit": law.organisation.label(str(owner.get("unit") or "")),
        "reach": setting.value if setting else "、".join(law.registration.channels.values()),
        "given": given,
    }


def _latest(facts: Sequence[Fact], kind: str) -> Mapping[str, Any]:
    return next((fact.data for fact in reversed(facts) if fact.kind == kind), {})


def _outside(fact: Fact) -> Mapping[str, Any]:
    """Return a fact's data without who acted inside; of its owner the unit alone."""
    hidden = _INSIDE if fact.kind == "registered" else _INSIDE | {"on_behalf_of"}
    data = {name: value for name, value in fact.data.items() if name not in hidden}
    if isinstance(data.get("owner"), str):  # the person's key, without the unit
        del data["owner"]
    for name in ("owner", "from", "to"):
        if isinstance(data.get(name), Mapping):
            data[name] = {"unit": data[name].get("unit")}
    return data


def _fact(fact: Fact, law: Law, data: Mapping[str, Any]) -> dict[str, object]:
    return {"at": _local(fact.at, law), "kind": fact.kind, "data": dict(data)}


def _local(instant: datetime | str, law: Law) -> str:
    at = instant if isinstance(instant, datetime) else datetime.fromisoformat(instant)
    return at.astimezone(ZoneInfo(law.calendar.zone)).isoformat(timespec="seconds")
