"""Every readable case of every pack, looked at from all sides after every step."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from activities.contracts import JOB_DATA
from cases import saving
from cases.commands import CompleteTask
from cases.facts import Fact
from cases.orders import StartJob
from cases.refusal import Refused
from cases.rehearsal import ReadableCase, Rehearsal, RehearsalStep, _instant
from tests.cases.driving import ALL_PACKS, pack
from tests.cases.invariants import broken_invariants, everything_shown

MARKERS = {
    "name": "张某某某",
    "phone": "13712349876",
    "address": "某某某某路",
    "unit": "某某某某社",
}
"""Particulars of a requester that stand nowhere else."""


class Watched(Rehearsal):
    """A rehearsal that looks at the case after every step.

    Attributes:
        wrong: what was found, in words.
        job_types: every job that was asked for.
    """

    reloads = False

    def play(self) -> Any:
        """Play it, and remember who owned it first."""
        self.wrong: list[str] = []
        self.job_types: list[str] = []
        return super().play()

    def _serve(self) -> None:
        orders = self.proceeding.stepping.orders
        for order in orders:
            if isinstance(order, StartJob):
                self._job(order)
        super()._serve()
        if self.reloads:
            self._reload()

    def _job(self, order: StartJob) -> None:
        self.job_types.append(order.type)
        data = json.loads(json.dumps(order.data))
        JOB_DATA[order.type].model_validate(data)
        if order.type == "notices.send":
            self._no_particulars(str(data["text"]), f"notice of {order.name}")
        self._no_particulars(order.name, "name of a job")

    def _step(self, where: str, step: RehearsalStep) -> None:
        if step.refuse:
            self._refused_without_a_trace(where, step)
        super()._step(where, step)
        self.wrong += [f"{where}: {one}" for one in broken_invariants(self.proceeding, self.owner)]
        self._no_particulars(everything_shown(self.proceeding), where)

    def _open(self) -> None:
        super()._open()
        self.owner = self.proceeding.case.owner

    def _refused_without_a_trace(self, where: str, step: RehearsalStep) -> None:
        now = _instant(step.at, self.proceeding.law.calendar.zone)
        before = saving.dump(self.proceeding)
        command = CompleteTask(
            actor=step.by, task=step.refuse, outcome=step.outcome, data=dict(step.data)
        )
        try:
            self.proceeding.check(command, now)
        except Refused:
            pass
        else:
            self.wrong.append(f"{where}: the check lets through what must be refused")
        if before != saving.dump(self.proceeding):
            self.wrong.append(f"{where}: the check changed something")

    def _no_particulars(self, text: str, where: str) -> None:
        for marker in MARKERS.values():
            if marker in text:
                self.wrong.append(f"{where}: shows {marker}")

    def _reload(self) -> None:
        old = self.proceeding
        saved = json.loads(json.dumps(saving.dump(old)))
        self.proceeding = saving.load(saved, old.law, old.stepping.program)
        if saving.dump(self.proceeding) != saved:
            self.wrong.append("loading and dumping again changes something")


class Reloaded(Watched):
    """A rehearsal that is saved and loaded after every step."""

    reloads = True


def planted(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a case whose requester, also as written on slips, has the markers for particulars."""
    opened = dict(entry["open"])
    if opened.get("requester"):
        opened["requester"] = {
            key: MARKERS.get(key, value) for key, value in opened["requester"].items()
        }
    steps = [
        step | {"data": {key: MARKERS.get(key, value) for key, value in step["data"].items()}}
        if "data" in step
        else step
        for step in entry.get("steps", ())
    ]
    return entry | {"open": opened, "steps": steps}


def every_case() -> Iterator[Any]:
    """Yield pack, file and entry of every readable case."""
    for name in ALL_PACKS:
        for file, entries in pack(name).source.cases.items():
            for entry in entries:
                yield pytest.param(name, file, entry, id=f"{name}: {entry['name']}")


CASES = list(every_case())


@cache
def _played(name: str, file: str, number: int, kind: type[Watched]) -> tuple[Watched, Any]:
    entry = pack(name).source.cases[file][number]
    watched = kind(pack(name), ReadableCase.model_validate(planted(entry)), file)
    return watched, watched.play()


def play(name: str, file: str, entry: dict[str, Any], kind: type[Watched]) -> tuple[Watched, Any]:
    """Play a case, once."""
    return _played(name, file, pack(name).source.cases[file].index(entry), kind)


@pytest.mark.parametrize(("name", "file", "entry"), CASES)
def test_the_case_comes_out_as_written(name: str, file: str, entry: dict[str, Any]) -> None:
    """What a lawyer reads is what follows.

    Nothing is shown of the requester, all invariants hold,
    every job brings what its contract asks for, and a check changes nothing.
    """
    watched, outcome = play(name, file, entry, Watched)

    assert () == outcome.differences
    assert [] == watched.wrong


@pytest.mark.parametrize(("name", "file", "entry"), CASES)
def test_saving_and_loading_after_every_step_loses_nothing(
    name: str, file: str, entry: dict[str, Any]
) -> None:
    """The same facts, digest by digest, as without saving."""
    _, whole = play(name, file, entry, Watched)

    reloaded, outcome = play(name, file, entry, Reloaded)

    assert [] == reloaded.wrong
    assert heads(whole.facts) == heads(outcome.facts)


def heads(facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    """Return kind and digest of every fact."""
    return [(fact.kind, fact.digest) for fact in facts]


def test_every_job_type_is_asked_for_by_some_case() -> None:
    """The data of each contract was built at least once from a real course of events."""
    asked = {
        job
        for name in ALL_PACKS
        for file, entries in pack(name).source.cases.items()
        for entry in entries
        for job in play(name, file, entry, Watched)[0].job_types
    }

    assert set(JOB_DATA) == asked


@pytest.mark.parametrize("name", ALL_PACKS)
def test_every_case_proves_rules_that_its_pack_carries(name: str) -> None:
    """A case cannot prove a rule that the pack does not have."""
    published = pack(name)
    cases_of = [entry for entries in published.source.cases.values() for entry in entries]

    named = {
        rule
        for entry in cases_of
        for rule in (*entry["proves"].get("kept", ()), *entry["proves"].get("broken", ()))
    }

    assert named
    assert named <= set(published.pack.rules)
    assert len(cases_of) == len({entry["name"] for entry in cases_of})
