"""Jobs for machines: service tasks, and all that names a job type.

Without a type the job's type is the element's kind, so that plain BPMN runs.
"""

from bpmn.effects import RunJob
from bpmn.elements.registry import Behaviour, register
from bpmn.instance import Activation
from bpmn.kernel import properties, stage
from bpmn.lifecycle import enter
from bpmn.program import Work
from bpmn.run import Run
from bpmn.variables import evaluate, text_of, visible


def run_job(run: Run, activation: Activation) -> None:
    """Ask a worker.

    Raises:
        Stuck: the job's type or a property cannot be evaluated.
    """
    node = activation.place.node
    work = node.work
    kind = node.kind if work is None else text_of(evaluate(run, work.type, activation))
    mapped = bool(node.inputs)
    job = RunJob(
        activation.key,
        node.id,
        activation.n,
        node.name or node.id,
        kind,
        {} if work is None else work.headers,
        properties(run, activation.place, activation),
        dict(activation.variables or {}) if mapped else visible(activation),
        _retries(run, work, activation),
    )
    activation.status = "job"
    run.note("task", node.id, activation.n, state="opened", kind="job", type=kind)
    run.effects.append(job)


def _retries(run: Run, work: Work | None, activation: Activation) -> int | None:
    if work is None or work.retries is None:
        return None
    text = text_of(evaluate(run, work.retries, activation))
    return int(text) if text.isdigit() else None


@stage("work")
def work_again(run: Run, activation: Activation, _: object) -> None:
    """Ask the worker, or the person, once more after an incident."""
    activation.place.activate(run, activation)


register(Behaviour("serviceTask", "none", "the job is done", "without a type: a job all the same",
                   enter, activate=run_job))  # fmt: skip
