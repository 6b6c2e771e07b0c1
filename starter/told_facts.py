"""Facts as people read them: one line each, with the Chinese names of the parts that matter.

Nothing is said that is not in the facts given: what an audience may not see is left out before.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from regulations.event_words import EVENT_WORDS
from regulations.law import Law
from regulations.words import words_of
from starter.fact_words import CODES, KINDS, NOT_FOR_PEOPLE, ONLY_IF_TRUE, PARTS, PASSED_OVER
from starter.sheets import instant
from workdays.amount import Amount, spent_label
from workdays.errors import InvalidAmount
from workdays.unit import Unit

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*(Z|[+-]\d\d:\d\d)$")
_COUNTED = ("leg", "round")
"""Numbers that say something from the second on."""
NOTHING = "（）"
"""What is said of parts that are all empty."""
_SAID_BY = {"reason": "said", "clock": "title", "task": "label", "ground": "ground_title"}
"""Keys that another part puts in words."""
Data = Mapping[str, Any]


class FactTeller:
    """Tells the facts of one case.

    Args:
        law: the law it runs under, for titles.
        facts: what may be told, as `cases.audiences.audience_view` has them: `at`, `kind`, `data`.
    """

    def __init__(self, law: Law, facts: Sequence[Data]) -> None:
        self._law = law
        self._facts = facts
        opened = [fact["data"] for fact in facts if fact["kind"] == "task_opened"]
        self._tasks = {str(task["task"]): task for task in opened}
        forms = [form.fields for form in law.forms.values()]
        self._titles: Mapping[str, Mapping[str, str]] = words_of(law, law.words, forms) | {
            "task": {key: str(task["label"]) for key, task in self._tasks.items()},
            "event": EVENT_WORDS,
            "field": PARTS,
        }

    def lines(self) -> Iterator[str]:
        """Yield a line for each fact that is for people, in order."""
        for fact in self._facts:
            if fact["kind"] in NOT_FOR_PEOPLE:
                continue
            kind = KINDS.get(fact["kind"], fact["kind"])
            at = instant(datetime.fromisoformat(fact["at"]))
            yield f"{at}　{kind}　{'；'.join(self._parts(fact['data']))}".rstrip("　")

    def left_out(self) -> int:
        """Return how many facts are for programs only."""
        return sum(fact["kind"] in NOT_FOR_PEOPLE for fact in self._facts)

    def _parts(self, data: Data) -> Iterator[str]:
        for name, value in data.items():
            if name in PASSED_OVER or value in (None, "", [], {}):
                continue
            if (name in ONLY_IF_TRUE and not value) or (name in _COUNTED and value == 1):
                continue
            if _SAID_BY.get(name) in data:
                continue
            said = self._value(name, value, data).removesuffix("。")
            if said != NOTHING:
                yield f"{self._name(name)}：{said}"

    def _name(self, name: str) -> str:
        return PARTS.get(name) or self._law.field_title(name) or name

    def _value(self, name: str, value: object, data: Data) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Mapping):
            return self._mapping(name, value)
        if isinstance(value, list | tuple):
            between = " 至 " if name == "pause" else "、"
            inner = "pause" if name == "pauses" else name
            return between.join(self._value(inner, one, data) for one in value)
        return self._word(name, str(value), data)

    def _mapping(self, name: str, value: Data) -> str:
        if name == "items":  # of a guide: papers by key
            return "、".join(map(str, value.values()))
        if not value.keys() - {"person", "unit"}:
            return self._word(name, str(value.get("person") or value.get("unit") or ""), {})
        return f"（{'，'.join(self._parts(value))}）"

    def _word(self, name: str, value: str, data: Data) -> str:
        """Return *value* in words: an instant, an amount, a title, who it is, what a code means."""
        if (read := _read(name, value)) is not None:
            return read
        if name == "used" and data.get("unit_of_use"):
            return spent_label(Decimal(value), Unit(data["unit_of_use"]))
        if name == "outcome" and data.get("task") in self._tasks:
            return str(self._tasks[data["task"]].get("outcomes", {}).get(value, value))
        titles = self._titles.get(str(data.get("decision")) if name == "value" else name, {})
        if value in titles:
            return str(titles[value])
        if self._law.organisation.knows(value):
            return self._law.organisation.label(value)
        plain = " ".join(value.split())
        return CODES.get(plain, plain)


def _read(name: str, value: str) -> str | None:
    """Return an instant or an amount in words; None for what only looks like one."""
    try:
        if _INSTANT.match(value):
            return instant(datetime.fromisoformat(value))
        return Amount.parse(value).label if name == "amount" else None
    except (ValueError, OverflowError, InvalidAmount):
        return None
