"""A case in virtual time, driven by hand: jobs are done at once unless a test holds them back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bpmn.program import Program
from cases import saving
from cases.case import Case, Leg
from cases.commands import Command, CompleteTask, Receipt
from cases.facts import Fact
from cases.opening import CaseOpening, Registration, prepare_opening
from cases.orders import Order, StartJob
from cases.proceeding import Proceeding
from cases.refusal import Refused
from regulations.law import Law
from regulations.publishing import PublishedPack, publish
from starter.pack_files import SHIPPED, read_pack

LIBRARY = Path(__file__).parent.parent / "regulations" / "packs" / "library"
SHIPPED_PACKS = sorted(path.parent.name for path in SHIPPED.glob("*/pack.yaml"))
ALL_PACKS = [*SHIPPED_PACKS, "library"]
ZONE = ZoneInfo("Asia/Shanghai")
INQUIRY: dict[str, Any] = {
    "channel": "desk",
    "kind": "complaint",
    "requester": {"name": "张先生", "phone": "13800000000"},
    "matter": "所借之书缺页",
    "first_contact": "sv-01",
}
SLIP = {"to_unit": "stacks", "reason": "须查典藏"}
ACCEPT = {"handler": "st-01", "difficulty": "normal"}


@cache
def pack(name: str = "library") -> PublishedPack:
    """Return a pack, published once."""
    return publish(read_pack(LIBRARY if name == "library" else SHIPPED / name))


def at(written: str) -> datetime:
    """Read an instant of the pack's zone: `2026-10-13 10:00`."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE).astimezone(UTC)


def law_on(day: str, **changed: Any) -> Law:
    """Return the library's law on a day, with what is changed."""
    law = pack().law(datetime.fromisoformat(day).date())
    return law.model_copy(update=changed) if changed else law


def an_opening(
    when: str, law: Law | None = None, program: Program | None = None, **registration: Any
) -> CaseOpening:
    """Return the start of a case of the library."""
    given = INQUIRY | registration
    received = Registration.model_validate(given | {"received_at": at(when)})
    program = program or pack().program
    return prepare_opening("TS-1", received, law or law_on(when[:10]), program, at(when))


def redrawn(drawn: str, instead: str) -> Program:
    """Return the library's program with something else in the place of *drawn* in its diagram."""
    source = pack().source
    ((path, text),) = source.processes.items()
    assert drawn in text
    return publish(replace(source, processes={path: text.replace(drawn, instead)})).program


class Course:
    """One case and what it has brought about so far.

    Attributes:
        hold: job types that are not done at once.
        held: their orders.
        orders: every order, in order.
        facts: every fact, in order.
    """

    def __init__(self, opening: CaseOpening, hold: tuple[str, ...] = ()) -> None:
        self.hold = hold
        self.held: list[StartJob] = []
        self.orders: list[Order] = []
        self.facts: list[Fact] = []
        self.now = opening.received_at
        self.proceeding = Proceeding.begin(opening, self.now)
        self.serve()

    @property
    def case(self) -> Case:
        """The case."""
        return self.proceeding.case

    def wait(self, until: str) -> "Course":
        """Let time pass; every timer fires at its own instant."""
        self.wait_until(at(until))
        return self

    def wait_until(self, now: datetime) -> None:
        """As `wait`."""
        while due := [t.due for t in self.proceeding.stepping.timers.values() if t.due <= now]:
            self.proceeding.catch_up(min(due))
            self.serve()
        self.proceeding.catch_up(now)
        self.now = now
        self.serve()

    def do(self, task: str, by: str, outcome: str = "", **data: Any) -> Receipt:
        """Complete a task now."""
        return self.give(CompleteTask(actor=by, task=task, outcome=outcome, data=data))

    def give(self, command: Command) -> Receipt:
        """Give any command now."""
        self.proceeding.check(command, self.now)
        receipt = self.proceeding.carry_out(command, self.now)
        self.serve()
        return receipt

    def refusal(self, command: Command) -> Refused:
        """Return why *command* is refused now; it must be, and must change nothing."""
        before = saving.dump(self.proceeding)
        for ask in (self.proceeding.check, self.proceeding.carry_out):
            try:
                ask(command, self.now)
            except Refused as refused:
                found = refused
            else:
                raise AssertionError(f"was not refused: {command}")
            assert before == saving.dump(self.proceeding)
        assert not self.proceeding.take_orders()
        assert not self.proceeding.take_facts()
        return found

    def refused(self, task: str, by: str, outcome: str = "", **data: Any) -> Refused:
        """Return why completing a task is refused now."""
        return self.refusal(CompleteTask(actor=by, task=task, outcome=outcome, data=data))

    def serve(self) -> None:
        """Do the jobs that are not held back."""
        while orders := self.proceeding.take_orders():
            self.orders += orders
            for order in orders:
                if not isinstance(order, StartJob):
                    continue
                if order.type in self.hold:
                    self.held.append(order)
                else:
                    self.proceeding.job_done(order.job, {}, self.proceeding.stepping.now)
        self.facts += self.proceeding.take_facts()

    def leg(self, clock: str) -> Leg:
        """Return the latest leg of a clock."""
        return self.case.clocks[clock][-1]

    def due(self, clock: str) -> str | None:
        """Return when the running leg is due, local."""
        leg = self.case.running(clock)
        return local(leg.due) if leg else None

    def of(self, *kinds: str) -> list[Fact]:
        """Return the facts of some kinds."""
        return [fact for fact in self.facts if fact.kind in kinds]

    def kinds(self) -> Iterator[str]:
        """Yield the kinds of the facts, in order."""
        return (fact.kind for fact in self.facts)


def local(instant: datetime) -> str:
    """Write an instant of the pack's zone."""
    return instant.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def a_course(
    when: str = "2026-10-13 10:00",
    hold: tuple[str, ...] = (),
    law: Law | None = None,
    **registration: Any,
) -> Course:
    """Return a case of the library that was just opened."""
    return Course(an_opening(when, law, **registration), hold)


def handed_over(
    when: str = "2026-10-13 10:00", law: Law | None = None, hold: tuple[str, ...] = ()
) -> Course:
    """Return a case whose slip waits for a signature."""
    course = a_course(when, hold, law)
    course.do("receive", "sv-01", "pass")
    course.do("fill_slip", "sv-01", "send", **SLIP)
    return course


def in_hand(
    when: str = "2026-10-13 10:00", law: Law | None = None, hold: tuple[str, ...] = ()
) -> Course:
    """Return a case that its handler works on."""
    course = handed_over(when, law, hold)
    course.do("sign", "st-09", "accept", **ACCEPT)
    return course
