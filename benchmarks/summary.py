"""What each benchmark found, as rows of one table: ours, the peer's, the ratio, the target."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks import engine, expressions, hotel_case, memory, working_time

MOST = 1.2
"""Times the cost of the same course written by hand."""
LEAST = 20
"""Times the steps per second of the other engine."""

HOTEL = {
    "wall_ms": "wall time of a case, ms",
    "worker_cpu_ms": "processor time of the worker, ms a case",
    "server_cpu_ms": "processor time of the server, ms a case",
    "events": "events in history",
    "history_bytes": "bytes of history",
}
TARGETED = ("wall_ms", "worker_cpu_ms", "server_cpu_ms", "events")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        ratio: ours to the peer's, or how many times faster we are; the figure's table says which.
        target: as people read it, empty where there is none.
        met: None where there is no target.
    """

    what: str
    ours: float
    peer: float | None = None
    ratio: float | None = None
    target: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark.

    Attributes:
        measure: runs it.
        tables: title of each table, and what makes its rows of what `measure` returned.
    """

    measure: Callable[[], Any]
    tables: Mapping[str, Callable[[Any], Iterator[Row]]]


def _hotel(found: Mapping[str, Any]) -> Iterator[Row]:
    yield from _costs(found, "hand_written", "ratios")


def _hotel_tuned(found: Mapping[str, Any]) -> Iterator[Row]:
    yield from _costs(found, "hand_written_tuned", "ratios_tuned")


def _costs(found: Mapping[str, Any], side: str, ratios: str) -> Iterator[Row]:
    for key, what in HOTEL.items():
        ours, peer, ratio = found["ours"][key], found[side][key], found[ratios][key]
        if key in TARGETED:
            yield Row(what, ours, peer, ratio, f"≤ {MOST}", ratio <= MOST)
        else:
            yield Row(what, ours, peer, ratio)


def _memory(found: Mapping[str, float]) -> Iterator[Row]:
    yield Row(
        "memory of an open cached case, KiB",
        found["ours_kib"],
        found["hand_written_kib"],
        found["ratio"],
    )


def _engine(found: Mapping[str, Mapping[str, float]]) -> Iterator[Row]:
    for model, row in found.items():
        ratio = row["ratio"]
        what = f"element steps a second, {model.replace('_', ' ')}"
        yield Row(what, row["shouwen"], row["spiffworkflow"], ratio, f"≥ {LEAST}", ratio >= LEAST)


def _working_time(found: Mapping[str, float]) -> Iterator[Row]:
    peer = found["businesstimedelta_us"]
    yield Row("a deadline in working hours, µs", found["working_hours_us"], peer, found["ratio"])
    yield Row("a deadline in working days by the notices, µs", found["working_days_us"])
    yield Row("an explanation of 15 working days, µs", found["explain_15_days_us"])


def _expressions(found: Mapping[str, Mapping[str, float]]) -> Iterator[Row]:
    for name, row in found.items():
        yield Row(name, row["shouwen"], row.get("bkflow-feel"), row.get("ratio"))


BENCHMARKS: Mapping[str, Benchmark] = {
    "hotel_case": Benchmark(
        hotel_case.measure,
        {
            "The hotel's case against the same course by hand (times its cost)": _hotel,
            "Against the same by hand with our sandbox and converter (times its cost)": (
                _hotel_tuned
            ),
        },
    ),
    "memory": Benchmark(
        memory.measure, {"Memory against the same course by hand (times its cost)": _memory}
    ),
    "engine": Benchmark(
        engine.measure, {"The engine against SpiffWorkflow (times faster)": _engine}
    ),
    "working_time": Benchmark(
        working_time.measure,
        {"Working time against businesstimedelta (times faster)": _working_time},
    ),
    "expressions": Benchmark(
        expressions.measure,
        {"FEEL expressions and decision tables, each a second (times faster)": _expressions},
    ),
}


def table(rows: list[Row]) -> list[list[str]]:
    """Return *rows* as cells, the heading first."""
    heading = ["", "ours", "peer", "ratio", "target", ""]
    return [heading, *(_cells(row) for row in rows)]


def _cells(row: Row) -> list[str]:
    met = {None: "", True: "met", False: "missed"}[row.met]
    return [row.what, _number(row.ours), _number(row.peer), _number(row.ratio), row.target, met]


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:,.2f}"
