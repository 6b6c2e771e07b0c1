"""Absences: somebody is away, somebody stands in, and it is handed back. Each step is a fact.

Who is away keeps what is theirs; their stand-in may do what they may, and the open tasks that
nobody else could do stand in the stand-in's lists.
"""

from datetime import datetime

from cases import cover
from cases.case import Case, OpenTask
from cases.recorder import Recorder, iso
from regulations.law import Law


class Absences:
    """The absences of one case's people."""

    def __init__(self, case: Case, law: Law, recorder: Recorder) -> None:
        self.case = case
        self.law = law
        self.recorder = recorder

    def begin(
        self, person: str, until: datetime | None, reason: str, by: str, at: datetime
    ) -> None:
        """Let *person* be away; a second report of the same absence only changes its end."""
        known = person in self.case.away
        if not known:
            self.case.away[person] = ""
            self.case.away[person] = cover.stand_in(self.case, self.law, person, at)
        self.recorder.record(
            "absence_extended" if known else "absence_reported",
            at,
            person=person,
            stand_in=self.case.away[person],
            until=iso(until) if until else None,
            reason=reason,
            by=by,
        )
        self._rearrange(at)

    def end(self, person: str, by: str, at: datetime) -> None:
        """Let *person* be back, and have again what others did for them meanwhile."""
        acted = self.case.away.pop(person, None)
        if acted is None:
            return
        self.recorder.record("absence_ended", at, person=person, stand_in=acted, by=by)
        self._rearrange(at)

    def cover_task(self, task: OpenTask, at: datetime) -> None:
        """Put a task into the stand-in's lists, or back, as it is now."""
        covered = cover.covering(self.case, self.law, task)
        person, acting = covered or ("", "")
        if acting == task.covered_by:
            return
        task.covered_by = acting
        self.recorder.record(
            "task_covered" if acting else "task_handed_back",
            at,
            task=task.task,
            assignee=acting or task.assignee or None,
            unit=cover.unit_of_task(task, self.law),
            **({"on_behalf_of": person} if person else {}),
        )

    def _rearrange(self, at: datetime) -> None:
        """Find other stand-ins for those whose stand-in left, and bring the tasks to them."""
        for person, acting in self.case.away.items():
            if acting in self.case.away:
                found = cover.stand_in(self.case, self.law, person, at)
                if found != acting:
                    self.case.away[person] = found
                    self.recorder.record("stand_in_changed", at, person=person, stand_in=found)
        for task in self.case.tasks.values():
            self.cover_task(task, at)
