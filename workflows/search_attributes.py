"""What a case shows in lists: search attributes, without personal data, clipped.

A value that is too long would make the server terminate the case, so every text is clipped here.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    SearchAttributeUpdate,
    TypedSearchAttributes,
)

from cases.cover import unit_of_task
from cases.proceeding import Proceeding
from cases.views import alert, clock_state

LONGEST = 80
"""Characters of a text value: the server ends a workflow whose value is over 2048 bytes, and
PostgreSQL loses the row of a keyword over 255 characters."""
ROOM = 1800
"""Bytes of a list of texts, as they are sent: the server's limit holds for all of them together."""

SEARCH_ATTRIBUTES: Mapping[str, str] = {
    "CaseNo": "Keyword",
    "CaseStage": "Keyword",
    "CaseUnit": "KeywordList",
    "CaseOwner": "Keyword",
    "CaseDue": "Datetime",
    "CaseAlert": "Keyword",
    "CaseClock": "Keyword",
    "CasePack": "Keyword",
}
"""Name to type, as the server must know them."""

_MAKERS: Mapping[str, Callable[[str], SearchAttributeKey[Any]]] = {
    "Keyword": SearchAttributeKey.for_keyword,
    "KeywordList": SearchAttributeKey.for_keyword_list,
    "Datetime": SearchAttributeKey.for_datetime,
}

KEYS: Mapping[str, SearchAttributeKey[Any]] = {
    name: _MAKERS[kind](name) for name, kind in SEARCH_ATTRIBUTES.items()
}
"""Name to key, as the SDK wants them."""

Shown = dict[str, str | list[str] | datetime | None]


def shown_values(proceeding: Proceeding) -> Shown:
    """Return the value of every search attribute as the case stands; None where it has none."""
    case, law, organisation = proceeding.case, proceeding.law, proceeding.law.organisation
    units = dict.fromkeys((case.unit, *(unit_of_task(task, law) for task in case.task_list())))
    return {
        "CaseNo": _clip(case.number),
        "CaseStage": _clip("办结" if case.closed_at else case.stage or "登记"),
        "CaseUnit": _clip_all(organisation.label(unit) for unit in units if unit),
        "CaseOwner": _clip(organisation.label(case.owner)),
        "CaseDue": None if case.closed_at else proceeding.next_due(),
        "CaseAlert": alert(proceeding),
        "CaseClock": clock_state(proceeding),
        "CasePack": _clip(f"{case.pack} {case.edition}"),
    }


def typed(values: Shown) -> TypedSearchAttributes:
    """Return *values* for the start of a case."""
    pairs = [SearchAttributePair(KEYS[name], value) for name, value in values.items() if value]
    return TypedSearchAttributes(pairs)


def changes(old: Shown, new: Shown) -> list[SearchAttributeUpdate[Any]]:
    """Return the updates that turn *old* into *new*; none where nothing changed."""
    return [
        KEYS[name].value_unset() if value is None else KEYS[name].value_set(value)
        for name, value in new.items()
        if old.get(name) != value
    ]


def unchanged(shown: Shown) -> list[SearchAttributeUpdate[Any]]:
    """Return an update that changes nothing, for a step that must leave a command behind."""
    return [KEYS["CaseStage"].value_set(str(shown["CaseStage"]))]


def read(attributes: TypedSearchAttributes) -> Shown:
    """Return what a running case shows now."""
    found: Shown = {}
    for name, key in KEYS.items():
        value = attributes.get(key)
        found[name] = list(value) if isinstance(value, list | tuple) else value
    return found


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _clip_all(texts: Iterable[str]) -> list[str]:
    """Return the first of *texts* that fit together, the case's own unit first."""
    kept: list[str] = []
    room = ROOM
    for text in map(_clip, texts):
        room -= len(json.dumps(text)) + 1
        if room < 0:
            break
        kept.append(text)
    return kept
