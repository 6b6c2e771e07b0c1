"""Whatever happens in whatever order: no exception, nobody stuck, the same after saving."""

import json
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpmn import occurrences as o
from bpmn.instance import Instance
from bpmn.program import Program
from tests.bpmn.builder import (
    El,
    boundary,
    catch,
    exclusive,
    inclusive,
    message,
    parallel,
    process,
    receive,
    script,
    service,
    sub,
    task,
    throw,
    timer,
    user,
)
from tests.bpmn.case import Case

Block = tuple[str, list[object]]
LEAVES = (
    "user",
    "service",
    "task",
    "script",
    "timer",
    "message",
    "throw",
    "receive",
    "deadline",
    "each",
)
BRANCHES = ("parallel", "exclusive", "inclusive", "loop", "subprocess", "sequence")


def blocks() -> st.SearchStrategy[object]:
    """Block-structured models: every split has its join, every loop its way out."""
    leaf = st.sampled_from(LEAVES)
    return st.recursive(
        leaf,
        lambda inner: st.tuples(
            st.sampled_from(BRANCHES), st.lists(inner, min_size=1, max_size=3)
        ),
        max_leaves=7,
    )


class Writer:
    """Turns a block into flows and elements."""

    def __init__(self) -> None:
        self.count = 0

    def name(self, kind: str) -> str:
        """Return a new element id."""
        self.count += 1
        return f"{kind}_{self.count}"

    def whole(self, block: object) -> str:
        """Return the model of a block."""
        flows, elements, first, last = self.block(block)
        return process(f"start -> {first}; {last} -> end; {flows}", **elements)

    def block(self, block: object) -> tuple[str, dict[str, El], str, str]:
        """Return flows, elements, first and last element."""
        if isinstance(block, str):
            return self.leaf(block)
        kind, parts = block  # type: ignore[misc]
        return getattr(self, f"a_{kind}")([self.block(part) for part in parts])  # type: ignore[no-any-return]

    def leaf(self, kind: str) -> tuple[str, dict[str, El], str, str]:
        """Return one element, or a task with a deadline."""
        key = self.name(kind)
        elements = {
            "user": user(), "service": service(), "task": task(), "throw": throw(),
            "script": script("=n + 1", "n"), "timer": catch(timer("PT1H")),
            "message": catch(message("news")), "receive": receive("news"),
            "deadline": user(), "each": user().each("=[1, 2]", sequential=self.count % 2 == 0),
        }  # fmt: skip
        found = {key: elements[kind]}
        if kind == "deadline":
            merge, bound = self.name("merge"), self.name("bound")
            found |= {bound: boundary(key, timer("PT1H")), merge: exclusive()}
            return f"{key} -> {merge}; {bound} -> {merge}", found, key, merge
        return "", found, key, key

    def a_sequence(
        self, parts: list[tuple[str, dict[str, El], str, str]]
    ) -> tuple[str, dict[str, El], str, str]:
        """One after the other."""
        flows = [part[0] for part in parts]
        flows += [f"{one[3]} -> {two[2]}" for one, two in pairwise(parts)]
        return ";".join(flows), _merged(parts), parts[0][2], parts[-1][3]

    def a_parallel(
        self, parts: list[tuple[str, dict[str, El], str, str]]
    ) -> tuple[str, dict[str, El], str, str]:
        """All at once."""
        return self._split(parts, parallel(), parallel(), "")

    def a_exclusive(
        self, parts: list[tuple[str, dict[str, El], str, str]]
    ) -> tuple[str, dict[str, El], str, str]:
        """One of them."""
        return self._split(parts, exclusive(), exclusive(), "[n > {}]")

    def a_inclusive(
        self, parts: list[tuple[str, dict[str, El], str, str]]
    ) -> tuple[str, dict[str, El], str, str]:
        """Some of them."""
        return self._split(parts, inclusive(), inclusive(), "[n > {}]")

    def _split(self, parts: list[tuple[str, dict[str, El], str, str]], split: El, join: El,
               condition: str) -> tuple[str, dict[str, El], str, str]:  # fmt: skip
        one, two = self.name("split"), self.name("join")
        flows = [part[0] for part in parts]
        for index, part in enumerate(parts):
            last = condition and index == len(parts) - 1
            flows.append(f"{one} -> {part[2]} {'[default]' if last else condition.format(index)}")
            flows.append(f"{part[3]} -> {two}")
        return ";".join(flows), {**_merged(parts), one: split, two: join}, one, two

    def a_loop(
        self, parts: list[tuple[str, dict[str, El], str, str]]
    ) -> tuple[str, dict[str, El], str, str]:
        """Twice."""
        flows, elements, first, last = self.a_sequence(parts)
        merge, count, choice = self.name("merge"), self.name("count"), self.name("choice")
        flows += f";{merge} -> {first}; {last} -> {count} -> {choice}"
        flows += f";{choice} -> {merge} [rounds < 2]"
        after = self.name("after")
        flows += f";{choice} -> {after} [default]"
        more = {
            merge: exclusive(),
            count: script("=rounds + 1", "rounds"),
            choice: exclusive(),
            after: throw(),
        }
        return flows, {**elements, **more}, merge, after

    def a_subprocess(
        self, parts: list[tuple[str, dict[str, El], str, str]]
    ) -> tuple[str, dict[str, El], str, str]:
        """In a scope."""
        flows, elements, first, last = self.a_sequence(parts)
        key, begin, finish = self.name("sub"), self.name("start"), self.name("end")
        return (
            "",
            {key: sub(f"{begin} -> {first}; {last} -> {finish}; {flows}", **elements)},
            key,
            key,
        )


def _merged(parts: list[tuple[str, dict[str, El], str, str]]) -> dict[str, El]:
    return {name: element for part in parts for name, element in part[1].items()}


def possible(case: Case) -> list[o.Occurrence]:
    """Return all that may happen now."""
    found: list[o.Occurrence] = []
    for key, each in case.instance.live.items():
        if each.status == "task":
            found.append(o.TaskDone(key))
        elif each.status == "job":
            found.append(o.JobDone(key))
    for wait in case.instance.waits.values():
        if wait.kind == "timer":
            found.append(o.TimerDue(wait.key))
        else:
            found.append(o.MessageArrived(wait.name, wait.correlation))
    return found


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(block=blocks(), n=st.integers(0, 3), data=st.data())
def test_any_legal_order_comes_to_an_end(block: object, n: int, data: st.DataObject) -> None:
    """No occurrence raises; every state that is not final waits for something; saving is exact."""
    xml = Writer().whole(block)
    plain = Case(xml).start(n=n, rounds=0)
    saved = Case(xml, reloading=True).start(n=n, rounds=0)
    for _ in range(400):
        assert [fact.to_json() for fact in plain.facts] == [fact.to_json() for fact in saved.facts]
        assert plain.effects == saved.effects
        assert not plain.instance.incidents
        if plain.state != "running":
            break
        choices = possible(plain)
        assert choices, "the instance waits for nothing"
        occurrence = choices[data.draw(st.integers(0, len(choices) - 1))]
        plain.facts.clear()
        saved.facts.clear()
        plain.do(occurrence)
        saved.do(occurrence)

    assert "completed" == plain.state
    assert not plain.instance.live
    assert not plain.instance.waits


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(block=blocks(), n=st.integers(0, 3), data=st.data())
def test_a_case_may_be_cancelled_at_any_moment(block: object, n: int, data: st.DataObject) -> None:
    """Nothing is left behind: every task is closed, every job cancelled, every timer disarmed."""
    case = Case(Writer().whole(block)).start(n=n, rounds=0)
    effects = list(case.effects)
    for _ in range(data.draw(st.integers(0, 6))):
        if case.state != "running":
            return
        choices = possible(case)
        case.do(choices[data.draw(st.integers(0, len(choices) - 1))])
        effects += case.effects
    if case.state != "running":
        return
    effects += case.do(o.Cancel()).effects
    names = [type(effect).__name__ for effect in effects]

    assert names.count("OpenTask") == names.count("CloseTask")
    assert Instance.load(
        Program.load(json.loads(json.dumps(case.program.dump()))), case.instance.dump()
    )
    assert not case.instance.live
    assert not case.instance.waits
