"""The calendars that ship with the product."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from workdays.calendar_data import NEVER_UNPUBLISHED, CalendarData, DayFact, Notice
from workdays.errors import UnknownCalendar
from workdays.hours import WeeklyHours, parse_hours

FIRST_YEAR = 2007
OFFICE = WeeklyHours(workday=parse_hours("09:00-12:00 13:00-18:00"))
AROUND_THE_CLOCK = WeeklyHours(
    workday=parse_hours("00:00-24:00"), workweek=(1, 2, 3, 4, 5, 6, 7), keeps_festivals=False
)


@cache
def national_calendar() -> CalendarData:
    """Return `cn`: the State Council notices, office hours 09:00-12:00 and 13:00-18:00."""
    notices: dict[str, Notice] = {}
    days: list[DayFact] = []
    for key, content in _vendored():
        notices[key] = Notice.model_validate(content["notice"])
        days += [DayFact(notice=key, **day) for day in content["days"]]
    return CalendarData(
        name="cn",
        version=_version(notices),
        hours=OFFICE,
        first_year=FIRST_YEAR,
        published_through=max(one.arranges or 0 for one in notices.values()),
        notices=notices,
        days=tuple(sorted(days, key=lambda one: (one.date, notices[one.notice].known_from))),
    )


@cache
def service_calendar() -> CalendarData:
    """Return `cn-24x7`: every day is a working day from 00:00 to 24:00."""
    return CalendarData(
        name="cn-24x7",
        version="1",
        hours=AROUND_THE_CLOCK,
        first_year=FIRST_YEAR,
        published_through=NEVER_UNPUBLISHED,
    )


BUILTIN = {"cn": national_calendar, "cn-24x7": service_calendar}


def builtin_calendar(name: str) -> CalendarData:
    """Return the shipped calendar of that name.

    Raises:
        UnknownCalendar: none is shipped under that name.
    """
    if name not in BUILTIN:
        known = ", ".join(sorted(BUILTIN))
        raise UnknownCalendar(f"expected one of the calendars {known}, found {name!r}")
    return BUILTIN[name]()


def _version(notices: dict[str, Notice]) -> str:
    return max(one.known_from for one in notices.values()).isoformat()


def _vendored() -> list[tuple[str, dict[str, Any]]]:
    folder = files("workdays.data").joinpath("cn")
    found = sorted(folder.iterdir(), key=lambda one: one.name)
    return [
        (one.name.removesuffix(".json"), json.loads(one.read_text("utf-8")))
        for one in found
        if one.name.endswith(".json")
    ]
