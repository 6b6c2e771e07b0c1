"""Absences, told to every running case of a pack where they matter, each answered for itself."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from cases.commands import ReportAbsence, ReportReturn
from regulations.pack import Pack
from starter import calls
from starter.desk import Desk
from starter.errors import AlreadyClosed, DeskError, NoSuchCase, RefusedCommand
from starter.open_cases import open_cases

_NAMES = {ReportAbsence: "report_absence", ReportReturn: "report_return"}

Report = ReportAbsence | ReportReturn


class UnknownPerson(DeskError):
    """The pack has nobody of that key: who is away, or who says so."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one case.

    Attributes:
        outcome: `told`; `closed` meanwhile; `refused`, the case does not know the person or the
            report; `unknown`, Temporal holds no such case any more; `failed`: nobody knows, ask
            again.
        said: why, where it is not `told`.
    """

    case: str
    outcome: str
    said: str = ""


async def tell_cases(desk: Desk, pack: str, report: Report) -> list[Told]:
    """Tell every open case of *pack* of *report* where its person matters; a return tells all.

    A return goes to all of them, because a case may have been told of the absence when the person
    still mattered to it. A case that knows already is told nothing new.

    Raises:
        UnknownPerson, UnknownPack, RegisterUnavailable.
    """
    _check_known(desk.pack(pack).pack, pack, report)
    return [await _tell(desk, case, report) for case in await _concerned(desk, pack, report)]


def _check_known(found: Pack, pack: str, report: Report) -> None:
    """Let a report through of whom and by whom the pack knows; each case would refuse it alone."""
    staff = ", ".join(found.staff)
    if report.person not in found.staff:
        raise UnknownPerson(
            f"expected a person of the pack {pack} ({staff}), found {report.person!r}"
        )
    if report.actor not in found.staff and report.actor not in found.posts:
        raise UnknownPerson(
            f"--as: expected a person or post of the pack {pack} ({staff}, "
            f"{', '.join(found.posts)}), found {report.actor!r}"
        )


async def _concerned(desk: Desk, pack: str, report: Report) -> Sequence[str]:
    known = desk.pack(pack).pack
    rows = await open_cases(desk.register, known.pack)
    if isinstance(report, ReportReturn):
        return [row.case_no for row in rows]
    keys = (report.person, *known.staff[report.person].posts)
    asked = {task.case for task in await desk.inbox(person=report.person)}
    return [
        row.case_no
        for row in rows
        if row.owner_person in keys or row.handler in keys or row.case_no in asked
    ]


async def _tell(desk: Desk, case: str, report: Report) -> Told:
    command = report.model_copy(update={"command_id": uuid.uuid4().hex})
    try:
        client = await desk.client()
        await calls.update(client, case, _NAMES[type(report)], command, desk.patience)
    except AlreadyClosed as error:
        return Told(case, "closed", str(error))
    except RefusedCommand as error:
        return Told(case, "refused", str(error))
    except NoSuchCase as error:
        return Told(case, "unknown", str(error))
    except DeskError as error:
        return Told(case, "failed", str(error))
    return Told(case, "told")
