"""Check: all problems of a definition at once, each with its line and what to do.

A problem whose hint begins with "warning:" does not keep the model from running.
"""

from collections.abc import Iterable, Mapping, Sequence

from bpmn.definition import Definition, Process
from decisions.problems import Problem


def check(definition: Definition) -> tuple[Problem, ...]:
    return ()


def check_process(
    definition: Definition,
    process: Process,
    definitions: Sequence[Definition],
    decisions: Mapping[str, str],
) -> list[Problem]:
    return []


def refusing(problems: Iterable[Problem]) -> list[Problem]:
    return [p for p in problems if not p.hint.startswith("warning:")]
