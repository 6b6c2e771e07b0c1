"""Variables: looked up through scopes, set where they are defined, as Zeebe does.

A completion's variables go from the activity's own scope upwards: each is set in the nearest scope
that has it, and at the process where none has. With output mappings, only their targets go up.
"""

from collections.abc import Mapping
from decimal import Decimal

from bpmn.expressions import Expr
from bpmn.instance import Activation
from bpmn.program import Assign
from bpmn.run import Run, Stuck
from decisions.feel.errors import FeelError
from decisions.feel.writing import number_text


def evaluate(
    run: Run, expr: Expr, scope: Activation, extra: Mapping[str, object] | None = None
) -> object:
    """Return the value of *expr* as seen from *scope*; *extra* goes before all variables.

    Raises:
        Stuck: a guard was reached, or a host function failed.
    """
    if expr.constant:
        return expr.text
    feel = expr.parsed or expr.parse()
    context: Mapping[str, object]
    if scope.sealed and extra is None:
        context = scope.variables or {}
    else:
        context = _context(scope, expr.names, extra)
    if run.warnings:
        run.warnings.clear()
    try:
        return feel.evaluate_in(context, run.feel)
    except (FeelError, ValueError, LookupError, TypeError, ArithmeticError) as error:
        raise Stuck("expression", f"{expr.text!r} failed: {error}") from error


def _context(
    scope: Activation, names: tuple[str, ...], extra: Mapping[str, object] | None
) -> Mapping[str, object]:
    """Return the variables of these names that can be seen, inner ones before outer ones."""
    context: dict[str, object] = {}
    for name in names:
        if extra is not None and name in extra:
            context[name] = extra[name]
            continue
        level: Activation | None = scope
        while level is not None:
            known = level.variables
            if known is not None and name in known:
                context[name] = known[name]
                break
            level = None if level.sealed else level.scope
    return context


def visible(scope: Activation) -> dict[str, object]:
    """Return all variables that can be seen from *scope*, inner ones before outer ones."""
    layers: list[dict[str, object]] = []
    level: Activation | None = scope
    while level is not None:
        if level.variables:
            layers.append(level.variables)
        level = None if level.sealed else level.scope
    merged: dict[str, object] = {}
    for layer in reversed(layers):
        merged.update(layer)
    return merged


def lookup(scope: Activation, name: str) -> object:
    """Return the nearest variable *name*, or None."""
    level: Activation | None = scope
    while level is not None:
        if level.variables is not None and name in level.variables:
            return level.variables[name]
        level = None if level.sealed else level.scope
    return None


def propagate(scope: Activation, variables: Mapping[str, object]) -> None:
    """Set each variable in the nearest scope that has it, else at the process."""
    for name, value in variables.items():
        level = scope
        while True:
            known = level.variables
            if known is not None and name in known:
                known[name] = value
                break
            if level.sealed or level.scope is None:
                if known is None:
                    known = level.variables = {}
                known[name] = value
                break
            level = level.scope


def take_inputs(run: Run, activation: Activation) -> None:
    """Set the targets of the input mappings as local variables.

    Raises:
        Stuck: a mapping failed.
    """
    inputs = activation.place.node.inputs
    if activation.variables is None:
        activation.variables = {}
    local = activation.variables
    for assign in inputs:
        value = evaluate(run, assign.source, activation)
        head = assign.target[0]
        local[head] = _nested(assign, value, local.get(head))


def take_results(run: Run, activation: Activation, results: Mapping[str, object]) -> None:
    """Carry a completion's variables to where they belong.

    An instance of a multi-instance writes to its own scope first, so that its output element sees
    what the output mappings made.

    Raises:
        Stuck: an output mapping failed.
    """
    outputs = activation.place.node.outputs
    if not outputs:
        if results:
            propagate(activation, results)
        return
    if results:
        activation.variables = {**(activation.variables or {}), **results}
    scope = activation if activation.item else activation.scope
    if scope is None:
        return
    for assign in outputs:
        value = evaluate(run, assign.source, activation)
        head = assign.target[0]
        known = lookup(scope, head) if len(assign.target) > 1 else None
        propagate(scope, {head: _nested(assign, value, known)})


def _nested(assign: Assign, value: object, known: object) -> object:
    """Return *value* under the names after the first, merged into what is *known* there."""
    if len(assign.target) == 1:
        return value
    first: dict[str, object] = dict(known) if isinstance(known, dict) else {}
    level = first
    for name in assign.target[1:-1]:
        inner = level.get(name)
        level[name] = dict(inner) if isinstance(inner, dict) else {}
        level = level[name]  # type: ignore[assignment]  # set to a dict just above
    level[assign.target[-1]] = value
    return first


def reason(run: Run) -> str:
    """Return why the last expression gave null, as a clause to add to a sentence."""
    return f": {run.warnings[0]}" if run.warnings else ""


def text_of(value: object) -> str:
    """Return a name or key as text: numbers without trailing zeros, others as they are."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    return number_text(value) if isinstance(value, int | Decimal) else str(value)
