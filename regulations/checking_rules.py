"""Is every rule of the source text carried, and by something that is there?"""

from collections.abc import Collection, Iterator, Mapping

from bpmn.program import Program
from decisions.problems import Problem
from regulations.pack import Pack
from regulations.source import PackSource

PLAIN = ("configuration", "recorded", "later")
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
        "limit": pack.limits,
        "element": [node.id for node in program.nodes],
        "form": pack.forms,
        "decision": [node.called.key for node in program.nodes if node.called],
        "policy": ("transfer", "escalation", "feedback", "follow_up"),
        "notice": pack.notices,
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


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "element" else f"a {kind}"
