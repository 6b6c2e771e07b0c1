"""Do the diagrams and the pack fit each other? Names, forms, clocks, events, jobs, functions."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bpmn.expressions import Expr
from bpmn.program import Node, Program
from decisions.feel.library.registry import FUNCTIONS as BUILT_IN
from decisions.feel.parsing import parse_expression
from decisions.problems import Problem
from regulations.checking_forms import check_task_forms
from regulations.diagram_files import file_of
from regulations.pack import Pack
from regulations.source import PackSource
from regulations.vocabulary import (
    BREACHED,
    CLOCK_FUNCTIONS,
    EVENTS,
    FUNCTIONS,
    JOB_TYPES,
)
from regulations.wrong_shapes import near

_CALL = re.compile(r"\b([a-z_][a-z0-9_]*)\s*\(")
_CLOCK = re.compile(rf"\b({'|'.join(CLOCK_FUNCTIONS)})\(\s*\"([^\"]*)\"\s*\)")
_PEOPLES_TASKS = ("userTask", "manualTask")


def check_program(pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    """Yield what in the diagrams names something the pack lacks, and the other way round."""
    for node in program.nodes:
        check = _NodeCheck(pack, program, source, node)
        yield from check.events()
        yield from check.people()
        yield from check.job()
        yield from check.expressions()
    yield from check_task_forms(pack, program, source)
    yield from _limits_are_watched(pack, program, source)
    yield from _clocks_can_run(pack, program, source)
    yield from _registered(pack, program, source)


class _NodeCheck:
    def __init__(self, pack: Pack, program: Program, source: PackSource, node: Node) -> None:
        self.pack = pack
        self.program = program
        self.source = source
        self.node = node

    def problem(self, what: str, hint: str = "") -> Problem:
        file = file_of(self.node, self.program, self.source)
        return Problem(file, self.node.line, self.node.id, what, hint)

    def unknown(
        self, what: str, found: str, known: Mapping[str, object] | Sequence[str]
    ) -> Problem:
        said = f" ({', '.join(known)})" if known else ""
        return self.problem(f"expected a {what}{said}, found {found!r}", near(found, known))

    def events(self) -> Iterator[Problem]:
        for key, text in self.node.properties.items():
            if key == "event" or key.startswith("event:"):
                for event in filter(None, (part.strip() for part in text.split(","))):
                    if event not in EVENTS:
                        yield self.unknown("domain event", event, EVENTS)
            outcome = key.removeprefix("event:")
            if key.startswith("event:") and f"outcome:{outcome}" not in self.node.properties:
                yield self.problem(
                    f"an event is named for the outcome {outcome!r}, which the task does not offer",
                    f"add the property `outcome:{outcome}` or remove `{key}`",
                )
        level = self.node.properties.get("level", "")
        levels = [one.key for one in self.pack.escalation.levels]
        if level and not level.startswith("=") and level not in levels:
            yield self.unknown("level of escalation", level, levels)
        clock = self.node.properties.get("clock", "")
        if clock and not clock.startswith("=") and clock not in self.pack.limits:
            yield self.unknown("limit", clock, self.pack.limits)

    def people(self) -> Iterator[Problem]:
        node = self.node
        if node.kind not in _PEOPLES_TASKS:
            return
        if node.form and node.form not in self.pack.forms:
            yield self.unknown("form of this pack", node.form, self.pack.forms)
        assigned = node.assignment and (node.assignment.assignee or node.assignment.groups)
        if not assigned:
            yield self.problem("the task has nobody to do it", "add a zeebe:assignmentDefinition")
        asked = node.assignment
        for expr in (asked.assignee, asked.groups, asked.users) if asked else ():
            for key in self._keys(expr):
                people = [*self.pack.staff, *self.pack.posts, *self.pack.units]
                hint = near(key, people) or "name a key of `staff`, `posts` or `units`"
                yield self.problem(f"expected a staff, post or unit key, found {key!r}", hint)
        if not node.name:
            yield self.problem("the task has no label", "give it a Chinese name")

    def _keys(self, expr: Expr | None) -> Iterator[str]:
        if expr is None or not expr.constant:
            return
        for key in filter(None, (part.strip() for part in expr.text.split(","))):
            if not self.pack.organisation.knows(key):
                yield key

    def job(self) -> Iterator[Problem]:
        work = self.node.work
        if work is None or not work.type.constant or self.node.kind in _PEOPLES_TASKS:
            return
        job = work.type.text
        if job not in JOB_TYPES:
            yield self.unknown("job type", job, JOB_TYPES)
            return
        for name in JOB_TYPES[job]:
            if name not in self.node.properties:
                yield self.problem(f"the job {job} needs the property {name!r}", "add it")
        template = self.node.properties.get("template", "")
        if template and template not in self.pack.notices:
            yield self.unknown("notice of this pack", template, self.pack.notices)

    def expressions(self) -> Iterator[Problem]:
        for expr in _expressions(self.node, self.program):
            if expr.constant:
                continue
            names = parse_expression(expr.text.removeprefix("=")).names
            for name in sorted(names & frozenset(_CALL.findall(expr.text))):
                if name not in FUNCTIONS and name not in BUILT_IN:
                    yield self.unknown("function of a case", f"{name}()", FUNCTIONS)
            yield from self._arguments(expr.text)
            for name, key in _CLOCK.findall(expr.text):
                known = {**self.pack.limits, **(self.pack.counts if name == "breached" else {})}
                if key not in known:
                    yield self.unknown(f"limit in {name}(…)", key, known)

    def _arguments(self, text: str) -> Iterator[Problem]:
        for call in _CALL.finditer(text):
            least, most = FUNCTIONS.get(call[1], (0, 99))
            found = _count_arguments(text[call.end() :])
            if not least <= found <= most:
                what = f"expected {least} argument(s) in {call[1]}(…), found {found}"
                yield self.problem(what)


def _count_arguments(text: str) -> int:
    """Return how many arguments there are from just behind a `(` on to its `)`."""
    depth, commas, quoted = 0, 0, False
    for place, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif sign in ")]}" and depth == 0:
            return commas + 1 if text[:place].strip() else 0
        else:
            depth += (sign in "([{") - (sign in ")]}")
            commas += sign == "," and depth == 0
    return commas


def _expressions(node: Node, program: Program) -> Iterator[Expr]:
    found: list[Expr | None] = [node.script]
    found += [assign.source for assign in (*node.inputs, *node.outputs)]
    if node.multi:
        multi = node.multi
        found += [multi.cardinality, multi.collection, multi.result, multi.until]
    if node.timer:
        found.append(node.timer.value)
    if node.topic:
        found += [node.topic.name, node.topic.key]
    if node.assignment:
        found += [node.assignment.assignee, node.assignment.groups, node.assignment.users]
    found += [program.flows[flow].condition for flow in node.outgoing]
    found += [Expr(text) for text in node.properties.values() if text.startswith("=")]
    return (expr for expr in found if expr is not None)


def _limits_are_watched(pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    """A limit that is judged needs a timer at its due date, or nothing would happen when it is missed."""
    watched = {
        key
        for node in program.nodes
        if node.timer
        for name, key in _CLOCK.findall(node.timer.value.text)
        if name == "due"
    }
    texts = [node.timer.value.text for node in program.nodes if node.timer]
    if any("due_next(" in text for text in texts):
        watched |= {key for key, limit in pack.limits.items() if not limit.soft}
    for key, limit in pack.limits.items():
        if limit.judged and key not in watched:
            what = f"no timer in the diagrams is due with the limit {key}"
            hint = f'add a timer event with =due("{key}"), or =due_next() for all that are not soft, or say `judged: false`'
            yield source.problem(("limits", key), what, hint)


def _clocks_can_run(pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    """A limit that nothing starts never runs; one that nothing stops is missed by everybody.

    A cap, and what is only measured, may well run until the case is closed.
    """
    emitted = _emitted(program)
    hint = "name the event at an element with the property `event` or `event:<outcome>`"
    for key, limit in pack.limits.items():
        path = ("limits", key)
        starts = [e for e in limit.starts_on if e in emitted or e.startswith(BREACHED)]
        if not starts:
            named = ", ".join(limit.starts_on)
            what = f"no element of the diagrams is an event that starts it ({named})"
            yield source.problem((*path, "starts_on"), what, hint)
        stops = [e for e in limit.stops_on if e in {"closed", *emitted} or e.startswith(BREACHED)]
        if limit.stops_on and not stops and limit.judged and limit.kind == "limit":
            named = ", ".join(limit.stops_on)
            what = f"no element of the diagrams is an event that stops it ({named})"
            yield source.problem((*path, "stops_on"), what, hint)


def _emitted(program: Program) -> frozenset[str]:
    """Return the domain events that the elements of the diagrams are, and what they bring about."""
    emitted = {
        event.strip()
        for node in program.nodes
        for key, text in node.properties.items()
        if key == "event" or key.startswith("event:")
        for event in text.split(",")
    }
    implied = {"handover_forwarded": "handover_sent", "handover_received": "handler_named"}
    return frozenset(emitted | {then for event, then in implied.items() if event in emitted})


def _registered(pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    root = program.root
    starts = [program.nodes[index] for index in root.starts]
    if not any(node.event == "registered" for node in starts):
        what = f"no start event of the process {pack.process} is the event `registered`"
        hint = "add the property event=registered to its start event"
        yield Problem(file_of(root, program, source), root.line, root.id, what, hint)
