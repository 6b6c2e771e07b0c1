"""Why is it due then: the count of a case's clocks, day by day, under the law the case carries.

Law and calendar are read from what the case was started with, and from the editions and notices
that were put in force since. The legs come from the case itself; where no worker answers, from the
register; and from the beginning of the case where no worker has seen it yet.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from temporalio.client import Client

from cases import views
from cases.parcel import open_law
from cases.proceeding import Proceeding
from regulations.event_words import event_words
from regulations.law import Law
from regulations.limits import DatedAmount, LimitInForce
from starter.answers import Answer, ClockItem, clock_item, local
from starter.calls import query
from starter.errors import DeskError, NoWorker, StoppedCase
from starter.histories import CaseRun, calendar_changes, edition_changes, read_runs
from store.register import Register
from workdays.amount import Amount, spent_label
from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData
from workdays.deadline import due
from workdays.explanation import ExplainedDay, explain
from workdays.pause import Pause

_SAME = timedelta(seconds=1)
"""A case shows its dates in whole seconds."""
PATIENCE = 2.0
"""Seconds to wait for the case's own answer before the register's is taken."""


class NoSuchClock(DeskError):
    """The case's law has no limit of that key, or it never ran."""


class CountedDay(Answer):
    """One day of the count: `why` in Chinese, `notice` the one that settles the day."""

    date: date
    counted: bool
    why: str
    notice: str | None


class Replanned(Answer):
    """A notice after which the clock was counted anew."""

    at: datetime
    notice: str


class Migration(Answer):
    """An edition that the clock ran under from then on."""

    at: datetime
    edition: str


class LegExplanation(Answer):
    """Why one leg of a clock is due when it is due.

    Attributes:
        label: the amount as people say it, such as 1个工作日.
        since: since when the law has this amount.
        starts_label: the events that start it, in Chinese.
        used_label: what was used, as people say it.
        ground_title: what the ground is called.
        declared: why the organisation set it itself, where the text is silent.
        counted_due: what the count alone gives; None while the clock stands still.
        cap: the limit that bounds this one, where there is one; `bounded` says whether it did.
        cap_due: until when it runs.
        cap_title: what it is called.
        extended: the due date was moved by an approval.
        paused_at: since when it stands still; `ground` why.
        until: the instant that the starting event named.
        pauses: when it stood still, from and to.
        migrated: the editions that the case went on under while it ran.
    """

    case: str
    clock: str
    title: str
    leg: int
    state: str
    law: str
    edition: str
    cites: str
    rule: str
    since: date
    declared: str
    amount: str
    label: str
    starts_on: tuple[str, ...]
    starts_label: str
    started_at: datetime
    due: datetime | None
    counted_due: datetime | None
    provisional: bool
    cap: str | None
    cap_title: str | None
    cap_due: datetime | None
    bounded: bool
    extended: bool
    judged: bool
    stopped_at: datetime | None
    used: str | None
    used_label: str | None
    person: str
    unit: str
    paused_at: datetime | None
    ground: str | None
    ground_title: str | None
    until: datetime | None
    pauses: tuple[tuple[datetime, datetime], ...]
    replanned: tuple[Replanned, ...]
    migrated: tuple[Migration, ...]
    days: tuple[CountedDay, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """All that an explanation rests on."""

    case: str
    laws: Sequence[tuple[datetime, Law]]
    calendars: Sequence[tuple[datetime, CalendarData, str]]
    legs: Sequence[ClockItem]

    def law_of(self, leg: ClockItem) -> Law:
        """Return the law that *leg* runs under, or ran under when it stopped."""
        stopped = leg.stopped_at
        known = [(at, law) for at, law in self.laws if leg.clock in law.limits]
        return ([law for at, law in known if stopped is None or at < stopped] or [known[0][1]])[-1]


async def explain_clocks(
    client: Client, register: Register, case: str, clock: str | None = None
) -> list[LegExplanation]:
    """Explain every leg of *clock*, or all that run where it is not given (all, where none runs).

    Raises:
        NoSuchClock: there is no leg of that key.
        NoSuchCase, NotConnected, RegisterUnavailable, Unanswerable.
    """
    runs = await read_runs(client, case)
    legs = await _legs(client, register, runs[0])
    laws = [(runs[0].begun_at, open_law(runs[0].start.opening.law))]
    for run in runs:
        laws += await edition_changes(client, run)
    known = _Known(case, laws, await _calendars(client, laws[0][1], runs), legs)
    return [_explain(leg, known) for leg in _wanted(known, clock)]


def _wanted(known: _Known, clock: str | None) -> list[ClockItem]:
    if clock is None:
        return [leg for leg in known.legs if leg.stopped_at is None] or list(known.legs)
    found = [leg for leg in known.legs if leg.clock == clock]
    if not found:
        ran = ", ".join(dict.fromkeys(leg.clock for leg in known.legs)) or "none"
        raise NoSuchClock(
            f"expected a clock that ran in case {known.case} ({ran}), found {clock!r}"
        )
    return found


async def _legs(client: Client, register: Register, first: CaseRun) -> list[ClockItem]:
    try:
        told = await query(client, first.case, "clocks", PATIENCE)
    except (NoWorker, StoppedCase):
        held = [clock_item(row) for row in await register.clocks(first.case)]
        if held:
            return held
        told = views.clocks_view(Proceeding.begin(first.start.opening, first.begun_at))
    return [ClockItem.model_validate(leg) for leg in told or ()]


async def _calendars(
    client: Client, law: Law, runs: Sequence[CaseRun]
) -> list[tuple[datetime, CalendarData, str]]:
    """Return the calendars of the case in the order they were put in force."""
    found = [(runs[0].begun_at, law.calendar, "")]
    for run in runs:
        for at, command in await calendar_changes(client, run):
            found.append((at, command.calendar.slice(law.governs.year - 1), command.notice))
    return found


def _explain(leg: ClockItem, known: _Known) -> LegExplanation:
    law = known.law_of(leg)
    limit = law.limits[leg.clock]
    entry, amount = _entry(limit, leg.amount), Amount.parse(leg.amount)
    applied = [
        one for one in known.calendars if leg.stopped_at is None or one[0] <= leg.stopped_at
    ]
    calendar = WorkCalendar.compile((applied or known.calendars[:1])[-1][1])
    counted, days = _counted(leg, limit, amount, calendar)
    return LegExplanation.model_validate(
        {
            **leg.model_dump(),
            **_bounds(limit, leg, counted, law, known),
            "case": known.case,
            "law": law.title,
            "edition": law.edition,
            "cites": entry.cites,
            "rule": entry.rule,
            "since": entry.since,
            "declared": entry.declared or limit.declared,
            "label": amount.label,
            "starts_on": limit.starts_on,
            "starts_label": event_words(limit.starts_on, law),
            "used_label": spent_label(Decimal(leg.used), amount.unit) if leg.used else None,
            "ground_title": _ground_title(leg, limit),
            "counted_due": counted,
            "replanned": [
                {"at": local(at), "notice": notice}
                for at, _, notice in applied
                if notice and at >= leg.started_at
            ],
            "migrated": [
                {"at": local(at), "edition": other.edition}
                for at, other in known.laws[1:]
                if leg.started_at <= at and (leg.stopped_at is None or at < leg.stopped_at)
            ],
            "days": [asdict(day) for day in days],
        }
    )


def _counted(
    leg: ClockItem, limit: LimitInForce, amount: Amount, calendar: WorkCalendar
) -> tuple[datetime | None, Sequence[ExplainedDay]]:
    """Return when the count is up and its days; nothing is counted while the clock stands still."""
    if leg.paused_at is not None:
        return None, ()
    pauses = [Pause(begun, ended) for begun, ended in leg.pauses]
    counting = (calendar, leg.started_at, amount, limit.policy, pauses)
    return due(*counting).at, explain(*counting)


def _bounds(
    limit: LimitInForce, leg: ClockItem, counted: datetime | None, law: Law, known: _Known
) -> dict[str, object]:
    """Return what else than the count has set the due date: a cap, or an approval."""
    cap, bounding = _cap_of(limit, leg, known), law.limits.get(limit.within)
    cap_due = cap.due if cap else None
    on_cap = bool(cap_due and leg.due and _same(cap_due, leg.due))
    bounded = bool(on_cap and cap_due and counted and cap_due < counted)
    moved = bool(leg.due and counted and not bounded and not _same(leg.due, counted))
    return {
        "cap": limit.within or None,
        "cap_title": bounding.title if bounding else limit.within or None,
        "cap_due": cap_due,
        "bounded": bounded,
        "extended": moved and (leg.until is None or leg.extended_to is not None),
    }


def _ground_title(leg: ClockItem, limit: LimitInForce) -> str | None:
    ground = limit.pauses.get(leg.ground or "")
    return ground.title if ground else leg.ground


def _entry(limit: LimitInForce, amount: str) -> DatedAmount:
    """Return the entry of the law that has *amount*: that of a grade, or the limit's own."""
    for entry in (limit.value, *limit.by_subject.values(), *limit.grades.values()):
        if (
            entry.value is not None
            and entry.unit
            and str(Amount(entry.value, entry.unit)) == amount
        ):
            return entry
    return limit.value


def _cap_of(limit: LimitInForce, leg: ClockItem, known: _Known) -> ClockItem | None:
    """Return the leg of the cap during which *leg* was started."""
    started = [
        one for one in known.legs if one.clock == limit.within and one.started_at <= leg.started_at
    ]
    return started[-1] if started else None


def _same(one: datetime, other: datetime) -> bool:
    return abs(one - other) < _SAME
