"""Facts: what happened in a case, in order, sealed into a hash chain.

A fact is written once. Its digest covers its content and the digest of the fact before it, so that
a register in which anything was changed, left out or put in can be told from the true one.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

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


def first_broken(facts: list[Fact], previous: str = GENESIS) -> Fact | None:
    """Return the first fact whose digest or sequence does not follow, or None where all do.

    Args:
        facts: in order of sequence.
        previous: the digest before the first of them.
    """
    for number, fact in enumerate(facts, start=1):
        due = seal(previous, fact.sequence, fact.at, fact.kind, fact.data, fact.audience)
        if fact.sequence != number or fact.digest != due:
            return fact
        previous = fact.digest
    return None
