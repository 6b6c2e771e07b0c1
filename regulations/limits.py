"""Limits: how long, since when, by which article."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from regulations.organisation import Entry
from regulations.provision import RULE, Provision
from regulations.timeline import in_force
from workdays.amount import Amount
from workdays.policy import DEFAULT, CountingPolicy
from workdays.unit import Unit


class DatedAmount(Entry):
    """An amount since a day; `value` None repeals it.

    Attributes:
        cites: the article.
        rule: rule number in the register of rules.
        declared: why the organisation set the number itself, where the text is silent.
    """

    since: date
    value: Decimal | None
    unit: Unit | None = None
    cites: str = ""
    rule: str = Field("", pattern=rf"{RULE}|^$")
    declared: str = ""


class PauseGround(Provision):
    """A ground on which a clock may stand still."""

    title: str


class Extension(Provision):
    """Who may give a limit more time.

    Attributes:
        by: key of the post that approves.
        most: the longest extension, as an amount such as `5wd`; empty where the text names none.
    """

    by: str
    most: str = ""


class Limit(Entry):
    """One limit of a regulation, as the pack states it.

    Attributes:
        kind: `cap` bounds the legs of limits that name it in `within`.
        grades: other amounts by the case's difficulty.
        by_subject: other amounts by the subject of the registration; a grade stands above it.
        until: field of the starting event that holds the due instant; the amount counts where it is empty.
        basis: what the number rests on: `statutory` bounds `committed`.
        extension: who may extend it; nobody where it is missing.
        pauses: grounds on which it stands still, by key; none where it is empty.
        starts_on: domain events that start a leg; `breached:<limit>` counts too.
        stops_on: domain events that stop the running leg.
        responsible: who answers for a leg: the first-contact `owner`, the `handler` or the handling `unit`.
        soft: exceeding it asks for a reason and an approval and is no breach by itself ("in principle").
        judged: False where the text has only a word: measured, never judged.
        remind_before: amount before the due date, such as `4wh`.
    """

    title: str
    kind: Literal["limit", "cap"] = "limit"
    values: tuple[DatedAmount, ...] = Field(min_length=1)
    grades: Mapping[str, tuple[DatedAmount, ...]] = {}
    by_subject: Mapping[str, tuple[DatedAmount, ...]] = {}
    starts_on: tuple[str, ...] = Field(min_length=1)
    stops_on: tuple[str, ...] = ()
    within: str = ""
    responsible: Literal["owner", "handler", "unit"] = "unit"
    soft: bool = False
    judged: bool = True
    remind_before: str = ""
    policy: CountingPolicy = DEFAULT
    declared: str = ""
    until: str = ""
    basis: Literal["", "statutory", "committed", "declared"] = ""
    extension: Extension | None = None
    pauses: Mapping[str, PauseGround] = {}

    def on(self, day: date) -> "LimitInForce | None":
        """Return the limit as it stands on *day*, or None where it is not in force."""
        value = in_force(self.values, day)
        if value is None or value.value is None or value.unit is None:
            return None
        return LimitInForce(
            title=self.title,
            kind=self.kind,
            value=value,
            grades=_on(self.grades, day),
            by_subject=_on(self.by_subject, day),
            starts_on=self.starts_on,
            stops_on=self.stops_on,
            within=self.within,
            responsible=self.responsible,
            soft=self.soft,
            judged=self.judged,
            remind_before=self.remind_before,
            policy=self.policy,
            declared=self.declared,
            until=self.until,
            basis=self.basis,
            extension=self.extension,
            pauses=self.pauses,
        )


class LimitInForce(Entry):
    """A limit on the day that governs a case. Fields as in `Limit`."""

    title: str
    kind: Literal["limit", "cap"] = "limit"
    value: DatedAmount
    grades: Mapping[str, DatedAmount] = {}
    by_subject: Mapping[str, DatedAmount] = {}
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...] = ()
    within: str = ""
    responsible: Literal["owner", "handler", "unit"] = "unit"
    soft: bool = False
    judged: bool = True
    remind_before: str = ""
    policy: CountingPolicy = DEFAULT
    declared: str = ""
    until: str = ""
    basis: Literal["", "statutory", "committed", "declared"] = ""
    extension: Extension | None = None
    pauses: Mapping[str, PauseGround] = {}

    def entry(self, difficulty: str, subject: str = "") -> DatedAmount:
        """Return the amount's entry for a case; a grade stands above a subject.

        Args:
            difficulty: how the case is graded; empty where it is not.
            subject: what it is about, a subject key of the pack; empty where none is named.
        """
        return self.grades.get(difficulty) or self.by_subject.get(subject, self.value)

    def amount(self, difficulty: str, subject: str = "") -> Amount:
        """Return the amount for a case; as for `entry`.

        Raises:
            ValueError: the entry has no number; `Limit.on` lets none of that kind through.
        """
        entry = self.entry(difficulty, subject)
        if entry.value is None or entry.unit is None:
            raise ValueError(f"{self.title} has no amount in force")
        return Amount(entry.value, entry.unit)


def _on(amounts: Mapping[str, tuple[DatedAmount, ...]], day: date) -> dict[str, DatedAmount]:
    found = {key: in_force(entries, day) for key, entries in amounts.items()}
    return {key: entry for key, entry in found.items() if entry and entry.unit}
