"""A case's calendar under a new notice: the nation's days change, the organisation's own stay."""

import json
from pathlib import Path

from pydantic import ValidationError

from cases.wrong_input import in_english
from starter.errors import DeskError
from workdays.calendar_data import CalendarData
from workdays.national import BUILTIN, builtin_calendar


class UnknownCalendarFile(DeskError):
    """Neither a calendar that ships nor a file that holds one."""


def read_calendar(name: str) -> CalendarData:
    """Return a shipped calendar by name, or the one in a JSON file.

    Raises:
        UnknownCalendarFile: there is neither.
    """
    if name in BUILTIN:
        return builtin_calendar(name)
    try:
        return CalendarData.load(json.loads(Path(name).read_text("utf-8")))
    except OSError:
        known = ", ".join(sorted(BUILTIN))
        raise UnknownCalendarFile(
            f"expected one of the calendars {known} or a JSON file, found {name!r}"
        ) from None
    except ValidationError as error:
        wrong = in_english(error, CalendarData)
        raise UnknownCalendarFile(f"{name} does not hold a calendar: {wrong}") from None
    except (ValueError, AttributeError) as error:
        raise UnknownCalendarFile(f"{name} does not hold a calendar: {error}") from None


def renewed(carried: CalendarData, known: CalendarData) -> CalendarData:
    """Return the calendar a case carries with the national days as they are known now.

    Zone, hours and the organisation's own decisions are the case's; days, notices and how far
    they are published come from *known*, in which further decisions may stand too.
    """
    entries = (*carried.entries, *(one for one in known.entries if one not in carried.entries))
    rules = (*carried.rules, *(one for one in known.rules if one not in carried.rules))
    changed = {
        "version": known.version,
        "published_through": known.published_through,
        "notices": known.notices,
        "days": known.days,
        "entries": entries,
        "rules": rules,
    }
    fields = {name: getattr(carried, name) for name in CalendarData.model_fields}
    whole = CalendarData(**{**fields, **changed, "first_year": known.first_year})
    return whole.slice(carried.first_year)
