"""Cover: while a person is away a stand-in acts for them. What they own stays theirs.

A stand-in is found when the absence is reported: the person's own backup, the backup of a post of
theirs, the duty officer of the day, the head of their unit, the post above it; of several people
behind a post the first who is there. Whom a complaint is about stands in for nobody in its case.
There is always somebody.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.accused import accused
from cases.case import Case, OpenTask
from regulations.law import Law


def stand_in(case: Case, law: Law, person: str, at: datetime) -> str:
    """Return who acts for *person*, who is away: a staff key, a post's where it is vacant."""
    wanted = [key for key in _candidates(law, person, at) if key and key != person]
    for key in wanted:
        for holder in law.organisation.holders(key):
            if holder != person and holder not in case.away and not accused(case, law, holder):
                return holder
    vacant = (key for key in wanted if not any(True for _ in law.organisation.holders(key)))
    others = [key for key in wanted if not accused(case, law, key)] or wanted
    return next(vacant, others[0] if others else law.organisation.unit_of(person))


def _candidates(law: Law, person: str, at: datetime) -> Iterator[str]:
    organisation = law.organisation
    who = organisation.staff.get(person)
    if who is None:  # a later edition does not know them any more
        yield organisation.oversight_unit()
        yield from organisation.staff
        return
    yield who.backup
    for post in who.posts:
        yield organisation.posts[post].backup if post in organisation.posts else ""
    yield law.duty_officer(at.astimezone(ZoneInfo(law.calendar.zone)).date())
    yield from organisation.superiors(who.unit)
    yield organisation.line_manager(person)
    yield organisation.oversight_unit()
    yield from (key for key, other in organisation.staff.items() if other.unit == who.unit)


def acts_for(case: Case, law: Law, actor: str, wanted: Sequence[str]) -> str | None:
    """Return for whom *actor* may do what falls to *wanted*: empty for itself, None for nobody."""
    may_act_as = law.organisation.may_act_as
    if any(may_act_as(actor, key) for key in wanted):
        return ""
    for person, acting in case.away.items():
        if may_act_as(actor, acting) and any(may_act_as(person, key) for key in wanted):
            return person
    return None


def may_act(case: Case, law: Law, actor: str, key: str) -> bool:
    """Whether *actor* is *key*, holds it, belongs to it, or stands in for somebody who does."""
    return acts_for(case, law, actor, (key,)) is not None


def covering(case: Case, law: Law, task: OpenTask) -> tuple[str, str] | None:
    """Return whom a task falls to and who stands in; None where somebody of them is there."""
    wanted = [task.assignee] if task.assignee else list(task.groups)
    people = [person for key in wanted for person in _members(law, key)]
    if not people or any(person not in case.away for person in people):
        return None
    return people[0], case.away[people[0]]


def _members(law: Law, key: str) -> Iterator[str]:
    if key in law.organisation.units:
        return (name for name, who in law.organisation.staff.items() if who.unit == key)
    return law.organisation.holders(key)


def with_stand_ins(case: Case, law: Law, keys: Iterable[str]) -> list[str]:
    """Return *keys*, staff, post or unit keys, each followed by who stands in for people behind it."""
    found: dict[str, None] = {}
    for key in keys:
        found[key] = None
        found |= dict.fromkeys(stand_ins(case, law, key))
    return list(found)


def stand_ins(case: Case, law: Law, key: str) -> list[str]:
    """Return who stands in for those behind *key* who are away."""
    if not case.away:
        return []
    return [case.away[who] for who in law.organisation.holders(key) if who in case.away]


def unit_of_task(task: OpenTask, law: Law) -> str:
    """Return the unit in whose lists a task stands: the stand-in's while one acts."""
    return law.organisation.unit_of(task.covered_by) or task.unit
