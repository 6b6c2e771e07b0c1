"""What is called is there."""

from collections.abc import Iterator

from bpmn.choosing import called_keys
from bpmn.rules.survey import Survey
from decisions.problems import Problem


def processes(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each call activity whose process is not known."""
    known = _known(survey)
    for node, key in called_keys(survey.process):
        if not key:
            what = "expected the call activity to name a process, found none"
            yield survey.at(node, what, "set the called element's process id")
        elif key.startswith("="):
            what = f"expected the id of a process, found the expression {key!r}"
            yield survey.at(node, what, "call one process, or choose among several by a gateway")
        elif known is not None and key not in known:
            what = f"expected a process {key!r}, found none of this id"
            yield survey.at(node, what, "add the file that holds the process")


def _known(survey: Survey) -> set[str] | None:
    if survey.definitions is None:
        return None
    return {process.id for each in survey.definitions for process in each.processes}


def decisions(survey: Survey) -> Iterator[Problem]:
    """Yield a problem for each called decision that is in no known table."""
    for _, node in survey.nodes():
        decision = node.extensions.decision
        if not decision or node.kind != "businessRuleTask":
            continue
        if decision.startswith("="):
            what = f"expected the id of a decision, found the expression {decision!r}"
            yield survey.at(node, what, "call one decision")
        elif survey.decisions is not None and not _defined(decision, survey):
            what = f"expected a decision {decision!r}, found none of this id"
            yield survey.at(node, what, "add the DMN file that holds it")


def _defined(decision: str, survey: Survey) -> bool:
    texts = (survey.decisions or {}).values()
    return any(f'"{decision}"' in text or f"'{decision}'" in text for text in texts)
