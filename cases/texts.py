"""Texts that people read, in Chinese: due dates, notices, summaries. No personal data in any of them."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.case import Case
from regulations.law import Law
from workdays.amount import Amount

_WEEKDAYS = "一二三四五六日"


def local_time(instant: datetime, law: Law) -> str:
    """Return an instant as people write it: `10月10日（周六）18:00`."""
    at = _local(instant, law)
    weekday = _WEEKDAYS[at.weekday()]
    return f"{at.month}月{at.day}日（周{weekday}）{at:%H:%M}"


def _local(instant: datetime, law: Law) -> datetime:
    """Return an instant in the zone of the organisation's calendar."""
    try:
        return instant.astimezone(ZoneInfo(law.calendar.zone))
    except OverflowError:  # in the last hours that can be written
        return instant


def told_apart(first: datetime, second: datetime, law: Law) -> tuple[str, str]:
    """Return two instants as people write them, with what tells them apart: the year, the seconds."""
    local = [_local(instant, law) for instant in (first, second)]
    said = [local_time(instant, law) for instant in local]
    if local[0].year != local[1].year:
        said = [f"{at.year}年{words}" for at, words in zip(local, said, strict=True)]
    elif said[0] == said[1]:
        said = [f"{words}:{at:%S}" for at, words in zip(local, said, strict=True)]
    return said[0], said[1]


def limit_label(key: str, case: Case, law: Law) -> str:
    """Return a limit as a timer shows it: `转交时限 1小时（四、3）`."""
    limit = law.limits[key]
    entry = limit.entry(case.difficulty, case.subject)
    basis = entry.cites or "本单位规定"
    return f"{limit.title} {limit.amount(case.difficulty, case.subject).label}（{basis}）"


def amount_label(written: str) -> str:
    """Return an amount such as `1wd` as people say it."""
    return Amount.parse(written).label


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return *text* with `{name}` replaced; an unknown name is left as it stands."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _count_values(key: str, case: Case, law: Law) -> dict[str, str]:
    """Return what a notice about a count may name; nothing where the key is no count's."""
    count = law.counts.get(key)
    if count is None:
        return {}
    found = [breach for breach in case.breaches if breach.clock == key]
    return {
        "title": count.title,
        "limit": f"至多{count.at_most}次",
        "due": local_time(found[-1].found_at, law) if found else "",
        "cites": count.cites or "本单位规定",
    }


def clock_values(key: str, case: Case, law: Law) -> dict[str, str]:
    """Return what a notice about a clock may name."""
    legs = case.clocks.get(key)
    limit = law.limits.get(key)
    values = {
        "case": case.number,
        "stage": case.stage,
        "unit": law.organisation.label(case.unit),
        "owner": law.organisation.label(case.owner),
        "clock": key,
    }
    if limit is None:
        return values | _count_values(key, case, law)
    entry = limit.entry(case.difficulty, case.subject)
    return values | {
        "title": limit.title,
        "limit": amount_label(legs[-1].amount) if legs else "",
        "due": local_time(legs[-1].due, law) if legs else "",
        "cites": entry.cites or "本单位规定",
    }
