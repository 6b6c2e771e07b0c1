"""Functions on contexts (DMN 1.5, table 78)."""

from decisions.feel.arithmetic import NoValue
from decisions.feel.kinds import kind
from decisions.feel.library.signatures import Library

library = Library()
Context = dict[str, object]


@library.define("get value", "m: context, key: string")
def get_value(context: Context, key: str) -> object:
    """The entry's value; null where there is none."""
    return context.get(key)


@library.define("get value", "m: context, keys: list")
def get_nested_value(context: Context, keys: list[object]) -> object:
    """The value at the end of a path of keys."""
    value: object = context
    for key in keys:
        if not isinstance(value, dict) or not isinstance(key, str):
            return None
        value = value.get(key)
    return value


@library.define("get entries", "m: context")
def get_entries(context: Context) -> list[object]:
    """A list of contexts with `key` and `value`."""
    return [{"key": key, "value": value} for key, value in context.items()]


@library.define("context", "entries: list")
def context_of(entries: list[object]) -> Context:
    """A context of entries with `key` and `value`."""
    made: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry:
            raise NoValue("each entry must be a context with key and value")
        key = entry.get("key")
        if not isinstance(key, str):
            raise NoValue(f"key must be string, found {kind(key)}")
        if key in made:
            raise NoValue(f"the key {key!r} is given twice")
        made[key] = entry["value"]
    return made


@library.define("context put", "context: context, key: string, value: value")
def context_put(context: Context, key: str, value: object) -> Context:
    """The context with one entry set."""
    return {**context, key: value}


@library.define("context put", "context: context, keys: list, value: value")
def context_put_nested(context: Context, keys: list[object], value: object) -> Context:
    """The context with an entry set at the end of a path of keys."""
    if not keys or not all(isinstance(key, str) for key in keys):
        raise NoValue("keys must be strings, at least one")
    key, *rest = keys
    if not rest:
        return {**context, str(key): value}
    inner = context.get(str(key), {})
    if not isinstance(inner, dict):
        raise NoValue(f"the entry {key!r} is no context")
    return {**context, str(key): context_put_nested(inner, rest, value)}


@library.define("put", "context: context, key: string, value: value")
def put(context: Context, key: str, value: object) -> Context:
    """The context with one entry set."""
    return {**context, key: value}


@library.define("context merge", "contexts: list")
def context_merge(contexts: list[object]) -> Context:
    """All entries of all contexts; later ones win."""
    merged: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise NoValue(f"contexts must be a list of contexts, found {kind(context)}")
        merged.update(context)
    return merged


@library.define("put all", "...contexts: context")
def put_all(*contexts: Context) -> Context:
    """All entries of all contexts; later ones win."""
    return context_merge(list(contexts))


@library.define("get or else", "value: value, default: value")
def get_or_else(value: object, default: object) -> object:
    """The value, or the default where it is null."""
    return default if value is None else value


@library.define("is defined", "value: value")
def is_defined(value: object) -> bool:
    """Whether the value is not null."""
    return value is not None
