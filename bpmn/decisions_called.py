"""Called decisions: models are carried as text and read once per process and content."""

from bpmn.instance import Activation
from bpmn.program import Called
from bpmn.run import Run, Stuck
from bpmn.variables import visible
from decisions.dmn.reading import evaluate, read
from decisions.feel.errors import FeelError
from decisions.problems import InvalidDefinition


def decide(run: Run, activation: Activation, called: Called) -> object:
    """Return the value of the decision over all visible variables.

    Raises:
        Stuck: the model cannot be read, or has no such decision.
    """
    text = run.instance.program.decisions.get(called.file)
    if text is None:
        raise Stuck("decision", f"expected the decision model {called.file!r} in the program")
    try:
        model = read(text, called.file)
        result = evaluate(model, called.key, visible(activation), run.functions)
    except (InvalidDefinition, FeelError, LookupError, ValueError) as error:
        raise Stuck("decision", f"the decision {called.key!r} failed: {error}") from error
    run.note(
        "decision",
        activation.place.id,
        activation.n,
        decision=called.key,
        value=result.value,
        rules=list(result.rules),
        inputs=dict(result.inputs),
    )
    return result.value
