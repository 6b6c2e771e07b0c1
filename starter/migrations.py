"""Migration of running cases: planned first, then carried out case by case, each reported as it is."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.commands import MigrateCase
from cases.parcel import wrap
from regulations.publishing import NotInForce, PublishedPack
from starter.connection import NotConnected
from starter.desk import Desk
from starter.editions import load_edition
from starter.errors import AlreadyClosed, DeskError, NoSuchCase, NoWorker, RefusedCommand
from starter.pack_files import UnknownPack, load_pack

UNCHANGED = "same_edition"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case.

    Attributes:
        outcome: `fits` (planned only), `migrated`, `unchanged` (it has the edition already),
            `does_not_fit`, `closed`, `unknown` (there is no such case), or `failed`: nobody
            answered, ask again.
        said: why, where it is neither `fits` nor `migrated`.
        plan: what it would bring, or brought: `from`, `to`, `moved`, `breaches`, `open`,
            `armed` and `dropped` (elements that are waited for from then on, or no more).
    """

    case: str
    outcome: str
    said: str = ""
    plan: Mapping[str, Any] = field(default_factory=dict)


def find_edition(pack: str, to: str) -> PublishedPack:
    """Return the edition that *to* names: an edition of *pack*, or a folder.

    Raises:
        UnknownPack, InvalidDefinition.
    """
    try:
        return load_edition(pack, to)
    except UnknownPack:
        if "/" not in to and "@" not in to:
            raise
        return load_pack(to)


class Migration:
    """One migration of several cases to one edition.

    Args:
        desk: where the cases are reached.
        to: edition, such as `2`, or a folder.
        actor: staff or post key of the unit that supervises.
        reason: recorded with each case.
    """

    def __init__(self, desk: Desk, to: str, actor: str, reason: str) -> None:
        self._desk = desk
        self._to = to
        self._actor = actor
        self._reason = reason
        self._editions: dict[str, PublishedPack] = {}
        self._down = ""

    async def plan(self, case: str) -> Outcome:
        """Return what the migration of *case* would bring; nothing changes.

        Raises:
            UnknownPack, InvalidDefinition: the edition cannot be used at all.
        """
        if self._down:
            return Outcome(case, "failed", self._not_asked(case))
        try:
            plan = await self._desk.migration_plan(case, await self._command(case))
        except (DeskError, NotConnected) as error:
            return self._went_wrong(case, error)
        if "refused" not in plan:
            return Outcome(case, "fits", plan=plan)
        return Outcome(case, _refused(str(plan["reason"])), str(plan["refused"]))

    async def apply(self, planned: Sequence[Outcome]) -> AsyncIterator[Outcome]:
        """Carry out what fits, and yield each outcome as it comes about, in order.

        What does not fit is yielded as it is, and its case is unchanged.

        Raises:
            NotInForce: the edition is in force from a later day; nothing was changed.
        """
        today = datetime.now(UTC)
        for published in self._editions.values():
            _expect_in_force(published, today)
        for each in planned:
            yield await self._apply(each) if each.outcome == "fits" else each

    async def _apply(self, planned: Outcome) -> Outcome:
        case = planned.case
        if self._down:
            return Outcome(case, "failed", self._not_asked(case))
        try:
            await self._desk.migrate(case, await self._command(case))
        except NoWorker as error:
            said = f"{error}; it may be migrated by then: nothing happens twice"
            return Outcome(case, "failed", said)
        except (DeskError, NotConnected) as error:
            return self._went_wrong(case, error)
        return Outcome(case, "migrated", plan=planned.plan)

    def _went_wrong(self, case: str, error: DeskError | NotConnected) -> Outcome:
        match error:
            case AlreadyClosed():
                return Outcome(case, "closed", str(error))
            case RefusedCommand():
                return Outcome(case, _refused(error.reason), str(error))
            case NoSuchCase():
                return Outcome(case, "unknown", str(error))
            case NotConnected():
                self._down = case
        return Outcome(case, "failed", str(error))

    def _not_asked(self, case: str) -> str:
        return (
            f"case {case} was not asked: Temporal had stopped answering at case {self._down}; "
            "give the command again, nothing happens twice"
        )

    async def _command(self, case: str) -> MigrateCase:
        view = await self._desk.case(case)
        published = self._edition(str(view["pack"]))
        zone = ZoneInfo(published.pack_zone())
        received = datetime.fromisoformat(str(view["received_at"])).astimezone(zone).date()
        law = published.law(max(received, published.pack.in_force_from))
        parcel = wrap(law.dump())
        return MigrateCase(
            command_id=f"migrate:{law.edition}:{parcel.digest[:16]}:{view['facts']}",
            actor=self._actor,
            law=parcel,
            program=wrap(published.program.dump()),
            reason=self._reason,
        )

    def _edition(self, pack: str) -> PublishedPack:
        if pack not in self._editions:
            self._editions[pack] = find_edition(pack, self._to)
        return self._editions[pack]


def _expect_in_force(published: PublishedPack, now: datetime) -> None:
    pack = published.pack
    today = now.astimezone(ZoneInfo(published.pack_zone())).date()
    if today < pack.in_force_from:
        raise NotInForce(
            f"{pack.title}, edition {pack.edition}, is in force from {pack.in_force_from}: "
            "cases can be planned for it now, and migrated on that day or later"
        )


def _refused(reason: str) -> str:
    return {UNCHANGED: "unchanged", "closed": "closed"}.get(reason, "does_not_fit")
