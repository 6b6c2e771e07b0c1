"""Past cases under another edition: the same events at the same times, counted by another law.

What people did is taken as it was. They might have done otherwise under other limits; what is
compared is only when things would have been due, and what would have been late.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cases.case import Case
from cases.clocks import Clocks
from cases.facts import Fact
from cases.recorder import Recorder
from regulations.law import Law
from regulations.vocabulary import EVENTS

LegKey = tuple[str, int]
_NO_EVENT = ("forwarded", "also", "stopped")
"""What marks a fact of an event's kind that is no event itself: the forwarding, the first pause is."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A past case, as it was and as it would have been.

    Attributes:
        moved: legs due at another time: what it was, what it would have been.
        added, gone: legs that only the other edition, or only the case itself, has.
        gained, lost: legs that would have been missed and were not, and the other way round.
    """

    case: str
    moved: Mapping[LegKey, tuple[datetime, datetime]]
    added: Mapping[LegKey, datetime]
    gone: Mapping[LegKey, datetime]
    gained: tuple[LegKey, ...]
    lost: tuple[LegKey, ...]

    @property
    def same(self) -> bool:
        """Whether nothing would have been otherwise."""
        return not (self.moved or self.added or self.gone or self.gained or self.lost)


def compare(number: str, facts: Sequence[Fact], law: Law) -> Compared:
    """Return how a case with these *facts* would have run under *law*.

    Args:
        number: the case.
        facts: all of them, in order.
        law: the other edition's, as if it had governed the case.
    """
    was, missed = _recorded(facts)
    case = counted_by(number, facts, law)
    now = {(key, leg.number): leg.due for key, legs in case.clocks.items() for leg in legs}
    found = {(breach.clock, breach.leg) for breach in case.breaches}
    return Compared(
        case=number,
        moved={key: (was[key], now[key]) for key in now if key in was and was[key] != now[key]},
        added={key: due for key, due in now.items() if key not in was},
        gone={key: due for key, due in was.items() if key not in now},
        gained=tuple(sorted(key for key in found if key not in missed)),
        lost=tuple(sorted(key for key in missed if key not in found)),
    )


def counted_by(number: str, facts: Sequence[Fact], law: Law) -> Case:
    """Return the clocks and breaches of a case with these *facts*, counted by *law*."""
    case = _registered(number, facts[0].data, law)
    recorder = Recorder(case, law)
    clocks = Clocks(case, law, recorder)
    for fact in facts:
        if fact.kind in EVENTS:
            at = case.received_at if fact.kind == "registered" else fact.at
            clocks.check(at, at)
            _take_over(case, clocks, fact)
            if not any(fact.data.get(name) for name in _NO_EVENT):
                clocks.happened(fact.kind, at, fact.data)
    if case.closed_at is None and facts:
        clocks.check(facts[-1].at, facts[-1].at)
    recorder.take()
    return case


def _recorded(facts: Sequence[Fact]) -> tuple[dict[LegKey, datetime], set[LegKey]]:
    dues: dict[LegKey, datetime] = {}
    missed: set[LegKey] = set()
    for fact in facts:
        data = fact.data
        if fact.kind == "clock_started":
            dues[data["clock"], data["leg"]] = _instant(data["due"])
        elif fact.kind in {"clock_replanned", "clock_resumed"} and data.get("new_due"):
            dues[data["clock"], data["leg"]] = _instant(data["new_due"])
        elif fact.kind == "limit_breached" and (data["clock"], data["leg"]) in dues:
            missed.add((data["clock"], data["leg"]))
    return dues, missed


def _registered(number: str, data: Mapping[str, Any], law: Law) -> Case:
    owner = data["owner"]
    return Case(
        number=number,
        pack=law.pack,
        edition=law.edition,
        channel=data["channel"],
        kind=data["kind"],
        urgency=data.get("urgency", ""),
        matter="",
        requester={},
        received_at=_instant(data["received_at"]),
        owner=owner["person"],
        owner_unit=owner["unit"],
        unit=owner["unit"],
        subject=data.get("subject", ""),
        appointment=_instant(data["appointment"]) if data.get("appointment") else None,
    )


def _take_over(case: Case, clocks: Clocks, fact: Fact) -> None:
    """Let the case be as the fact says, as far as limits depend on it."""
    data, kind = fact.data, fact.kind
    if kind in {"handover_sent", "handover_returned"}:
        case.unit, case.handler = data["to_unit"], ""
    elif kind in {"handler_named", "handover_received"} and data.get("handler"):
        case.handler = data["handler"]
    elif kind == "reopened":
        case.unit, case.handler = data.get("unit") or case.unit, data.get("handler") or ""
    elif kind == "graded":
        case.difficulty = data["difficulty"]
        clocks.regrade(fact.at)
    elif kind in {"excess_approved", "extension_approved"} and data.get("until"):
        if data["clock"] in clocks.law.limits:
            clocks.extend(data["clock"], _instant(data["until"]), fact.at)
    elif kind == "clock_paused" and data.get("clock") in clocks.law.limits:
        clocks.pause(data["clock"], data["ground"], fact.at, {})
    elif kind == "clock_resumed" and data.get("clock") in clocks.law.limits:
        clocks.resume(data["clock"], fact.at, {})
    elif kind == "excess_refused" and data.get("clock") in clocks.law.limits:
        clocks.refuse_excess(data["clock"], fact.at)
    elif kind == "closed":
        case.closed_at = fact.at
        clocks.stop_all(fact.at)


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)
