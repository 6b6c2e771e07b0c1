"""What is wrong with the shape of what somebody sent: in words, and never what was found there.

What is sent holds names and telephone numbers, and a refusal is shown and logged: a value is told
by its kind alone.

in_english(error, model)    for command lines
in_chinese(error, model)    for those who send an update by hand
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from regulations.wrong_shapes import keys_at, kind_wanted, near

INSTANT = "2026-10-09T17:40:00+08:00"
_MOST = 3
_LONGEST_KEY = 40


class _Words(NamedTuple):
    english: str
    chinese: str


_TEXT = _Words("a text", "文字")
_OBJECT = _Words("a JSON object", "一个 JSON 对象")
_LIST = _Words("a list", "列表")
_TRUTH = _Words("true or false", "是或否（true/false）")
_WHOLE = _Words("a whole number", "整数")
_NUMBER = _Words("a number", "数字")
_DAY = _Words("a day such as 2026-01-31", "日期，如 2026-01-31")
_INSTANT = _Words(f"an instant with an offset, such as {INSTANT}", f"带时区的时刻，如 {INSTANT}")
_PLAIN = {
    "text": _TEXT,
    "object": _OBJECT,
    "list": _LIST,
    "truth": _TRUTH,
    "whole number": _WHOLE,
    "number": _NUMBER,
}
_EXPECTED = _PLAIN | {"day": _DAY, "instant": _INSTANT}
_COUNTED = {
    "string_too_short": ("min_length", "at least {} character{}", "至少 {} 个字", "fill it in"),
    "string_too_long": ("max_length", "at most {} character{}", "至多 {} 个字", "shorten it"),
}


def in_english(error: ValidationError, model: type[BaseModel]) -> str:
    """Return one sentence: where, what was expected, what kind of thing was found, what to do.

    Args:
        error: what pydantic found wrong.
        model: what was validated.
    """
    found = _found(error)
    missing = [_place(one) for one in found if one["type"] == "missing"]
    said = [f"{_place(one)}: {_english(one, model)}" for one in found if one["type"] != "missing"]
    if missing:
        them = "them" if len(missing) > 1 else "it"
        said.insert(0, f"{', '.join(missing)}: expected a value, found nothing (add {them})")
    more = f"; and {len(said) - _MOST} more" if len(said) > _MOST else ""
    return "; ".join(said[:_MOST]) + more


def in_chinese(error: ValidationError, model: type[BaseModel]) -> str:
    """Return what is wrong, field by field, with the fields' titles; no full stop.

    Args:
        error: what pydantic found wrong.
        model: what was validated.
    """
    found = _found(error)
    missing = [_titled(one, model) for one in found if one["type"] == "missing"]
    said = [f"缺少 {'、'.join(missing)}"] if missing else []
    said += [_chinese(one, model) for one in found if one["type"] != "missing"]
    more = f"；另有 {len(said) - _MOST} 处" if len(said) > _MOST else ""
    return "；".join(said[:_MOST]) + more


def _found(error: ValidationError) -> Sequence[Mapping[str, Any]]:
    return error.errors(include_url=False)


def _place(one: Mapping[str, Any]) -> str:
    return ".".join(_short(str(part)) for part in one["loc"]) or "input"


def _short(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else f"{key[:_LONGEST_KEY]}…"


def _english(one: Mapping[str, Any], model: type[BaseModel]) -> str:
    kind = one["type"]
    if kind == "extra_forbidden":
        *above, key = one["loc"]
        known = keys_at(model, above)
        hint = near(key, known) or "correct its name or take it out"
        return f"expected one of the keys {', '.join(known)}, found another ({hint})"
    if kind in _COUNTED:
        name, words, _, hint = _COUNTED[kind]
        limit = one["ctx"][name]
        counted = words.format(limit, "" if limit == 1 else "s")
        return f"expected a text of {counted}, found {_length(one['input']).english} ({hint})"
    expected = next(_expected(one), None)
    if expected is None:
        return _as_said(one)
    found = _beside(expected, one["input"]).english
    hint = " (write it in quotes)" if (expected, found) == (_TEXT, "a number") else ""
    return f"expected {expected.english}, found {found}{hint}"


def _as_said(one: Mapping[str, Any]) -> str:
    """Return pydantic's own words, or those of the model's own check."""
    words = str(one["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    words = words.removeprefix("expected ")
    found = "" if one["type"] == "value_error" else f", found {_kind(one['input']).english}"
    return f"expected {words}{found}"


def _chinese(one: Mapping[str, Any], model: type[BaseModel]) -> str:
    kind, field = one["type"], _titled(one, model)
    if kind == "extra_forbidden":
        *above, _ = one["loc"]
        return f"没有 {_place(one)} 这一项，可填 {'、'.join(keys_at(model, above))}"
    if kind in _COUNTED:
        name, _, words, _ = _COUNTED[kind]
        return f"{field}{words.format(one['ctx'][name])}，收到{_length(one['input']).chinese}"
    expected = next(_expected(one), None)
    if expected is None:
        return f"{field}格式不对"
    return f"{field}应为{expected.chinese}，收到{_beside(expected, one['input']).chinese}"


def _titled(one: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Return a field as people know it, with its key; nothing for the whole."""
    if not one["loc"]:
        return ""
    where = _place(one)
    field = model.model_fields.get(where)
    return f"{where}（{field.title}）" if field and field.title else where


def _expected(one: Mapping[str, Any]) -> Iterator[_Words]:
    kind, context = one["type"], one.get("ctx", {})
    wanted = kind_wanted(kind)
    if wanted:
        yield _EXPECTED[wanted]
    if kind in {"literal_error", "enum"}:
        named = str(context["expected"])
        chinese = named.replace(" or ", "、").replace(", ", "、").replace("'", "")
        yield _Words(f"one of {named}", f" {chinese} 之一")
    if kind == "too_short":
        least = context["min_length"]
        yield _Words(f"at least {least} entr{'y' if least == 1 else 'ies'}", f"至少 {least} 项")
    if kind == "string_pattern_mismatch":
        yield _Words(f"a text of the form {context['pattern']}", "规定的格式")


def _beside(expected: _Words, value: object) -> _Words:
    """Return what kind of thing *value* is, as it is said beside what was expected."""
    if expected not in _PLAIN.values() and isinstance(value, str) and value:
        return _Words("another text", "别的文字")
    if expected is _WHOLE and isinstance(value, float):
        return _Words("a number with a fraction", "小数")
    return _kind(value)


def _length(text: str) -> _Words:
    if not text:
        return _kind(text)
    return _Words(f"{len(text)}", f" {len(text)} 个字")


def _kind(value: object) -> _Words:
    kinds: tuple[tuple[Any, _Words], ...] = (
        (bool, _TRUTH),
        (int | float, _NUMBER),
        (str, _TEXT if value else _Words("an empty text", "空文字")),
        (Mapping, _Words("a JSON object", " JSON 对象")),
        (list | tuple, _LIST),
    )
    if value is None:
        return _Words("nothing", "空值")
    known = (words for kind, words in kinds if isinstance(value, kind))
    return next(known, _Words("something else", "其他内容"))
