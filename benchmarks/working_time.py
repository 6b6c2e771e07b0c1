"""How long a deadline takes, and how that compares with businesstimedelta in the same run.

Both are asked only what both can answer: working hours in July and August 2026, where no festival
and no make-up day lies. Every answer is compared before anything is timed.

    python -m benchmarks.working_time
"""

import datetime as dt
import json
import warnings
from collections.abc import Callable
from time import perf_counter
from typing import Any

from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.deadline import due
from workdays.explanation import explain
from workdays.national import national_calendar

BEIJING = dt.timezone(dt.timedelta(hours=8))
HOURS = (1, 4, 24, 120)


def questions() -> list[tuple[dt.datetime, int]]:
    """Return starts in July 2026, by day and by night, each with each number of hours."""
    first = dt.datetime(2026, 7, 1, 8, 10, tzinfo=BEIJING)
    starts = [first + dt.timedelta(hours=31 * n) for n in range(20)]
    return [(start, hours) for start in starts for hours in HOURS]


def theirs() -> Callable[[dt.datetime, int], dt.datetime]:
    """Return businesstimedelta's answer: office hours from Monday to Friday, less lunch."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import businesstimedelta as btd  # noqa: PLC0415 - only this run needs it
        import pytz  # noqa: PLC0415 - comes with it

    week, zone = list(range(5)), pytz.timezone("Asia/Shanghai")
    office = btd.WorkDayRule(dt.time(9), dt.time(18), week, tz=zone)
    lunch = btd.LunchTimeRule(dt.time(12), dt.time(13), week, tz=zone)
    rules = btd.Rules([office, lunch])
    return lambda start, hours: start + btd.BusinessTimeDelta(rules, hours=hours)


def ours() -> Callable[[dt.datetime, int], dt.datetime]:
    """Return this project's answer."""
    calendar = WorkCalendar.compile(national_calendar())
    amounts = {hours: Amount.parse(f"{hours}wh") for hours in HOURS}
    return lambda start, hours: due(calendar, start, amounts[hours]).at


def microseconds(ask: Callable[[], object], count: int, rounds: int = 5) -> float:
    """Return the best of *rounds*, in microseconds a question."""
    best = float("inf")
    for _ in range(rounds):
        begun = perf_counter()
        ask()
        best = min(best, perf_counter() - begun)
    return best / count * 1_000_000


def measure() -> dict[str, Any]:
    """Return microseconds a deadline, and the ratio to businesstimedelta."""
    asked, mine, other = questions(), ours(), theirs()
    differing = [(s.isoformat(), h) for s, h in asked if mine(s, h) != other(s, h)]
    if differing:
        raise AssertionError(f"both must answer the same, they differ at {differing[:3]}")
    fast = microseconds(lambda: [mine(s, h) for s, h in asked for _ in range(50)], len(asked) * 50)
    slow = microseconds(lambda: [other(s, h) for s, h in asked], len(asked), rounds=3)
    return {
        "questions": len(asked),
        "working_hours_us": round(fast, 2),
        "businesstimedelta_us": round(slow, 1),
        "ratio": round(slow / fast, 1),
        **own_figures(),
    }


def own_figures() -> dict[str, float]:
    """Return what nobody else answers: days by the notices, explanation, compilation."""
    data = national_calendar()
    calendar = WorkCalendar.compile(data)
    start = dt.datetime(2026, 9, 15, 9, 30, tzinfo=BEIJING)
    local, days = start.astimezone(calendar.zone), Amount.parse("15wd")
    many = range(20_000)
    first = calendar.data.first_year
    return {
        "working_days_us": round(
            microseconds(lambda: [due(calendar, start, days) for _ in many], len(many)), 2
        ),
        "working_days_in_zone_us": round(
            microseconds(lambda: [due(calendar, local, days) for _ in many], len(many)), 2
        ),
        "explain_15_days_us": round(
            microseconds(lambda: [explain(calendar, start, days) for _ in range(50)], 50), 1
        ),
        "compile_years": calendar.last_year - first + 1,
        "compile_ms": round(
            microseconds(lambda: WorkCalendar(data, calendar.last_year, calendar.resolver), 1)
            / 1000,
            1,
        ),
    }


def main() -> None:
    """Print the figures as JSON."""
    print(json.dumps(measure(), indent=2))


if __name__ == "__main__":
    main()
