"""Forms: whether completion data fits the form's JSON Schema, said in Chinese, field by field."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError

from cases.refusal import Refused
from regulations.words import LABELS

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
        Refused: it does not fit; the sentence names each field once, with what was expected.
    """
    errors = sorted(_validator(_Schema(schema)).iter_errors(dict(data)), key=_order)
    if errors:
        said = _said(errors, _titles(schema))
        more = f"；另有 {len(said) - _MOST} 处" if len(said) > _MOST else ""
        raise Refused("form", f"《{title}》填写有误：{'；'.join(said[:_MOST])}{more}")


def _said(errors: Iterable[ValidationError], titles: Mapping[str, str]) -> list[str]:
    """Return what is wrong: all that is missing in one phrase, and a phrase for every other field."""
    missing: dict[str, None] = {}
    wrong: dict[tuple[str, ...], str] = {}
    for error in errors:
        path = tuple(str(part) for part in error.absolute_path)
        if error.validator == "required":
            missing |= dict.fromkeys(_missing(path, error, titles))
        else:
            wrong.setdefault(path, _say(path, error, titles))
    return ([f"缺少 {'、'.join(missing)}"] if missing else []) + list(wrong.values())


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


def _order(error: ValidationError) -> tuple[str, int, str]:
    """Return the key that puts the fields in order, and of a field the most telling problem first."""
    rank = _TELLING.get(str(error.validator), len(_TELLING))
    return ("/".join(str(part) for part in error.absolute_path), rank, str(error.validator))


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


def _say(path: tuple[str, ...], error: ValidationError, titles: Mapping[str, str]) -> str:
    field = _labelled(".".join(path), titles) if path else "表单"
    return _SENTENCES.get(str(error.validator), _misshapen)(field, error)


def _labelled(where: str, titles: Mapping[str, str]) -> str:
    label = titles.get(where, "")
    return f"{label}（{where}）" if label else where


def _part(error: ValidationError) -> Mapping[str, Any]:
    """Return the part of the schema that was not met."""
    return error.schema if isinstance(error.schema, Mapping) else {}


def _missing(
    path: tuple[str, ...], error: ValidationError, titles: Mapping[str, str]
) -> list[str]:
    given: Any = error.instance
    named: Any = error.validator_value
    return [_labelled(".".join((*path, name)), titles) for name in named if name not in given]


def _unexpected(field: str, error: ValidationError) -> str:
    given: Any = error.instance
    known = _part(error).get("properties", {})
    extra = [name for name in given if name not in known]
    return f"{field}没有 {'、'.join(extra)} 这一项，可填 {'、'.join(known)}"


def _type(field: str, error: ValidationError) -> str:
    named: Any = error.validator_value
    wanted = [named] if isinstance(named, str) else named
    return f"{field}应为{'或'.join(_TYPES.get(one, one) for one in wanted)}"


def _enum(field: str, error: ValidationError) -> str:
    allowed: Any = error.validator_value
    labels = _part(error).get(LABELS, {})
    said = [_called(_written(one), labels) for one in allowed]
    return f"{field}应为 {'、'.join(said)} 之一，收到“{_written(error.instance)}”"


def _called(code: str, labels: Mapping[str, str]) -> str:
    return f"{code}（{labels[code]}）" if code in labels else code


def _const(field: str, error: ValidationError) -> str:
    wanted, found = error.validator_value, error.instance
    if isinstance(wanted, bool):
        how = f"{field}应为“{_written(wanted)}”（{str(wanted).lower()}，不加引号）"
        return f"{how}，收到“{_written(found)}”" if isinstance(found, bool) else how
    return f"{field}应为“{_written(wanted)}”，收到“{_written(found)}”"


def _written(value: object) -> str:
    """Return a value of JSON as people say it."""
    if isinstance(value, bool) or value is None:
        return {True: "是", False: "否", None: "空"}[value]
    if isinstance(value, list | tuple | Mapping):
        return "对象" if isinstance(value, Mapping) else "列表"
    return str(value)


def _misshapen(field: str, error: ValidationError) -> str:
    """Say how a field is written: as its form shows, never in the language of patterns."""
    part = _part(error)
    hint = _PATTERNS.get(str(part.get("pattern")), "") or str(part.get("description", ""))
    examples = part.get("examples") or ()
    shown = [f"例如 {examples[0]}"] if examples else []
    return "，".join([f"{field}格式不对", *([hint] if hint else []), *shown])


_PATTERNS: Mapping[str, str] = {
    r"^[0-9+()\- ]{5,40}$": "应为电话号码，5 至 40 位数字，可含 +、-、括号和空格",
    r"^[0-9a-f]{64}$": "应为 64 位十六进制数字（SHA-256，小写）",
    r"^[a-z][a-z0-9-]*$": "应为代号，由小写字母、数字和 - 组成",
    r"^[a-z0-9-]+$": "应为代号，由小写字母、数字和 - 组成",
    r"^[a-z][a-z0-9_-]*$": "应为代号，由小写字母、数字、- 和 _ 组成",
}
"""Forms that recur, in words."""

_SENTENCES: Mapping[str, Callable[[str, ValidationError], str]] = {
    "const": _const,
    "enum": _enum,
    "type": _type,
    "pattern": _misshapen,
    "format": _misshapen,
    "additionalProperties": _unexpected,
    "unevaluatedProperties": _unexpected,
    "minLength": lambda field, e: f"{field}至少 {e.validator_value} 个字",
    "maxLength": lambda field, e: f"{field}至多 {e.validator_value} 个字",
    "minItems": lambda field, e: f"{field}至少 {e.validator_value} 项",
    "maxItems": lambda field, e: f"{field}至多 {e.validator_value} 项",
    "uniqueItems": lambda field, _: f"{field}各项不能重复",
    "minimum": lambda field, e: f"{field}不能小于 {e.validator_value}",
    "maximum": lambda field, e: f"{field}不能大于 {e.validator_value}",
}
_TELLING = {name: rank for rank, name in enumerate(_SENTENCES)}
"""Which of several problems of one field is said: the one that tells most comes first."""


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
