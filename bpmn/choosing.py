"""Which process runs: chosen by id, or the only one that can be meant."""

from collections.abc import Iterator, Sequence

from bpmn.definition import Definition, FlowNode, Process
from decisions.problems import InvalidDefinition, Problem


def choose(definitions: Sequence[Definition], process: str | None) -> tuple[Definition, Process]:
    """Return the process to run and the file it is in.

    Among several that could be meant, it is the one that no other calls.

    Raises:
        InvalidDefinition: there is no such process, or several could be meant.
    """
    every = [(each, found) for each in definitions for found in each.processes]
    if process is not None:
        chosen = [(each, found) for each, found in every if found.id == process]
        _expect_one(definitions, chosen, every, f"the process {process!r}")
        return chosen[0]
    candidates = [pair for pair in every if pair[1].contents.nodes] or every
    executable = [pair for pair in candidates if pair[1].executable]
    undeclared = [pair for pair in candidates if pair[1].executable is None]
    uncalled = _uncalled(executable or candidates)
    for narrowed in (candidates, executable, undeclared, uncalled):
        if len(narrowed) == 1:
            return narrowed[0]
    _expect_one(definitions, executable, every, "one executable process")
    return executable[0]


def _uncalled(
    pairs: Sequence[tuple[Definition, Process]],
) -> list[tuple[Definition, Process]]:
    called = [key for _, process in pairs for _, key in called_keys(process) if key != process.id]
    return [pair for pair in pairs if pair[1].id not in called]


def _expect_one(
    definitions: Sequence[Definition],
    chosen: Sequence[tuple[Definition, Process]],
    every: Sequence[tuple[Definition, Process]],
    wanted: str,
) -> None:
    if len(chosen) == 1:
        return
    file = definitions[0].file if definitions else ""
    names = ", ".join(found.id for _, found in every) or "none"
    what = f"expected {wanted}, found {len(chosen)} among: {names}"
    raise InvalidDefinition((Problem(file, 0, "", what, "choose one by its id"),))


def called_keys(process: Process) -> Iterator[tuple[FlowNode, str]]:
    """Yield the call activities of a process with the id of what they call."""
    for node in nodes_of(process):
        if node.kind == "callActivity":
            key = node.extensions.called or node.get("calledElement").rpartition(":")[2]
            yield node, key


def nodes_of(process: Process) -> Iterator[FlowNode]:
    """Yield all nodes of a process, those inside subprocesses too, outer ones first."""
    pending = list(process.contents.nodes)
    while pending:
        node = pending.pop(0)
        yield node
        if node.contents is not None:
            pending[:0] = node.contents.nodes


def reached(
    definitions: Sequence[Definition], first: tuple[Definition, Process]
) -> list[tuple[Definition, Process]]:
    """Return *first* and the processes it calls, directly or not."""
    by_id = {found.id: (each, found) for each in definitions for found in each.processes}
    order = [first]
    seen = {first[1].id}
    for _, process in order:
        for _, key in called_keys(process):
            if key in by_id and key not in seen:
                seen.add(key)
                order.append(by_id[key])
    return order
