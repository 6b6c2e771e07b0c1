"""Whatever people do, in any order: nothing but refusals is raised, and the case stays whole."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import saving
from cases.commands import (
    Command,
    CompleteTask,
    DeliverMessage,
    ReplanCalendar,
    ResolveIncident,
    WithdrawCase,
)
from cases.facts import first_break
from cases.opening import Registration, prepare_opening
from cases.orders import StartJob
from cases.refusal import Refused
from tests.cases.driving import ALL_PACKS, Course, at, pack
from tests.cases.filling import fill
from tests.cases.invariants import broken_invariants
from workdays.calendar_data import LayerEntry

STEPS = 40
JOBS = ("transfers.send_slip", "transfers.return_slip", "follow_ups.schedule")
JOBS += ("accountability.record_breach", "notices.send")


class Walk:
    """A random walk through one case.

    Attributes:
        done: what was done, for the one who reads a failure.
    """

    def __init__(self, name: str, random: Random) -> None:
        self.random = random
        self.name = name
        self.course = self._open()
        self.owner = self.course.case.owner
        self.done: list[str] = []
        self.worked = 0

    def _open(self) -> Course:
        published, random = pack(self.name), self.random
        when = at("2026-03-02 09:00") + timedelta(minutes=random.randint(0, 300_000))
        law = published.law(when.date())
        fits = self._registration(law.registration.channels, law.registration.kinds)
        fits["first_contact"] = random.choice(list(law.organisation.staff))
        registration = Registration.model_validate(fits | {"received_at": when})
        opening = prepare_opening("N-1", registration, law, published.program, when)
        return Course(opening, hold=JOBS)

    def _registration(self, channels: object, kinds: object) -> dict[str, object]:
        entries = next(iter(pack(self.name).source.cases.values()))
        return {key: value for key, value in entries[0]["open"].items() if key != "at"}

    def step(self) -> None:
        """Do one thing."""
        acts: list[Callable[[], None]] = [self.complete] * 10 + [self.job] * 5
        acts += [self.wait] * 3 + [self.message, self.incident, self.nonsense, self.calendar]
        if self.random.random() < 0.01:
            acts = [self.withdraw]
        act = self.random.choice(acts)
        act()
        self.course.serve()

    def give(self, command: Command) -> None:
        """Give a command; refused or not, the check and the deed must agree."""
        course = self.course
        self.done.append(f"{course.now} {command}")
        before = saving.dump(course.proceeding)
        try:
            course.proceeding.check(command, course.now)
        except Refused:
            assert before == saving.dump(course.proceeding)
            with pytest.raises(Refused, match=r"."):
                course.proceeding.carry_out(command, course.now)
            return
        assert before == saving.dump(course.proceeding)
        course.proceeding.carry_out(command, course.now)
        self.worked += 1

    def complete(self) -> None:
        """Complete an open task with a random outcome."""
        course, random = self.course, self.random
        if not course.case.tasks:
            return
        task = random.choice(course.case.task_list())
        outcome = self._outcome(list(task.outcomes))
        organisation = course.proceeding.law.organisation
        wanted = [key for key in (task.assignee, *task.groups) if key]
        able = [who for key in wanted for who in organisation.holders(key)]
        actor = random.choice(able or list(organisation.staff))
        data = fill(course.proceeding, task, outcome, random)
        self.give(CompleteTask(actor=actor, task=task.task, outcome=outcome, data=data))

    def _outcome(self, outcomes: list[str]) -> str:
        """Choose one; ways that lead on come later in the diagrams, so they are likelier."""
        return self.random.choice(outcomes + outcomes[1:] * 2) if outcomes else ""

    def job(self) -> None:
        """Answer a job that was asked for: mostly done, sometimes not."""
        course, random = self.course, self.random
        if not course.held:
            return
        job: StartJob = course.held.pop(random.randrange(len(course.held)))
        self.done.append(f"{course.now} job {job.job}")
        end = random.random()
        if end < 0.8:
            course.proceeding.job_done(job.job, {}, course.now)
        elif end < 0.9:
            course.proceeding.job_failed(job.job, "NO_ADDRESS", "没有地址", course.now)
        else:
            course.proceeding.job_broken(job.job, "连不上", course.now)

    def wait(self) -> None:
        """Let time pass: to the next timer, or for a while, sometimes found late."""
        course, random = self.course, self.random
        timers = [order.due for order in course.proceeding.stepping.timers.values()]
        later = course.now + timedelta(minutes=random.choice((1, 30, 600, 6000)))
        until = min(timers) if timers and random.random() < 0.5 else later
        until = max(until, course.now)
        self.done.append(f"until {until}")
        if random.random() < 0.3:  # the worker was away: commands come first
            course.now = until
        else:
            course.wait_until(until)

    def message(self) -> None:
        """A message comes, awaited or not."""
        name = self.random.choice(("letter", "nothing"))
        key = self.random.choice((None, "k"))
        variables = {"opinion": self.random.choice(("可以", None))}
        self.give(DeliverMessage(actor="x", name=name, key=key, variables=variables))

    def incident(self) -> None:
        """An operator resolves an incident, or none."""
        names = [*self.course.case.incidents, "incident#99"]
        self.give(ResolveIncident(actor="x", incident=self.random.choice(names)))

    def nonsense(self) -> None:
        """A command that cannot be meant."""
        tasks = [*self.course.case.tasks, "nothing#1"]
        data = self.random.choice(
            ({}, {"to_unit": 5}, {"x": {"@": "date", "value": "never"}}, {"until": "soon"})
        )
        who = self.random.choice(("", "nobody", *self.course.proceeding.law.organisation.posts))
        task, outcome = self.random.choice(tasks), self.random.choice(("", "accept", "answer"))
        self.give(CompleteTask(actor=who, task=task, outcome=outcome, data=data))

    def calendar(self) -> None:
        """A notice makes a coming day a day of rest."""
        course = self.course
        day = (course.now + timedelta(days=self.random.randint(0, 6))).date()
        entry = LayerEntry(
            layer="national", date=day, kind="rest", name="停业", author="市政府", reason="停业"
        )
        calendar = course.proceeding.law.calendar.with_entries(entry)
        self.give(ReplanCalendar(actor="x", calendar=calendar, notice="通知"))

    def withdraw(self) -> None:
        """The requester withdraws."""
        self.give(WithdrawCase(actor="x", reason="撤回"))


@pytest.mark.parametrize("name", ALL_PACKS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(random=st.randoms(use_true_random=False))
def test_any_course_keeps_the_case_whole(name: str, random: Random) -> None:
    """Nothing but Refused is raised; owner, chain, clocks and timers hold; an open case waits."""
    walk = Walk(name, random)

    for _ in range(STEPS):
        walk.step()
        broken = list(broken_invariants(walk.course.proceeding, walk.owner))
        assert not broken, (broken, walk.done)
        if walk.course.case.closed_at is not None:
            break

    assert first_break(walk.course.facts) is None
