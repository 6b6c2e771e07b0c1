"""Proofs are honest: what a case is said to prove broken was missed, refused or pointed out in it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from cases.rehearsal import Rehearsed, rehearse
from regulations.publishing import PublishedPack
from starter.pack_files import load_pack
from starter.tracing import STATUSES, Proof, Trace, read_register, trace_rules

REGISTER = read_register()
PACKS = REGISTER.packs()
RECORDED = (
    "2 26 29 36 41 43 46 52 53 58 59 66 84 86 89 94 108 115 117 128 138 140 170 172 184 196 199 "
    "201 211 224 227 240 271"
)
CONFIGURATION = "35 131 139 144 157 177 178 215 231 234"
PUBLISHED = "60 189 198 207 243 292"
NOTES = "90 233 265"
UNBREAKABLE = "62 69 91 93 95 106 130 255 260 281"
"""They define or permit something, are done by the program itself, or are only measured."""

_EXCEEDED = ("limit_breached", "limit_exceeded")


@cache
def traces_of(pack: str) -> tuple[Trace, ...]:
    """Return the traces of a pack's rules."""
    return trace_rules(REGISTER, REGISTER.of_pack(pack))


@cache
def played(pack: str) -> tuple[PublishedPack, Mapping[Proof, Rehearsed]]:
    """Return a pack, and its cases as they came out."""
    published = load_pack(pack)
    outcomes = rehearse(published)
    return published, {Proof(each.file, each.name): each for each in outcomes}


@cache
def forms_of(pack: str) -> Mapping[str, str]:
    """Return the form of each task that was opened in some case."""
    opened = (
        fact.data
        for outcome in played(pack)[1].values()
        for fact in outcome.facts
        if fact.kind == "task_opened"
    )
    return {data["element"]: data["form"] for data in opened}


def entry_of(pack: str, proof: Proof) -> Mapping[str, Any]:
    """Return a case as it is written."""
    entries = played(pack)[0].source.cases[proof.file]
    return next(entry for entry in entries if entry["name"] == proof.name)


def keys(trace: Trace, *kinds: str) -> set[str]:
    """Return what carries a rule, of these kinds."""
    return {each.key for each in trace.carriers if each.kind in kinds}


def late(outcome: Rehearsed) -> set[str]:
    """Return the limits and counts that were exceeded, and those that are only measured and ran over."""
    found, dues = set(), {}
    for fact in outcome.facts:
        leg = (fact.data.get("clock"), fact.data.get("leg"))
        if fact.kind in _EXCEEDED:
            found.add(str(fact.data["clock"]))
        elif fact.kind == "clock_started" and not fact.data["judged"]:
            dues[leg] = datetime.fromisoformat(fact.data["due"])
        elif fact.kind == "clock_stopped" and leg in dues and dues[leg] < fact.at:
            found.add(str(fact.data["clock"]))
    return found


def shown_broken(pack: str, trace: Trace, proof: Proof) -> bool:
    """Whether something that carries the rule was missed, refused or pointed out in the case."""
    outcome = played(pack)[1][proof]
    if late(outcome) & keys(trace, "limit", "count"):
        return True
    if "banned_phrases" in keys(trace, "policy") and any(
        fact.kind == "phrase_flagged" for fact in outcome.facts
    ):
        return True
    refused = {
        str(step["refuse"]).partition("#")[0]
        for step in entry_of(pack, proof)["steps"]
        if step.get("refuse")
    }
    forms = {forms_of(pack).get(element) for element in refused}
    if entry_of(pack, proof).get("not_opened"):
        forms.add(played(pack)[0].pack.registration.form)
    return bool(refused & keys(trace, "element") or forms & keys(trace, "form"))


@pytest.mark.parametrize("pack", PACKS)
def test_what_is_proved_broken_was_broken_at_what_carries_the_rule(pack: str) -> None:
    """A limit or count of the rule was exceeded, or an attempt at one of its tasks or forms refused.

    A registration that is not let in is an attempt at the registration form.
    """
    empty = [
        f"{trace.key}: {proof.name}"
        for trace in traces_of(pack)
        if trace.status == STATUSES["run"]
        for proof in trace.broken
        if not shown_broken(pack, trace, proof)
    ]

    assert [] == empty


def numbered(written: str) -> set[str]:
    """Return the rules of a list of numbers."""
    return {f"R{number}" for number in written.split()}


@pytest.mark.parametrize(
    ("rule_class", "written"),
    [
        ("recorded", RECORDED),
        ("configuration", CONFIGURATION),
        ("published", PUBLISHED),
        ("note", NOTES),
    ],
)
def test_only_these_rules_are_not_run(rule_class: str, written: str) -> None:
    """What the source texts let software run is not quietly made a record."""
    found = {key for key, rule in REGISTER.rules.items() if rule.rule_class == rule_class}

    assert numbered(written) == found


def test_only_these_rules_cannot_be_broken() -> None:
    """To say so of another one takes more than a word in its pack."""
    excused = {trace.key for pack in PACKS for trace in traces_of(pack) if trace.unbreakable}

    assert numbered(UNBREAKABLE) == excused
