"""Check: all problems of a definition at once, each with its line and what to do.

A problem whose hint begins with "warning:" does not keep a model from running.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from bpmn.definition import Definition, Lane, Process
from bpmn.rules import calls, catchers, events, expressions, flows, kinds, reaching
from bpmn.rules.survey import WARNING, Survey
from decisions.problems import Problem

RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (
    kinds.supported,
    flows.named,
    flows.connected,
    flows.directed,
    flows.defaults,
    flows.gateways,
    flows.event_gateways,
    events.starts,
    events.boundaries,
    events.references,
    catchers.doubled,
    events.timers,
    expressions.conditions,
    expressions.values,
    expressions.scripts,
    expressions.loops,
    calls.processes,
    calls.decisions,
    reaching.reached,
)


def check(definition: Definition) -> tuple[Problem, ...]:
    """Return all problems of a file, by line; what other files would settle is not asked."""
    problems = list(_of_file(definition))
    for process in definition.processes:
        problems.extend(_of_process(Survey(definition, process, None, None)))
    return tuple(sorted(dict.fromkeys(problems)))


def check_process(
    definition: Definition,
    process: Process,
    definitions: Sequence[Definition],
    decisions: Mapping[str, str],
) -> list[Problem]:
    """Return the problems of one process among all the files it is compiled with."""
    survey = Survey(definition, process, definitions, decisions)
    return [*_duplicates(definition), *_of_process(survey)]


def refusing(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that keep a model from running, each once."""
    return [each for each in dict.fromkeys(problems) if not each.hint.startswith(WARNING)]


def _of_process(survey: Survey) -> Iterator[Problem]:
    for rule in RULES:
        yield from rule(survey)


def _of_file(definition: Definition) -> Iterator[Problem]:
    file = definition.file
    for name, line in definition.strange:
        what = f"expected processes and collaborations, found <{name}>"
        yield Problem(file, line, "", what, "only processes can be run")
    if not definition.processes:
        what = "expected a <process>, found none"
        yield Problem(file, 0, "", what, "add a process to the diagram")
    yield from _duplicates(definition)
    yield from _dangling_pools(definition)
    yield from _dangling_lanes(definition)


def _duplicates(definition: Definition) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for key, name, line in definition.ids:
        if key in first:
            what = f"expected the id {key!r} once, found it on <{name}> and on line {first[key]}"
            yield Problem(definition.file, line, key, what, "give one of them another id")
        else:
            first[key] = line


def _dangling_pools(definition: Definition) -> Iterator[Problem]:
    known = {process.id for process in definition.processes}
    for pool in definition.participants:
        if pool.process and pool.process not in known:
            what = f"expected the pool's process {pool.process!r}, found none of this id"
            hint = f"{WARNING}draw the pool again"
            yield Problem(definition.file, pool.line, pool.id, what, hint)


def _dangling_lanes(definition: Definition) -> Iterator[Problem]:
    known = {key for key, _, _ in definition.ids}
    for process in definition.processes:
        for lane in _lanes(process.contents.lanes):
            for key in lane.nodes:
                if key not in known:
                    what = f"expected the lane to hold elements, found the unknown id {key!r}"
                    hint = f"{WARNING}draw the lane again"
                    yield Problem(definition.file, lane.line, lane.id, what, hint)


def _lanes(lanes: Iterable[Lane]) -> Iterator[Lane]:
    for lane in lanes:
        yield lane
        yield from _lanes(lane.lanes)
