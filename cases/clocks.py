"""Clocks: the law runs them, on domain events; nothing here waits.

A clock has legs. A leg starts on an event that the limit names and stops on another; it is due by
its own amount or by its cap, whichever is earlier. What was used is measured when it stops.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cases.case import Breach, Case, Leg
from cases.recorder import Recorder, instant_of, iso
from regulations.conduct import Count
from regulations.law import Law
from regulations.limits import LimitInForce
from regulations.vocabulary import BREACHED
from workdays.amount import Amount
from workdays.deadline import due as count_due
from workdays.elapsed import elapsed


class Clocks:
    """The clocks of one case under its law."""

    def __init__(self, case: Case, law: Law, recorder: Recorder) -> None:
        self.case = case
        self.law = law
        self.recorder = recorder
        self.moved = 0
        """How often a clock was started, stopped or counted anew: timers that refer to one follow."""

    def happened(self, event: str, at: datetime, data: Mapping[str, Any] | None = None) -> None:
        """Stop, then start the legs that *event* stops and starts; *data* is what it brought."""
        for key in self.law.stops(event):
            self._stop(key, at)
        for key in self.law.starts(event):
            self._stop(key, at)
            self._start(key, at, data or {})

    def stop_all(self, at: datetime) -> None:
        """Stop every leg that still runs: the case is over."""
        for key in self.case.clocks:
            self._stop(key, at)

    def due(self, key: str) -> datetime | None:
        """Return when the running leg is up, or None where none runs."""
        leg = self.case.running(key)
        return leg.due if leg else None

    def reminder(self, key: str) -> datetime | None:
        """Return when the running leg's reminder goes out; None where it would come before the start."""
        leg = self.case.running(key)
        before = self.law.remind_before(key) if leg else None
        if leg is None or before is None:
            return None
        at = count_due(self.law.work_calendar, leg.due, before).at.astimezone(UTC)
        return at if at > leg.started_at else None

    def due_next(self) -> datetime | None:
        """Return when the process is next told of a breach; None where nothing is ahead.

        Soft limits are left out: what follows from them is drawn limit by limit.
        """
        found = [breach.found_at for breach in self.case.breaches if not breach.taken_up]
        ahead = [
            leg.due
            for key in self.case.clocks
            if (leg := self.case.running(key))
            and leg.exceeded_at is None
            and leg.paused_at is None
            and self.law.limits[key].judged
            and not self.law.limits[key].soft
        ]
        return min((*found, *ahead), default=None)

    def overdue(self) -> list[str]:
        """Return the keys of breaches that the process was not told of yet, oldest first."""
        return [breach.clock for breach in self.case.breaches if not breach.taken_up]

    def reminder_next(self) -> datetime | None:
        """Return when the next reminder goes out; None where none does."""
        instants = [
            at
            for key in self.case.clocks
            if (leg := self.case.running(key))
            and not leg.reminder_taken_up
            and (at := self.reminder(key))
        ]
        return min(instants, default=None)

    def reminding(self) -> list[str]:
        """Return the keys of limits whose reminder is out and that the process was not told of yet."""
        return [
            key
            for key in self.case.clocks
            if (leg := self.case.running(key)) and leg.reminded_at and not leg.reminder_taken_up
        ]

    def take_up(self, key: str, *, reminder: bool) -> None:
        """The process was told of a limit's reminder, or of its oldest breach."""
        if reminder:
            leg = self.case.running(key)
            if leg:
                leg.reminder_taken_up = True
        else:
            breach = next(
                (each for each in self.case.breaches if each.clock == key and not each.taken_up),
                None,
            )
            if breach:
                breach.taken_up = True
        self.moved += 1

    def check(self, until: datetime, now: datetime) -> None:
        """Record the reminders and breaches that came about by *until*, found *now*, in order."""
        running = [(key, leg) for key in self.case.clocks if (leg := self.case.running(key))]
        for key, leg in sorted(running, key=lambda one: (one[1].due, self._cap_first(one[0]))):
            if leg.stopped_at is None:  # an earlier breach of this loop may have stopped it
                self._check_leg(key, leg, until, now)

    def regrade(self, at: datetime) -> None:
        """Count running legs anew after the case's difficulty was graded."""
        for key, limit in self.law.limits.items():
            leg = self.case.running(key)
            if (
                leg
                and leg.until is None
                and limit.grades
                and leg.amount != str(limit.amount(self.case.difficulty, self.case.subject))
            ):
                leg.amount = str(limit.amount(self.case.difficulty, self.case.subject))
                self._recount(key, leg, at, "")

    def replan(self, at: datetime, notice: str) -> None:
        """Count every running leg anew after the calendar changed; stopped legs stay as they are."""
        for key in sorted(self.case.clocks, key=self._cap_first):
            leg = self.case.running(key)
            if leg:
                self._recount(key, leg, at, notice)

    def adopt(self, at: datetime, notice: str) -> None:
        """Count running legs by a law that is new to them; one whose limit is no more ends."""
        for key in sorted(self.case.clocks, key=self._cap_first):
            leg, limit = self.case.running(key), self.law.limits.get(key)
            if leg is None or limit is None:
                continue
            if not limit.starts_on:
                self._stop(key, at)
                continue
            leg.amount = str(limit.amount(self.case.difficulty, self.case.subject))
            self._recount(key, leg, at, notice)

    def extend(self, key: str, until: datetime, at: datetime) -> None:
        """Move a running leg's due date to *until*, and what it bounds."""
        leg = self.case.running(key)
        if leg is None:
            return
        leg.extended_to = until
        self._recount(key, leg, at, "")
        self._release(key, at)

    def refuse_excess(self, key: str, at: datetime) -> None:
        """An excess of a soft limit was not approved: a breach after all, unless it is none any more."""
        legs = self.case.clocks.get(key)
        if legs and legs[-1].breached_at is None and legs[-1].due <= at:
            self._breach(key, self.law.limits[key], legs[-1], at)

    def answerable(self, limit: LimitInForce | Count) -> tuple[str, str]:
        """Return person (staff or post key) and unit who answer for a limit or a count now."""
        case = self.case
        if limit.responsible == "owner":
            return case.owner, case.owner_unit
        unit = self.law.organisation.units.get(case.unit)
        head = unit.head if unit else ""
        if limit.responsible == "handler" and case.handler:
            return case.handler, case.unit
        if limit.responsible == "handler" and case.unit == case.owner_unit:
            return case.owner, case.unit
        return head or case.unit, case.unit

    def _cap_first(self, key: str) -> tuple[bool, str]:
        limit = self.law.limits.get(key)
        return (limit is None or limit.kind != "cap", key)

    def _start(self, key: str, at: datetime, data: Mapping[str, Any]) -> None:
        limit = self.law.limits[key]
        amount = limit.amount(self.case.difficulty, self.case.subject)
        until = self._until(limit, at, data)
        own, provisional = (until, False) if until else self._count(limit, at, amount)
        legs = self.case.clocks.setdefault(key, [])
        person, unit = self.answerable(limit)
        leg = Leg(
            number=len(legs) + 1,
            started_at=at,
            amount=str(amount),
            due=self._bounded(limit, own),
            own_due=own,
            provisional=provisional,
            person=person,
            unit=unit,
            until=until,
        )
        legs.append(leg)
        self.moved += 1
        entry = limit.entry(self.case.difficulty, self.case.subject)
        self.recorder.record(
            "clock_started",
            at,
            clock=key,
            title=limit.title,
            leg=leg.number,
            started_at=iso(at),
            due=iso(leg.due),
            amount=leg.amount,
            cites=entry.cites,
            rule=entry.rule,
            declared=entry.declared,
            provisional=provisional,
            person=person,
            unit=unit,
            soft=limit.soft,
            judged=limit.judged,
            cap=limit.within or None,
            **({"until": iso(until)} if until else {}),
        )

    def _until(
        self, limit: LimitInForce, at: datetime, data: Mapping[str, Any]
    ) -> datetime | None:
        """Return the instant that the starting event names; None where the amount counts."""
        if not limit.until:
            return None
        named = instant_of(data.get(limit.until))
        if named is None and limit.until == "appointment":
            named = self.case.appointment
        return named.replace(microsecond=0) if named and named > at else None

    def _stop(self, key: str, at: datetime) -> None:
        leg = self.case.running(key)
        if leg is None:
            return
        self._check_leg(key, leg, at, at)
        amount = Amount.parse(leg.amount)
        used = elapsed(self.law.work_calendar, leg.started_at, at, amount.unit)
        self.moved += 1
        leg.stopped_at, leg.used = at, format(round(used, 4).normalize(), "f")
        person, unit = self.answerable(self.law.limits[key])
        self.recorder.record(
            "clock_stopped",
            at,
            clock=key,
            leg=leg.number,
            used=leg.used,
            unit_of_use=amount.unit.value,
            met=leg.breached_at is None,
            person=person,
            unit=unit,
        )

    def _check_leg(self, key: str, leg: Leg, until: datetime, now: datetime) -> None:
        limit = self.law.limits[key]
        reminder = self.reminder(key) if leg.reminded_at is None else None
        if reminder is not None and reminder <= until:
            leg.reminded_at = now
            self.recorder.record("reminded", now, clock=key, leg=leg.number, due=iso(leg.due))
        if leg.due > until or leg.exceeded_at is not None or not limit.judged:
            return
        leg.exceeded_at = now
        self._release(key, now)
        if limit.soft:
            self.recorder.record(
                "limit_exceeded",
                now,
                clock=key,
                leg=leg.number,
                title=limit.title,
                due=iso(leg.due),
            )
            self.happened(BREACHED + key, leg.due)
        else:
            self._breach(key, limit, leg, now)

    def _breach(self, key: str, limit: LimitInForce, leg: Leg, now: datetime) -> None:
        leg.breached_at = now
        leg.exceeded_at = leg.exceeded_at or now
        person, unit = self.answerable(limit)
        superiors = tuple(post for post in self.law.organisation.superiors(unit) if post != person)
        entry = limit.entry(self.case.difficulty, self.case.subject)
        breach = Breach(
            clock=key,
            leg=leg.number,
            title=limit.title,
            due=leg.due,
            found_at=now,
            rule=entry.rule,
            cites=entry.cites,
            person=person,
            unit=unit,
            superiors=superiors,
            provisional=leg.provisional,
        )
        self.case.breaches.append(breach)
        self.recorder.record(
            "limit_breached",
            now,
            clock=key,
            leg=leg.number,
            title=limit.title,
            due=iso(leg.due),
            found_at=iso(now),
            rule=entry.rule,
            cites=entry.cites,
            person=person,
            unit=unit,
            superiors=list(superiors),
            soft=limit.soft,
            provisional=leg.provisional,
        )
        if not limit.soft:  # what follows is counted from the due date, however late it was found
            self.happened(BREACHED + key, leg.due)

    def _count(
        self, limit: LimitInForce, start: datetime, amount: Amount
    ) -> tuple[datetime, bool]:
        counted = count_due(self.law.work_calendar, start, amount, limit.policy)
        return counted.at.astimezone(UTC), counted.provisional

    def _bounded(self, limit: LimitInForce, own: datetime) -> datetime:
        """A cap bounds a leg until it is exceeded itself; from then on the leg has its own date."""
        cap = self.case.running(limit.within) if limit.within else None
        return min(own, cap.due) if cap and cap.exceeded_at is None else own

    def _release(self, cap: str, at: datetime) -> None:
        """A cap is exceeded: the legs it bounded are tracked by their own dates."""
        for key, limit in self.law.limits.items():
            leg = self.case.running(key)
            if leg and limit.within == cap:
                self._recount(key, leg, at, "")

    def _recount(self, key: str, leg: Leg, at: datetime, notice: str) -> None:
        limit, old, provisional = self.law.limits[key], leg.due, leg.provisional
        leg.own_due, leg.provisional = (
            (leg.until, False)
            if leg.until
            else self._count(limit, leg.started_at, Amount.parse(leg.amount))
        )
        if leg.extended_to:
            leg.own_due = leg.extended_to
        leg.due = self._bounded(limit, leg.own_due)
        if (old, provisional) == (leg.due, leg.provisional):
            return
        if old != leg.due:
            self.moved += 1
            if leg.due > at:
                leg.exceeded_at = leg.reminded_at = None
        self.recorder.record(
            "clock_replanned",
            at,
            clock=key,
            leg=leg.number,
            old_due=iso(old),
            new_due=iso(leg.due),
            amount=leg.amount,
            provisional=leg.provisional,
            notice=notice,
        )
