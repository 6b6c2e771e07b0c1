"""The table of cases, each row run as it is written."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData, LayerEntry
from workdays.deadline import Due, due
from workdays.explanation import explain
from workdays.national import builtin_calendar
from workdays.pause import Pause
from workdays.policy import CountingPolicy
from workdays.replanning import replan

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("cases.yaml").read_text("utf-8")
)
BY_NUMBER = {case["number"]: case for case in CASES}
KNOWN = {
    "number", "question", "from", "from_answer", "amount", "answer", "trap", "policy", "pauses",
    "entries", "calendar", "known_on", "replanned_on", "cap", "provisional", "never",
}  # fmt: skip


def at(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text)


def start_of(case: dict[str, Any]) -> datetime:
    """The instant a row counts from."""
    if "from_answer" in case:
        return answer_of(BY_NUMBER[case["from_answer"]]).at
    return at(case["from"])


def data_of(case: dict[str, Any]) -> CalendarData:
    """The calendar data of a row."""
    data = builtin_calendar(case.get("calendar", "cn"))
    data = data.with_entries(*(LayerEntry.model_validate(one) for one in case.get("entries", ())))
    return data.as_known_on(at(case["known_on"])) if "known_on" in case else data


def answer_of(case: dict[str, Any]) -> Due:
    """What the room answers to a row."""
    data, start, amount = data_of(case), start_of(case), Amount.parse(str(case["amount"]))
    policy = CountingPolicy.model_validate(case.get("policy", {}))
    pauses = tuple(Pause(at(a), at(b)) for a, b in case.get("pauses", ()))
    if "replanned_on" in case:
        now = at(case["replanned_on"])
        new = builtin_calendar("cn").as_known_on(now)
        return replan(data, new, now, start, amount, policy, pauses).after
    found = due(WorkCalendar.compile(data), start, amount, policy, pauses)
    if "cap" in case:
        found = min(found, answer_of(case["cap"]), key=lambda one: one.at)
    return found


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{one['number']}: {one['question']}" for one in CASES]
)
def test_the_case_comes_out_as_the_table_says(case: dict[str, Any]) -> None:
    """Every row of cases.yaml gives its answer, and never the wrong one that is often seen."""
    found = answer_of(case)

    assert at(case["answer"]) == found.at
    assert at(case["answer"]).utcoffset() == found.at.utcoffset()
    assert case.get("provisional", False) == found.provisional
    assert found.at != at(case.get("never", "0001-01-02T00:00+00:00"))


@pytest.mark.parametrize(
    "case",
    [
        one
        for one in CASES
        if "replanned_on" not in one and "cap" not in one and one["number"] != "27"
    ],
    ids=lambda one: one["number"],
)
def test_the_explanation_ends_on_the_day_of_the_answer(case: dict[str, Any]) -> None:
    """Every case can be explained, and as many days count as the amount says."""
    amount = Amount.parse(str(case["amount"]))
    policy = CountingPolicy.model_validate(case.get("policy", {}))
    pauses = tuple(Pause(at(a), at(b)) for a, b in case.get("pauses", ()))

    days = explain(WorkCalendar.compile(data_of(case)), start_of(case), amount, policy, pauses)

    assert "到期" in days[-1].why
    if amount.unit.is_day:
        assert abs(amount.ticks) == sum(day.counted for day in days)


def test_the_table_has_every_case_and_says_nothing_unknown() -> None:
    """Cases 1 to 28 are there, each number once, and each row has only known columns."""
    numbers = [one["number"] for one in CASES]

    assert len(set(numbers)) == len(numbers)
    assert set(range(1, 29)) == {int(number.rstrip("abc")) for number in numbers}
    assert all(set(one) <= KNOWN for one in CASES)
