"""Inputs that a model does not declare: the columns that look at them say of what type they are.

Tables drawn in Camunda Modeler declare no input data.
"""

from collections.abc import Mapping

from decisions.dmn.boxed.table import Table
from decisions.dmn.item_types import MISFIT, Types
from decisions.dmn.model import Decision, DecisionModel, InputData, variable_of

_KEY = "undeclared inputs"


def read_given(
    model: DecisionModel, given: Mapping[str, object], types: Types
) -> Mapping[str, object]:
    """Return what is given, text read as its column's type where the model declares no input."""
    if _KEY not in model.memo:
        model.memo[_KEY] = _column_types(model)
    columns = model.memo[_KEY]
    assert isinstance(columns, dict)  # noqa: S101 - stored just here
    read = dict(given)
    for name, type_ref in columns.items():
        value = given.get(name)
        if isinstance(value, str):
            fitted = types.fit(type_ref, value, outside=True)
            read[name] = value if fitted is MISFIT else fitted
    return read


def _column_types(model: DecisionModel) -> dict[str, str]:
    """Return types by name; a name that two columns take for different things has none."""
    declared = [node.name for node in model.nodes if isinstance(node, InputData)]
    declared += [variable_of(node) for node in model.decisions]
    found: dict[str, str] = {}
    for decision in model.decisions:
        for name, type_ref in _columns(decision):
            if name not in declared:
                found[name] = type_ref if found.get(name, type_ref) == type_ref else ""
    return {name: type_ref for name, type_ref in found.items() if type_ref}


def _columns(decision: Decision) -> list[tuple[str, str]]:
    table = decision.logic
    if not isinstance(table, Table):
        return []
    return [(column.expression.text.strip(), column.type_ref) for column in table.inputs]
