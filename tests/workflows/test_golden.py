"""Histories of every release are replayed with today's code; see tests/golden/README.md."""

import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.workflow import NondeterminismError

from tests.replaying import replay

FOLDER = Path(__file__).parent.parent / "golden" / "histories"
HISTORIES = sorted(FOLDER.glob("*.json"))
ADVICE = (
    "a running case would get stuck on today's code; never edit the history: keep the old way for "
    "old cases (workflow.patched, or a new semantics number), see tests/golden/README.md"
)


@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: file.stem)
async def test_a_recorded_case_takes_the_same_steps_today(file: Path) -> None:
    """Every command of the history is given again, in the same order."""
    text = file.read_text("utf-8")  # noqa: ASYNC240 - nothing else runs meanwhile
    try:
        await replay(WorkflowHistory.from_json(file.stem, text))
    except NondeterminismError as error:
        pytest.fail(f"{file.name}: {error}\n{ADVICE}")


def test_both_packs_and_a_case_that_continued_are_recorded() -> None:
    """There is something to replay: kept and missed limits, several runs."""
    names = [file.stem.partition("-")[2] for file in HISTORIES]

    assert any(name.startswith("hotel") for name in names)
    assert any(name.startswith("tax-bureau") for name in names)
    assert any(name.endswith("continued-2") for name in names)


async def test_a_step_that_is_not_the_same_is_noticed() -> None:
    """The replay is no formality: another activity at the same place fails."""
    file = next(file for file in HISTORIES if "hotel-kept" in file.stem)
    history = json.loads(file.read_text("utf-8"))
    for event in history["events"]:
        scheduled = event.get("activityTaskScheduledEventAttributes")
        if scheduled:
            scheduled["activityType"]["name"] = "something.else"

    with pytest.raises(NondeterminismError):
        await replay(WorkflowHistory.from_json("changed", json.dumps(history)))
