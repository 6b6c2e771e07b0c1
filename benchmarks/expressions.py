"""Expressions and decision-table rows per second; against bkflow-feel where it is installed.

Expressions are read before the clock starts, on both sides, and every answer is compared before
anything is timed. bkflow-feel knows fewer constructs, so it is asked only what it can answer.

    python -m benchmarks.expressions
"""

import json
from collections.abc import Callable
from functools import partial
from html import escape
from time import perf_counter
from typing import Any

from decisions.dmn.reading import evaluate, read
from decisions.feel.parsing import parse_expression

try:
    import bkflow_feel
except ImportError:
    bkflow_feel = None

CONTEXT = {"amount": 120, "kind": "x", "rooms": [{"no": n, "nights": n % 7} for n in range(20)]}
EXPRESSIONS = {
    "condition": 'amount > 100 and kind = "x"',
    "arithmetic": "amount * 3 + amount / 4",
    "choice": 'if amount > 100 then "big" else "small"',
    "membership": "amount in [100..200]",
    "filter": "rooms[nights > 3]",
    "loop": "for room in rooms return room.no * 2",
    "dates": 'date("2026-10-09") + duration("P3D") > date("2026-10-10")',
}
ROWS = 50


def per_second(run: Callable[[], object], budget: float) -> float:
    """Return how often *run* can be done in a second: the best of five tries."""
    best, count = 0.0, 1
    until = perf_counter() + budget
    while perf_counter() < until:
        began = perf_counter()
        for _ in range(count):
            run()
        spent = perf_counter() - began
        best = max(best, count / spent)
        if spent < budget / 20:
            count *= 2
    return best


def peer(text: str) -> Callable[[], Any] | None:
    """Return one evaluation by bkflow-feel; None where it is missing or cannot read the text."""
    if bkflow_feel is None:
        return None
    try:
        tree = bkflow_feel.transformer.transform(bkflow_feel.parser.parse(text))
        tree.evaluate(CONTEXT)
    except Exception:  # noqa: BLE001 - whatever it says, it cannot answer this one
        return None
    return partial(tree.evaluate, CONTEXT)


def table(rows: int) -> str:
    """Return a model with one table of *rows* rules, of which the last matches."""
    rules = "".join(
        f"<rule><inputEntry><text>{escape(f'[{n * 10}..{n * 10 + 10})')}</text></inputEntry>"
        f'<inputEntry><text>"x", "y"</text></inputEntry>'
        f"<outputEntry><text>{n}</text></outputEntry></rule>"
        for n in range(rows)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m">'
        '<decision id="d" name="d"><decisionTable hitPolicy="UNIQUE">'
        "<input><inputExpression><text>amount</text></inputExpression></input>"
        "<input><inputExpression><text>kind</text></inputExpression></input>"
        f'<output name="o"/>{rules}</decisionTable></decision></definitions>'
    )


def measure(budget: float = 0.5) -> dict[str, dict[str, float]]:
    """Return evaluations per second by expression, readings per second, and rows per second."""
    answer: dict[str, dict[str, float]] = {}
    for name, text in EXPRESSIONS.items():
        expression = parse_expression(text)
        answer[name] = {
            "shouwen": round(per_second(lambda e=expression: e.evaluate(CONTEXT), budget))
        }
        other = peer(text)
        if other is not None and other() == expression.evaluate(CONTEXT):
            theirs = per_second(other, budget)
            answer[name]["bkflow-feel"] = round(theirs)
            answer[name]["ratio"] = round(answer[name]["shouwen"] / theirs, 1)
    fresh = parse_expression.__wrapped__
    answer["reading"] = {
        "shouwen": round(per_second(lambda: fresh(EXPRESSIONS["condition"]), budget))
    }
    model = read(table(ROWS), "table.dmn")
    given = {"amount": ROWS * 10 - 5, "kind": "x"}
    assert evaluate(model, "d", given).value == ROWS - 1
    tables = per_second(lambda: evaluate(model, "d", given), budget)
    answer["table rows"] = {"shouwen": round(tables * ROWS)}
    return answer


def main() -> None:
    """Print the numbers as JSON."""
    print(json.dumps(measure(), indent=2))


if __name__ == "__main__":
    main()
