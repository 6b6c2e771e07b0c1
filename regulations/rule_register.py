"""The register of rules: every provision of the source texts, and what becomes of it."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from regulations.organisation import Entry

RuleClass = Literal["run", "recorded", "configuration", "published", "out", "note"]
"""Software runs it; it is recorded for people to judge; data say it; it is shown; it is left out; it says nothing to do."""


class RegisteredOrganisation(Entry):
    """One organisation of the source texts.

    Attributes:
        pack: key of the pack that carries its rules; empty where none does.
    """

    name: str
    pack: str = ""


class RegisteredRule(Entry):
    """One rule.

    Attributes:
        organisation: letter of its organisation.
        clause: as the regulation itself numbers it.
        title: what it asks, in one short line of our own.
        out: why it is left out.
        later: its facts are recorded now, and judged later.
    """

    organisation: str
    clause: str
    rule_class: RuleClass = Field(alias="class")
    title: str = Field(min_length=1)
    out: str = ""
    later: bool = False


class RuleRegister(Entry):
    """Every rule by its number, in the order of the source texts."""

    organisations: Mapping[str, RegisteredOrganisation]
    rules: Mapping[str, RegisteredRule]

    @model_validator(mode="after")
    def _whole(self) -> "RuleRegister":
        expected = [f"R{number}" for number in range(1, len(self.rules) + 1)]
        if list(self.rules) != expected:
            raise ValueError(
                f"expected the rules R1 to R{len(self.rules)}, each once and in order"
            )
        for key, rule in self.rules.items():
            if rule.organisation not in self.organisations:
                known = ", ".join(self.organisations)
                raise ValueError(f"{key}: expected one of {known}, found {rule.organisation!r}")
            if (rule.rule_class == "out") != bool(rule.out):
                raise ValueError(f"{key}: `out` says why a rule is left out, and only then")
            if rule.later and rule.rule_class == "out":
                raise ValueError(f"{key}: what is left out is not judged later either")
        return self

    def pack_of(self, key: str) -> str:
        """Return the key of the pack that is to carry a rule, or empty."""
        return self.organisations[self.rules[key].organisation].pack

    def of_pack(self, pack: str) -> tuple[str, ...]:
        """Return the rules that a pack is to carry, in their order."""
        return tuple(key for key in self.rules if self.pack_of(key) == pack)

    def packs(self) -> tuple[str, ...]:
        """Return the keys of the packs that carry rules, in the order of the organisations."""
        return tuple(each.pack for each in self.organisations.values() if each.pack)
