"""The statutory days of a year, for years whose notice is not out.

Source: 全国年节及纪念日放假办法, as amended 1999, 2007, 2013 and 2024. Solar days are exact;
lunar days come from a vendored table and are simply unknown past its end.
"""

import json
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Statute(NamedTuple):
    """Which days are holidays since a year; offsets are days from 正月初一."""

    since: int
    spring: tuple[int, ...]
    labour: tuple[int, ...]
    single_lunar: tuple[str, ...]


STATUTES = (
    Statute(2000, (0, 1, 2), (1, 2, 3), ()),
    Statute(2008, (-1, 0, 1), (1,), ("清明节", "端午节", "中秋节")),
    Statute(2014, (0, 1, 2), (1,), ("清明节", "端午节", "中秋节")),
    Statute(2025, (-1, 0, 1, 2), (1, 2), ("清明节", "端午节", "中秋节")),
)


@cache
def statutory_days(year: int) -> dict[date, str]:
    """Return the statutory holidays of *year* with their names, in order of date."""
    statute = [one for one in STATUTES if one.since <= year][-1]
    found = [(date(year, 1, 1), "元旦")]
    found += [(date(year, 5, day), "劳动节") for day in statute.labour]
    found += [(date(year, 10, day), "国庆节") for day in (1, 2, 3)]
    lunar = festivals().get(year)
    if lunar is not None:
        found += [(lunar["春节"] + timedelta(days=n), "春节") for n in statute.spring]
        found += [(lunar[name], name) for name in statute.single_lunar]
    days: dict[date, str] = {}
    for day, name in sorted(found):
        days[day] = f"{days[day]}、{name}" if day in days else name
    return days


@cache
def festivals() -> dict[int, dict[str, date]]:
    """Return the lunar festivals by year, as far as the vendored table goes."""
    text = files("workdays.data").joinpath("festivals.json").read_text("utf-8")
    return {
        int(year): {name: date.fromisoformat(day) for name, day in days.items()}
        for year, days in json.loads(text)["years"].items()
    }
