"""The comparison of the hotel's case with the same course by hand stays fair."""

import asyncio
from collections.abc import Mapping

import pytest

from benchmarks.driving import Driver, history_of
from benchmarks.hosting import HAND_WRITTEN, OURS, Side, Stage, stage

SAME = (
    "WORKFLOW_EXECUTION_UPDATE_ACCEPTED",
    "WORKFLOW_EXECUTION_UPDATE_COMPLETED",
    "ACTIVITY_TASK_SCHEDULED",
    "ACTIVITY_TASK_COMPLETED",
    "MARKER_RECORDED",
    "TIMER_STARTED",
    "TIMER_CANCELED",
)
RELEASES = {"MARKER_RECORDED": 1}
"""Marks by which a history says under which behaviour of the workflow it was made."""


@pytest.fixture(scope="module")
async def histories() -> Mapping[str, Mapping[str, int]]:
    """Events by type of one case of each side, both driven to their end."""
    async with stage(OURS, HAND_WRITTEN) as place:
        found = await asyncio.gather(*(_history(place, side) for side in place.sides))
        return {side.name: events for side, events in zip(place.sides, found, strict=True)}


async def _history(place: Stage, side: Side) -> Mapping[str, int]:
    await Driver(place.client, side).drive(f"{side.name}-1")
    events, _ = await history_of(place.client, f"{side.name}-1")
    return events


@pytest.mark.parametrize("kind", SAME)
def test_both_sides_do_the_same(histories: Mapping[str, Mapping[str, int]], kind: str) -> None:
    """As many human steps, activities, register writes and timers on either side."""
    ours, peer = histories[OURS][kind], histories[HAND_WRITTEN][kind]

    assert peer > 0
    assert peer <= ours <= peer + RELEASES.get(kind, 0)


def test_ours_leaves_little_more_in_history(histories: Mapping[str, Mapping[str, int]]) -> None:
    """At most 1.2 times the events of the course written by hand."""
    ours, peer = (sum(histories[side].values()) for side in (OURS, HAND_WRITTEN))

    assert ours <= 1.2 * peer
