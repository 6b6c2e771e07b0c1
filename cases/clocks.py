"""Clocks: the law runs them, on domain events; nothing here waits.

A clock has legs. A leg starts on an event that the limit names and stops on another; it is due by
its own amount or by its cap, whichever is earlier. What was used is measured when it stops.
While a leg stands still it is due never; once it runs again it is counted anew without the pause.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cases import clock_facts, legs
from cases.case import Breach, Case, Leg
from cases.recorder import Recorder, instant_of
from regulations.conduct import Count
from regulations.law import Law
from regulations.limits import LimitInForce
from regulations.vocabulary import APPOINTMENT, BREACHED
from workdays.deadline import due as count_due
from workdays.pause import Pause


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
        for key in self._begun(event, at, data or {}):
            self._stop(key, at)
            self._start(key, at, data or {})

    def stop_all(self, at: datetime) -> None:
        """Stop every leg that still runs: the case is over."""
        for key in self.case.clocks:
            self._stop(key, at)

    def due(self, key: str) -> datetime | None:
        """Return when the running leg is up, or None where none runs or it stands still."""
        leg = self.case.running(key)
        return leg.due if leg and leg.paused_at is None else None

    def reminder(self, key: str) -> datetime | None:
        """Return when the running leg's reminder goes out; None where it would come before the start."""
        leg = self.case.running(key)
        before = self.law.remind_before(key) if leg else None
        if leg is None or before is None or leg.paused_at is not None:
            return None
        at = count_due(self.law.work_calendar, leg.due, before).at.astimezone(UTC)
        return at if at > leg.started_at else None

    def behind(self, now: datetime) -> bool:
        """Whether a breach came about by *now* that nobody found yet: no timer need wait for it."""
        return any(
            leg.due <= now and leg.exceeded_at is None and self.law.limits[key].judged
            for key in self.case.clocks
            if (leg := self.case.running(key)) and leg.paused_at is None
        )

    def check(self, until: datetime, now: datetime) -> None:
        """Record the reminders and breaches that came about by *until*, found *now*, in order."""
        running = [(key, leg) for key in self.case.clocks if (leg := self.case.running(key))]
        for key, leg in sorted(running, key=lambda one: (one[1].due, self._cap_first(one[0]))):
            if leg.stopped_at is None and leg.paused_at is None:  # a breach may have stopped it
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

    def pause(self, key: str, ground: str, at: datetime, said: Mapping[str, Any]) -> None:
        """Let a running leg stand still on a ground that its limit lists; *said* goes into the fact."""
        leg, limit = self.case.running(key), self.law.limits[key]
        if leg is None or leg.paused_at is not None or ground not in limit.pauses:
            return
        leg.paused_at, leg.ground = at, ground
        self.moved += 1
        clock_facts.paused(self.recorder, key, leg, limit, dict(said))
        self._release(key, at)

    def resume(self, key: str, at: datetime, said: Mapping[str, Any]) -> None:
        """Let a leg run again: it is counted anew, and so is what it bounds."""
        leg, limit = self.case.running(key), self.law.limits[key]
        if leg is None or leg.paused_at is None:
            return
        pause, old = Pause(leg.paused_at, at), leg.due
        leg.paused_at, leg.ground = None, ""
        if pause.start < at:
            leg.pauses.append((pause.start, at))
            for name in ("extended_to", "until"):
                if instant := getattr(leg, name):
                    setattr(leg, name, legs.put_off(leg, limit, self.law, instant, pause))
        self._count_anew(limit, leg, at)
        self.moved += 1
        clock_facts.resumed(self.recorder, key, leg, at, old_due=old, said=dict(said))
        self._release(key, at)

    def foreseen(self, event: str, at: datetime, data: Mapping[str, Any]) -> dict[str, Leg]:
        """Return the judged legs that will run once *event* has happened, by key; nothing changes."""
        begun = self._begun(event, at, data)
        over = {*begun, *self.law.stops(event)}
        found = {
            key: leg
            for key in self.case.clocks
            if key not in over and (leg := self.case.running(key)) and leg.paused_at is None
        }
        for key in begun:
            found[key] = self._new_leg(key, at, data)
            cap = found.get(self.law.limits[key].within)
            found[key].due = legs.bounded(found[key].own_due, cap)
        return {key: leg for key, leg in found.items() if self.law.limits[key].judged}

    def refuse_excess(self, key: str, at: datetime) -> None:
        """An excess of a soft limit was not approved: a breach after all, unless it is none any more."""
        started = self.case.clocks.get(key)
        leg = started[-1] if started else None
        if leg and leg.breached_at is None and leg.due <= at:
            self._breach(key, self.law.limits[key], leg, at)

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

    def _begun(self, event: str, at: datetime, data: Mapping[str, Any]) -> list[str]:
        """Return the limits that *event* starts; one that runs to an appointment only where there is one."""
        limits = self.law.limits
        return [
            key
            for key in self.law.starts(event)
            if limits[key].until != APPOINTMENT or self._until(limits[key], at, data)
        ]

    def _start(self, key: str, at: datetime, data: Mapping[str, Any]) -> None:
        leg = self._new_leg(key, at, data)
        self.case.clocks.setdefault(key, []).append(leg)
        self.moved += 1
        clock_facts.started(self.recorder, key, leg, self.law.limits[key])

    def _new_leg(self, key: str, at: datetime, data: Mapping[str, Any]) -> Leg:
        limit = self.law.limits[key]
        person, unit = self.answerable(limit)
        leg = Leg(
            number=len(self.case.clocks.get(key, ())) + 1,
            started_at=at,
            amount=str(limit.amount(self.case.difficulty, self.case.subject)),
            due=at,
            own_due=at,
            provisional=False,
            person=person,
            unit=unit,
            until=self._until(limit, at, data),
        )
        leg.own_due, leg.provisional = legs.own_due(leg, limit, self.law)
        leg.due = self._bounded(limit, leg.own_due)
        return leg

    def _until(
        self, limit: LimitInForce, at: datetime, data: Mapping[str, Any]
    ) -> datetime | None:
        """Return the instant that the starting event names; None where the amount counts."""
        if not limit.until:
            return None
        named = instant_of(data.get(limit.until))
        if named is None and limit.until == APPOINTMENT:
            named = self.case.appointment
        return named.replace(microsecond=0) if named and named > at else None

    def _stop(self, key: str, at: datetime) -> None:
        leg, limit = self.case.running(key), self.law.limits[key]
        if leg is None:
            return
        if leg.paused_at is not None:
            self.resume(key, at, {"by": "", "stopped": True})
        self._check_leg(key, leg, at, at)
        self.moved += 1
        leg.stopped_at, leg.used = at, legs.used(leg, limit, self.law, at)
        clock_facts.stopped(self.recorder, key, leg, at, self.answerable(limit))

    def _check_leg(self, key: str, leg: Leg, until: datetime, now: datetime) -> None:
        limit = self.law.limits[key]
        reminder = self.reminder(key) if leg.reminded_at is None else None
        if reminder is not None and reminder <= until:
            leg.reminded_at = now
            clock_facts.reminded(self.recorder, key, leg, now)
        if leg.due > until or leg.exceeded_at is not None or not limit.judged:
            return
        leg.exceeded_at = now
        self._release(key, now)
        if limit.soft:
            clock_facts.exceeded(self.recorder, key, leg, limit, now)
            self.happened(BREACHED + key, leg.due)
        else:
            self._breach(key, limit, leg, now)

    def _breach(self, key: str, limit: LimitInForce, leg: Leg, now: datetime) -> None:
        leg.breached_at = now
        leg.exceeded_at = leg.exceeded_at or now
        person, unit = self.answerable(limit)
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
            superiors=tuple(
                post for post in self.law.organisation.superiors(unit) if post != person
            ),
            provisional=leg.provisional,
        )
        self.case.breaches.append(breach)
        clock_facts.breached(self.recorder, breach, soft=limit.soft)
        if not limit.soft:  # what follows is counted from the due date, however late it was found
            self.happened(BREACHED + key, leg.due)

    def _bounded(self, limit: LimitInForce, own: datetime) -> datetime:
        """A cap bounds a leg until it is exceeded itself; from then on the leg has its own date."""
        return legs.bounded(own, self.case.running(limit.within) if limit.within else None)

    def _release(self, cap: str, at: datetime) -> None:
        """A cap bounds anew, or no more: the legs under it are counted again."""
        for key, limit in self.law.limits.items():
            leg = self.case.running(key)
            if leg and limit.within == cap:
                self._recount(key, leg, at, "")

    def _recount(self, key: str, leg: Leg, at: datetime, notice: str) -> None:
        """Count a leg anew; one that stands still is counted when it runs again."""
        if leg.paused_at is not None:
            return
        old, provisional = leg.due, leg.provisional
        self._count_anew(self.law.limits[key], leg, at)
        if (old, provisional) != (leg.due, leg.provisional):
            clock_facts.replanned(self.recorder, key, leg, at, old_due=old, notice=notice)

    def _count_anew(self, limit: LimitInForce, leg: Leg, at: datetime) -> None:
        old = leg.due
        leg.own_due, leg.provisional = legs.own_due(leg, limit, self.law)
        leg.due = self._bounded(limit, leg.own_due)
        if old != leg.due:
            self.moved += 1
            if leg.due > at:
                leg.exceeded_at = leg.reminded_at = None
                leg.reminder_taken_up = False
