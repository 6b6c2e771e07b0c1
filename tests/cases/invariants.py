"""What must hold of every case after every step, whatever was done to it."""

import json
from collections.abc import Iterator
from typing import Any

from bpmn.instance import Instance
from cases.proceeding import Proceeding
from cases.views import case_view, clocks_view, diagram_view, tasks_view
from workflows.screen import current_details
from workflows.search_attributes import shown_values


def broken_invariants(proceeding: Proceeding, owner: str) -> Iterator[str]:
    """Yield what does not hold, in words."""
    case, stepping = proceeding.case, proceeding.stepping
    if case.owner != owner and not _may_change_hands(proceeding):
        yield f"the owner changed from {owner} to {case.owner}"
    for breach in case.breaches:
        if breach.found_at < breach.due:
            yield f"{breach.clock} was missed at {breach.found_at}, before {breach.due}"
    if case.closed_at is not None:
        yield from _over(proceeding)
        return
    instance = stepping.instance
    if instance is None or not waits(proceeding, instance):
        yield "the case is open and waits for nothing"
    for key in case.clocks:
        leg = case.running(key)
        if (
            leg is None
            or not proceeding.law.limits[key].judged
            or leg.exceeded_at
            or leg.paused_at
        ):
            continue
        armed = [order.due for order in stepping.timers.values()]
        watched = not proceeding.law.limits[key].soft and _has_one_watch(proceeding)
        if leg.due not in armed and not (watched and min(armed, default=leg.due) < leg.due):
            yield f"{key} is due {leg.due}, but no timer is armed for it"


def _has_one_watch(proceeding: Proceeding) -> bool:
    """Whether the diagram waits for the next breach of any limit: then the earliest alone is armed."""
    timers = (node.timer for node in proceeding.stepping.program.nodes if node.timer)
    return any("due_next()" in timer.value.text for timer in timers)


def _may_change_hands(proceeding: Proceeding) -> bool:
    """Whether the pack lets a person who accepts become the owner."""
    events = (
        value
        for node in proceeding.stepping.program.nodes
        for name, value in node.properties.items()
        if name.partition(":")[0] == "event"
    )
    moves = proceeding.law.transfer_policy.acceptance_moves_ownership
    return moves or any("ownership_accepted" in value for value in events)


def waits(proceeding: Proceeding, instance: Instance) -> bool:
    """Whether anything can still move the case."""
    return bool(
        proceeding.case.tasks
        or proceeding.stepping.timers
        or instance.open("job")
        or instance.incidents
        or any(wait.kind == "message" for wait in instance.waits.values())
    )


def _over(proceeding: Proceeding) -> Iterator[str]:
    case = proceeding.case
    if case.tasks:
        yield f"the case is closed and still asks for {list(case.tasks)}"
    if proceeding.stepping.timers:
        yield f"the case is closed and still waits for {list(proceeding.stepping.timers)}"
    if any(case.running(key) for key in case.clocks):
        yield "the case is closed and a clock still runs"


def everything_shown(proceeding: Proceeding) -> str:
    """Return all that anybody may see without the register: queries, page, lists, timers."""
    shown: list[Any] = [
        case_view(proceeding),
        tasks_view(proceeding),
        clocks_view(proceeding),
        diagram_view(proceeding),
        current_details(proceeding),
        {key: str(value) for key, value in shown_values(proceeding).items()},
        [order.summary for order in proceeding.stepping.timers.values()],
    ]
    return json.dumps(shown, ensure_ascii=False)
