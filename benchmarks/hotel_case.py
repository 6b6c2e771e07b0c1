"""The hotel's case as the shipped pack against the same course written by hand, in one run.

    python -m benchmarks.hotel_case [CASES]

One development server with a SQLite file, one worker process and one register for each side. Rounds
of the sides alternate, eight cases at a time, so that noise hits all. A third side is the
hand-written workflow with this project's sandbox and converter: what is left between it and ours is
the cost of the engine, the law and the case.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.driving import Driver, history_of
from benchmarks.hosting import HAND_WRITTEN, OURS, TUNED, Side, Stage, processor_seconds, stage

CASES = 72
AT_A_TIME = 8
ROUND = 12
WARM_UP = 12
DRAIN_SECONDS = 0.3
"""After a round, so that what the server does afterwards counts for the right side."""

MEASURES = ("wall_ms", "round_ms", "worker_cpu_ms", "server_cpu_ms", "events", "history_bytes")


@dataclass(slots=True)
class Tally:
    """What one side has used.

    Attributes:
        walls: seconds of each case, from its start to its result.
        rounds: seconds a case of each round.
        worker, server: processor seconds a case of each round.
    """

    walls: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)
    worker: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    events: Mapping[str, int] = field(default_factory=dict)
    history_bytes: int = 0

    def figures(self) -> dict[str, Any]:
        """Return the figures of a case."""
        return {
            "wall_ms": round(median(self.walls) * 1000, 1),
            "round_ms": round(median(self.rounds) * 1000, 1),
            "worker_cpu_ms": round(sum(self.worker) / len(self.worker) * 1000, 1),
            "server_cpu_ms": round(sum(self.server) / len(self.server) * 1000, 1),
            "events": sum(self.events.values()),
            "history_bytes": self.history_bytes,
            "by_type": dict(sorted(self.events.items())),
        }


async def compare(cases: int) -> dict[str, Any]:
    """Drive *cases* cases of each side."""
    async with stage(OURS, HAND_WRITTEN, TUNED) as place:
        drivers = {side.name: Driver(place.client, side) for side in place.sides}
        tallies = {side.name: Tally() for side in place.sides}
        for side in place.sides:
            await _round(place, side, drivers[side.name], Tally(), "warm", WARM_UP)
        for number in range(max(1, cases // ROUND)):
            turn = number % len(place.sides)
            order = (*place.sides[turn:], *place.sides[:turn])
            for side in order:
                tally = tallies[side.name]
                await _round(place, side, drivers[side.name], tally, str(number), ROUND)
        for side in place.sides:
            tally = tallies[side.name]
            last = _number(side, "0", ROUND - 1)
            tally.events, tally.history_bytes = await history_of(place.client, last)
    return _compared({name: tally.figures() for name, tally in tallies.items()})


async def _round(
    place: Stage, side: Side, driver: Driver, tally: Tally, name: str, cases: int
) -> None:
    clock, gate = asyncio.get_running_loop().time, asyncio.Semaphore(AT_A_TIME)

    async def one(count: int) -> None:
        async with gate:
            tally.walls.append(await driver.drive(_number(side, name, count)))

    worker, server = processor_seconds(side.pid), processor_seconds(place.server_pid)
    begun = clock()
    async with asyncio.TaskGroup() as group:
        for count in range(cases):
            group.create_task(one(count))
    tally.rounds.append((clock() - begun) / cases)
    await asyncio.sleep(DRAIN_SECONDS)
    tally.worker.append((processor_seconds(side.pid) - worker) / cases)
    tally.server.append((processor_seconds(place.server_pid) - server) / cases)


def _number(side: Side, name: str, count: int) -> str:
    return f"{side.name}-{name}-{count}"


def _compared(sides: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        **sides,
        "ratios": _ratios(sides[OURS], sides[HAND_WRITTEN]),
        "ratios_tuned": _ratios(sides[OURS], sides[TUNED]),
    }


def _ratios(ours: Mapping[str, float], peer: Mapping[str, float]) -> dict[str, float]:
    return {name: round(ours[name] / peer[name], 2) for name in MEASURES}


def measure(cases: int = CASES) -> dict[str, Any]:
    """Return the figures a case of both sides, and the ratios of ours to the peer's."""
    return asyncio.run(compare(cases))


def main() -> None:
    """Print the figures as JSON."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    print(json.dumps(measure(cases), indent=2, ensure_ascii=False))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
