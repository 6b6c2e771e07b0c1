"""Rehearsal: a pack's readable cases, played in virtual time.

Jobs are done the moment they are asked for; timers fire when virtual time reaches them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cases.commands import Command, CompleteTask, ReportAbsence, ReportReturn
from cases.facts import Fact, first_break
from cases.opening import CaseOpening, Registration, prepare_opening
from cases.orders import StartJob
from cases.proceeding import Proceeding
from cases.refusal import Refused
from regulations.publishing import NotInForce, PublishedPack

_WRITTEN = "%Y-%m-%d %H:%M"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Proves(_Frozen):
    """Which rules a case proves kept, and which it shows broken."""

    kept: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


class Expectation(_Frozen):
    """What must be so; only the keys given are looked at."""

    open: tuple[str, ...] | None = None
    due: Mapping[str, str | None] | None = None
    stage: str | None = None
    state: str | None = None
    result: str | None = None
    owner: str | None = None
    handler: str | None = None
    unit: str | None = None
    breaches: tuple[str, ...] | None = None
    reminders: tuple[str, ...] | None = None
    exceeded: tuple[str, ...] | None = None
    escalations: int | None = None
    handovers: int | None = None
    reopened: int | None = None
    next_due: str | None = None
    jobs: tuple[str, ...] | None = None
    owner_unit: str | None = None
    delegate: str | None = None
    promised_at: str | None = None
    counts: Mapping[str, int] | None = None
    away: Mapping[str, str | None] | None = None
    happened: Mapping[str, int] | None = None
    seen_by: Mapping[str, Mapping[str, int]] | None = None
    told: Mapping[str, tuple[str, ...]] | None = None


class RehearsalStep(_Frozen):
    """One step at an instant of the pack's calendar: `do`, `refuse`, `away`, `back` or `see`."""

    at: str
    do: str = ""
    refuse: str = ""
    away: str = ""
    back: str = ""
    until: str = ""
    by: str = ""
    outcome: str = ""
    data: Mapping[str, Any] = {}
    because: str = ""
    see: Expectation | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "RehearsalStep":
        told = (self.do, self.refuse, self.away, self.back, self.see is not None)
        if sum(map(bool, told)) != 1:
            raise ValueError("expected exactly one of do, refuse, away, back and see")
        return self

    def command(self, zone: str) -> Command:
        """Return what is asked of the case; *zone* is the pack's."""
        if self.away:
            until = _instant(self.until, zone) if self.until else None
            return ReportAbsence(actor=self.by, person=self.away, until=until)
        if self.back:
            return ReportReturn(actor=self.by, person=self.back)
        task = self.do or self.refuse
        return CompleteTask(actor=self.by, task=task, outcome=self.outcome, data=dict(self.data))


class NotOpened(_Frozen):
    """A registration that must be refused: `given` in place of what the case opens with."""

    given: Mapping[str, Any]
    because: str = ""


class ReadableCase(_Frozen):
    """One case as a lawyer reads it: what happened when, and what must follow."""

    name: str
    proves: Proves = Proves()
    not_opened: tuple[NotOpened, ...] = ()
    open: Mapping[str, Any]
    steps: tuple[RehearsalStep, ...] = ()
    ends: Expectation = Field(default_factory=Expectation)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How a readable case came out.

    Attributes:
        differences: sentences; none where everything was as expected.
        proceeding: the case after its last step, None where it could not be opened.
        facts: everything that happened.
    """

    file: str
    name: str
    proves: Proves
    differences: tuple[str, ...]
    proceeding: Proceeding | None
    facts: tuple[Fact, ...]


def rehearse(published: PublishedPack) -> Iterator[Rehearsed]:
    """Play every readable case of a pack, in the order of its files."""
    for file, entries in published.source.cases.items():
        for number, entry in enumerate(entries, start=1):
            try:
                case = ReadableCase.model_validate(entry)
            except ValidationError as error:
                said = tuple(_said(error).split("; "))
                name = entry.get("name", "") if isinstance(entry, dict) else ""
                yield Rehearsed(file, name or f"case {number}", Proves(), said, None, ())
                continue
            yield Rehearsal(published, case, file).play()


class Rehearsal:
    """One readable case being played."""

    def __init__(self, published: PublishedPack, case: ReadableCase, file: str) -> None:
        self.published = published
        self.readable = case
        self.file = file
        self.differences: list[str] = []
        self.facts: list[Fact] = []
        self.jobs: list[str] = []
        self.told: dict[str, list[str]] = {}
        self.proceeding: Proceeding

    def play(self) -> Rehearsed:
        """Play it from registration to its last step."""
        try:
            self._try_in_vain()
            self._open()
        except Refused as refused:
            self.differences.append(f"open: refused: {refused.sentence}")
            return self._outcome(None)
        except NotInForce as error:
            self.differences.append(f"open: {error}: let the case begin on that day or later")
            return self._outcome(None)
        except ValueError as error:
            self.differences.append(f"open: {_said(error)}")
            return self._outcome(None)
        for number, step in enumerate(self.readable.steps, start=1):
            try:
                self._step(f"step {number} ({step.at})", step)
            except ValueError as error:
                self.differences.append(f"step {number}: {_said(error)}")
                return self._outcome(self.proceeding)
        self._expect("ends", self.readable.ends)
        self._expect_proof()
        broken = first_break(self.facts)
        if broken:
            self.differences.append(f"the chain of facts breaks at {broken.fact.sequence}")
        return self._outcome(self.proceeding)

    def _outcome(self, proceeding: Proceeding | None) -> Rehearsed:
        return Rehearsed(
            file=self.file,
            name=self.readable.name,
            proves=self.readable.proves,
            differences=tuple(self.differences),
            proceeding=proceeding,
            facts=tuple(self.facts),
        )

    def _try_in_vain(self) -> None:
        for number, tried in enumerate(self.readable.not_opened, start=1):
            where = f"not_opened {number}"
            try:
                self._prepare({**self.readable.open, **tried.given})
            except Refused as refused:
                if tried.because not in refused.sentence:
                    self.differences.append(
                        f"{where}: expected a refusal with {tried.because!r}, "
                        f"found {refused.sentence}"
                    )
            else:
                self.differences.append(f"{where}: expected the registration to be refused")

    def _open(self) -> None:
        opening, at = self._prepare(dict(self.readable.open))
        self.proceeding = Proceeding.begin(opening, at)
        self._serve()

    def _prepare(self, given: dict[str, Any]) -> tuple[CaseOpening, datetime]:
        at = _instant(str(given.pop("at", "")), self.published.pack_zone())
        registration = Registration.model_validate(given | {"received_at": at})
        law = self.published.law(at.astimezone(ZoneInfo(self.published.pack_zone())).date())
        return prepare_opening("CASE", registration, law, self.published.program, at), at

    def _step(self, where: str, step: RehearsalStep) -> None:
        now = _instant(step.at, self.proceeding.law.calendar.zone)
        before = self.proceeding.stepping.now
        if now < before:
            earlier = _written(before, self.proceeding.law.calendar.zone)
            raise ValueError(f"expected an instant not before {earlier}, found {step.at}")
        self._pass_time(now)
        if step.see is not None:
            self._expect(where, step.see)
            return
        command = step.command(self.proceeding.law.calendar.zone)
        try:
            self.proceeding.check(command, now)
            self.proceeding.carry_out(command, now)
        except Refused as refused:
            if not step.refuse:
                what = step.do or step.away or step.back
                self.differences.append(f"{where}: {what} was refused: {refused.sentence}")
            elif step.because not in refused.sentence:
                self.differences.append(
                    f"{where}: expected a refusal with {step.because!r}, found {refused.sentence}"
                )
        else:
            if step.refuse:
                self.differences.append(f"{where}: expected {step.refuse} to be refused")
        self._serve()

    def _pass_time(self, now: datetime) -> None:
        """Fire every timer due before *now*, each at its own instant."""
        while True:
            timers = self.proceeding.stepping.timers
            due = min((order.due for order in timers.values() if order.due <= now), default=None)
            if due is None:
                break
            self.proceeding.catch_up(due)
            self._serve()
        self.proceeding.catch_up(now)
        self._serve()

    def _serve(self) -> None:
        """Do the jobs asked for at once, until none is left."""
        while jobs := [one for one in self.proceeding.take_orders() if isinstance(one, StartJob)]:
            for job in jobs:
                self.jobs.append(job.type)
                self._note_who_is_told(job)
                self.proceeding.job_done(job.job, {}, self.proceeding.stepping.now)
        self.facts.extend(self.proceeding.take_facts())

    def _note_who_is_told(self, job: StartJob) -> None:
        """Keep whom the last notice of each template, and the last slip, went to."""
        if "recipients" in job.data:
            what = job.data.get("template", "slip")
            self.told[what] = [*job.data["recipients"], *job.data.get("copied", ())]

    def _expect(self, where: str, expected: Expectation) -> None:
        found = self._found()
        for key, value in expected.model_dump(mode="json", exclude_none=True).items():
            actual = found[key]
            wanted = sorted(value) if key == "open" else value
            if key in {"due", "away"}:
                actual = {name: actual.get(name) for name in value}
            if key == "told":
                actual = {name: actual.get(name, []) for name in value}
            if key in {"counts", "happened"}:
                actual = {name: actual.get(name, 0) for name in value}
            if key == "seen_by":
                actual = {
                    audience: {kind: self._seen(audience, kind) for kind in kinds}
                    for audience, kinds in value.items()
                }
            if wanted != actual:
                self.differences.append(f"{where}: {key}: expected {wanted}, found {actual}")

    def _expect_proof(self) -> None:
        """A case proves a rule by what it expects; one that expects nothing proves nothing."""
        case = self.readable
        claimed = [*case.proves.kept, *case.proves.broken]
        expected = [case.ends, *(step.see for step in case.steps)]
        if not claimed or case.not_opened or any(step.refuse for step in case.steps):
            return
        if not any(one and one.model_dump(exclude_none=True) for one in expected):
            self.differences.append(
                f"proves: it names {', '.join(claimed)} and expects nothing: "
                "say in `see`, `refuse` or `ends` what must be so"
            )

    def _found(self) -> dict[str, Any]:
        case = self.proceeding.case
        zone = self.proceeding.law.calendar.zone
        next_due = self.proceeding.next_due()
        legs = {key: case.running(key) for key in case.clocks}
        return {
            "open": sorted(task.element for task in case.task_list()),
            "due": {
                key: _written(leg.due, zone)
                for key, leg in legs.items()
                if leg and leg.paused_at is None
            },
            "stage": case.stage,
            "state": "closed" if case.closed_at else "open",
            "result": case.result,
            "owner": case.owner,
            "handler": case.handler,
            "unit": case.unit,
            "breaches": [breach.clock for breach in case.breaches],
            "reminders": [fact.data["clock"] for fact in self.facts if fact.kind == "reminded"],
            "exceeded": [f.data["clock"] for f in self.facts if f.kind == "limit_exceeded"],
            "escalations": len(case.escalations),
            "handovers": len(case.handovers),
            "reopened": case.round - 1,
            "next_due": _written(next_due, zone) if next_due else None,
            "jobs": self.jobs,
            "owner_unit": case.owner_unit,
            "delegate": case.delegate,
            "promised_at": _written(case.promised_at, zone) if case.promised_at else "",
            "counts": case.counts,
            "away": case.away,
            "happened": Counter(fact.kind for fact in self.facts),
            "seen_by": {},
            "told": self.told,
        }

    def _seen(self, audience: str, kind: str) -> int:
        """Return how many facts of *kind* are for *audience*."""
        return sum(fact.kind == kind and audience in fact.audience for fact in self.facts)


def _instant(written: str, zone: str) -> datetime:
    form = f"{_WRITTEN}:%S" if written.count(":") == 2 else _WRITTEN
    try:
        return datetime.strptime(written, form).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except ValueError:
        what = f"expected `at` to be an instant such as 2026-10-09 17:40, found {written!r}"
        raise ValueError(what) from None


def _said(error: ValueError) -> str:
    """Return what is wrong with what was written, with the place where that is known."""
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(
        f"{'.'.join(str(part) for part in found['loc'])}: {found['msg']}"
        for found in error.errors()
    )


def _written(instant: datetime, zone: str) -> str:
    return instant.astimezone(ZoneInfo(zone)).strftime(_WRITTEN)
