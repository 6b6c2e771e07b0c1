"""The law in force: what a case carries with it from its first day to its last."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from pydantic import ConfigDict

from regulations.conduct import BannedPhrase, Count, Setting
from regulations.limits import LimitInForce
from regulations.materials import Guide
from regulations.organisation import Entry, Organisation
from regulations.pack import (
    CalendarDay,
    EscalationRules,
    FeedbackRules,
    FollowUpRules,
    Pack,
    RegistrationRules,
    TransferPolicy,
)
from regulations.standing_in import DeemedApproval, DutyTurn, GravityTier, LegalBasis
from regulations.vocabulary import AUDIENCES_BY_NATURE
from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData, LayerEntry
from workdays.hours import WeeklyHours
from workdays.national import builtin_calendar

Basis = TypeVar("Basis", bound=LegalBasis)


class FormInForce(Entry):
    """A form's title and JSON Schema."""

    title: str
    fields: Mapping[str, Any]
    cites: str = ""


class Law(Entry):
    """One pack as it stands on the day that governs a case.

    Attributes:
        governs: that day.
        limits: only those in force, by key.
        notices: texts by key.
        words: what codes are called that nothing else here names: part of a fact to code to name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pack: str
    title: str
    edition: str
    governs: date
    number_prefix: str
    calendar: CalendarData
    organisation: Organisation
    registration: RegistrationRules
    limits: Mapping[str, LimitInForce]
    transfer_policy: TransferPolicy
    escalation: EscalationRules
    feedback: FeedbackRules
    follow_up: FollowUpRules
    forms: Mapping[str, FormInForce]
    notices: Mapping[str, str] = {}
    audiences: Mapping[str, tuple[str, ...]] = {}
    settings: Mapping[str, Setting] = {}
    guides: Mapping[str, Guide] = {}
    counts: Mapping[str, Count] = {}
    banned_phrases: tuple[BannedPhrase, ...] = ()
    gravity: Mapping[str, GravityTier] = {}
    duty_roster: tuple[DutyTurn, ...] = ()
    consent_by_absence: LegalBasis | None = None
    deemed_approval: DeemedApproval | None = None
    words: Mapping[str, Mapping[str, str]] = {}

    def field_title(self, name: str) -> str:
        """Return what the first form that asks for a field calls it; empty where none does."""
        fields = (form.fields.get("properties", {}).get(name) for form in self.forms.values())
        titles = (str(field.get("title", "")) for field in fields if isinstance(field, Mapping))
        return next(filter(None, titles), "")

    def dump(self) -> dict[str, Any]:
        """Return JSON-able data without what is default."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        text = json.dumps(self.dump(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def work_calendar(self) -> WorkCalendar:
        """The calendar, compiled."""
        return WorkCalendar.compile(self.calendar)

    def with_calendar(self, calendar: CalendarData) -> "Law":
        """Return the law counted by *calendar*; a mere copy would keep the compiled old one."""
        return self._with(calendar=calendar)

    def with_limits(self, limits: Mapping[str, LimitInForce]) -> "Law":
        """Return the law with *limits* in the place of its own."""
        return self._with(limits=limits)

    def _with(self, **changes: Any) -> "Law":
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Law(**{**fields, **changes})

    def audience(self, kind: str) -> tuple[str, ...]:
        """Return who may see facts of *kind*: the pack's word, else what the kind is for."""
        default = self.audiences.get("default", ("unit", "oversight"))
        return self.audiences.get(kind, AUDIENCES_BY_NATURE.get(kind, default))

    def duty_officer(self, day: date) -> str:
        """Return who is on duty on *day*: a turn for that date, else one for its day of the week."""
        weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]
        dated = (turn.staff for turn in self.duty_roster if turn.day == day)
        weekly = (
            turn.staff
            for turn in self.duty_roster
            if turn.day is None and turn.weekday in {None, weekday}
        )
        return next(dated, "") or next(weekly, "")

    def starts(self, event: str) -> tuple[str, ...]:
        """Return the limits that *event* starts, caps first, else in the pack's order."""
        return self._started_by.get(event, ())

    def stops(self, event: str) -> tuple[str, ...]:
        """Return the limits that *event* stops, in the pack's order."""
        return self._stopped_by.get(event, ())

    @cached_property
    def _started_by(self) -> dict[str, tuple[str, ...]]:
        caps_first = sorted(self.limits, key=lambda key: self.limits[key].kind != "cap")
        return _by_event((key, self.limits[key].starts_on) for key in caps_first)

    @cached_property
    def _stopped_by(self) -> dict[str, tuple[str, ...]]:
        return _by_event((key, limit.stops_on) for key, limit in self.limits.items())

    def remind_before(self, key: str) -> Amount | None:
        """Return how long before a limit's due date its reminder goes out."""
        text = self.limits[key].remind_before
        return Amount.parse(f"-{text}") if text else None


def _by_event(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, events in pairs:
        for event in events:
            found[event] = (*found.get(event, ()), key)
    return found


def law_in_force(
    pack: Pack,
    schemas: Mapping[str, Mapping[str, Any]],
    day: date,
    words: Mapping[str, Mapping[str, str]],
) -> Law:
    """Return the law of *pack* as it stands on *day*.

    Args:
        pack: a checked pack.
        schemas: JSON Schema by form key.
        day: the day that governs the case: the day of receipt.
        words: see `Law`.
    """
    limits = {key: limit.on(day) for key, limit in pack.limits.items()}
    return Law(
        pack=pack.pack,
        title=pack.title,
        edition=pack.edition,
        governs=day,
        number_prefix=pack.number_prefix,
        calendar=pack_calendar(pack).slice(day.year - 1),
        organisation=pack.organisation,
        registration=pack.registration,
        limits={key: limit for key, limit in limits.items() if limit},
        transfer_policy=pack.transfer_policy,
        escalation=pack.escalation,
        feedback=pack.feedback,
        follow_up=pack.follow_up,
        forms={
            key: FormInForce(title=form.title, fields=schemas[key], cites=form.cites)
            for key, form in pack.forms.items()
        },
        notices={key: notice.text for key, notice in pack.notices.items()},
        audiences=pack.audiences,
        settings=pack.settings,
        guides=pack.guides,
        counts=pack.counts,
        banned_phrases=pack.banned_phrases,
        gravity=pack.gravity,
        duty_roster=pack.duty_roster,
        consent_by_absence=_since(pack.consent_by_absence, day),
        deemed_approval=_since(pack.deemed_approval, day),
        words=words,
    )


def _since(basis: Basis | None, day: date) -> Basis | None:
    return basis if basis and basis.since <= day else None


def pack_calendar(pack: Pack) -> CalendarData:
    """Return the pack's base calendar with the organisation's own days and hours laid over it."""
    data = builtin_calendar(pack.calendar.base)
    data = data.model_copy(update={"name": pack.pack})
    if pack.calendar.hours:
        data = data.model_copy(update={"hours": pack_hours(pack)})
    return data.with_entries(*(organisation_days(pack, day) for day in pack.calendar.days))


def pack_hours(pack: Pack) -> WeeklyHours | None:
    """Return the organisation's own hours, None where it keeps those of its base calendar."""
    if not pack.calendar.hours:
        return None
    return WeeklyHours.model_validate({"workday": " ".join(pack.calendar.hours)})


def organisation_days(pack: Pack, day: CalendarDay) -> LayerEntry:
    """Return a day of the pack's calendar as a layer over the base calendar."""
    return LayerEntry.model_validate(
        {
            "layer": "organisation",
            "date": day.date,
            "kind": day.kind,
            "hours": " ".join(day.hours) or None,
            "name": day.name,
            "author": pack.title,
            "reason": day.name,
            "document": day.cites,
        }
    )
