"""Golden traces: what a model did once, it does for ever."""

import json
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bpmn import occurrences
from bpmn.effects import Effect
from bpmn.program import SEMANTICS
from decisions.feel.json_form import from_json
from tests.bpmn.case import Case

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "traces"
FILES = sorted(FOLDER.glob("*.json"))
RULE = (
    "a running case would now go on differently; see tests/golden/README.md: "
    "never edit a trace, give the engine a new semantics number instead"
)


def effect_as_json(effect: Effect) -> dict[str, Any]:
    """Return an effect as one flat JSON object."""
    answer: dict[str, Any] = {"do": type(effect).__name__}
    for item in fields(effect):
        value = getattr(effect, item.name)
        answer[item.name] = value.isoformat() if isinstance(value, datetime) else value
    return json.loads(json.dumps(answer, default=dict))  # type: ignore[no-any-return]


def steps_of(trace: dict[str, Any], *, reloading: bool) -> list[dict[str, Any]]:
    """Return facts and effects of each step."""
    case = Case(trace["model"], reloading=reloading)
    steps = []
    case.start(**{name: from_json(value) for name, value in trace["variables"].items()})
    for index in range(len(trace["occurrences"]) + 1):
        facts = [json.dumps(fact.to_json(), ensure_ascii=False) for fact in case.facts]
        steps.append({"facts": facts, "effects": [effect_as_json(each) for each in case.effects]})
        case.facts.clear()
        if index < len(trace["occurrences"]):
            kind, said = trace["occurrences"][index]
            case.do(getattr(occurrences, kind)(**said))
    return steps


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_model_does_what_it_did(path: Path, reloading: bool) -> None:
    """Same occurrences, same facts and effects."""
    trace = json.loads(path.read_text("utf-8"))

    assert SEMANTICS == trace["semantics"]
    assert trace["steps"] == steps_of(trace, reloading=reloading), RULE


def write() -> None:
    """Fill in the steps of traces that have none yet."""
    for path in FILES:
        trace = json.loads(path.read_text("utf-8"))
        if not trace["steps"]:
            trace["steps"] = steps_of(trace, reloading=False)
            path.write_text(json.dumps(trace, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write()
