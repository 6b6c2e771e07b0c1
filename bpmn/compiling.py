"""Compile: from checked definitions to the program that runs."""

from collections.abc import Mapping, Sequence

from bpmn.checking import check_process, refusing
from bpmn.choosing import choose, reached
from bpmn.compiling_nodes import Names, compile_node
from bpmn.definition import Contents, Definition, Lane, Process
from bpmn.expressions import Expr, condition
from bpmn.program import Flow, Node, Program
from bpmn.reach import reach_of, turns_of
from decisions.problems import InvalidDefinition

_NO_DECISIONS: Mapping[str, str] = {}


def compile_program(
    definitions: Sequence[Definition],
    process: str | None = None,
    decisions: Mapping[str, str] = _NO_DECISIONS,
) -> Program:
    """Return the program of one process and of all it calls.

    Args:
        definitions: the files, the one with the process among them.
        process: id of the process; needed only where several could be meant.
        decisions: DMN texts by file name.

    Raises:
        InvalidDefinition: with all problems of the processes that would run.
    """
    first = choose(definitions, process)
    chosen = reached(definitions, first)
    problems = [
        problem
        for definition, found in chosen
        for problem in check_process(definition, found, definitions, decisions)
    ]
    refused = refusing(problems)
    if refused:
        raise InvalidDefinition(tuple(sorted(refused)))
    builder = _Builder(decisions)
    for definition, found in chosen:
        builder.add_process(definition, found)
    return builder.build(tuple(dict.fromkeys(each.file for each, _ in chosen)))


class _Builder:
    def __init__(self, decisions: Mapping[str, str]) -> None:
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []
        self.taken: set[str] = set()
        self.processes: dict[str, int] = {}
        self.decisions = decisions

    def build(self, files: tuple[str, ...]) -> Program:
        for node in self.nodes:
            if node.kind == "callActivity" and node.called is not None:
                node.called.process = self.processes[node.called.key]
        for node in self.nodes:
            if node.kind == "inclusiveGateway" and len(node.incoming) > 1:
                node.reach = reach_of(node, self.nodes, self.flows)
                node.turns = turns_of(node, self.nodes, self.flows)
        used = {node.called.file for node in self.nodes if node.called is not None}
        carried = {file: text for file, text in self.decisions.items() if file in used}
        return Program.build(0, tuple(self.nodes), tuple(self.flows), carried, files)

    def add_process(self, definition: Definition, process: Process) -> None:
        node = Node(
            len(self.nodes),
            self._free(process.id, process.id),
            "process",
            name=process.name,
            line=process.line,
            documentation=process.documentation,
            properties=dict(process.properties),
        )
        self.nodes.append(node)
        self.processes[process.id] = node.index
        names = Names(definition, _lanes(process.contents.lanes), self.decisions)
        self._add_contents(process.contents, node, names, process.id)

    def _free(self, key: str, process: str) -> str:
        """Return *key*, or *key* after the process's id where another file has taken it."""
        free = key if key not in self.taken else f"{process}.{key}"
        self.taken.add(free)
        return free

    def _add_contents(self, contents: Contents, scope: Node, names: Names, process: str) -> None:
        indexes: dict[str, int] = {}
        for flow_node in contents.nodes:
            key = self._free(flow_node.id, process)
            node = compile_node(flow_node, len(self.nodes), key, scope.index, names)
            self.nodes.append(node)
            indexes[flow_node.id] = node.index
            if flow_node.contents is not None:
                self._add_contents(flow_node.contents, node, names, process)
        self._add_flows(contents, indexes, process)
        self._attach(contents, indexes)
        self._find_starts(contents, scope, indexes)

    def _add_flows(self, contents: Contents, indexes: dict[str, int], process: str) -> None:
        defaults = {node.get("default") for node in contents.nodes if node.get("default")}
        for read in contents.flows:
            source, target = self.nodes[indexes[read.source]], self.nodes[indexes[read.target]]
            flow = Flow(
                len(self.flows),
                self._free(read.id, process),
                source.index,
                target.index,
                read.name,
            )
            if read.condition is not None and _conditional(source):
                flow.condition = Expr(condition(read.condition))
            self.flows.append(flow)
            source.outgoing += (flow.index,)
            target.incoming += (flow.index,)
            if read.id in defaults:
                source.default = flow.index
                flow.condition = None

    def _attach(self, contents: Contents, indexes: dict[str, int]) -> None:
        for flow_node in contents.nodes:
            host = flow_node.get("attachedToRef").rpartition(":")[2]
            if flow_node.kind == "boundaryEvent" and host in indexes:
                node, attached = self.nodes[indexes[flow_node.id]], self.nodes[indexes[host]]
                node.attached = attached.index
                attached.boundaries += (node.index,)

    def _find_starts(self, contents: Contents, scope: Node, indexes: dict[str, int]) -> None:
        own = [self.nodes[indexes[each.id]] for each in contents.nodes]
        starts = [node for node in own if node.kind == "startEvent"]
        if not starts:
            starts = [node for node in own if _begins(node)]
        scope.starts = tuple(node.index for node in starts)
        scope.watchers = tuple(
            index for node in own if node.kind == "eventSubProcess" for index in node.starts
        )


def _begins(node: Node) -> bool:
    return not node.incoming and node.kind not in ("boundaryEvent", "eventSubProcess")


def _conditional(source: Node) -> bool:
    """Return whether conditions on flows from *source* count: not after a parallel gateway."""
    return source.kind not in ("parallelGateway", "eventBasedGateway")


def _lanes(lanes: Sequence[Lane]) -> dict[str, str]:
    found: dict[str, str] = {}
    for lane in lanes:
        found.update(dict.fromkeys(lane.nodes, lane.name))
        found.update(_lanes(lane.lanes))
    return found
