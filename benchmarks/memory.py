"""Memory of a worker for each open case it keeps cached, beside the hand-written workflow's.

    python -m benchmarks.memory [CASES]

Cases are registered and wait for their first human step. What is measured is how much the resident
memory of the worker process grows from some open cases to many.
"""

import asyncio
import json
import os
import sys
from typing import Any

from benchmarks.driving import Driver
from benchmarks.hosting import HAND_WRITTEN, OURS, Side, Stage, resident_kib, stage

CASES = 400
WARM_UP = 100
AT_A_TIME = 16
REST_SECONDS = 0.5


async def compare(cases: int) -> dict[str, float]:
    """Open *cases* cases of each side; return KiB a case."""
    found = {}
    async with stage(OURS, HAND_WRITTEN) as place:
        for side in place.sides:
            await _open(place, side, "warm", WARM_UP)
            before = resident_kib(side.pid)
            await _open(place, side, "open", cases)
            found[f"{side.name}_kib"] = round((resident_kib(side.pid) - before) / cases, 1)
    return {**found, "ratio": round(found["ours_kib"] / found["hand_written_kib"], 2)}


async def _open(place: Stage, side: Side, name: str, cases: int) -> None:
    """Open cases and wait until each stands in the inbox."""
    driver, gate = Driver(place.client, side), asyncio.Semaphore(AT_A_TIME)

    async def one(count: int) -> None:
        async with gate:
            await driver.register(f"{side.name}-{name}-{count}")

    async with asyncio.TaskGroup() as group:
        for count in range(cases):
            group.create_task(one(count))
    await asyncio.sleep(REST_SECONDS)


def measure(cases: int = CASES) -> dict[str, Any]:
    """Return KiB of memory for each open case of both sides, and their ratio."""
    return asyncio.run(compare(cases))


def main() -> None:
    """Print the figures as JSON."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    print(json.dumps(measure(cases), indent=2))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
