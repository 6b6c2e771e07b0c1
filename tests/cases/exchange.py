"""The made-up exchange: a pack whose diagram uses what packs share."""

from functools import cache
from pathlib import Path
from typing import Any

from cases.opening import Registration, prepare_opening
from cases.orders import StartJob
from regulations.law import Law
from regulations.publishing import PublishedPack, publish
from starter.pack_files import read_pack
from tests.cases.driving import Course, at

EXCHANGE = Path(__file__).parent.parent / "regulations" / "packs" / "exchange"


@cache
def exchange() -> PublishedPack:
    """Return the pack, published once."""
    return publish(read_pack(EXCHANGE))


def exchange_law(**changed: Any) -> Law:
    """Return its law, with what is changed."""
    law = exchange().law(at("2026-10-13 10:00").date())
    return law.model_copy(update=changed) if changed else law


def without(*settings: str) -> Law:
    """Return its law without some settings."""
    law = exchange_law()
    left = {key: value for key, value in law.settings.items() if key not in settings}
    return law.model_copy(update={"settings": left})


def at_the_exchange(law: Law | None = None, hold: tuple[str, ...] = (), **told: Any) -> Course:
    """Return a case of Tuesday 2026-10-13, 10:00."""
    given = {
        "channel": "desk",
        "kind": "inquiry",
        "matter": "置换一册旧书",
        "requester": {"name": "张先生"},
        "first_contact": "fr-01",
        "received_at": at("2026-10-13 10:00"),
    }
    registration = Registration.model_validate(given | told)
    opening = prepare_opening(
        "ZH-1", registration, law or exchange_law(), exchange().program, at("2026-10-13 10:00")
    )
    return Course(opening, hold)


def jobs(course: Course, kind: str) -> list[StartJob]:
    """Return the jobs of a kind that were given out, in order."""
    return [each for each in course.orders if isinstance(each, StartJob) and each.type == kind]
