"""Facts for tests: sealed chains, a whole case, and a way to break the database halfway."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event

from cases.facts import GENESIS, Fact, seal
from store.register import Register

START = datetime(2026, 10, 9, 1, 40, tzinfo=UTC)
Item = tuple[str, dict[str, Any]]

_NUMBERS = itertools.count(1)


def fresh_case() -> str:
    """Return a case number that no other test has."""
    return f"HT-20261009-{next(_NUMBERS):04d}"


def sealed(items: Sequence[Item], previous: str = GENESIS, first: int = 1) -> list[Fact]:
    """Return *items* as a chain of facts, a minute apart."""
    facts = []
    for sequence, (kind, data) in enumerate(items, start=first):
        at = START + timedelta(minutes=sequence)
        digest = seal(previous, sequence, at, kind, data, ("unit", "oversight"))
        facts.append(
            Fact(
                sequence=sequence,
                at=at,
                kind=kind,
                data=data,
                audience=("unit", "oversight"),
                digest=digest,
            )
        )
        previous = digest
    return facts


def minute(number: int) -> str:
    """Return the instant of the fact *number*, as facts spell it."""
    return (START + timedelta(minutes=number)).isoformat()


REGISTERED: Item = (
    "registered",
    {
        "pack": "hotel",
        "edition": "2026",
        "law": "l" * 64,
        "program": "p" * 64,
        "channel": "phone",
        "kind": "complaint",
        "matter": "房间没有热水",
        "requester": {"name": "某客人", "phone": "13800000000", "room": "0815"},
        "owner": {"person": "zhang", "unit": "front_office"},
        "received_at": minute(0),
        "urgency": "normal",
    },
)


def clock_started(clock: str = "transfer", leg: int = 1, **changed: Any) -> Item:
    """Return a clock that starts."""
    data = {
        "clock": clock,
        "title": "转交时限",
        "leg": leg,
        "started_at": minute(1),
        "due": minute(61),
        "amount": "1h",
        "cites": "四、3",
        "rule": "R68",
        "declared": False,
        "provisional": False,
        "person": "zhang",
        "unit": "front_office",
        "soft": False,
        "cap": None,
    }
    return ("clock_started", data | changed)


def task_opened(task: str = "transfer#1", **changed: Any) -> Item:
    """Return a task that opens."""
    data = {
        "task": task,
        "element": task.partition("#")[0],
        "label": "转交处理单",
        "unit": "front_office",
        "assignee": "zhang",
        "groups": [],
        "due": minute(61),
        "clock": "transfer",
        "outcomes": {"sent": "已转交"},
        "form": None,
    }
    return ("task_opened", data | changed)


def task_closed(task: str = "transfer#1", **changed: Any) -> Item:
    """Return a task that was done."""
    data = {"task": task, "element": "transfer", "why": "completed", "by": "zhang"}
    return ("task_closed", data | {"outcome": "sent", "data": {"to": "engineering"}} | changed)


def handover_sent(number: int = 1, **changed: Any) -> Item:
    """Return a handover that is sent."""
    data = {
        "handover": number,
        "slip": f"S{number}",
        "slip_type": "complaint_inquiry_slip",
        "from_unit": "front_office",
        "from_person": "zhang",
        "to_unit": "engineering",
        "signed_by": "zhang",
        "signed_at": minute(7),
        "reason": "属工程部职责",
        "forwarded": False,
    }
    return ("handover_sent", data | changed)


def signed(kind: str, number: int = 1, **changed: Any) -> Item:
    """Return a handover that is received, returned or forwarded."""
    data = {"handover": number, "unit": "engineering", "signed_by": "li", "signed_at": minute(9)}
    return (kind, data | changed)


BREACH: dict[str, Any] = {
    "clock": "transfer",
    "leg": 1,
    "title": "转交时限",
    "due": minute(61),
    "found_at": minute(62),
    "rule": "R68",
    "cites": "四、3",
    "person": "zhang",
    "unit": "front_office",
    "superiors": ["front_manager", "deputy_gm"],
    "soft": False,
    "provisional": False,
}

WHOLE_CASE: tuple[Item, ...] = (
    REGISTERED,
    ("stage_entered", {"stage": "受理"}),
    task_opened(),
    clock_started(),
    ("trace", {"steps": [["entered", "transfer", 1]]}),
    task_closed(),
    handover_sent(),
    ("clock_stopped", {"clock": "transfer", "leg": 1, "used": "0.1", "met": True}),
    clock_started("answer", due=minute(600), person="li", unit="engineering", amount="1wd"),
    signed("handover_received", handler="li"),
    ("escalated", {"level": 1, "to": "quality", "reason": "久拖", "conflict": True}),
    ("limit_breached", BREACH | {"clock": "answer"}),
    ("excess_explained", {"clock": "answer", "reason": "等配件"}),
    ("incident_raised", {"incident": "i#1", "element": "answer", "message": "没有可走的分支"}),
    ("incident_resolved", {"incident": "i#1", "by": "operator"}),
    ("answered", {"answer": "已修好", "by": "li", "unit": "engineering", "definite": True}),
    ("clock_stopped", {"clock": "answer", "leg": 1, "used": "0.5", "met": False}),
    ("follow_up", {"round": 1, "attempt": 1, "reached": True, "verified": True, "by": "zhang"}),
    ("something_new", {"nobody": "projects it"}),
    ("closed", {"outcome": "resolved"}),
)


class Cut(RuntimeError):
    """The database went away in the middle."""


def writing_engine(register: Register) -> Engine:
    """Return the engine whose statements write."""
    return register.transactions._file or register.engine.sync_engine


@contextmanager
def cut_after(register: Register, statements: int) -> Iterator[list[str]]:
    """Let so many writing statements through, then fail; give the list of those let through."""
    passed: list[str] = []

    def count(_on: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if len(passed) >= statements:
            raise Cut("cut off")
        passed.append(statement)

    engine = writing_engine(register)
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield passed
    finally:
        event.remove(engine, "before_cursor_execute", count)
