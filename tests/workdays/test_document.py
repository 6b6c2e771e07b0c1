"""docs/working-time.md holds the table of cases as it is tested, and the notices as they are."""

from pathlib import Path
from typing import Any

import yaml

from workdays.amount import Amount
from workdays.national import national_calendar

FOLDER = Path(__file__).parent
DOCUMENT = FOLDER.parents[1] / "docs" / "working-time.md"


def row(case: dict[str, Any]) -> str:
    """One line of the table of cases."""
    start = case.get("from") or f"the answer of {case['from_answer']}"
    label = Amount.parse(str(case["amount"])).label
    answer = case["answer"].removesuffix("+08:00").replace("T", " ")
    note = ", provisional" if case.get("provisional") else ""
    start = start.removesuffix("+08:00").replace("T", " ")
    return f"| {case['number']} | {case['question']} | {start} | {label} | {answer}{note} | {case['trap']} |"


def test_the_document_has_every_case_with_its_answer() -> None:
    """The table is the one that is run."""
    cases = yaml.safe_load((FOLDER / "cases.yaml").read_text("utf-8"))
    written = DOCUMENT.read_text("utf-8").splitlines()

    assert [row(case) for case in cases] == [
        line for line in written if line in {row(c) for c in cases}
    ]


def test_the_document_lists_every_notice() -> None:
    """Key, number, day it became known."""
    written = DOCUMENT.read_text("utf-8").splitlines()

    for key, notice in national_calendar().notices.items():
        line = f"| {key} | {notice.number or 'not established'} | {notice.known_from} |"
        assert any(text.startswith(line) for text in written), line
