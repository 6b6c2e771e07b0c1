"""What a leg comes to: when it is due, what it used, whether it may stand still. Read-only."""

from datetime import UTC, datetime

from cases.case import Case, Leg
from regulations.law import Law
from regulations.limits import LimitInForce
from workdays.amount import Amount
from workdays.deadline import due
from workdays.elapsed import elapsed
from workdays.pause import Pause
from workdays.postponing import postponed


def pauses_of(leg: Leg) -> tuple[Pause, ...]:
    """Return the pauses of a leg; the last is open while it stands still."""
    ended = tuple(Pause(start, end) for start, end in leg.pauses)
    return (*ended, Pause(leg.paused_at)) if leg.paused_at else ended


def counted(leg: Leg, limit: LimitInForce, law: Law) -> tuple[datetime, bool]:
    """Return when a leg that runs is up by its amount, its pauses left out, and if provisionally."""
    found = due(
        law.work_calendar,
        leg.started_at,
        Amount.parse(leg.amount),
        limit.policy,
        pauses_of(leg),
    )
    return found.at.astimezone(UTC), found.provisional


def own_due(leg: Leg, limit: LimitInForce, law: Law) -> tuple[datetime, bool]:
    """Return when a leg that runs is up but for its cap: as extended, as named, or as counted."""
    counts = leg.until is None
    at, provisional = counted(leg, limit, law) if counts else (leg.until or leg.due, False)
    return (leg.extended_to or at), provisional


def bounded(own: datetime, cap: Leg | None) -> datetime:
    """Return *own*, or the date of the cap where that is earlier.

    A cap that is exceeded or stands still bounds nothing.
    """
    if cap is None or cap.exceeded_at is not None or cap.paused_at is not None:
        return own
    return min(own, cap.due)


def used(leg: Leg, limit: LimitInForce, law: Law, until: datetime) -> str:
    """Return the working time used from the start until *until*, in the amount's unit."""
    unit = Amount.parse(leg.amount).unit
    pauses = pauses_of(leg)
    found = elapsed(law.work_calendar, leg.started_at, until, unit, pauses, limit.policy)
    return format(round(found, 4).normalize(), "f")


def put_off(leg: Leg, limit: LimitInForce, law: Law, instant: datetime, pause: Pause) -> datetime:
    """Return an instant that was set for a leg, moved by a pause of it."""
    unit = Amount.parse(leg.amount).unit
    return postponed(law.work_calendar, instant, unit, pause, limit.policy).astimezone(UTC)


def pausable(case: Case, law: Law, ground: str, clock: str, at: datetime) -> list[str]:
    """Return the running clocks that may stand still on *ground*: *clock*, or all where it is empty.

    One that is up already has nothing left that could stand still.
    """
    return [
        key
        for key in case.clocks
        if clock in ("", key)
        and (leg := case.running(key))
        and ground in law.limits[key].pauses
        and leg.paused_at is None
        and leg.due > at
    ]


def paused(case: Case, ground: str, clock: str) -> list[str]:
    """Return the clocks that stand still, on *ground* and of the key *clock* where they are given."""
    return [
        key
        for key in case.clocks
        if clock in ("", key)
        and (leg := case.running(key))
        and leg.paused_at is not None
        and ground in ("", leg.ground)
    ]


def approver(leg: Leg | None, limit: LimitInForce, law: Law) -> str:
    """Return the post that may give a limit more time; empty where nobody may.

    Nobody grants what he asked for himself: then the post above decides, where there is one.
    """
    post = limit.extension.by if limit.extension else ""
    organisation = law.organisation
    if leg is None or not post or not leg.asked_by:
        return post
    if not organisation.same_person(leg.asked_by, post):
        return post
    return organisation.line_manager(post) or post
