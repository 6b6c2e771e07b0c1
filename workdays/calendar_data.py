"""Calendar facts as data: who decided what about which day, and when it became known."""

import datetime as dt
import hashlib
import json
from functools import cached_property
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from workdays.errors import NaiveInstant
from workdays.hours import OpenHours, WeeklyHours

Kind = Literal["rest", "work", "half"]
LayerName = Literal["national", "region", "organisation", "unit", "single_day"]

LAYERS: tuple[LayerName, ...] = ("national", "region", "organisation", "unit", "single_day")
"""Later wins."""

NEVER_UNPUBLISHED = 9999
"""`published_through` of a calendar that depends on no notice."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Notice(_Frozen):
    """A decision that sets days.

    `number` is empty where it is not established. `arranges` is the year that the notice
    publishes as a whole; an amendment arranges none.
    """

    title: str
    number: str = ""
    date: dt.date
    published: dt.date | None = None
    """The day it became known, where that is not the day it was signed."""
    address: str = ""
    arranges: int | None = None

    @property
    def known_from(self) -> dt.date:
        """The day it became known."""
        return self.published or self.date

    @property
    def citation(self) -> str:
        """Title and number, as a person would cite it."""
        return f"{self.title}（{self.number}）" if self.number else self.title


class DayFact(_Frozen):
    """What the national notices say of one date.

    Raises:
        ValueError: a half day without hours.
    """

    date: dt.date
    kind: Kind
    name: str = ""
    notice: str = ""
    hours: OpenHours | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind == "half" and self.hours is None:
            raise ValueError(f"expected the hours of the half day {self.date}, found none")
        return self


class LayerEntry(_Frozen):
    """A decision below the national notices about one date, or a run of dates.

    Raises:
        ValueError: a half day without hours, or a run that ends before it begins.
    """

    layer: LayerName
    date: dt.date
    until: dt.date | None = None
    kind: Kind
    hours: OpenHours | None = None
    name: str = ""
    author: str
    reason: str
    document: str = ""
    decided_at: AwareDatetime | None = None
    """When it was decided; None means it was always known."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind == "half" and self.hours is None:
            raise ValueError(f"expected the hours of the half day {self.date}, found none")
        if self.until is not None and self.until < self.date:
            raise ValueError(f"expected an end on or after {self.date}, found {self.until}")
        return self

    @property
    def last(self) -> dt.date:
        """The last date it concerns."""
        return self.until or self.date


class HoursRule(_Frozen):
    """Other weekly hours from a date on, until a date or for good (summer hours, a late desk)."""

    layer: LayerName
    since: dt.date
    until: dt.date | None = None
    hours: WeeklyHours
    author: str
    reason: str
    document: str = ""
    decided_at: AwareDatetime | None = None


class CalendarData(_Frozen):
    """Everything a calendar rests on. Compact in JSON; equal data has equal digests."""

    name: str
    version: str
    zone: str = "Asia/Shanghai"
    hours: WeeklyHours
    first_year: int
    published_through: int
    """The last year whose national notice is out."""
    notices: dict[str, Notice] = Field(default_factory=dict)
    days: tuple[DayFact, ...] = ()
    entries: tuple[LayerEntry, ...] = ()
    rules: tuple[HoursRule, ...] = ()

    @classmethod
    def load(cls, dumped: dict[str, Any]) -> "CalendarData":
        """Return the data that `dump` wrote."""
        return cls.model_validate(dumped)

    def dump(self) -> dict[str, Any]:
        """Return JSON-able data without what is default."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        text = json.dumps(self.dump(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def slice(self, from_year: int) -> "CalendarData":
        """Return the part that begins with *from_year*: what a case carries with it."""
        first = dt.date(max(from_year, self.first_year), 1, 1)
        days = tuple(fact for fact in self.days if fact.date >= first)
        cited = {fact.notice for fact in days}
        return self._but(
            first_year=first.year,
            days=days,
            notices={key: self.notices[key] for key in self.notices if key in cited},
            entries=tuple(one for one in self.entries if one.last >= first),
            rules=tuple(one for one in self.rules if one.until is None or one.until >= first),
        )

    def as_known_on(self, instant: dt.datetime) -> "CalendarData":
        """Return what was known at *instant*: later notices and decisions are left out.

        Raises:
            NaiveInstant: *instant* has no offset.
        """
        if instant.utcoffset() is None:
            raise NaiveInstant(f"expected an instant with an offset, found {instant.isoformat()}")
        today = instant.astimezone(ZoneInfo(self.zone)).date()
        notices = {key: one for key, one in self.notices.items() if one.known_from <= today}
        arranged = [one.arranges for one in notices.values() if one.arranges is not None]
        return self._but(
            published_through=max(arranged, default=self._before_any_notice()),
            notices=notices,
            days=tuple(one for one in self.days if not one.notice or one.notice in notices),
            entries=tuple(one for one in self.entries if _known(one.decided_at, instant)),
            rules=tuple(one for one in self.rules if _known(one.decided_at, instant)),
        )

    def with_entries(self, *entries: LayerEntry) -> "CalendarData":
        """Return the data with further decisions about dates."""
        return self._but(entries=(*self.entries, *entries))

    def with_rules(self, *rules: HoursRule) -> "CalendarData":
        """Return the data with further weekly hours."""
        return self._but(rules=(*self.rules, *rules))

    def _but(self, **changed: Any) -> "CalendarData":
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return CalendarData(**{**fields, **changed})

    def _before_any_notice(self) -> int:
        return self.published_through if not self.notices else self.first_year - 1


def _known(decided_at: dt.datetime | None, instant: dt.datetime) -> bool:
    return decided_at is None or decided_at <= instant
