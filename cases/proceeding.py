"""The proceeding: one case running. It joins the engine, the law and the case.

Law 1: commands, timers and job results come in; orders for the host and facts for the register come out.
Law 2: whatever was due before a command is acted on before it, stamped with when it was due.
Law 3: a command is checked first and changes nothing when it is refused.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bpmn import occurrences
from bpmn.migrating import Migrated
from bpmn.occurrences import Occurrence
from bpmn.program import Program
from cases import absences
from cases.case import Case
from cases.commands import (
    Command,
    CompleteTask,
    DeliverMessage,
    MigrateCase,
    Receipt,
    ReplanCalendar,
    ReportAbsence,
    ReportReturn,
    ResolveIncident,
    WithdrawCase,
)
from cases.cover import acts_for
from cases.events import CaseEvent
from cases.facts import Fact
from cases.ledger import Ledger
from cases.migrating import check_migration, check_tasks, migrate_case, plan_view
from cases.opening import CaseOpening, new_case
from cases.orders import Order
from cases.parcel import open_law, open_program
from cases.refusal import Refused
from cases.sizes import check_size
from cases.stepping import Stepping
from cases.tasks import admit_all, check_completion, check_known, completion_events, on_behalf_of
from decisions.feel.json_form import NotFeelJson, from_json
from regulations.law import Law


class Proceeding:
    """One case running under its law. Create with `begin`, or with `cases.saving.load`."""

    def __init__(self, case: Case, law: Law, program: Program, now: datetime) -> None:
        self.ledger = Ledger()
        self.stepping = Stepping(case, law, program, now)

    @classmethod
    def begin(cls, opening: CaseOpening, now: datetime) -> "Proceeding":
        """Register the case and start its process."""
        law, program = open_law(opening.law), open_program(opening.program)
        proceeding = cls(new_case(opening, law), law, program, now)
        stepping = proceeding.stepping
        stepping.facts_of_law = {"law": opening.law.digest, "program": opening.program.digest}
        registration = opening.registration
        stepping.start(
            {
                "channel": registration.channel,
                "kind": registration.kind,
                "urgency": registration.urgency,
                "first_contact": registration.first_contact,
                "subject": registration.subject,
                "tier": registration.tier,
                "preferred_contact": registration.preferred_contact,
                "on_behalf": bool(registration.on_behalf_of),
            }
        )
        stepping.replan()
        proceeding.catch_up(now)
        return proceeding

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return self.stepping.case

    @property
    def law(self) -> Law:
        """The law it runs under."""
        return self.stepping.law

    def take_orders(self) -> tuple[Order, ...]:
        """Return what the host must do since the last call, in order."""
        taken = tuple(self.stepping.orders)
        self.stepping.orders.clear()
        return taken

    def take_facts(self) -> tuple[Fact, ...]:
        """Return the facts sealed since the last call, in order."""
        return self.stepping.recorder.take()

    def chain_to(self, head: str, facts: list[Fact]) -> list[Fact]:
        """Chain *facts*, those not recorded yet, to what the history says was recorded before them.

        A task whose facts took long to write is joined with the next one when it is replayed, and
        has another time then; what stands in the register is what was recorded.
        """
        return self.stepping.recorder.chain_to(head, facts)

    def check(self, command: Command, now: datetime) -> None:
        """Let *command* through. Changes nothing.

        Raises:
            Refused: it is not allowed now, or would not be once what is overdue was acted on.
        """
        if self.ledger.first_outcome(command) is not None:
            return
        proceeding = self
        if self._overdue(now) or self.stepping.clocks.behind(now):
            proceeding = self._twin()
            proceeding.catch_up(now)
        proceeding._check_now(command, now)  # noqa: SLF001 - another of this class

    def carry_out(self, command: Command, now: datetime) -> Receipt:
        """Carry *command* out, or return the first outcome of its id.

        Raises:
            Refused: as for `check`; nothing has changed but what was overdue.
        """
        before = self.ledger.first_outcome(command)
        if before is not None:
            return Receipt.model_validate(before)
        self.catch_up(now)
        self._check_now(command, now)
        _CARRY_OUT[type(command)](self, command, now)
        self.catch_up(now)
        receipt = self._receipt(command)
        self.ledger.keep(command, receipt.model_dump(mode="json"))
        return receipt

    def timer_due(self, timer: str, now: datetime) -> None:
        """A timer of the host's fired; one that is not armed any more is passed over."""
        armed = self.stepping.timers.get(timer)
        if armed is not None:
            self.catch_up(max(now, armed.due))

    def job_done(self, job: str, variables: Mapping[str, Any], now: datetime) -> None:
        """A job was done; one that nobody waits for any more is passed over."""
        self._answered(job, occurrences.JobDone(job, _values(variables)), now)

    def job_failed(self, job: str, error: str, message: str, now: datetime) -> None:
        """A job ended in a business error that the diagram may catch."""
        self._answered(job, occurrences.JobFailed(job, error, message), now)

    def job_broken(self, job: str, message: str, now: datetime) -> None:
        """A job failed technically for good: an incident that waits for an operator."""
        self._answered(job, occurrences.JobBroken(job, message), now)

    def note_refused_signal(self, signal: str, reason: str, actor: str, now: datetime) -> None:
        """A signal asked for what is not allowed: recorded, nothing else."""
        self.stepping.recorder.record(
            "signal_refused", now, signal=signal[:100], reason=reason[:500], actor=actor[:100]
        )

    def rearm(self) -> None:
        """Order every armed timer once more: the host that armed them is gone."""
        self.stepping.orders.extend(self.stepping.timers.values())

    def catch_up(self, now: datetime) -> None:
        """Act on everything due by *now*, in order of due time."""
        stepping = self.stepping
        while overdue := self._overdue(now):
            due, timer = overdue[0]
            moved = stepping.clocks.moved
            stepping.now = now
            stepping.clocks.check(due, now)
            if stepping.clocks.moved != moved:  # a cap that is exceeded moves what it bounded
                stepping.replan()
                continue
            del stepping.timers[timer]
            if timer.startswith(absences.TIMER):
                absences.end_absence(stepping, timer.removeprefix(absences.TIMER), "", now)
            else:
                stepping.advance(occurrences.TimerDue(timer))
        stepping.now = now
        moved = stepping.clocks.moved
        stepping.clocks.check(now, now)
        if stepping.clocks.moved != moved:
            stepping.replan()
            self.catch_up(now)

    def next_due(self) -> datetime | None:
        """Return the earliest due date of a running clock that is judged and does not stand still."""
        judged = [key for key in self.case.clocks if self.law.limits[key].judged]
        legs = [leg for key in judged if (leg := self.case.running(key))]
        return min((leg.due for leg in legs if leg.paused_at is None), default=None)

    def _overdue(self, now: datetime) -> list[tuple[datetime, str]]:
        timers = self.stepping.timers
        return sorted((order.due, key) for key, order in timers.items() if order.due <= now)

    def _twin(self) -> "Proceeding":
        from cases import saving  # noqa: PLC0415 - saving builds proceedings

        return saving.load(saving.dump(self), self.law, self.stepping.program)

    def _check_now(self, command: Command, now: datetime) -> None:
        if self.case.closed_at is not None:
            raise Refused("closed", f"案件 {self.case.number} 已办结（{self.case.result}）")
        if not isinstance(command, DeliverMessage):  # a message may come from another system
            check_known(self.law, command.actor)
        if isinstance(command, CompleteTask):
            self._check_completion(command, now)
        elif isinstance(command, ResolveIncident) and command.incident not in self.case.incidents:
            known = "、".join(self.case.incidents) or "没有"
            raise Refused("unknown_incident", f"没有故障“{command.incident}”；现有：{known}")
        elif isinstance(command, WithdrawCase):
            self._check_withdrawal(command)
        elif isinstance(command, DeliverMessage):
            self._check_message(command)
        elif isinstance(command, ReportAbsence | ReportReturn):
            absences.check_absence(self.case, self.law, command, now)
        elif isinstance(command, ReplanCalendar):
            self._check_calendar(command, now)
        elif isinstance(command, MigrateCase):
            self._check_migration(command, now)
        _check_values(command)

    def _check_completion(self, command: CompleteTask, now: datetime) -> None:
        task = check_completion(self.case, self.law, command)
        node = self.stepping.program.node(task.element)
        admit_all(self.case, self.law, completion_events(node, task, command, now))

    def _check_withdrawal(self, command: WithdrawCase) -> None:
        """Only who is bound to the case, or supervises, may let it go."""
        organisation, case = self.law.organisation, self.case
        unit = organisation.units.get(case.owner_unit)
        head = unit.head if unit else ""
        allowed = [key for key in (case.owner, head, organisation.oversight_unit()) if key]
        if acts_for(case, self.law, command.actor, allowed) is None:
            said = "、".join(f"{organisation.label(key)}（{key}）" for key in allowed)
            raise Refused("wrong_actor", f"撤销应由 {said} 提出，{command.actor} 不是其中之一")

    def _check_message(self, command: DeliverMessage) -> None:
        waiting = self.stepping.waiting_messages()
        if (command.name, command.key) not in waiting and (command.name, None) not in waiting:
            names = "、".join(dict.fromkeys(name for name, _ in waiting)) or "没有"
            raise Refused(
                "unexpected_message", f"现在不等待消息“{command.name}”；正在等待：{names}"
            )

    def _check_calendar(self, command: ReplanCalendar, now: datetime) -> None:
        """Try the calendar on a twin: one that cannot count what runs here is refused."""
        try:
            self._twin()._replan_calendar(command, now)  # noqa: SLF001 - another of this class
        except (ValueError, LookupError, ArithmeticError) as error:
            raise Refused("calendar", f"不能按这份日历计算：{error}") from error

    def _complete_task(self, command: CompleteTask, now: datetime) -> None:
        stepping = self.stepping
        task = check_completion(self.case, self.law, command)
        node = stepping.program.node(task.element)
        absent = on_behalf_of(self.case, self.law, task, command.actor)
        stepping.recorder.standing_in = (command.actor, absent) if absent else None
        stepping.happen(*completion_events(node, task, command, now))
        variables = _values(command.data)
        if task.outcomes:
            variables["outcome"] = command.outcome
        stepping.advance(occurrences.TaskDone(task.task, variables), completing=command)
        stepping.recorder.standing_in = None
        stepping.replan()

    def _deliver_message(self, command: DeliverMessage, now: datetime) -> None:
        self.stepping.recorder.record(
            "message_delivered", now, message=command.name, key=command.key, by=command.actor
        )
        self.stepping.advance(
            occurrences.MessageArrived(command.name, command.key, _values(command.variables))
        )

    def _resolve_incident(self, command: ResolveIncident, now: datetime) -> None:
        del self.case.incidents[command.incident]
        self.stepping.recorder.record(
            "incident_resolved", now, incident=command.incident, by=command.actor
        )
        variables = _values(command.variables)
        self.stepping.advance(occurrences.IncidentResolved(command.incident, variables))

    def _replan_calendar(self, command: ReplanCalendar, now: datetime) -> None:
        stepping = self.stepping
        stepping.recorder.record("calendar_changed", now, notice=command.notice, by=command.actor)
        stepping.change_calendar(command.calendar)
        stepping.clocks.replan(now, command.notice)
        stepping.replan()

    def _withdraw(self, command: WithdrawCase, now: datetime) -> None:
        event = CaseEvent("closed", now, command.actor, {"result": f"撤销：{command.reason}"})
        self.stepping.happen(event)
        self.stepping.advance(occurrences.Cancel(command.reason))

    def _report_absence(self, command: ReportAbsence, now: datetime) -> None:
        absences.report_absence(self.stepping, command, now)

    def _report_return(self, command: ReportReturn, now: datetime) -> None:
        absences.report_return(self.stepping, command, now)

    def migration_plan(self, command: MigrateCase, now: datetime) -> dict[str, object]:
        """Return what a migration would bring; changes nothing.

        Raises:
            Refused: the case does not fit the edition.
        """
        twin = self._twin()
        twin.catch_up(now)
        before = twin._twin().case  # noqa: SLF001 - another of this class
        twin._check_now(command, now)  # noqa: SLF001
        migrated = twin._migrate(command, now)  # noqa: SLF001
        twin.catch_up(now)
        return plan_view(before, twin.case, migrated)

    def _check_migration(self, command: MigrateCase, now: datetime) -> None:
        """Only whoever supervises lets a case go on under another edition; tried on a twin."""
        oversight = self.law.organisation.oversight_unit()
        if oversight and not self.law.organisation.may_act_as(command.actor, oversight):
            said = f"{self.law.organisation.label(oversight)}（{oversight}）"
            raise Refused(
                "wrong_actor", f"改按其他版本办理应由 {said} 提出，{command.actor} 不是其中之一"
            )
        check_migration(self.case, self.law, self.stepping, command)
        twin = self._twin()
        twin._migrate(command, now)  # noqa: SLF001 - another of this class
        check_tasks(self.case, twin.case, twin.law)

    def _migrate(self, command: MigrateCase, now: datetime) -> Migrated | None:
        migrated = migrate_case(self.stepping, command, now)
        self.stepping.replan()
        return migrated

    def _answered(self, job: str, occurrence: Occurrence, now: datetime) -> None:
        self.catch_up(now)
        if self.stepping.waits_for(job):
            self.stepping.advance(occurrence)
            self.catch_up(now)

    def _receipt(self, command: Command) -> Receipt:
        return Receipt(
            case=self.case.number,
            command_id=command.command_id,
            stage=self.case.stage,
            opened=tuple(self.case.tasks),
            next_due=self.next_due(),
            closed=self.case.closed_at is not None,
        )


def _check_values(command: Command) -> None:
    for name in ("data", "variables"):
        given = getattr(command, name, {})
        check_size(name, given)
        try:
            _values(given)
        except NotFeelJson as error:
            raise Refused("unreadable_value", f"{name} 中有不能识别的值：{error}") from error


def _values(data: Mapping[str, Any]) -> dict[str, object]:
    return {name: from_json(value) for name, value in data.items()}


_CARRY_OUT: Mapping[type[Command], Callable[[Proceeding, Any, datetime], object]] = {
    CompleteTask: Proceeding._complete_task,  # noqa: SLF001 - the table of this class's commands
    DeliverMessage: Proceeding._deliver_message,  # noqa: SLF001
    ResolveIncident: Proceeding._resolve_incident,  # noqa: SLF001
    ReplanCalendar: Proceeding._replan_calendar,  # noqa: SLF001
    WithdrawCase: Proceeding._withdraw,  # noqa: SLF001
    MigrateCase: Proceeding._migrate,  # noqa: SLF001
    ReportAbsence: Proceeding._report_absence,  # noqa: SLF001
    ReportReturn: Proceeding._report_return,  # noqa: SLF001
}
