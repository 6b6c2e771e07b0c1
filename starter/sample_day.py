"""A sample day: fictional inquiries of a pack, and the staff's part in some of them.

Each pack may hold a `sample_day.yaml`, a list of inquiries, oldest work last:

    - key: minibar-charge
      note: 财务部已签收，承办中
      received: "-52m"      # or "-3wh", working hours, or "-2d 09:10", two working days back
      appointment: "+1d 10:00"      # where one was made: on the next working day
      open: {channel: …, kind: …, requester: {…}, matter: …, first_contact: …}
      steps:
        - {do: receive_inquiry, by: fo-01, outcome: transfer, data: {…}}

Reception lies in the past, so that what is near due or late is really so; the steps are taken now.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from cases.wrong_input import in_english
from regulations.publishing import PublishedPack
from starter.pack_files import SHIPPED, YAML_LOADER
from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.deadline import due

FILE = "sample_day.yaml"
_MINUTES = re.compile(r"-(\d+)m")
_WORKING_HOURS = re.compile(r"-\d+(\.\d+)?wh")
_WORKING_DAYS = re.compile(r"-([1-9]\d*)d (\d{2}):(\d{2})")
_DAYS_AHEAD = re.compile(r"\+([1-9]\d*)d (\d{2}):(\d{2})")


class InvalidSample(ValueError):
    """A sample day cannot be used; the sentence names file, inquiry and field."""


class SampleStep(BaseModel):
    """One completion of a task.

    Attributes:
        do: the task's element, or its id where several of the element are open.
        by: staff or post key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: str
    by: str
    outcome: str = ""
    data: Mapping[str, Any] = {}


class SampleCase(BaseModel):
    """One inquiry of a sample day.

    Attributes:
        key: unique in its pack.
        note: where it stands after its steps, for people.
        received: when, relative to now.
        appointment: for when one was made, relative to now; empty where none was.
        opening: the registration without these two instants.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    note: str
    received: str
    appointment: str = ""
    opening: Mapping[str, Any] = Field(alias="open")
    steps: tuple[SampleStep, ...] = ()

    @field_validator("received")
    @classmethod
    def _written_well(cls, written: str) -> str:
        if not any(form.fullmatch(written) for form in (_MINUTES, _WORKING_HOURS, _WORKING_DAYS)):
            raise ValueError(f'expected such as "-25m", "-3wh" or "-2d 09:10", found {written!r}')
        return written

    @field_validator("appointment")
    @classmethod
    def _lies_ahead(cls, written: str) -> str:
        if written and not _DAYS_AHEAD.fullmatch(written):
            raise ValueError(f'expected such as "+1d 10:00", found {written!r}')
        return written


def sampled_packs(packs: Path = SHIPPED) -> tuple[str, ...]:
    """Return the keys of the packs that have a sample day."""
    return tuple(sorted(path.parent.name for path in packs.glob(f"*/{FILE}")))


def read_sample_day(pack: str, packs: Path = SHIPPED) -> tuple[SampleCase, ...]:
    """Return the inquiries of a pack's sample day.

    Raises:
        InvalidSample: the file is not YAML, or an inquiry is not as described.
    """
    file = packs / pack / FILE
    try:
        entries = yaml.load(file.read_text("utf-8"), Loader=YAML_LOADER)  # noqa: S506
    except yaml.YAMLError as error:
        raise InvalidSample(f"{file} is not valid YAML: {error}") from error
    if not isinstance(entries, list):
        raise InvalidSample(f"{file}: expected a list of inquiries")
    cases = tuple(_read(file, number, entry) for number, entry in enumerate(entries, start=1))
    for key in (case.key for case in cases):
        if sum(case.key == key for case in cases) > 1:
            raise InvalidSample(f"{file}: the key {key} stands there twice")
    return cases


def _read(file: Path, number: int, entry: object) -> SampleCase:
    try:
        return SampleCase.model_validate(entry)
    except ValidationError as error:
        wrong = in_english(error, SampleCase)
        raise InvalidSample(f"{file}: inquiry {number}: {wrong}") from error


def registration(case: SampleCase, published: PublishedPack, now: datetime) -> dict[str, Any]:
    """Return what *case* is opened with at *now*."""
    received = received_at(case.received, published, now)
    given = {**case.opening, "received_at": received.isoformat(timespec="seconds")}
    if case.appointment:
        appointed = appointed_at(case.appointment, published, now)
        given["appointment"] = appointed.isoformat(timespec="seconds")
    return given


def received_at(written: str, published: PublishedPack, now: datetime) -> datetime:
    """Return the instant that *written* means at *now*, in the pack's zone.

    `-1d` is the working day before the one that is under way; after closing time and on days off
    the next working day counts as under way, so `-1d` is always the last one that is over, or the
    one before where the hour is still to come.
    """
    today = now.astimezone(ZoneInfo(published.pack_zone()))
    calendar = published.law(today.date()).work_calendar
    if minutes := _MINUTES.fullmatch(written):
        return today - timedelta(minutes=int(minutes[1]))
    if days := _WORKING_DAYS.fullmatch(written):
        at = time(int(days[2]), int(days[3]), tzinfo=today.tzinfo)
        instants = (datetime.combine(day, at) for day in _days_that_are_over(calendar, today))
        past = (instant for instant in instants if instant < today)
        return next(islice(past, int(days[1]) - 1, None))
    return due(calendar, today, Amount.parse(written)).at


def appointed_at(written: str, published: PublishedPack, now: datetime) -> datetime:
    """Return the instant that *written* means at *now*: `+1d` is the first working day after today."""
    today = now.astimezone(ZoneInfo(published.pack_zone()))
    calendar = published.law(today.date()).work_calendar
    days, at = written.removeprefix("+").split("d ")
    place = calendar.nth_working_day(today.toordinal(), int(days))
    day = date.fromordinal(calendar.working_days[place])
    return datetime.combine(day, time.fromisoformat(at), tzinfo=today.tzinfo)


def _days_that_are_over(calendar: WorkCalendar, now: datetime) -> Iterator[date]:
    """Yield working days backwards from the last one whose working hours are over."""
    day = now.date()
    while True:
        if calendar.is_working_day(day) and calendar.close_of(day.toordinal()) <= now:
            yield day
        day -= timedelta(days=1)
