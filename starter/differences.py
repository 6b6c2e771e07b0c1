"""How two editions of a pack differ: every value, element and form field, in the pack's own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from regulations.publishing import PublishedPack
from starter.drawn_parts import decisions, elements

_NAMES_ENTRY = ("since", "date", "key", "question", "phrase")
"""Keys by which an entry of a list is found again."""
_NOT_ASKED = frozenset(
    {"$id", "$schema", "title", "description", "properties", "required", "allOf"}
)
_LEFT_OUT = frozenset({"edition", "in_force_from", "rules", "forms"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; *old* or *new* is None where there is nothing.

    Attributes:
        where: what differs: `limits.answer.values.2026-07-01`, `element handle.name` …
    """

    where: str
    old: object
    new: object

    def __str__(self) -> str:
        if self.old is None:
            return f"+ {self.where}: {_shown(self.new)}"
        if self.new is None:
            return f"- {self.where}: {_shown(self.old)}"
        return f"~ {self.where}: {_shown(self.old)} -> {_shown(self.new)}"


def differences(old: PublishedPack, new: PublishedPack) -> tuple[Difference, ...]:
    """Return how *new* differs from *old*: the pack, its diagrams, decisions, forms and rules."""
    found = [
        Difference("edition", old.pack.edition, new.pack.edition),
        Difference(
            "in_force_from", old.pack.in_force_from.isoformat(), new.pack.in_force_from.isoformat()
        ),
    ]
    one, other = (
        published.pack.model_dump(mode="json", exclude_defaults=True) for published in (old, new)
    )
    found += _compared("", _keyed(one, _LEFT_OUT), _keyed(other, _LEFT_OUT))
    found += _compared("element ", elements(old.program), elements(new.program), deep=2)
    found += _compared("decision ", decisions(old.program), decisions(new.program), deep=2)
    found += _compared("form ", _fields(old), _fields(new))
    found += _compared("rules.", one.get("rules", {}), other.get("rules", {}))
    return tuple(each for each in found if each.old != each.new)


def _compared(
    where: str, old: Mapping[str, Any], new: Mapping[str, Any], deep: int = 99
) -> Iterator[Difference]:
    """Yield what differs, in the order of the new edition, then what is gone."""
    for key in [*new, *(key for key in old if key not in new)]:
        one, other = old.get(key), new.get(key)
        if one == other:
            continue
        if deep and isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from _compared(f"{where}{key}.", one, other, deep - 1)
        else:
            yield Difference(f"{where}{key}", one, other)


def _keyed(data: Mapping[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    """Return *data* with lists by day or key, so that an entry is compared with its own."""
    return {key: _by_name(value) for key, value in data.items() if key not in left_out}


def _by_name(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _by_name(each) for key, each in value.items()}
    for name in _NAMES_ENTRY:
        if isinstance(value, list) and _named_by(value, name):
            return {str(one[name]): {k: v for k, v in one.items() if k != name} for one in value}
    return value


def _named_by(entries: list[Any], name: str) -> bool:
    """Whether each entry says by *name* which one it is."""
    names = [str(one[name]) for one in entries if isinstance(one, dict) and name in one]
    return 0 < len(names) == len(entries) == len(set(names))


def _fields(published: PublishedPack) -> dict[str, Any]:
    return {
        key: {
            **form.model_dump(mode="json", exclude_defaults=True, exclude={"schema_file"}),
            "fields": dict(published.schemas[key].get("properties", {})),
            "required": list(published.schemas[key].get("required", [])),
            "conditions": list(published.schemas[key].get("allOf", [])),
            **{
                word: each
                for word, each in published.schemas[key].items()
                if word not in _NOT_ASKED
            },
        }
        for key, form in published.pack.forms.items()
    }


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "、".join(
            f"{key} {_shown(each)}" for key, each in value.items() if each not in (None, "")
        )
    if isinstance(value, list | tuple):
        return "、".join(map(_shown, value)) or "[]"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
