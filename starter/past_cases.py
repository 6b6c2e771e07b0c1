"""What an edition would have meant for the cases in the register: dates moved, breaches gained and lost."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.past import Compared, LegKey, compare
from cases.recorder import iso
from regulations.publishing import PublishedPack
from store.reading import CaseFilter
from store.register import Register

MOST = 100_000


async def compare_past_cases(
    published: PublishedPack, register: Register, limit: int = MOST
) -> AsyncIterator[Compared]:
    """Yield every case of the pack in the register, the newest first, counted by *published*."""
    zone = ZoneInfo(published.pack_zone())
    wanted = CaseFilter(pack=published.pack.pack, limit=limit)
    for row in await register.list_cases(wanted):
        facts = await register.facts(row.case_no)
        if not facts or row.received_at is None:
            continue
        day = row.received_at.astimezone(zone).date()
        yield compare(row.case_no, facts, published.law_as_if(day))


def as_json(found: Compared) -> dict[str, Any]:
    """Return a comparison as JSON-able data; a leg is written `answer#1`."""
    return {
        "case": found.case,
        "moved": {_leg(key): [iso(old), iso(new)] for key, (old, new) in found.moved.items()},
        "added": {_leg(key): iso(due) for key, due in found.added.items()},
        "gone": {_leg(key): iso(due) for key, due in found.gone.items()},
        "breaches_gained": [_leg(key) for key in found.gained],
        "breaches_lost": [_leg(key) for key in found.lost],
    }


def lines(found: Compared, published: PublishedPack) -> Iterator[str]:
    """Yield what would have been otherwise, for people."""
    zone = ZoneInfo(published.pack_zone())

    def at(instant: datetime) -> str:
        return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")

    for key, (old, new) in found.moved.items():
        yield f"{_leg(key)}: due {at(old)} -> {at(new)}"
    for key, due in found.added.items():
        yield f"{_leg(key)}: due {at(due)}, was not limited"
    for key, due in found.gone.items():
        yield f"{_leg(key)}: was due {at(due)}, not limited"
    for key in found.gained:
        yield f"{_leg(key)}: would have been missed"
    for key in found.lost:
        yield f"{_leg(key)}: would have been kept"


def _leg(key: LegKey) -> str:
    return f"{key[0]}#{key[1]}"
