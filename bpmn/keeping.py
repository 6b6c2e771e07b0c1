"""FEEL values kept without loss: numbers that a reader with doubles would spoil are marked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from decisions.feel.json_form import to_json


def keep(value: object) -> Any:
    """Return *value* as JSON-able data that `from_json` reads back as the same value."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        plain = to_json(value, exact=True)
        return {"@": "number", "value": plain} if isinstance(plain, str) else plain
    if isinstance(value, list | tuple):
        return [keep(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): keep(item) for name, item in value.items()}
    return to_json(value, exact=True)
