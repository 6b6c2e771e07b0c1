"""Which file an element stands in: a program knows its elements, their files know the processes."""

from functools import lru_cache

from bpmn.program import Node, Program
from bpmn.reading import read
from regulations.source import PackSource


def path_of(node: Node, program: Program, source: PackSource) -> str:
    """Return the path within the pack of the diagram that *node* stands in, or empty."""
    process = node
    while process.scope >= 0:
        process = program.nodes[process.scope]
    for path, text in source.processes.items():
        if process.id.rpartition(".")[2] in _processes(text, path):
            return path
    return ""


def file_of(node: Node, program: Program, source: PackSource) -> str:
    """Return the file that *node* stands in, as an author knows it."""
    path = path_of(node, program, source)
    return source.file(path) if path else source.folder


@lru_cache(maxsize=256)
def _processes(text: str, path: str) -> tuple[str, ...]:
    """Return the ids of the processes in a diagram that was read before without a problem."""
    return tuple(process.id for process in read(text, path).processes)
