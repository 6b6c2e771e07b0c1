"""The recorder: seals what happened into the case's chain, in order, until the host takes it."""

from datetime import UTC, datetime
from typing import Any

from cases.case import Case
from cases.facts import Fact, seal
from regulations.law import Law


def iso(instant: datetime) -> str:
    """Return *instant* in UTC as facts write it."""
    return instant.astimezone(UTC).isoformat()


def instant_of(value: object) -> datetime | None:
    """Return *value*, an instant or its spelling with an offset, in UTC; None for anything else."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return found.astimezone(UTC) if found.utcoffset() is not None else None
    except (ValueError, OverflowError):  # the first and the last day of all may have no UTC
        return None


class Recorder:
    """Writes the facts of one case."""

    def __init__(self, case: Case, law: Law) -> None:
        self.case = case
        self.law = law
        self.pending: list[Fact] = []
        self.standing_in: tuple[str, str] | None = None
        """Who acts now and for whom, while a stand-in does."""

    def record(self, kind: str, at: datetime, /, **data: Any) -> None:
        """Seal a fact and keep it until it is taken."""
        case = self.case
        if self.standing_in and self.standing_in[0] in (data.get("by"), data.get("signed_by")):
            data["on_behalf_of"] = self.standing_in[1]
        at = at.astimezone(UTC)
        audience = self.law.audience(kind)
        sequence = case.sequence + 1
        digest = seal(case.head, sequence, at, kind, data, audience)
        case.sequence, case.head = sequence, digest
        self.pending.append(
            Fact.model_construct(
                sequence=sequence, at=at, kind=kind, data=data, audience=audience, digest=digest
            )
        )

    def chain_to(self, head: str, facts: list[Fact]) -> list[Fact]:
        """Return *facts* sealed anew, following *head*; the case goes on from the last of them."""
        sealed = []
        for fact in facts:
            head = seal(head, fact.sequence, fact.at, fact.kind, fact.data, fact.audience)
            sealed.append(fact.model_copy(update={"digest": head}))
        self.case.head = head
        return sealed

    def take(self) -> tuple[Fact, ...]:
        """Return the facts sealed since the last call."""
        taken = tuple(self.pending)
        self.pending.clear()
        return taken
