"""Scripts and called decisions: worked out at once, by FEEL and DMN."""

from bpmn.decisions_called import decide
from bpmn.elements.jobs import run_job
from bpmn.elements.registry import Behaviour, register
from bpmn.instance import Activation
from bpmn.lifecycle import complete, enter
from bpmn.run import Run
from bpmn.variables import evaluate


def run_script(run: Run, activation: Activation) -> None:
    """Evaluate the script; its value goes to the result variable, or a context's entries up.

    Raises:
        Stuck: the script failed.
    """
    node = activation.place.node
    if node.script is None:
        run_job(run, activation)
        return
    value = evaluate(run, node.script, activation)
    if node.result:
        results = {node.result: value}
    else:
        results = dict(value) if isinstance(value, dict) else {}
    complete(run, activation, results)


def run_rules(run: Run, activation: Activation) -> None:
    """Evaluate the called decision; without one, hand a job to a worker.

    Raises:
        Stuck: the decision failed.
    """
    node = activation.place.node
    if node.called is None:
        run_job(run, activation)
        return
    value = decide(run, activation, node.called)
    results = {node.result: value} if node.result else {}
    complete(run, activation, results)


register(Behaviour("scriptTask", "none", "the job is done, where it is one",
                   "FEEL; scripts of other languages are jobs", enter, activate=run_script))  # fmt: skip
register(Behaviour("businessRuleTask", "none", "the job is done, where it is one",
                   "a called DMN decision; a job without one", enter, activate=run_rules))  # fmt: skip
