"""Facts: what happened in a case, in order, sealed into a hash chain.

A fact is written once. Its digest covers its content and the digest of the fact before it, so that
a register in which anything was changed, left out or put in can be told from the true one.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

GENESIS = "0" * 64
"""What the first fact of a case is chained to."""


class Fact(BaseModel):
    """One thing that happened.

    Attributes:
        sequence: 1, 2, 3 … within the case.
        at: when it happened, in the case's time, UTC.
        kind: what happened, in snake case: `registered`, `handover_sent`, `limit_breached` …
        data: JSON-able details; their shape is the kind's.
        audience: who may see it: `requester`, `unit`, `oversight`, `public`.
        digest: SHA-256 in hex over the previous digest and this fact's canonical JSON.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    sequence: int = Field(ge=1)
    at: datetime
    kind: str
    data: dict[str, Any]
    audience: tuple[str, ...] = ()
    digest: str


def canonical(
    sequence: int, at: datetime, kind: str, data: dict[str, Any], audience: tuple[str, ...]
) -> str:
    """Return the one spelling of a fact that its digest covers."""
    content = {
        "sequence": sequence,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": kind,
        "data": data,
        "audience": list(audience),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(
    previous: str,
    sequence: int,
    at: datetime,
    kind: str,
    data: dict[str, Any],
    audience: tuple[str, ...],
) -> str:
    """Return the digest of a fact that follows the digest *previous*."""
    text = previous + canonical(sequence, at, kind, data, audience)
    return hashlib.sha256(text.encode()).hexdigest()


class Break(NamedTuple):
    """Where a chain of facts does not hold.

    Attributes:
        number: the sequence that comes next there.
        fact: what was found there.
        previous: the digest of the fact before.
        digest: what the digest of the fact found should be.
    """

    number: int
    fact: Fact
    previous: str
    digest: str

    @property
    def is_gap(self) -> bool:
        """Whether the fact of this number is missing, or stands elsewhere."""
        return self.fact.sequence != self.number


def first_break(facts: Iterable[Fact], after: int = 0, previous: str = GENESIS) -> Break | None:
    """Return where *facts* first do not follow one another, or None where all do.

    Args:
        facts: in order of sequence.
        after: sequence of the fact before the first of them.
        previous: its digest.
    """
    for number, fact in enumerate(facts, start=after + 1):
        digest = seal(previous, fact.sequence, fact.at, fact.kind, fact.data, fact.audience)
        if fact.sequence != number or fact.digest != digest:
            return Break(number, fact, previous, digest)
        previous = fact.digest
    return None
