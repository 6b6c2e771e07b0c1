"""Called decisions: models are carried as text and read once per process and content."""

from functools import lru_cache
from typing import Any

from bpmn.instance import Activation
from bpmn.program import Called
from bpmn.run import Run, Stuck
from bpmn.variables import visible
from decisions.problems import InvalidDefinition


@lru_cache(maxsize=64)
def _model(text: str, file: str) -> Any:
    from decisions.dmn.reading import read  # noqa: PLC0415

    return read(text, file)


def decide(run: Run, activation: Activation, called: Called) -> object:
    """Return the value of the decision over all visible variables.

    Raises:
        Stuck: the model cannot be read, or has no such decision.
    """
    text = run.instance.program.decisions.get(called.file)
    if text is None:
        raise Stuck("decision", f"expected the decision model {called.file!r} in the program")
    from decisions.dmn.reading import evaluate  # noqa: PLC0415

    try:
        result = evaluate(_model(text, called.file), called.key, visible(activation))
    except (InvalidDefinition, LookupError, ValueError) as error:
        raise Stuck("decision", f"the decision {called.key!r} failed: {error}") from error
    run.note(
        "decision", activation.place.id, activation.n,
        decision=called.key, value=result.value, rules=list(result.rules), inputs=result.inputs,
    )  # fmt: skip
    return result.value
