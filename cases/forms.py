"""Forms: whether completion data fits the form's JSON Schema, said in Chinese, field by field."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError

from cases.refusal import Refused

_MOST = 5
_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是或否（true/false）",
    "array": "列表",
    "object": "对象",
}


def check_form(title: str, schema: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """Let *data* through.

    Args:
        title: the form's title, for the sentence.
        schema: JSON Schema 2020-12.
        data: what was filled in, `outcome` included where the task has outcomes.

    Raises:
        Refused: it does not fit; the sentence names each field and what was expected.
    """
    errors = sorted(_validator(_Schema(schema)).iter_errors(dict(data)), key=_order)
    if errors:
        titles = _titles(schema)
        said = list(dict.fromkeys(_say(error, titles) for error in errors))
        more = f"；另有 {len(said) - _MOST} 处" if len(said) > _MOST else ""
        raise Refused("form", f"《{title}》填写有误：{'；'.join(said[:_MOST])}{more}")


class _Schema:
    """A schema by identity, so that its validator is built once per process."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Schema) and other.schema is self.schema

    def __hash__(self) -> int:
        return id(self.schema)


@lru_cache(maxsize=512)
def _validator(schema: _Schema) -> Draft202012Validator:
    return Draft202012Validator(dict(schema.schema))


def _order(error: ValidationError) -> tuple[str, str]:
    return ("/".join(str(part) for part in error.absolute_path), str(error.validator))


def _titles(schema: Mapping[str, Any]) -> dict[str, str]:
    """Return the title of every field, nested ones by dotted path."""
    found: dict[str, str] = {}
    waiting = [("", schema)]
    while waiting:
        prefix, part = waiting.pop()
        for name, field in part.get("properties", {}).items():
            if isinstance(field, Mapping):
                found[prefix + name] = str(field.get("title", ""))
                waiting.append((f"{prefix}{name}.", field))
    return found


def _say(error: ValidationError, titles: Mapping[str, str]) -> str:
    where = ".".join(str(part) for part in error.absolute_path)
    field = _labelled(where, titles) if where else "表单"
    if error.validator == "required":
        return _required(where, error, titles)
    speak = _SENTENCES.get(str(error.validator))
    return speak(field, error) if speak else f"{field}：{error.message}"


def _labelled(where: str, titles: Mapping[str, str]) -> str:
    label = titles.get(where, "")
    return f"{label}（{where}）" if label else where


def _part(error: ValidationError) -> Mapping[str, Any]:
    """Return the part of the schema that was not met."""
    return error.schema if isinstance(error.schema, Mapping) else {}


def _required(where: str, error: ValidationError, titles: Mapping[str, str]) -> str:
    given: Any = error.instance
    named: Any = error.validator_value
    prefix = f"{where}." if where else ""
    missing = [_labelled(prefix + name, titles) for name in named if name not in given]
    return f"缺少 {'、'.join(missing)}"


def _unexpected(field: str, error: ValidationError) -> str:
    given: Any = error.instance
    known = _part(error).get("properties", {})
    extra = [name for name in given if name not in known]
    return f"{field}没有 {'、'.join(extra)} 这一项，可填 {'、'.join(known)}"


def _type(field: str, error: ValidationError) -> str:
    wanted = str(error.validator_value)
    return f"{field}应为{_TYPES.get(wanted, wanted)}"


def _enum(field: str, error: ValidationError) -> str:
    allowed: Any = error.validator_value
    return f"{field}应为 {'、'.join(map(str, allowed))} 之一，收到“{error.instance}”"


_SENTENCES: Mapping[str, Callable[[str, ValidationError], str]] = {
    "additionalProperties": _unexpected,
    "unevaluatedProperties": _unexpected,
    "type": _type,
    "enum": _enum,
    "const": lambda field, e: f"{field}应为“{e.validator_value}”，收到“{e.instance}”",
    "minLength": lambda field, e: f"{field}至少 {e.validator_value} 个字",
    "maxLength": lambda field, e: f"{field}至多 {e.validator_value} 个字",
    "pattern": lambda field, e: f"{field}格式不对，应符合 {e.validator_value}",
    "minItems": lambda field, e: f"{field}至少 {e.validator_value} 项",
    "format": lambda field, e: f"{field}格式应为 {e.validator_value}",
}


def needed_fields(schema: Mapping[str, Any], outcome: str) -> list[str]:
    """Return the fields that must be filled in for *outcome*, as far as the schema says so plainly."""
    needed = list(schema.get("required", ()))
    for part in (schema, *schema.get("allOf", ())):
        wanted = part.get("if", {}).get("properties", {}).get("outcome", {})
        if outcome == wanted.get("const") or outcome in wanted.get("enum", ()):
            needed += part.get("then", {}).get("required", ())
    return [name for name in dict.fromkeys(needed) if name != "outcome"]


def schema_problem(schema: Mapping[str, Any]) -> str:
    """Return what is wrong with a JSON Schema itself, empty where nothing is."""
    if not isinstance(schema, Mapping):
        return "expected a JSON Schema, an object with keys"
    try:
        Draft202012Validator.check_schema(dict(schema))
    except SchemaError as error:
        where = "/".join(str(part) for part in error.absolute_path)
        return f"not a JSON Schema at {where or 'the top'}: {error.message}"
    return ""
