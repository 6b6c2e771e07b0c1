"""The least that a form wants, worked out from its schema."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from cases.case import OpenTask
from cases.proceeding import Proceeding

TEXTS = ("字样文字", "13800000000", "2026-10-20T18:00:00+08:00", "a", "")
MOST = 40


def fill(proceeding: Proceeding, task: OpenTask, outcome: str, random: Random) -> dict[str, Any]:
    """Return data for *task* and *outcome*: what its form asks for, at random where it is free."""
    if not task.form:
        return {}
    schema = proceeding.law.forms[task.form].fields
    known = values_of(proceeding, random)
    data: dict[str, Any] = {"outcome": outcome} if task.outcomes else {}
    validator = Draft202012Validator(schema)
    for _ in range(MOST):
        error = next(iter(sorted(validator.iter_errors(data), key=_order)), None)
        if error is None:
            break
        _mend(error, data, schema, known, random)
    data.pop("outcome", None)
    return data


def values_of(proceeding: Proceeding, random: Random) -> dict[str, Callable[[], Any]]:
    """Return what fields of some names may hold in this case."""
    law, case = proceeding.law, proceeding.case
    units, staff = list(law.organisation.units), law.organisation.staff
    here = [key for key, who in staff.items() if who.unit == case.unit] or list(staff)
    levels = [level.key for level in law.escalation.levels] or [""]
    until = proceeding.stepping.now + timedelta(days=random.randint(1, 20))
    return {
        "to_unit": lambda: random.choice(units),
        "handler": lambda: random.choice(here),
        "units": lambda: random.sample(units, min(2, len(units))),
        "level": lambda: random.choice(levels),
        "difficulty": lambda: random.choice(("normal", "complex", "hard")),
        "until": lambda: until.isoformat().replace("+00:00", "+08:00"),
        "signature": lambda: random.choice(here),
    }


def _order(error: ValidationError) -> tuple[int, str]:
    return (len(error.absolute_path), str(error.validator))


def _mend(
    error: ValidationError,
    data: dict[str, Any],
    schema: Mapping[str, Any],
    known: Mapping[str, Callable[[], Any]],
    random: Random,
) -> None:
    path = [str(part) for part in error.absolute_path]
    if error.validator == "required" and not path:
        named: Any = error.validator_value
        for name in named:
            if name not in data:
                data[name] = _value(name, _field(schema, name), known, random)
    elif path and path[0] != "outcome":
        if error.validator == "const":
            data[path[0]] = error.validator_value
        else:
            data[path[0]] = _value(path[0], _field(schema, path[0]), known, random)
    else:  # what may not be together: try other values for what is free
        for name in list(data):
            if name != "outcome":
                data[name] = _value(name, _field(schema, name), known, random)


def _field(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema.get("properties", {}).get(name, {})
    return found


def _value(
    name: str, field: Mapping[str, Any], known: Mapping[str, Callable[[], Any]], random: Random
) -> Any:
    if name in known and random.random() < 0.9:
        return known[name]()
    if "enum" in field:
        return random.choice(field["enum"])
    if field.get("type") == "boolean":
        return random.random() < 0.5
    if field.get("type") in ("integer", "number"):
        return random.randint(0, 5)
    if field.get("type") == "array":
        return [_value("", field.get("items", {}), known, random) for _ in range(2)]
    if field.get("type") == "object":
        wanted = field.get("required", ())
        return {one: _value(one, _field(field, one), known, random) for one in wanted}
    return random.choice(TEXTS)
