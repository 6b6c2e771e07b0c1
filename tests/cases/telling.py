"""Events told to a case directly, without a diagram that raises them; and laws made for a test."""

from typing import Any

import pytest

from cases.admission import admit
from cases.events import CaseEvent
from cases.facts import Fact
from cases.refusal import Refused
from regulations.conduct import BannedPhrase, Count
from regulations.law import Law
from regulations.limits import DatedAmount, LimitInForce
from tests.cases.driving import Course, law_on

DAY = "2026-10-13"


def tell(course: Course, kind: str, by: str = "", **data: Any) -> list[Fact]:
    """Let an event happen now, as a task of that event would, and return the facts it brought."""
    before = len(course.facts)
    proceeding = course.proceeding
    event = CaseEvent(kind, course.now, by, data)
    admit(course.case, event, proceeding.law)
    proceeding.stepping.happen(event)
    proceeding.stepping.replan()
    proceeding.catch_up(course.now)
    course.serve()
    return course.facts[before:]


def told_no(course: Course, kind: str, by: str = "", **data: Any) -> Refused:
    """Return why an event is refused now."""
    with pytest.raises(Refused) as refused:
        admit(course.case, CaseEvent(kind, course.now, by, data), course.proceeding.law)
    return refused.value


def with_people(law: Law | None = None, **changed: dict[str, dict[str, Any]]) -> Law:
    """Return the library's law with people, posts or units changed by key: `staff={"sv-01": {…}}`."""
    law = law or law_on(DAY)
    organisation = law.organisation
    for name, entries in changed.items():
        table = dict(getattr(organisation, name))
        for key, fields in entries.items():
            table[key] = table[key].model_copy(update=fields)
        organisation = organisation.model_copy(update={name: table})
    return law.model_copy(update={"organisation": organisation})


def with_registration(law: Law | None = None, **changed: Any) -> Law:
    """Return the library's law with other rules of registration, and a form that takes every field."""
    law = law or law_on(DAY)
    rules = law.registration.model_copy(update=changed)
    form = law.forms[rules.form].model_copy(update={"fields": {"type": "object"}})
    return law.model_copy(update={"registration": rules, "forms": {**law.forms, rules.form: form}})


def with_count(law: Law | None = None, **changed: Any) -> Law:
    """Return the library's law with a count of visits."""
    count = Count(title="二次办结", event="visited", at_most=2, cites="第七条", rule="R40")
    counts = {"visits": count.model_copy(update=changed)}
    return (law or law_on(DAY)).model_copy(update={"counts": counts})


def with_limit(key: str, law: Law | None = None, **changed: Any) -> Law:
    """Return the library's law with one more limit, of two working days."""
    law = law or law_on(DAY)
    given = {
        "title": "承诺时限",
        "value": DatedAmount(
            since="2026-01-01", value=2, unit="working_day", declared="无承诺的两日"
        ),
        "starts_on": ("promised",),
        "stops_on": ("answered",),
    }
    return law.model_copy(
        update={"limits": {**law.limits, key: LimitInForce.model_validate(given | changed)}}
    )


def with_phrases(*phrases: str) -> Law:
    """Return the library's law with banned phrases."""
    banned = tuple(BannedPhrase(phrase=phrase, cites="第八条", rule="R41") for phrase in phrases)
    return law_on(DAY).model_copy(update={"banned_phrases": banned})
