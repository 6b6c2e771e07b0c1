"""What is recorded of clocks."""

from datetime import datetime
from typing import Any

from cases.case import Breach, Case, Leg
from cases.recorder import Recorder, iso
from regulations.limits import LimitInForce
from workdays.amount import Amount


def started(recorder: Recorder, key: str, leg: Leg, limit: LimitInForce) -> None:
    """A leg began to run."""
    recorder.record(
        "clock_started",
        leg.started_at,
        clock=key,
        title=limit.title,
        leg=leg.number,
        started_at=iso(leg.started_at),
        due=iso(leg.due),
        amount=leg.amount,
        **basis(recorder.case, limit),
        provisional=leg.provisional,
        person=leg.person,
        unit=leg.unit,
        **({"until": iso(leg.until)} if leg.until else {}),
    )


def basis(case: Case, limit: LimitInForce) -> dict[str, Any]:
    """Return what a limit stands on in *case*, and of what kind it is."""
    entry = limit.entry(case.difficulty, case.subject)
    return {
        "cites": entry.cites,
        "rule": entry.rule,
        "declared": entry.declared,
        "soft": limit.soft,
        "judged": limit.judged,
        "cap": limit.within or None,
    }


def stopped(recorder: Recorder, key: str, leg: Leg, at: datetime, who: tuple[str, str]) -> None:
    """A leg ended; *who* is the person and the unit that answer for it."""
    recorder.record(
        "clock_stopped",
        at,
        clock=key,
        leg=leg.number,
        used=leg.used,
        unit_of_use=Amount.parse(leg.amount).unit.value,
        met=leg.breached_at is None,
        person=who[0],
        unit=who[1],
    )


def replanned(
    recorder: Recorder, key: str, leg: Leg, at: datetime, *, old_due: datetime, notice: str
) -> None:
    """A leg was counted anew."""
    recorder.record(
        "clock_replanned",
        at,
        clock=key,
        leg=leg.number,
        old_due=iso(old_due),
        new_due=iso(leg.due),
        amount=leg.amount,
        provisional=leg.provisional,
        notice=notice,
    )


def paused(
    recorder: Recorder, key: str, leg: Leg, limit: LimitInForce, said: dict[str, Any]
) -> None:
    """A leg stands still from now on; *said* is what was said about it."""
    ground = limit.pauses[leg.ground]
    data = said | {
        "clock": key,
        "leg": leg.number,
        "title": limit.title,
        "ground": leg.ground,
        "ground_title": ground.title,
        "cites": ground.cites,
        "rule": ground.rule,
        "declared": ground.declared,
        "due": iso(leg.due),
    }
    recorder.record("clock_paused", leg.paused_at or leg.started_at, **data)


def resumed(
    recorder: Recorder,
    key: str,
    leg: Leg,
    at: datetime,
    *,
    old_due: datetime,
    said: dict[str, Any],
) -> None:
    """A leg runs again; `pauses` are all of its pauses, from and to."""
    data = said | {
        "clock": key,
        "leg": leg.number,
        "old_due": iso(old_due),
        "new_due": iso(leg.due),
        "amount": leg.amount,
        "provisional": leg.provisional,
        "pauses": [[iso(start), iso(end)] for start, end in leg.pauses],
    }
    recorder.record("clock_resumed", at, **data)


def exceeded(recorder: Recorder, key: str, leg: Leg, limit: LimitInForce, now: datetime) -> None:
    """A soft limit is exceeded."""
    recorder.record(
        "limit_exceeded", now, clock=key, leg=leg.number, title=limit.title, due=iso(leg.due)
    )


def breached(recorder: Recorder, breach: Breach, *, soft: bool, **told: Any) -> None:
    """A limit was missed, or a count exceeded; *told* is what else there is to say of it."""
    recorder.record(
        "limit_breached",
        breach.found_at,
        clock=breach.clock,
        leg=breach.leg,
        title=breach.title,
        due=iso(breach.due),
        found_at=iso(breach.found_at),
        rule=breach.rule,
        cites=breach.cites,
        person=breach.person,
        unit=breach.unit,
        superiors=list(breach.superiors),
        soft=soft,
        provisional=breach.provisional,
        **told,
    )


def reminded(recorder: Recorder, key: str, leg: Leg, now: datetime) -> None:
    """A reminder is out."""
    recorder.record("reminded", now, clock=key, leg=leg.number, due=iso(leg.due))
