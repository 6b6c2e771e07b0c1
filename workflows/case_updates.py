"""The updates of a case: each is checked first and then carried out, in one step without awaiting."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
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
    from workflows import case_messages


class CaseUpdates:
    """What a case is told with an update. The case says how: `_check` and `_carry_out`."""

    def _check(self, command: Command) -> None:
        """Let *command* through, or refuse it and leave no history."""
        raise NotImplementedError

    def _carry_out(self, command: Command) -> Receipt:
        """Carry *command* out."""
        raise NotImplementedError

    @workflow.update(name="complete_task", description=case_messages.COMPLETE_TASK)
    def complete_task(self, command: CompleteTask) -> Receipt:
        """Complete an open task."""
        return self._carry_out(command)

    @workflow.update(name="deliver_message", description=case_messages.DELIVER_MESSAGE)
    def deliver_message(self, command: DeliverMessage) -> Receipt:
        """Deliver a message that the process waits for."""
        return self._carry_out(command)

    @workflow.update(name="resolve_incident", description=case_messages.RESOLVE_INCIDENT)
    def resolve_incident(self, command: ResolveIncident) -> Receipt:
        """Try again what an incident held up."""
        return self._carry_out(command)

    @workflow.update(name="replan_calendar", description=case_messages.REPLAN_CALENDAR)
    def replan_calendar(self, command: ReplanCalendar) -> Receipt:
        """Count running clocks anew under a changed calendar."""
        return self._carry_out(command)

    @workflow.update(name="withdraw", description=case_messages.WITHDRAW)
    def withdraw(self, command: WithdrawCase) -> Receipt:
        """End the case with a reason."""
        return self._carry_out(command)

    @workflow.update(name="migrate", description=case_messages.MIGRATE)
    def migrate(self, command: MigrateCase) -> Receipt:
        """Go on under another edition."""
        return self._carry_out(command)

    @workflow.update(name="report_absence", description=case_messages.REPORT_ABSENCE)
    def report_absence(self, command: ReportAbsence) -> Receipt:
        """Let somebody stand in for a person who is away."""
        return self._carry_out(command)

    @workflow.update(name="report_return", description=case_messages.REPORT_RETURN)
    def report_return(self, command: ReportReturn) -> Receipt:
        """Hand back to a person what others did for them."""
        return self._carry_out(command)

    @complete_task.validator
    def _check_complete_task(self, command: CompleteTask) -> None:
        self._check(command)

    @deliver_message.validator
    def _check_deliver_message(self, command: DeliverMessage) -> None:
        self._check(command)

    @resolve_incident.validator
    def _check_resolve_incident(self, command: ResolveIncident) -> None:
        self._check(command)

    @replan_calendar.validator
    def _check_replan_calendar(self, command: ReplanCalendar) -> None:
        self._check(command)

    @withdraw.validator
    def _check_withdraw(self, command: WithdrawCase) -> None:
        self._check(command)

    @migrate.validator
    def _check_migrate(self, command: MigrateCase) -> None:
        self._check(command)

    @report_absence.validator
    def _check_report_absence(self, command: ReportAbsence) -> None:
        self._check(command)

    @report_return.validator
    def _check_report_return(self, command: ReportReturn) -> None:
        self._check(command)
