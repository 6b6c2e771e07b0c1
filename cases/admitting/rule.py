"""What every rule of admission needs: its shape, and checks that several subjects share."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.events import CaseEvent
from cases.recorder import instant_of
from cases.refusal import Refused
from cases.texts import told_apart
from regulations.law import Law

Rule = Callable[[Case, CaseEvent, Law], None]
"""Raises `Refused` where the event is not allowed now; changes nothing."""

FARTHEST = timedelta(days=3653)
"""How far ahead an instant may lie. What is farther off is a slip in the year, and no calendar reaches
all the years that can be written: a case could not count to there, and would stand still."""


def known_unit(unit: str, law: Law) -> None:
    """Let a unit of the organisation through.

    Raises:
        Refused: there is none of that key.
    """
    one_of("unknown_unit", "部门", unit, law.organisation.units)


def known_person(person: str, law: Law) -> None:
    """Let a person or post of the organisation through.

    Raises:
        Refused: there is none of that key.
    """
    organisation = law.organisation
    one_of("unknown_person", "人员或岗位", person, (*organisation.staff, *organisation.posts))


def one_of(reason: str, what: str, found: str, known: Iterable[str]) -> None:
    """Let *found* through where it is one of *known*.

    Raises:
        Refused: it is not.
    """
    names = tuple(known)
    if found not in names:
        raise Refused(reason, f"{what}应为 {'、'.join(names) or '（没有）'} 之一，收到“{found}”")


def later_instant(name: str, value: object, at: datetime, law: Law) -> datetime:
    """Return *value* as an instant later than *at*, in UTC.

    Raises:
        Refused: not an instant with an offset, not later, or too far ahead.
    """
    found = instant_of(value)
    if found is None or found <= at:
        example = at.astimezone(ZoneInfo(law.calendar.zone)).isoformat(timespec="seconds")
        raise Refused(
            "not_an_instant",
            f"{name}应为现在以后、带时区的时刻，写法如 {example}，收到“{value}”",
        )
    not_too_far(name, found, at, law)
    return found


def not_too_far(name: str, found: datetime, at: datetime, law: Law) -> None:
    """Let an instant through that is at most `FARTHEST` after *at*.

    Raises:
        Refused: it is farther ahead.
    """
    if found - at > FARTHEST:
        given, _ = told_apart(found, at, law)
        raise Refused("too_far", f"{name}应在十年以内，收到{given}；请核对年份")


def texts(value: object) -> list[str]:
    """Return a list of keys as texts; empty where it is no list."""
    return [str(item) for item in value] if isinstance(value, list | tuple) else []
