"""How two editions of a pack differ: every value, element and form field, in the pack's own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bpmn.program import Node
from regulations.publishing import PublishedPack

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
    """Return how *new* differs from *old*: the pack, then its diagrams, forms and rules."""
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
    found += _compared("element ", _elements(old), _elements(new), deep=2)
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
    """Return *data* with dated lists by their day, so that a value is compared with its own."""
    return {key: _by_day(value) for key, value in data.items() if key not in left_out}


def _by_day(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _by_day(each) for key, each in value.items()}
    if (
        isinstance(value, list)
        and value
        and all(isinstance(one, dict) and "since" in one for one in value)
    ):
        return {str(one["since"]): {k: v for k, v in one.items() if k != "since"} for one in value}
    return value


def _elements(published: PublishedPack) -> dict[str, dict[str, Any]]:
    return {node.id: _element(node, published) for node in published.program.nodes}


def _element(node: Node, published: PublishedPack) -> dict[str, Any]:
    program = published.program
    asked = node.assignment
    told: dict[str, Any] = {
        "kind": node.kind,
        "name": node.name,
        "lane": node.lane,
        "form": node.form,
        "timer": node.timer.value.text if node.timer else None,
        "job": node.work.type.text if node.work else None,
        "assignee": asked.assignee.text if asked and asked.assignee else None,
        "groups": asked.groups.text if asked and asked.groups else None,
        "leads_to": [program.nodes[program.flows[flow].target].id for flow in node.outgoing],
        **{f"property {key}": text for key, text in node.properties.items()},
    }
    return {key: value for key, value in told.items() if value not in (None, "", [])}


def _fields(published: PublishedPack) -> dict[str, Any]:
    return {
        key: {
            "title": form.title,
            "fields": dict(published.schemas[key].get("properties", {})),
            "required": list(published.schemas[key].get("required", [])),
            "conditions": list(published.schemas[key].get("allOf", [])),
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
