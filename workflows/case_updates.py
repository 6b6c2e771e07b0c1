"""The updates of a case: each is checked first and then carried out, in one step without awaiting.

They take whatever was sent and read it themselves, so that what is no command is refused in words.
"""

from typing import Any

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
    from workflows.case_messages import read_command


class CaseUpdates:
    """What a case is told with an update. The case says how: `_check` and `_carry_out`."""

    def _check(self, command: Command) -> None:
        """Let *command* through, or refuse it and leave no history."""
        raise NotImplementedError

    def _carry_out(self, command: Command) -> Receipt:
        """Carry *command* out."""
        raise NotImplementedError

    @workflow.update(name="complete_task", description=case_messages.COMPLETE_TASK)
    def complete_task(self, *content: Any) -> Receipt:
        """Complete an open task."""
        return self._carry_out(read_command("complete_task", CompleteTask, content))

    @workflow.update(name="deliver_message", description=case_messages.DELIVER_MESSAGE)
    def deliver_message(self, *content: Any) -> Receipt:
        """Deliver a message that the process waits for."""
        return self._carry_out(read_command("deliver_message", DeliverMessage, content))

    @workflow.update(name="resolve_incident", description=case_messages.RESOLVE_INCIDENT)
    def resolve_incident(self, *content: Any) -> Receipt:
        """Try again what an incident held up."""
        return self._carry_out(read_command("resolve_incident", ResolveIncident, content))

    @workflow.update(name="replan_calendar", description=case_messages.REPLAN_CALENDAR)
    def replan_calendar(self, *content: Any) -> Receipt:
        """Count running clocks anew under a changed calendar."""
        return self._carry_out(read_command("replan_calendar", ReplanCalendar, content))

    @workflow.update(name="withdraw", description=case_messages.WITHDRAW)
    def withdraw(self, *content: Any) -> Receipt:
        """End the case with a reason."""
        return self._carry_out(read_command("withdraw", WithdrawCase, content))

    @workflow.update(name="migrate", description=case_messages.MIGRATE)
    def migrate(self, *content: Any) -> Receipt:
        """Go on under another edition."""
        return self._carry_out(read_command("migrate", MigrateCase, content))

    @workflow.update(name="report_absence", description=case_messages.REPORT_ABSENCE)
    def report_absence(self, *content: Any) -> Receipt:
        """Let somebody stand in for a person who is away."""
        return self._carry_out(read_command("report_absence", ReportAbsence, content))

    @workflow.update(name="report_return", description=case_messages.REPORT_RETURN)
    def report_return(self, *content: Any) -> Receipt:
        """Hand back to a person what others did for them."""
        return self._carry_out(read_command("report_return", ReportReturn, content))

    @complete_task.validator
    def _check_complete_task(self, *content: Any) -> None:
        self._check(read_command("complete_task", CompleteTask, content))

    @deliver_message.validator
    def _check_deliver_message(self, *content: Any) -> None:
        self._check(read_command("deliver_message", DeliverMessage, content))

    @resolve_incident.validator
    def _check_resolve_incident(self, *content: Any) -> None:
        self._check(read_command("resolve_incident", ResolveIncident, content))

    @replan_calendar.validator
    def _check_replan_calendar(self, *content: Any) -> None:
        self._check(read_command("replan_calendar", ReplanCalendar, content))

    @withdraw.validator
    def _check_withdraw(self, *content: Any) -> None:
        self._check(read_command("withdraw", WithdrawCase, content))

    @migrate.validator
    def _check_migrate(self, *content: Any) -> None:
        self._check(read_command("migrate", MigrateCase, content))

    @report_absence.validator
    def _check_report_absence(self, *content: Any) -> None:
        self._check(read_command("report_absence", ReportAbsence, content))

    @report_return.validator
    def _check_report_return(self, *content: Any) -> None:
        self._check(read_command("report_return", ReportReturn, content))
