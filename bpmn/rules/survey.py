"""A process laid out for checking: its scopes, and who leads where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bpmn.definition import Contents, Definition, FlowNode, Process, SequenceFlow
from decisions.problems import Problem

WARNING = "warning: "


@dataclass(slots=True)
class Scope:
    """One process or subprocess; *owner* is None for the process."""

    owner: FlowNode | None
    contents: Contents
    nodes: dict[str, FlowNode] = field(default_factory=dict)
    incoming: dict[str, list[SequenceFlow]] = field(default_factory=dict)
    outgoing: dict[str, list[SequenceFlow]] = field(default_factory=dict)

    def into(self, node: FlowNode) -> list[SequenceFlow]:
        """Return the flows that lead to *node*."""
        return self.incoming.get(node.id, [])

    def out_of(self, node: FlowNode) -> list[SequenceFlow]:
        """Return the flows that lead from *node*."""
        return self.outgoing.get(node.id, [])


@dataclass(slots=True)
class Survey:
    """One process of a file with all that rules ask about.

    Attributes:
        definitions: all files that are compiled together; None where only one file is known.
        decisions: DMN texts by file; None where they are not known.
    """

    definition: Definition
    process: Process
    definitions: Sequence[Definition] | None
    decisions: Mapping[str, str] | None
    scopes: list[Scope] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._add(None, self.process.contents)

    def _add(self, owner: FlowNode | None, contents: Contents) -> None:
        scope = Scope(owner, contents, {node.id: node for node in contents.nodes})
        for flow in contents.flows:
            scope.outgoing.setdefault(flow.source, []).append(flow)
            scope.incoming.setdefault(flow.target, []).append(flow)
        self.scopes.append(scope)
        for node in contents.nodes:
            if node.contents is not None:
                self._add(node, node.contents)

    def nodes(self) -> Iterator[tuple[Scope, FlowNode]]:
        """Yield all nodes with their scopes, in document order by scope."""
        for scope in self.scopes:
            for node in scope.contents.nodes:
                yield scope, node

    def problem(self, line: int, element: str, what: str, hint: str) -> Problem:
        """Return a problem of this file."""
        return Problem(self.definition.file, line, element, what, hint)

    def at(self, node: FlowNode, what: str, hint: str) -> Problem:
        """Return a problem at *node*."""
        return self.problem(node.line, node.id, what, hint)


def trigger(node: FlowNode) -> str:
    """Return what an event waits for or throws: "none" for no event definition."""
    if node.kind == "receiveTask":
        return "message"
    return node.events[0].kind if node.events else "none"


def local(reference: str) -> str:
    """Return a QName without its prefix."""
    return reference.strip().rpartition(":")[2]


def an(word: str) -> str:
    """Return *word* with its article, for a sentence."""
    return f"an {word}" if word[:1] in "aeiou" else f"a {word}"
