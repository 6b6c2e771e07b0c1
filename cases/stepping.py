"""One step of the engine, carried into the case: tasks, stages, orders and facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bpmn import effects, engine
from bpmn.environment import Announcement, Environment
from bpmn.facts import Fact as EngineFact
from bpmn.occurrences import Occurrence, TimersReplanned
from bpmn.program import Node, Program
from bpmn.run import Step
from cases import watching
from cases.absences import cover_task
from cases.admission import admit
from cases.case import Case, OpenTask
from cases.clocks import Clocks
from cases.commands import CompleteTask
from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.folding.phrases import point_out
from cases.folding.registry import fold
from cases.functions import case_functions
from cases.job_data import JobContext, job_data
from cases.orders import Order, StartJob, StartTimer, StopJob, StopTimer
from cases.recorder import Recorder, iso
from cases.refusal import Refused
from cases.tasks import outcome_labels
from cases.texts import limit_label, local_time
from decisions.feel.json_form import to_json
from regulations.law import Law
from workdays.calendar_data import CalendarData

if TYPE_CHECKING:
    from bpmn.instance import Instance

_TRACED = frozenset({"entered", "left", "cancelled", "error", "escalation"})
_BRINGS_DATA = frozenset(
    {"intermediateCatchEvent", "boundaryEvent", "receiveTask", "serviceTask", "businessRuleTask"}
)
"""Automatic elements whose completion brings data of its own; the others have their properties."""
_TAKES_UP = frozenset({"accountability.record_breach", "notices.send"})
"""Jobs by which the process takes a breach or a reminder up."""
REMINDER = "reminder"
"""The notice that reminds; any other about a clock says something else."""
PEOPLES_TASKS = frozenset({"userTask", "manualTask", "task"})


class Stepping:
    """Takes steps for one case and keeps what the host must do."""

    def __init__(self, case: Case, law: Law, program: Program, now: datetime) -> None:
        self.case = case
        self.law = law
        self.program = program
        self.now = now
        self.recorder = Recorder(case, law)
        self.instance: Instance | None = None
        self.timers: dict[str, StartTimer] = {}
        self.visits: dict[str, int] = {}
        self.orders: list[Order] = []
        self.facts_of_law: Mapping[str, str] = {}
        self._completing: CompleteTask | None = None
        self._bind()

    def start(self, variables: dict[str, object]) -> None:
        """Start the process."""
        step = engine.start(self.program, variables, self.environment())
        self.carry(step)

    def advance(self, occurrence: Occurrence, completing: CompleteTask | None = None) -> None:
        """Take one step; timers that refer to clocks that moved are planned anew."""
        if self.instance is None:
            return
        before = self.clocks.moved
        self._completing = completing
        self.carry(engine.advance(self.program, self.instance, occurrence, self.environment()))
        self._completing = None
        if self.clocks.moved != before:
            self.replan()

    def replan(self) -> None:
        """Work the instants of timers that refer to clocks out again."""
        if self.instance is None or not self.instance.running:
            return
        occurrence = TimersReplanned()
        self.carry(engine.advance(self.program, self.instance, occurrence, self.environment()))

    def happen(self, *events: CaseEvent) -> None:
        """Fold the events of one act, which were admitted."""
        for event in events:
            fold(self.folding, event)
        for event in events[:1]:  # they all bring the same words
            point_out(self.folding, event)

    def waiting_messages(self) -> list[tuple[str, str | None]]:
        """Return name and correlation key of the messages the process waits for, oldest first."""
        waits = self.instance.waits.values() if self.instance else ()
        return [(wait.name, wait.correlation) for wait in waits if wait.kind == "message"]

    def waits_for(self, job: str) -> bool:
        """Whether the process still waits for a job."""
        return self.instance is not None and job in self.instance.open("job")

    def change_calendar(self, calendar: CalendarData) -> None:
        """Put the calendar as it is now known in the place of the old one; used time stays."""
        changed = calendar.slice(self.law.governs.year - 1)
        self.law = self.law.with_calendar(changed)
        self._bind()

    def change_edition(self, law: Law, program: Program) -> None:
        """Go on under another law and program; the calendar as it is now known stays."""
        self.law = law.with_calendar(self.law.calendar)
        self.program = program
        self.recorder.law = self.law
        self._bind()

    def _bind(self) -> None:
        self.clocks = Clocks(self.case, self.law, self.recorder)
        self.folding = Folding(self.case, self.law, self.clocks, self.recorder)
        self._functions = case_functions(self.case, self.law, self.clocks, lambda: self.now)

    def environment(self) -> Environment:
        """Return what a step of the engine may ask."""
        return Environment(now=self.now, functions=self._functions, announce=self._announced)

    def _announced(self, said: Announcement) -> None:
        """An automatic element is a domain event; a person's task was folded before the step."""
        node = self.program.node(said.element)
        if node.kind in PEOPLES_TASKS:
            return
        data: dict[str, Any] = dict(said.properties)
        if node.kind in _BRINGS_DATA:
            data |= _plain(said.variables)
        for kind in self._kinds(said):
            event = CaseEvent(kind=kind, at=self.now, data=data, element=said.element)
            if kind == "registered":
                event = replace(
                    event, at=self.case.received_at, data={**self.facts_of_law, **data}
                )
            try:
                admit(self.case, event, self.law)
            except Refused as refused:
                self.recorder.record(
                    "event_refused",
                    self.now,
                    event=kind,
                    element=said.element,
                    reason=refused.reason,
                    said=refused.sentence[:500],
                )
                continue
            fold(self.folding, event)

    def _kinds(self, said: Announcement) -> list[str]:
        """Return what an element's completion is; a diagram that is called registers nothing anew."""
        kinds = [kind for part in said.event.split(",") if (kind := part.strip())]
        starts = {self.program.nodes[index].id for index in self.program.root.starts}
        return [kind for kind in kinds if kind != "registered" or said.element in starts]

    def carry(self, step: Step) -> None:
        """Carry what a step of the engine gave into the case."""
        self.instance = step.instance
        self._keep_trace(step.facts)
        for effect in step.effects:
            self._carry_one(effect)
        if self.case.incidents:
            self._forget_incidents(step.instance)
        if self.case.closed_at is not None:
            self._wind_up()

    def _forget_incidents(self, instance: "Instance") -> None:
        """What an incident held up was cancelled: nothing is left to resolve."""
        for incident in [one for one in self.case.incidents if one not in instance.incidents]:
            del self.case.incidents[incident]
            self.recorder.record("incident_resolved", self.now, incident=incident, by="")

    def _wind_up(self) -> None:
        """The case is over: nobody is asked for anything more, and no time runs."""
        self.clocks.stop_all(self.now)
        for task in list(self.case.tasks.values()):
            self._close_task(effects.CloseTask(task.task, task.element, "case_closed"))
        self._stop_timers()

    def _carry_one(self, effect: effects.Effect) -> None:
        match effect:
            case effects.OpenTask():
                self._open_task(effect)
            case effects.CloseTask():
                self._close_task(effect)
            case effects.RunJob():
                self._run_job(effect)
            case effects.CancelJob():
                self.orders.append(StopJob(effect.job))
            case effects.ArmTimer():
                self._arm(effect)
            case effects.DisarmTimer():
                self.timers.pop(effect.timer, None)
                self.orders.append(StopTimer(effect.timer))
            case effects.Finish():
                self._finish(effect)
            case _:
                unserved = type(effect).__name__
                self.recorder.record("effect_unserved", self.now, effect=unserved)

    def refresh_task(self, effect: effects.OpenTask) -> None:
        """An open task is asked for anew; it stays the same task, and says what is other with it."""
        before = self.case.tasks[effect.task]
        task = self._asked(effect)
        task.opened_at, task.covered_by = before.opened_at, before.covered_by
        self.case.tasks[task.task] = task
        if self._said(task) != self._said(before):
            self.recorder.record("task_changed", self.now, **self._said(task))
            task.covered_by = ""
        if self.case.away:
            cover_task(self.case, self.law, self.recorder, task, self.now)

    def _asked(self, effect: effects.OpenTask) -> OpenTask:
        groups = tuple(str(group) for group in effect.candidate_groups if group)
        assignee = str(effect.assignee or "")
        organisation = self.law.organisation
        target = next((key for key in (assignee, *groups) if organisation.unit_of(key)), "")
        form = self.law.forms.get(effect.form or "")
        return OpenTask(
            task=effect.task,
            element=effect.element,
            label=effect.name or effect.element,
            opened_at=self.now,
            assignee=assignee,
            groups=groups,
            unit=organisation.unit_of(target) or self.case.unit,
            form=effect.form or "",
            clock=str(effect.properties.get("clock") or ""),
            outcomes=outcome_labels(effect.properties, form.fields if form else None),
            inputs=_plain(effect.variables),
        )

    def _open_task(self, effect: effects.OpenTask) -> None:
        task = self._asked(effect)
        self.case.tasks[task.task] = task
        self.recorder.record("task_opened", self.now, **self._said(task))
        if self.case.away:
            cover_task(self.case, self.law, self.recorder, task, self.now)

    def _said(self, task: OpenTask) -> dict[str, Any]:
        """Return what a fact says of a task."""
        due = self.clocks.due(task.clock) if task.clock else None
        return {
            "task": task.task,
            "element": task.element,
            "label": task.label,
            "unit": task.unit,
            "assignee": task.assignee or None,
            "groups": list(task.groups),
            "due": iso(due) if due else None,
            "clock": task.clock or None,
            "outcomes": task.outcomes,
            "form": task.form or None,
        }

    def _close_task(self, effect: effects.CloseTask) -> None:
        if self.case.tasks.pop(effect.task, None) is None:
            return
        by = self._completing if effect.why == "completed" else None
        self.recorder.record(
            "task_closed",
            self.now,
            task=effect.task,
            element=effect.element,
            why=effect.why,
            by=by.actor if by else None,
            outcome=(by.outcome or None) if by else None,
            data=by.data if by else {},
        )

    def _run_job(self, effect: effects.RunJob) -> None:
        context = JobContext(self.case, self.law, self.clocks, effect.properties, self.now)
        self.orders.append(
            StartJob(
                job=effect.job,
                type=effect.type,
                name=effect.name or effect.element,
                at=self.now.astimezone(UTC),
                headers=dict(effect.headers),
                data=job_data(effect.type, context),
            )
        )
        self._take_up(effect, context)

    def _take_up(self, effect: effects.RunJob, context: JobContext) -> None:
        """The process is told of a breach by recording it, of a reminder by sending it."""
        key, reminder = context.text("clock"), effect.type == "notices.send"
        if not key or effect.type not in _TAKES_UP:
            return
        if reminder and context.text("template") != REMINDER:
            return
        if not reminder:
            watching.recorded(self.clocks, key)
        live = self.instance.live.get(effect.job) if self.instance else None
        for each in watching.told_of(live, key):
            watching.take_up(self.clocks, each, reminder=reminder)

    def _arm(self, effect: effects.ArmTimer) -> None:
        summary = effect.name or effect.element
        key = self._clock_of(self.program.node(effect.element), effect.due)
        if key:
            limit = limit_label(key, self.case, self.law)
            summary = f"{summary} {local_time(effect.due, self.law)} · {limit}"
        order = StartTimer(effect.timer, effect.due.astimezone(UTC), summary)
        self.timers[effect.timer] = order
        self.orders.append(order)

    def _clock_of(self, node: Node, due: datetime) -> str:
        """Return the limit that a timer's expression refers to; the one that watches all, by *due*."""
        text = node.timer.value.text if node.timer else ""
        if "_next()" in text:
            return watching.clock_at(self.clocks, due)
        return next((key for key in self.law.limits if f'("{key}")' in text), "")

    def _finish(self, effect: effects.Finish) -> None:
        if self.case.closed_at is None:
            result = "流程结束" if effect.state == "completed" else effect.state
            event = CaseEvent("closed", self.now, data={"result": result}, element=effect.element)
            fold(self.folding, event)
        self._stop_timers()

    def _stop_timers(self) -> None:
        for timer in list(self.timers):
            del self.timers[timer]
            self.orders.append(StopTimer(timer))

    def _keep_trace(self, facts: tuple[EngineFact, ...]) -> None:
        steps = []
        for fact in facts:
            if fact.what in _TRACED:
                steps.append([fact.what, fact.element, fact.n])
            if fact.what in {"entered", "flow"}:
                self.visits[fact.element] = self.visits.get(fact.element, 0) + 1
            if fact.what == "entered":
                self._enter_stage(self.program.node(fact.element))
            if fact.what in {"decision", "incident"}:
                self._keep_detail(fact)
        if steps:
            self.recorder.record("trace", self.now, steps=steps)

    def _enter_stage(self, node: Node) -> None:
        stage = node.properties.get("stage", "")
        if stage and stage != self.case.stage:
            self.case.stage = stage
            self.recorder.record("stage_entered", self.now, stage=stage)

    def _keep_detail(self, fact: EngineFact) -> None:
        details = _plain(fact.details)
        if fact.what == "decision":
            self.recorder.record("decision_made", self.now, element=fact.element, **details)
            return
        if details.get("state") != "raised":
            return
        incident = str(details.get("incident") or details.get("id") or fact.element)
        self.case.incidents[incident] = str(details.get("message", ""))
        self.recorder.record(
            "incident_raised",
            self.now,
            incident=incident,
            element=fact.element,
            message=self.case.incidents[incident],
        )


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: to_json(value) for name, value in values.items()}
