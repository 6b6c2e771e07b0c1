"""Writes the benchmark's models: one file per model and engine, the same but for syntax.

Shouwen's expressions are FEEL, SpiffWorkflow's are Python.
"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"\n'
    '             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n'
    '             xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"\n'
    '             id="benchmark" targetNamespace="https://shouwen.example/benchmark">\n'
)


class Writer:
    """Builds one model for one engine ("shouwen" or "spiff")."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self.lines: list[str] = []
        self.flows = 0

    def node(self, tag: str, key: str, inner: str = "") -> str:
        self.lines.append(f'<{tag} id="{key}" name="{key}">{inner}</{tag}>')
        return key

    def script(self, key: str, variable: str, expression: str, inner: str = "") -> str:
        if self.engine == "spiff":
            body = f"<script>{variable} = {expression}</script>"
            return self.node("scriptTask", key, inner + body)
        zeebe = f'<zeebe:script expression="={expression}" resultVariable="{variable}"/>'
        return self.node(
            "scriptTask", key, f"<extensionElements>{zeebe}</extensionElements>{inner}"
        )

    def flow(self, source: str, target: str, condition: str = "", key: str = "") -> str:
        self.flows += 1
        key = key or f"flow_{self.flows}"
        text = condition if self.engine == "spiff" else f"={condition}"
        inner = (
            f'<conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression>'
            if condition
            else ""
        )
        self.lines.append(
            f'<sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}'
            "</sequenceFlow>"
        )
        return key

    def chain(self, *keys: str) -> None:
        for source, target in pairwise(keys):
            self.flow(source, target)

    def text(self, process: str) -> str:
        body = "\n".join(f"    {line}" for line in self.lines).replace("&", "&amp;")
        return (
            f'{HEAD}  <process id="{process}" isExecutable="true">\n{body}\n'
            "  </process>\n</definitions>\n"
        )


def sequence(w: Writer) -> None:
    """Fifty scripts in a row."""
    keys = [w.node("startEvent", "start")]
    keys += [w.script(f"step_{i}", "x", "x + 1") for i in range(50)]
    w.chain(*keys, w.node("endEvent", "end"))


def gateways(w: Writer) -> None:
    """Four rounds: a parallel split into five branches, joined, then a choice."""
    last = w.node("startEvent", "start")
    for i in range(4):
        fork, join = w.node("parallelGateway", f"fork_{i}"), w.node("parallelGateway", f"join_{i}")
        w.flow(last, fork)
        for j in range(5):
            w.chain(fork, w.script(f"branch_{i}_{j}", f"y{j}", "x + 1"), join)
        choice, merge = f"choice_{i}", w.node("exclusiveGateway", f"merge_{i}")
        w.lines.append(f'<exclusiveGateway id="{choice}" default="other_{i}"/>')
        w.flow(join, choice)
        w.flow(choice, merge, "x > 100")
        w.flow(choice, merge, key=f"other_{i}")
        last = merge
    w.flow(last, w.node("endEvent", "end"))


def loop(w: Writer) -> None:
    """A script that is repeated a hundred times."""
    w.node("startEvent", "start")
    w.node("exclusiveGateway", "again")
    w.script("count", "x", "x + 1")
    w.lines.append('<exclusiveGateway id="enough" default="back"/>')
    w.node("endEvent", "end")
    w.chain("start", "again", "count", "enough")
    w.flow("enough", "end", "x >= 100")
    w.flow("enough", "again", key="back")


def subprocess(w: Writer) -> None:
    """Ten subprocesses in a row, each with three scripts."""
    last = w.node("startEvent", "start")
    for i in range(10):
        key = f"part_{i}"
        w.lines.append(f'<subProcess id="{key}" name="{key}">')
        keys = [w.node("startEvent", f"start_{i}")]
        keys += [w.script(f"step_{i}_{j}", "x", "x + 1") for j in range(3)]
        w.chain(*keys, w.node("endEvent", f"end_{i}"))
        w.lines.append("</subProcess>")
        w.flow(last, key)
        last = key
    w.flow(last, w.node("endEvent", "end"))


def multi_instance(w: Writer) -> None:
    """One script for each of thirty items, results collected."""
    w.node("startEvent", "start")
    if w.engine == "spiff":
        inner = (
            "<multiInstanceLoopCharacteristics><loopDataInputRef>items</loopDataInputRef>"
            "<loopDataOutputRef>results</loopDataOutputRef>"
            '<inputDataItem id="item"/><outputDataItem id="result"/>'
            "</multiInstanceLoopCharacteristics>"
        )
    else:
        zeebe = (
            '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item" '
            'outputCollection="results" outputElement="=result"/>'
        )
        inner = (
            f"<multiInstanceLoopCharacteristics><extensionElements>{zeebe}</extensionElements>"
            "</multiInstanceLoopCharacteristics>"
        )
    w.script("each", "result", "item + 1", inner)
    w.node("endEvent", "end")
    w.chain("start", "each", "end")


MODELS: dict[str, Callable[[Writer], None]] = {
    "sequence": sequence,
    "gateways": gateways,
    "loop": loop,
    "subprocess": subprocess,
    "multi_instance": multi_instance,
}


def main() -> None:
    """Write all files beside this one."""
    for name, build in MODELS.items():
        for engine in ("shouwen", "spiff"):
            writer = Writer(engine)
            build(writer)
            path = Path(__file__).with_name(f"{name}.{engine}.bpmn")
            path.write_text(writer.text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
