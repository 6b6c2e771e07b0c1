"""One watch for all clocks: what the process is told of next, and what it was told of already.

Soft limits are left out of the breaches ahead: what follows from them is drawn limit by limit.
"""

from datetime import datetime, timedelta

from bpmn.instance import Activation
from cases.case import Leg
from cases.clocks import Clocks


def due_next(clocks: Clocks) -> datetime | None:
    """Return when the process is next told of a breach; None where nothing is ahead.

    A timer does not go off twice for one instant, and two breaches may be found at the same one:
    each that waits has an instant of its own, no later than it was found.
    """
    case, limits = clocks.case, clocks.law.limits
    found = [
        breach.found_at - timedelta(microseconds=number)
        for number, breach in enumerate(case.breaches)
        if not breach.taken_up
    ]
    ahead = [
        leg.due
        for key, leg in running(clocks)
        if leg.exceeded_at is None and limits[key].judged and not limits[key].soft
    ]
    return min((*found, *ahead), default=None)


def overdue(clocks: Clocks) -> list[str]:
    """Return the keys of breaches that the process was not told of yet, oldest first."""
    return [breach.clock for breach in clocks.case.breaches if not breach.taken_up]


def superiors_of(clocks: Clocks, key: str) -> list[str]:
    """Return the posts above the unit that answers for the latest breach of *key*."""
    missed = (breach for breach in reversed(clocks.case.breaches) if breach.clock == key)
    found = next(missed, None)
    return list(found.superiors) if found else []


def reminder_next(clocks: Clocks) -> datetime | None:
    """Return when the next reminder goes out; None where none does."""
    instants = [
        at
        for key, leg in running(clocks)
        if not leg.reminder_taken_up and (at := clocks.reminder(key))
    ]
    return min(instants, default=None)


def reminding(clocks: Clocks) -> list[str]:
    """Return the keys of limits whose reminder is out and that the process was not told of yet."""
    return [
        key
        for key, leg in running(clocks)
        if leg.reminded_at is not None and not leg.reminder_taken_up
    ]


def clock_at(clocks: Clocks, at: datetime) -> str:
    """Return the key of the clock that runs out, or reminds, at *at*; empty where none does."""
    found = (key for key, leg in running(clocks) if at in (leg.due, clocks.reminder(key)))
    return next(found, "")


def take_up(clocks: Clocks, key: str, *, reminder: bool) -> None:
    """The process was told of a limit's reminder, or of its oldest breach."""
    case = clocks.case
    waiting = (each for each in case.breaches if each.clock == key and not each.taken_up)
    if reminder:
        leg = case.running(key)
        if leg:
            leg.reminder_taken_up = True
    elif breach := next(waiting, None):
        breach.taken_up = True
    clocks.moved += 1


def recorded(clocks: Clocks, key: str) -> None:
    """The job that brings the oldest breach of *key* to account was given out."""
    waiting = (each for each in clocks.case.breaches if each.clock == key and not each.recorded)
    if breach := next(waiting, None):
        breach.recorded = True


def told_of(activation: Activation | None, key: str) -> list[str]:
    """Return the clocks of which the process is told by a job about *key*.

    A job that goes through a list is told of the whole list by its first turn, and of nothing new by
    the others: what is waiting for its turn would set the watch off a second time.
    """
    while activation is not None:
        body = activation.scope.body if activation.scope else None
        if activation.item and body and body.items and key in body.items:
            return [str(item) for item in body.items] if activation.item == 1 else []
        activation = activation.scope
    return [key]


def running(clocks: Clocks) -> list[tuple[str, Leg]]:
    """Return the clocks that run and do not stand still, by key."""
    case = clocks.case
    legs = ((key, case.running(key)) for key in case.clocks)
    return [(key, leg) for key, leg in legs if leg and leg.paused_at is None]
