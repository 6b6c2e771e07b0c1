"""Dataclasses to JSON and back, by their field types; what has its default value is left out."""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from bpmn.expressions import Expr

T = TypeVar("T")


def encode(value: object) -> object:
    """Return *value* as JSON-able data."""
    if isinstance(value, Expr):
        return value.text
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    if is_dataclass(value):
        return {
            name: encode(found)
            for name, default in _defaults(value.__class__)
            if (found := getattr(value, name)) != default
        }
    return value


def decode(kind: type[T], data: Mapping[str, Any]) -> T:
    """Return the dataclass *kind* that `encode` made *data* of."""
    wanted: Any = kind
    decoders = _decoders(wanted)
    return kind(**{name: decoders[name](found) for name, found in data.items()})


@lru_cache(maxsize=64)
def _defaults(kind: Any) -> tuple[tuple[str, object], ...]:
    pairs: list[tuple[str, object]] = []
    for item in fields(kind):
        default: object = item.default
        if item.default_factory is not MISSING:
            default = item.default_factory()
        pairs.append((item.name, default))
    return tuple(pairs)


@lru_cache(maxsize=64)
def _decoders(kind: Any) -> dict[str, Callable[[Any], Any]]:
    return {name: _decoder(hint) for name, hint in get_type_hints(kind).items()}


def _decoder(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) is types.UnionType:
        inner = next(item for item in get_args(hint) if item is not type(None))
        return _decoder(inner)
    if hint is Expr:
        return Expr
    if get_origin(hint) is tuple:
        item = _decoder(get_args(hint)[0])
        return lambda data: tuple(item(each) for each in data)
    if isinstance(hint, type) and is_dataclass(hint):
        kind: Any = hint
        return lambda data: decode(kind, data)
    return lambda data: data
