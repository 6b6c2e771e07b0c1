"""What codes are called in Chinese: those of the pack's own keys, and those its forms let in.

own_words(pack, schemas, decisions)   what only the pack can say; the law carries it
words_of(law, own, schemas)           all: part of a fact, or field of a form, to code to its name
coded_parts(schema)                   each part of a form that lets in codes only
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from regulations.decision_words import input_names, names_of_decisions
from regulations.law import Law
from regulations.pack import Pack

LABELS = "x-labels"
"""Beside `enum`: code to what people call it."""
_WITHIN = ("allOf", "anyOf", "oneOf", "then", "else")
Schema = Mapping[str, Any]
Place = tuple[str | int, ...]
Words = Mapping[str, Mapping[str, str]]


def own_words(
    pack: Pack, schemas: Iterable[Schema], decisions: Mapping[str, str]
) -> dict[str, Mapping[str, str]]:
    """Return the words of a pack that nothing else in its law says.

    Args:
        pack: the pack.
        schemas: its forms.
        decisions: its decision models by file; an input is told by its label, whose codes are those
            of the field it asks for.
    """
    listed = {
        "ground": {one.key: one.title for one in pack.grounds},
        "measures": {one.key: one.title for one in pack.sanctions},
        "decision": names_of_decisions(decisions),
    }
    own = _joined(listed, pack.words)
    known = words_of(pack, own, schemas)
    asked = {
        label: known[field] for label, field in input_names(decisions).items() if field in known
    }
    return {part: words for part, words in _joined(asked, own).items() if words}


def words_of(
    law: Law | Pack, own: Words, schemas: Iterable[Schema]
) -> dict[str, Mapping[str, str]]:
    """Return every word: of the forms, of the regulation's limits, kinds and papers, and *own*."""
    words: Words = {}
    for schema in schemas:
        words = _joined(words, _labels_in(schema))
    return _joined(_joined(words, _titles(law)), own)


def _titles(law: Law | Pack) -> Words:
    clocks = {key: limit.title for key, limit in law.limits.items()}
    clocks |= {key: count.title for key, count in law.counts.items()}
    papers = {
        key: item.title for guide in law.guides.values() for key, item in guide.items.items()
    }
    pauses = {
        key: ground.title for limit in law.limits.values() for key, ground in limit.pauses.items()
    }
    rules = law.registration
    return {
        **dict.fromkeys(("clock", "late", "cap"), clocks),
        **dict.fromkeys(("items", "missing", "invalid", "new"), papers),
        "channel": rules.channels,
        "kind": rules.kinds,
        "subject": rules.subjects,
        "tier": rules.tiers,
        "level": {level.key: level.title for level in law.escalation.levels},
        "gravity": {key: tier.title for key, tier in law.gravity.items()},
        "guide": {key: guide.title for key, guide in law.guides.items()},
        "slip_type": {key: form.title for key, form in law.forms.items()},
        "ground": {**rules.subjects, **pauses},
    }


def _labels_in(schema: Schema) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for _, field, part in coded_parts(schema):
        labels = part.get(LABELS)
        if isinstance(labels, Mapping):
            found.setdefault(field, {}).update({str(k): str(v) for k, v in labels.items()})
    return found


def _joined(one: Words, other: Words) -> dict[str, Mapping[str, str]]:
    return {part: {**one.get(part, {}), **other.get(part, {})} for part in (*one, *other)}


def coded_parts(
    part: Schema, field: str = "", place: Place = ()
) -> Iterator[tuple[Place, str, Schema]]:
    """Yield each part of a schema that lets in codes only: its place, its field, the part itself."""
    if field and ("enum" in part or LABELS in part):
        yield place, field, part
    for name, inner in (part.get("properties") or {}).items():
        if isinstance(inner, Mapping):
            yield from coded_parts(inner, name, (*place, "properties", name))
    if isinstance(part.get("items"), Mapping):
        yield from coded_parts(part["items"], field, (*place, "items"))
    for word in _WITHIN:
        yield from _branches(part.get(word), field, (*place, word))


def _branches(found: object, field: str, place: Place) -> Iterator[tuple[Place, str, Schema]]:
    if isinstance(found, Mapping):
        yield from coded_parts(found, field, place)
    elif isinstance(found, list):
        for number, each in enumerate(found):
            if isinstance(each, Mapping):
                yield from coded_parts(each, field, (*place, number))
