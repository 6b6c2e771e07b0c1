"""From clause to evidence: for every rule what becomes of it, what carries it, which cases prove it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from cases.rehearsal import rehearse
from decisions.problems import InvalidDefinition
from regulations.carriers import Carrier, carriers_of
from regulations.publishing import PublishedPack
from regulations.rule_register import RegisteredRule, RuleRegister
from starter.pack_files import SHIPPED, load_pack

REGISTER = SHIPPED / "rules.yaml"
LATER = "recorded, judged later"
STATUSES = {
    "run": "runs",
    "recorded": "recorded",
    "configuration": "configuration",
    "published": "published",
    "out": "out",
    "note": "note",
}
"""What becomes of a rule, by its class; `LATER` where its facts are judged later."""

_BARE = ("recorded", "later", "out", "note")
"""Carriers that alone carry nothing that runs."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A readable case that proves something of a rule."""

    file: str
    name: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One rule, traced.

    Attributes:
        pack: key of the pack that is to carry it; empty where none is.
        status: see `STATUSES`.
        kept: cases that prove it kept.
        broken: cases that show it broken.
        missing: what is still missing: `pack`, `carrier`, `kept`, `broken`.
        folder: where the pack's files are; empty where there is none.
    """

    key: str
    rule: RegisteredRule
    organisation: str
    pack: str
    status: str
    carriers: tuple[Carrier, ...] = ()
    note: str = ""
    unbreakable: str = ""
    kept: tuple[Proof, ...] = ()
    broken: tuple[Proof, ...] = ()
    missing: tuple[str, ...] = ()
    folder: str = ""


def read_register(path: Path = REGISTER) -> RuleRegister:
    """Return the register of rules.

    Raises:
        ValidationError: the file does not hold a whole register.
    """
    return RuleRegister.model_validate(yaml.safe_load(path.read_text("utf-8")))


def trace_rules(
    register: RuleRegister,
    rules: Collection[str],
    packs: Path = SHIPPED,
    *,
    prove: bool = False,
) -> tuple[Trace, ...]:
    """Return the traces of *rules*, in the register's order.

    With *prove*, a case that does not come out as it says proves nothing.
    """
    wanted = [key for key in register.rules if key in rules]
    published: dict[str, PublishedPack | None] = {}
    failing: dict[str, Collection[Proof]] = {}
    for name in dict.fromkeys(register.pack_of(key) for key in wanted):
        found = _published(name, packs)
        published[name] = found
        failing[name] = _failing(found) if prove and found else ()
    return tuple(
        _trace(key, register, published[register.pack_of(key)], failing[register.pack_of(key)])
        for key in wanted
    )


def trace_pack(
    register: RuleRegister, published: PublishedPack, *, prove: bool = False
) -> tuple[Trace, ...]:
    """Return the traces of the rules that a pack claims or is to carry, in the register's order."""
    wanted = {*register.of_pack(published.pack.pack), *published.pack.rules}
    failing = _failing(published) if prove else ()
    return tuple(
        _trace(key, register, published, failing) for key in register.rules if key in wanted
    )


def _published(name: str, packs: Path) -> PublishedPack | None:
    """Return a pack; None where it is not there, or has problems."""
    if not name or not (packs / name / "pack.yaml").is_file():
        return None
    try:
        return load_pack(name, packs)
    except InvalidDefinition:
        return None


def _failing(published: PublishedPack) -> Collection[Proof]:
    return [Proof(each.file, each.name) for each in rehearse(published) if each.differences]


def _trace(
    key: str, register: RuleRegister, pack: PublishedPack | None, failing: Collection[Proof]
) -> Trace:
    rule = register.rules[key]
    bare = Trace(
        key=key,
        rule=rule,
        organisation=register.organisations[rule.organisation].name,
        pack=register.pack_of(key),
        status=LATER if rule.later else STATUSES[rule.rule_class],
    )
    if pack is None:
        return bare if rule.rule_class in ("out", "note") else replace(bare, missing=("pack",))
    entry = pack.pack.rules.get(key)
    found = replace(
        bare,
        carriers=carriers_of(key, pack),
        note=entry.note if entry else "",
        unbreakable=entry.unbreakable if entry else "",
        kept=_proofs(key, "kept", pack, failing),
        broken=_proofs(key, "broken", pack, failing),
        folder=pack.source.folder,
    )
    return replace(found, missing=tuple(_missing(found)))


def _proofs(
    rule: str, how: str, pack: PublishedPack, failing: Collection[Proof]
) -> tuple[Proof, ...]:
    found = [
        Proof(file, str(entry.get("name", "")))
        for file, entries in pack.source.cases.items()
        for entry in entries
        if isinstance(entry, Mapping) and rule in (entry.get("proves") or {}).get(how, ())
    ]
    return tuple(proof for proof in found if proof not in failing)


def _missing(trace: Trace) -> Iterator[str]:
    if trace.status in (STATUSES["out"], STATUSES["note"]):
        return
    runs = trace.status == STATUSES["run"]
    kinds = [carrier.kind for carrier in trace.carriers]
    if not kinds or (runs and all(kind in _BARE for kind in kinds)):
        yield "carrier"
    if runs and not trace.kept:
        yield "kept"
    if runs and not trace.broken and not trace.unbreakable:
        yield "broken"


def trace_as_json(trace: Trace) -> dict[str, Any]:
    """Return a trace as JSON-able data."""
    return {
        "rule": trace.key,
        "organisation": trace.rule.organisation,
        "organisation_name": trace.organisation,
        "clause": trace.rule.clause,
        "title": trace.rule.title,
        "class": trace.rule.rule_class,
        "status": trace.status,
        "out": trace.rule.out or None,
        "pack": trace.pack or None,
        "carried_by": [
            {"kind": each.kind, "key": each.key or None, "words": each.words}
            | ({"diagram": each.diagram} if each.diagram else {})
            for each in trace.carriers
        ],
        "note": trace.note or None,
        "unbreakable": trace.unbreakable or None,
        "kept": [{"file": each.file, "name": each.name} for each in trace.kept],
        "broken": [{"file": each.file, "name": each.name} for each in trace.broken],
        "missing": list(trace.missing),
    }
