"""Is every rule of the source text carried, and by something that is there?"""

from collections.abc import Collection, Iterator, Mapping

from bpmn.program import Program
from decisions.problems import Problem
from regulations.pack import Pack
from regulations.source import PackSource

CARRIERS: Mapping[str, str] = {
    "limit:<key>": "a limit runs its clock",
    "count:<key>": "a count finds it",
    "element:<id>": "an element of a diagram does it",
    "form:<key>": "a form asks for it",
    "decision:<id>": "a decision table decides it",
    "notice:<key>": "a notice tells it",
    "guide:<key>": "a service guide lists it",
    "gravity:<key>": "a tier of gravity routes it",
    "setting:<key>": "a setting says it to a shared diagram",
    "ground:<key>": "a ground of accountability names it",
    "sanction:<key>": "a sanction of the regulation is it",
    "statistic:<key>": "a statistic counts it",
    "audience:<kind>": "facts of that kind are seen by those whom it names",
    "policy:<name>": "a policy: `transfer`, `escalation`, `feedback`, `follow_up`, `registration`, `calendar`, `duty_roster`, `banned_phrases`, `cover`, `consent_by_absence`, `deemed_approval`",
    "configuration": "data of the organisation say it",
    "recorded": "it is recorded, and people judge it",
    "published": "it is shown to the public",
    "later": "its facts are recorded, and are judged later",
    "out": "it is left out of the product, and the register of rules says why",
    "note": "it asks for nothing",
}
"""What may carry a rule, as it is written, and what that means."""

PLAIN = tuple(carrier for carrier in CARRIERS if ":" not in carrier)
"""Carriers that name nothing further."""


def check_rules(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """Yield the rules of the source text that have no entry."""
    named = pack.source.rules
    if not named:
        return
    first, _, last = named.partition("-")
    for number in range(int(first.removeprefix("R")), int((last or first).removeprefix("R")) + 1):
        if f"R{number}" not in pack.rules:
            what = f"the rule R{number} of the source text has no entry"
            yield source.problem(("rules",), what, "say under `rules` what carries it")


def check_carriers(pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    """Yield what is said to carry a rule and is not there."""
    known: Mapping[str, Collection[str]] = {
        "element": [node.id for node in program.nodes],
        "decision": [node.called.key for node in program.nodes if node.called],
        **names_in(pack),
    }
    for rule, entry in pack.rules.items():
        path = ("rules", rule, "carried_by")
        for carrier in entry.carried_by:
            kind, _, name = carrier.partition(":")
            if carrier in PLAIN or name in known.get(kind, ()):
                continue
            if kind not in known:
                kinds = ", ".join((*(f"{one}:…" for one in known), *PLAIN))
                yield source.problem(path, f"expected one of {kinds}, found {carrier!r}")
                continue
            yield source.problem(path, f"expected {_a(kind)} of this pack, found {name!r}")


def names_in(pack: Pack) -> Mapping[str, Collection[str]]:
    """Return what a carrier may name in the pack itself, by kind of carrier."""
    return {
        "limit": pack.limits,
        "count": pack.counts,
        "form": pack.forms,
        "notice": pack.notices,
        "guide": pack.guides,
        "gravity": pack.gravity,
        "setting": pack.settings,
        "ground": [each.key for each in pack.grounds],
        "sanction": [each.key for each in pack.sanctions],
        "statistic": [each.key for each in pack.statistics],
        "audience": pack.audiences,
        "policy": [name for name, there in _policies(pack).items() if there],
    }


def _policies(pack: Pack) -> Mapping[str, object]:
    """Return the policies a carrier may name, each with something true where the pack has it."""
    stand_ins = [post.backup for post in pack.posts.values()]
    stand_ins += [person.backup for person in pack.staff.values()]
    return {
        "transfer": True,
        "escalation": True,
        "feedback": True,
        "follow_up": True,
        "registration": True,
        "calendar": True,
        "duty_roster": pack.duty_roster,
        "banned_phrases": pack.banned_phrases,
        "cover": any(stand_ins),
        "consent_by_absence": pack.consent_by_absence,
        "deemed_approval": pack.deemed_approval,
    }


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "element" else f"a {kind}"
