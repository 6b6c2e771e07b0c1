"""What is wrong with the shape of what an author wrote: expected, found, and what to do."""

import types
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

_KINDS = {
    "string_type": "text",
    "mapping_type": "object",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "tuple_type": "list",
    "list_type": "list",
    "bool_type": "truth",
    "bool_parsing": "truth",
    "int_type": "whole number",
    "int_parsing": "whole number",
    "int_from_float": "whole number",
    "float_type": "number",
    "float_parsing": "number",
    "decimal_type": "number",
    "decimal_parsing": "number",
}
_BEGINNINGS = {"datetime_": "instant", "timezone_": "instant", "date_": "day"}
_WORDS = {
    "text": ("a text", "write it in quotes"),
    "object": ("keys and values", ""),
    "list": ("a list", "write it in square brackets, or with a dash before each entry"),
    "truth": ("true or false", ""),
    "whole number": ("a whole number", ""),
    "number": ("a number", ""),
    "day": ("a day such as 2026-01-31", ""),
}
_MOST_SHOWN = 60


def sentence(found: Mapping[str, Any], model: type[BaseModel]) -> tuple[str, str]:
    """Return what was expected and found, and what to do about it.

    Args:
        found: one of pydantic's `ValidationError.errors()`.
        model: what was validated.
    """
    kind, context = found["type"], found.get("ctx", {})
    *above, key = found["loc"] or ("",)
    if kind == "missing":
        return f"expected the key {str(key)!r}, found none", "add it, see docs/packs.md"
    if kind == "extra_forbidden":
        return _unknown_key(str(key), keys_at(model, above))
    expected, hint = _WORDS.get(kind_wanted(kind), ("", ""))
    if kind in {"literal_error", "enum"}:
        expected = str(context["expected"])
        hint = near(found["input"], expected.replace(" or ", ", ").replace("'", "").split(", "))
    elif kind == "too_short":
        expected = f"at least {context['min_length']} entry"
    elif kind in {"greater_than_equal", "less_than_equal"}:
        bound = context.get("ge", context.get("le"))
        expected = f"{'at least' if kind.startswith('g') else 'at most'} {bound}"
    elif kind == "string_pattern_mismatch":
        expected = f"a text of the form {context['pattern']}"
    if not expected:
        expected = str(found["msg"]).removeprefix("Value error, ").removeprefix("expected ")
    return f"expected {expected}, found {_shown(found['input'])}", hint


def kind_wanted(error_type: str) -> str:
    """Return what kind of value pydantic wanted where it said *error_type*, such as `text`; else empty."""
    begun = (kind for start, kind in _BEGINNINGS.items() if error_type.startswith(start))
    return _KINDS.get(error_type) or next(begun, "")


def near(found: object, known: Iterable[str]) -> str:
    """Return the hint that *found* may be one of *known*, misspelt; else nothing."""
    close = get_close_matches(str(found), list(known), n=1)
    return f"write {close[0]!r} if that is meant" if close else ""


def _unknown_key(key: str, known: Sequence[str]) -> tuple[str, str]:
    hint = near(key, known) or "correct its name or take it out"
    return f"expected one of the keys {', '.join(known)}; found {key!r}", hint


def keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys that may stand at *path* in what *model* describes."""
    kind: Any = model
    for part in path:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = kind.model_fields
            named = [field for name, field in fields.items() if part in (name, field.alias)]
            kind = _bare(named[0].annotation) if named else None
        elif get_args(kind):
            kind = _bare(get_args(kind)[0 if isinstance(part, int) else -1])
    known = kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}
    return [field.alias or name for name, field in known.items()]


def _bare(kind: Any) -> Any:
    """Return a type without `None`."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "keys and values"
    text = repr(value) if isinstance(value, str | list | tuple) else str(value)
    if isinstance(value, bool):
        text = text.lower()
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]} …"
