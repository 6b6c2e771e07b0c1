"""A pack without what carries a rule: its limits repealed, its forms asking nothing, its tasks open to all."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bpmn.program import Program
from regulations.carriers import Carrier
from regulations.limits import DatedAmount, Limit
from regulations.publishing import PublishedPack
from regulations.standing_in import GravityTier

_ASKS = {
    *("if", "then", "else", "not", "allOf", "anyOf", "oneOf", "required", "additionalProperties"),
    *("const", "enum", "pattern", "format", "minimum", "maximum"),
    *("minLength", "maxLength", "minItems", "maxItems", "uniqueItems"),
}
_OFTEN = 99


def without(carriers: Iterable[Carrier], published: PublishedPack) -> PublishedPack:
    """Return the pack with *carriers* taken away; those that have no course of their own stay."""
    program = Program(copy.deepcopy(published.program.content))
    taken = replace(published, program=program)
    for carrier in carriers:
        taken = _without(carrier, taken)
    return taken


def _without(carrier: Carrier, published: PublishedPack) -> PublishedPack:
    pack, key = published.pack, carrier.key
    match carrier.kind:
        case "limit":
            return _changed(published, limits={**pack.limits, key: _repealed(pack.limits[key])})
        case "form":
            for node in published.program.nodes:
                if node.form == key:
                    _open_to_all(published.program, node.id)
            return _asking_nothing(published, key)
        case "count":
            often = pack.counts[key].model_copy(update={"at_most": _OFTEN})
            return _changed(published, counts={**pack.counts, key: often})
        case "setting" | "guide":
            name = f"{carrier.kind}s"
            left = {each: one for each, one in getattr(pack, name).items() if each != key}
            return _changed(published, **{name: left})
        case "gravity":
            return _changed(published, gravity=_elsewhere(key, pack.gravity))
        case "policy":
            return _without_policy(key, published)
        case "element":
            _open_to_all(published.program, key)
    return published


def _changed(published: PublishedPack, **update: Any) -> PublishedPack:
    return replace(published, pack=published.pack.model_copy(update=update))


def _repealed(limit: Limit) -> Limit:
    def null(values: Iterable[DatedAmount]) -> tuple[DatedAmount, ...]:
        return tuple(each.model_copy(update={"value": None, "unit": None}) for each in values)

    return limit.model_copy(
        update={
            "values": null(limit.values),
            "by_subject": {key: null(values) for key, values in limit.by_subject.items()},
            "grades": {key: null(values) for key, values in limit.grades.items()},
        }
    )


def _asking_nothing(published: PublishedPack, form: str) -> PublishedPack:
    return replace(published, schemas={**published.schemas, form: _soft(published.schemas[form])})


def _soft(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema that knows its fields and wants none."""
    kept = {key: value for key, value in schema.items() if key not in _ASKS}
    if "properties" in kept:
        kept["properties"] = {key: _soft(each) for key, each in kept["properties"].items()}
    if isinstance(kept.get("items"), dict):
        kept["items"] = _soft(kept["items"])
    return kept


def _elsewhere(key: str, gravity: Mapping[str, GravityTier]) -> Mapping[str, GravityTier]:
    other = next((each.to for name, each in gravity.items() if name != key), "")
    return {**gravity, key: gravity[key].model_copy(update={"to": other})}


def _without_policy(name: str, published: PublishedPack) -> PublishedPack:
    pack = published.pack
    match name:
        case "registration":
            nobody = pack.registration.model_copy(update={"owners_by_tier": {}, "owner": "unit"})
            return _asking_nothing(_changed(published, registration=nobody), nobody.form)
        case "transfer":
            policy = pack.transfer_policy
            loose = {
                "may_return": True, "may_forward": True, "opinion_required": False,
                "circulates_within": (), "coordinator": "", "counterparts": 1, "copies_to": (),
            }  # fmt: skip
            return _changed(published, transfer_policy=policy.model_copy(update=loose))
        case "banned_phrases" | "duty_roster":
            return _changed(published, **{name: ()})
        case "cover":
            alone: dict[str, Any] = {"backup": ""}
            return _changed(
                published,
                posts={key: one.model_copy(update=alone) for key, one in pack.posts.items()},
                staff={key: one.model_copy(update=alone) for key, one in pack.staff.items()},
            )
    return published


def _open_to_all(program: Program, element: str) -> None:
    """Let anybody end the element anyhow, without a form, and let that be no event.

    An event wants its data whatever the form asks, so a form is gone only with its events.
    """
    node = program.node(element)
    node.assignment, node.form = None, None
    node.properties = {
        key: value
        for key, value in node.properties.items()
        if key.partition(":")[0] not in ("event", "outcome")
    }
