"""A decision table."""

from collections.abc import Iterator
from dataclasses import dataclass

from decisions.dmn.boxed.box import (
    Closure,
    Compiler,
    Fault,
    Plain,
    ReadBox,
    Text,
    text_in,
    type_ref_of,
)
from decisions.dmn.hit_policies import AGGREGATIONS, HIT_POLICIES, Hit, decide
from decisions.feel.closures_tests import INPUT
from decisions.feel.frames import Frame
from decisions.xml_tree import Element

ELEMENT = "decisionTable"


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions."""

    label: str
    expression: Text
    type_ref: str
    allowed: Text


@dataclass(frozen=True, slots=True)
class Output:
    """A column of conclusions."""

    name: str
    type_ref: str
    allowed: Text
    default: Text
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: its id or else its number from 1, its cells, and the types its conclusions name."""

    key: str | int
    line: int
    tests: tuple[Text, ...]
    conclusions: tuple[Text, ...]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table(Plain):
    """Columns, rules, and what happens where several rules match."""

    line: int
    type_ref: str
    element: str
    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def texts(self) -> Iterator[Text]:
        """Yield the texts of all columns and cells."""
        for column in self.inputs:
            yield from (column.expression, column.allowed)
        for output in self.outputs:
            yield from (output.allowed, output.default)
        for rule in self.rules:
            yield from (*rule.tests, *rule.conclusions)

    def names(self) -> Iterator[str]:
        """Yield the outputs' names."""
        return (output.name for output in self.outputs if output.name)

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the policy, the columns and the rows."""
        yield from self._policy_faults()
        yield from self._column_faults()
        for rule in self.rules:
            yield from self._rule_faults(rule)

    def _policy_faults(self) -> Iterator[Fault]:
        if self.hit_policy not in HIT_POLICIES:
            known = ", ".join(HIT_POLICIES)
            what = f"expected a hit policy of {known}, found {self.hit_policy!r}"
            yield self.line, what, "correct hitPolicy"
        if self.aggregation and self.aggregation not in AGGREGATIONS:
            known = ", ".join(AGGREGATIONS)
            what = f"expected an aggregation of {known}, found {self.aggregation!r}"
            yield self.line, what, "correct aggregation"
        if self.aggregation and self.hit_policy != "COLLECT":
            what = f"expected hit policy COLLECT with aggregation, found {self.hit_policy}"
            yield self.line, what, "remove aggregation or set hitPolicy to COLLECT"
        if self.aggregation and len(self.outputs) > 1:
            what = f"expected one output to aggregate, found {len(self.outputs)}"
            yield self.line, what, "keep one output or remove aggregation"

    def _column_faults(self) -> Iterator[Fault]:
        if not self.outputs:
            yield self.line, "expected an output at least, found none", "add an output column"
        for column in self.inputs:
            if column.expression.empty:
                what = f"the input {column.label!r} has no expression"
                yield column.expression.line or self.line, what, "say what the column looks at"
        ordered = self.hit_policy in {"PRIORITY", "OUTPUT ORDER"}
        if ordered and all(output.allowed.empty for output in self.outputs):
            what = f"hit policy {self.hit_policy} needs output values that give the order"
            yield self.line, what, "list the output values, first the most important"
        names = [output.name for output in self.outputs]
        if len(names) > 1 and (not all(names) or len(set(names)) < len(names)):
            what = "each of several outputs needs a name of its own"
            yield self.line, what, "name the outputs"

    def _rule_faults(self, rule: Rule) -> Iterator[Fault]:
        parts = (
            ("input", len(rule.tests), len(self.inputs)),
            ("output", len(rule.conclusions), len(self.outputs)),
        )
        for kind, found, wanted in parts:
            if found != wanted:
                what = f"rule {rule.key}: expected {wanted} {kind} entries, found {found}"
                yield rule.line, what, f"give the rule one {kind} entry for each {kind} column"

    def closure(self, compiler: Compiler) -> Closure:
        """Evaluate by the hit policy."""
        return _TableClosure(self, compiler).evaluate


class _TableClosure:
    """A table whose texts are compiled."""

    def __init__(self, table: Table, compiler: Compiler) -> None:
        self.table = table
        self.inputs = tuple(
            compiler.fitting(column.type_ref, compiler.text(column.expression), column.label)
            for column in table.inputs
        )
        self.allowed = tuple(_cell(column.allowed, compiler) for column in table.inputs)
        self.rules = tuple(self._rule(rule, compiler) for rule in table.rules)
        self.defaults = tuple(
            None if output.default.empty else compiler.text(output.default)
            for output in table.outputs
        )
        self.orders = tuple(_order(output.allowed, compiler) for output in table.outputs)

    def _rule(
        self, rule: Rule, compiler: Compiler
    ) -> tuple[Rule, tuple[tuple[int, Closure], ...], tuple[Closure, ...]]:
        cells = ((place, _cell(text, compiler)) for place, text in enumerate(rule.tests))
        tests = tuple((place, cell) for place, cell in cells if cell is not None)
        cells_out = zip(rule.conclusions, rule.types, self.table.outputs, strict=False)
        conclusions = tuple(
            _conclusion(
                output, compiler.fitting(type_ref, compiler.text(text), output.name), compiler
            )
            for text, type_ref, output in cells_out
        )
        return rule, tests, conclusions

    def evaluate(self, frame: Frame) -> object:
        values = [column(frame) for column in self.inputs]
        scopes = [
            Frame({INPUT: self._admitted(place, value, frame)}, frame, frame.run)
            for place, value in enumerate(values)
        ]
        labels = (column.label for column in self.table.inputs)
        inputs = dict(zip(labels, values, strict=True))
        hits = [
            Hit(rule.key, self._output(conclusions, frame))
            for rule, tests, conclusions in self._matching(scopes)
        ]
        value, counted = decide(self.table, hits, self._default(frame), self.orders, frame)
        frame.run.decided(self.table.element, tuple(hit.rule for hit in counted), inputs)
        return value

    def _matching(
        self, scopes: list[Frame]
    ) -> Iterator[tuple[Rule, tuple[tuple[int, Closure], ...], tuple[Closure, ...]]]:
        first = self.table.hit_policy == "FIRST"
        count = len(scopes)
        for compiled in self.rules:
            if all(place < count and test(scopes[place]) is True for place, test in compiled[1]):
                yield compiled
                if first:
                    return

    def _admitted(self, place: int, value: object, frame: Frame) -> object:
        """Return the input, or null where it is none of the column's values."""
        allowed = self.allowed[place]
        if allowed is None or _passes(allowed, value, frame):
            return value
        column = self.table.inputs[place]
        frame.run.warn(f"the input {column.label!r} must be one of {column.allowed.text.strip()}")
        return None

    def _output(self, conclusions: tuple[Closure, ...], frame: Frame) -> object:
        outputs = self.table.outputs
        if len(outputs) == 1:
            return conclusions[0](frame) if conclusions else None
        return {
            output.name: conclusion(frame)
            for output, conclusion in zip(outputs, conclusions, strict=False)
        }

    def _default(self, frame: Frame) -> object:
        if not any(self.defaults):
            return None
        values = [None if default is None else default(frame) for default in self.defaults]
        if len(values) == 1:
            return values[0]
        names = (output.name for output in self.table.outputs)
        return dict(zip(names, values, strict=True))


def _cell(text: Text, compiler: Compiler) -> Closure | None:
    """Return the test of a cell; None where it takes anything."""
    return None if text.empty or text.text.strip() == "-" else compiler.text(text)


def _passes(tests: Closure, value: object, frame: Frame) -> bool:
    return value is None or tests(Frame({INPUT: value}, frame, frame.run)) is True


def _conclusion(output: Output, closure: Closure, compiler: Compiler) -> Closure:
    """Fit a conclusion to its column: its type, and its values where some are listed."""
    fitted = compiler.fitting(output.type_ref, closure, output.name)
    allowed = _cell(output.allowed, compiler)
    if allowed is None:
        return fitted

    def evaluate(frame: Frame) -> object:
        value = fitted(frame)
        if _passes(allowed, value, frame):
            return value
        name, values = output.name or "the output", output.allowed.text.strip()
        frame.run.warn(f"{name} must be one of {values}")
        return None

    return evaluate


def _order(allowed: Text, compiler: Compiler) -> Closure | None:
    """Return a closure of the list of output values, for their order."""
    if allowed.empty:
        return None
    return compiler.text(Text(f"[{allowed.text}]", allowed.line, False, allowed.where))


def read(element: Element, read_box: ReadBox) -> Table:
    """Read the element."""
    del read_box
    rules = tuple(
        _read_rule(rule, number) for number, rule in enumerate(element.all("rule"), start=1)
    )
    return Table(
        element.line,
        type_ref_of(element),
        element.get("id"),
        element.get("hitPolicy", "UNIQUE"),
        element.get("aggregation"),
        tuple(_read_input(column) for column in element.all("input")),
        tuple(_read_output(column) for column in element.all("output")),
        rules,
    )


def _read_input(column: Element) -> Input:
    expression = column.first("inputExpression")
    text = text_in(expression, "the input expression")
    allowed = text_in(column.first("inputValues"), "the input values", tests=True)
    label = column.get("label") or text.text.strip()
    return Input(label, text, type_ref_of(expression), allowed)


def _read_output(column: Element) -> Output:
    return Output(
        column.get("name"),
        type_ref_of(column),
        text_in(column.first("outputValues"), "the output values", tests=True),
        text_in(column.first("defaultOutputEntry"), "the default output"),
        column.line,
    )


def _read_rule(rule: Element, number: int) -> Rule:
    tests = tuple(
        text_in(entry, f"rule {number}, input {place}", tests=True)
        for place, entry in enumerate(rule.all("inputEntry"), start=1)
    )
    entries = tuple(rule.all("outputEntry"))
    conclusions = tuple(
        text_in(entry, f"rule {number}, output {place}")
        for place, entry in enumerate(entries, start=1)
    )
    types = tuple(type_ref_of(entry) for entry in entries)
    return Rule(rule.get("id") or number, rule.line, tests, conclusions, types)
