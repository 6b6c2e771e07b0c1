"""Element steps per second: this engine against SpiffWorkflow, on the same models, in one run.

Both engines read and compile before the clock starts; each run starts a fresh instance and takes it
to its end, the engines taking turns. An element step is one element entered; both engines enter the
same ones.

Run: python benchmarks/engine.py
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import thread_time

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser  # noqa: E402
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow  # noqa: E402

from bpmn.compiling import compile_program  # noqa: E402
from bpmn.engine import start  # noqa: E402
from bpmn.environment import Environment  # noqa: E402
from bpmn.reading import read  # noqa: E402

MODELS = ("sequence", "gateways", "loop", "subprocess", "multi_instance")
FOLDER = Path(__file__).with_name("models")
VARIABLES = {"x": 0, "items": list(range(30))}


def shouwen(model: str) -> tuple[Callable[[], None], int]:
    """Return one run of the model, and how many elements it enters."""
    path = FOLDER / f"{model}.shouwen.bpmn"
    program = compile_program([read(path.read_bytes(), path.name)])
    env = Environment(datetime(2026, 1, 5, 9, tzinfo=UTC))

    def run() -> None:
        step = start(program, VARIABLES, env)
        assert step.instance.state == "completed"

    facts = start(program, VARIABLES, env).facts
    return run, sum(fact.what == "entered" for fact in facts)


def spiff(model: str) -> Callable[[], None]:
    """Return one run of the model in SpiffWorkflow."""
    parser = BpmnParser()
    parser.add_bpmn_file(str(FOLDER / f"{model}.spiff.bpmn"))
    spec = parser.get_spec(model)
    inner = parser.get_subprocess_specs(model)

    def run() -> None:
        workflow = BpmnWorkflow(spec, inner)
        workflow.task_tree.data.update({"x": 0, "items": list(range(30))})
        for task in workflow.get_tasks():
            task.data.update({"x": 0, "items": list(range(30))})
        workflow.do_engine_steps()
        assert workflow.is_completed()

    return run


def seconds(runs: list[Callable[[], None]], budget: float) -> list[float]:
    """Return the least processor time of each run; they take turns for about *budget* each."""
    best = [float("inf")] * len(runs)
    spent = [0.0] * len(runs)
    while min(spent) < budget:
        for index, run in enumerate(runs):
            while spent[index] <= min(spent):
                began = thread_time()
                run()
                took = thread_time() - began
                spent[index] += took
                best[index] = min(best[index], took)
    return best


def measure(budget: float = 1.0) -> dict[str, dict[str, float]]:
    """Return, by model, element steps per second of both engines and their ratio."""
    answer: dict[str, dict[str, float]] = {}
    for model in MODELS:
        run, elements = shouwen(model)
        ours, theirs = seconds([run, spiff(model)], budget)
        answer[model] = {
            "elements": elements,
            "shouwen": round(elements / ours),
            "spiffworkflow": round(elements / theirs),
            "ratio": round(theirs / ours, 1),
        }
    return answer


def main() -> None:
    """Print a table."""
    print("element steps per second (best of alternating runs)")
    print(f"{'model':<16}{'elements':>9}{'shouwen':>10}{'spiff':>8}{'ratio':>8}")
    found = measure()
    for model, row in found.items():
        print(
            f"{model:<16}{row['elements']:>9.0f}{row['shouwen']:>10.0f}"
            f"{row['spiffworkflow']:>8.0f}{row['ratio']:>8.1f}"
        )
    print(f"least ratio: {min(row['ratio'] for row in found.values())}")


if __name__ == "__main__":
    main()
