"""Decisions evaluated with all they require (DMN 1.5, 10.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from decisions.dmn.boxed.box import Closure
from decisions.dmn.boxed.function import Function
from decisions.dmn.boxed.table import Table
from decisions.dmn.checking import obstacles
from decisions.dmn.compiling import ModelCompiler, compiler_of
from decisions.dmn.item_types import MISFIT
from decisions.dmn.model import (
    BusinessKnowledge,
    Decision,
    DecisionModel,
    DecisionService,
    InputData,
    Node,
    Place,
    Reference,
    variable_of,
)
from decisions.dmn.undeclared import read_given
from decisions.feel.arithmetic import NoValue
from decisions.feel.calling import invoke as call
from decisions.feel.errors import FeelLimitExceeded
from decisions.feel.frames import Frame, Run
from decisions.feel.kinds import kind
from decisions.feel.values import FeelFunction
from decisions.problems import InvalidDefinition

Functions = Mapping[str, Callable[..., object]]
_NO_FUNCTIONS: Functions = {}
_RUNNING = object()


class NoSuchDecision(LookupError):
    """The model has no decision, service or knowledge of that name; says which it has."""


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What a decision gave.

    Attributes:
        value: the FEEL value.
        rules: ids, or numbers from 1, of the rules of its table that count.
        inputs: what its table's input columns evaluated to, by label.
        warnings: why something is null, one sentence each.
    """

    value: object
    rules: tuple[str | int, ...] = ()
    inputs: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class _DecisionRun(Run):
    """A run that takes note of what tables decide."""

    __slots__ = ("tables", "types")

    def __init__(self, model: DecisionModel, functions: Functions, warnings: list[str]) -> None:
        super().__init__(functions, warnings)
        self.types = compiler_of(model).types
        self.tables: dict[str, tuple[tuple[str | int, ...], Mapping[str, object]]] = {}

    def is_instance(self, value: object, type_ref: str) -> bool | None:
        """Return whether *value* is of a type of the model; null where it has no such type."""
        if not self.types.knows(type_ref):
            return super().is_instance(value, type_ref)
        return value is not None and self.types.is_of(type_ref, value)

    def fit(self, value: object, type_ref: str) -> object:
        """Return *value* as one of a type of the model, or raise NoValue."""
        fitted = self.types.fit(type_ref, value)
        if fitted is MISFIT:
            raise NoValue(f"expected {type_ref}, found {kind(value)}")
        return fitted

    def decided(
        self, element: str, rules: tuple[str | int, ...], inputs: Mapping[str, object]
    ) -> None:
        """Keep the rules and inputs of the table."""
        self.tables[element] = (rules, inputs)


def evaluate(
    model: DecisionModel,
    decision: str | None,
    input: Mapping[str, object],  # noqa: A002 - the word of DMN
    functions: Functions = _NO_FUNCTIONS,
) -> DecisionResult:
    """Return what the decision gives for these inputs.

    Args:
        model: the model.
        decision: id or name; None where the model has exactly one decision.
        input: FEEL values by name of the input data; text stands for a date, a time, a duration
            or a number where the type of the input, or of the column that looks at it, says so.
        functions: functions of the host, by name.

    Raises:
        NoSuchDecision: there is no such decision, or there are several and none is named.
        InvalidDefinition: the decision cannot be decided at all, such as one that requires itself.
        FeelLimitExceeded: the evaluation would cost too much.
    """
    wanted = _wanted(model, decision)
    _refuse_obstacles(model, wanted)
    warnings: list[str] = []
    run = _DecisionRun(model, functions, warnings)
    try:
        given = read_given(model, input, compiler_of(model).types)
        value = _Evaluation(model, given, run).decision(wanted)
    except RecursionError:
        raise FeelLimitExceeded("expected a model that nests less deep") from None
    rules, inputs = _noted(wanted, run)
    return DecisionResult(value, rules, inputs, tuple(warnings))


def invoke(
    model: DecisionModel,
    invocable: str,
    input: Mapping[str, object],  # noqa: A002 - the word of DMN
    functions: Functions = _NO_FUNCTIONS,
) -> DecisionResult:
    """Return what a decision service or a business knowledge model gives.

    The *input* goes by parameter names; what is left out is null.

    Raises:
        NoSuchDecision: there is none of that id or name.
        InvalidDefinition: it cannot be decided at all.
        FeelLimitExceeded: the evaluation would cost too much.
    """
    node = model.find(invocable, (DecisionService, BusinessKnowledge))
    if node is None:
        kinds = (DecisionService, BusinessKnowledge)
        raise NoSuchDecision(_not_found(model, "service or knowledge", invocable, kinds))
    _refuse_obstacles(model, node)
    warnings: list[str] = []
    run = _DecisionRun(model, functions, warnings)
    evaluation = _Evaluation(model, input, run)
    function = evaluation.function(node)
    names = function.parameters
    values = [input.get(name) for name in names]
    try:
        value = call(function, values, names or None, Frame({}, None, run), invocable)
    except RecursionError:
        raise FeelLimitExceeded("expected a model that nests less deep") from None
    rules, inputs = _noted(node, run)
    return DecisionResult(value, rules, inputs, tuple(warnings))


def _wanted(model: DecisionModel, decision: str | None) -> Decision:
    if decision is None:
        if len(model.decisions) == 1:
            return model.decisions[0]
        listed = ", ".join(one.id or one.name for one in model.decisions) or "none"
        raise NoSuchDecision(f"expected the name of one of the decisions: {listed}")
    found = model.find(decision, (Decision,))
    if not isinstance(found, Decision):
        raise NoSuchDecision(_not_found(model, "decision", decision, (Decision,)))
    return found


def _refuse_obstacles(model: DecisionModel, wanted: Node) -> None:
    key = f"obstacles {wanted.id or wanted.name}"
    if key not in model.memo:
        model.memo[key] = obstacles(model, wanted)
    found = model.memo[key]
    if found:
        raise InvalidDefinition(found)  # type: ignore[arg-type]  # stored just here


def _not_found(model: DecisionModel, what: str, key: str, kinds: tuple[type, ...]) -> str:
    known = ", ".join(node.id or node.name for node in model.nodes if isinstance(node, kinds))
    return f"{model.file} has no {what} {key!r}; it has {known or 'none'}"


def _noted(node: Node, run: _DecisionRun) -> tuple[tuple[str | int, ...], Mapping[str, object]]:
    """Return the rules and inputs of the node's own table."""
    logic = getattr(node, "logic", None)
    if isinstance(logic, Function):
        logic = logic.body
    if isinstance(logic, Table):
        return run.tables.get(logic.element, ((), {}))
    return (), {}


class _Evaluation:
    """One evaluation of a model: each decision is evaluated once."""

    def __init__(
        self, model: DecisionModel, given: Mapping[str, object], run: _DecisionRun
    ) -> None:
        self.model = model
        self.given = given
        self.run = run
        self.compiler: ModelCompiler = compiler_of(model)
        self.values: dict[str, object] = {}
        self.others: dict[str, _Evaluation] = {}

    def of(self, place: Place) -> "_Evaluation":
        """Return the evaluation of the model that the node stands in."""
        if place.model is self.model:
            return self
        found = self.others.get(place.model.namespace)
        if found is None:
            given = self.given.get(place.alias)
            inputs = given if isinstance(given, Mapping) else self.given
            found = _Evaluation(place.model, inputs, self.run)
            self.others[place.model.namespace] = found
        return found

    def decision(self, decision: Decision) -> object:
        """Return the decision's value."""
        key = decision.id or decision.name
        if key not in self.values:
            self.values[key] = _RUNNING
            self.values[key] = self._logic(decision)
        value = self.values[key]
        if value is _RUNNING:
            self.run.warn(f"the decision {decision.name!r} requires itself")
            return None
        return value

    def _logic(self, decision: Decision) -> object:
        scope = self._scope(decision.requires)
        outer = Frame(self.given, None, self.run)
        closure = self._compiled(decision)
        return closure(Frame(scope, outer, self.run))

    def _compiled(self, node: Decision) -> Closure:
        key = f"decision {node.id or node.name}"
        known = self.model.memo.get(key)
        if known is None:
            what = f"the decision {node.name!r}"
            known = self.compiler.fitting(node.type_ref, self.compiler.box(node.logic), what)
            self.model.memo[key] = known
        return known  # type: ignore[return-value]  # stored just here

    def _scope(self, references: tuple[Reference, ...]) -> dict[str, object]:
        scope: dict[str, object] = {}
        for reference in references:
            place = self.model.resolve(reference)
            if place is None:
                self.run.warn(f"what is required is missing: {reference.target!r}")
            else:
                inner = scope.setdefault(place.alias, {}) if place.alias else scope
                assert isinstance(inner, dict)  # noqa: S101 - made just here
                inner[variable_of(place.node)] = self.of(place).value(place.node)
        return scope

    def value(self, node: Node) -> object:
        """Return the value of an input or a decision, or what may be called as a function."""
        if isinstance(node, InputData):
            return self._input(node)
        if isinstance(node, Decision):
            return self.decision(node)
        return self.function(node)

    def _input(self, node: InputData) -> object:
        key = next((key for key in (node.name, node.id) if key in self.given), None)
        if key is None:
            self.run.warn(f"no value is given for the input {node.name!r}")
            return None
        value = self.given[key]
        fitted = self.compiler.types.fit(node.type_ref, value, outside=True)
        if fitted is MISFIT:
            self.run.warn(f"the input {node.name!r} must be {node.type_ref}, found {kind(value)}")
            return None
        return fitted

    def function(self, node: Node) -> FeelFunction:
        """Return a business knowledge model or a decision service as a function."""
        if isinstance(node, DecisionService):
            return self._service(node)
        assert isinstance(node, BusinessKnowledge)  # noqa: S101 - the two are all there are
        return self._knowledge(node)

    def _knowledge(self, node: BusinessKnowledge) -> FeelFunction:
        key = node.id or node.name
        known = self.values.get(key)
        if isinstance(known, FeelFunction):
            return known
        scope: dict[str, object] = {}
        frame = Frame(scope, None, self.run)
        logic = node.logic
        if not isinstance(logic, Function):
            return FeelFunction(node.name, (), lambda *_: None, variadic=True)
        plain = logic.function(self.compiler, frame, node.name)
        typed = self.compiler.types.fit(logic.type_ref, plain)
        fitted = self._fitted(node, typed if isinstance(typed, FeelFunction) else plain)
        self.values[key] = fitted
        scope[variable_of(node)] = fitted
        scope.update(self._scope(node.requires))
        return fitted

    def _fitted(
        self, node: BusinessKnowledge | DecisionService, plain: FeelFunction
    ) -> FeelFunction:
        """Return the function as its type says, which is a type of functions or of results."""
        typed = self.compiler.types.fit(node.type_ref, plain)
        if isinstance(typed, FeelFunction):
            return typed
        what = f"the result of {node.name!r}"

        def call(caller: Frame, *values: object) -> object:
            value = plain.call(caller, *values)
            return self.compiler.types.fitted(node.type_ref, value, what, caller)

        return replace(plain, call=call)

    def _service(self, node: DecisionService) -> FeelFunction:
        data, decisions = self._places(node.input_data), self._places(node.input_decisions)
        outputs = self._places(node.outputs)
        parameters = tuple(place.name for place in (*data, *decisions))

        def call(_caller: Frame, *values: object) -> object:
            given = dict(zip(parameters, values, strict=True))
            inner = _Evaluation(self.model, given, self.run)
            for place in decisions:
                inner.of(place).replace(place.node, given[place.name])
            return inner.outputs(outputs)

        count = len(parameters)
        plain = FeelFunction(node.name, parameters, call, required=count, wants_frame=True)
        return self._fitted(node, plain)

    def replace(self, node: Node, value: object) -> None:
        """Let a decision have *value*, whatever its logic."""
        fitted = self.compiler.types.fit(getattr(node, "type_ref", ""), value, outside=True)
        self.values[node.id or node.name] = None if fitted is MISFIT else fitted

    def _places(self, references: tuple[Reference, ...]) -> tuple[Place, ...]:
        found = (self.model.resolve(reference) for reference in references)
        return tuple(place for place in found if place is not None)

    def outputs(self, places: tuple[Place, ...]) -> object:
        """Return the only output's value, or a context of all."""
        values = {place.name: self.of(place).value(place.node) for place in places}
        return next(iter(values.values())) if len(values) == 1 else values
