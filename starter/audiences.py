"""A case as one audience may see it: its facts from the register, its titles from its own law."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
from temporalio.client import Client

from cases.audiences import audience_view
from cases.facts import Fact
from cases.parcel import open_law
from cases.proceeding import Proceeding
from regulations.event_words import EVENT_WORDS
from starter.console import to_line
from starter.histories import CaseRun, read_runs
from starter.sheets import echo_facts, instant
from store.register import Register


async def seen_by(
    client: Client, register: Register, case: str, audience: str
) -> Mapping[str, Any]:
    """Return *case* as *audience* may see it: `requester`, `unit`, `oversight` or `public`.

    Raises:
        NoSuchCase, NotConnected, RegisterUnavailable, Unanswerable.
    """
    runs = await read_runs(client, case)
    law = open_law(runs[-1].start.opening.law)
    return audience_view(case, law, await _facts(register, runs[0]), audience)


async def _facts(register: Register, first: CaseRun) -> Sequence[Fact]:
    """Return the facts that the register holds; those of the beginning where it holds none yet."""
    held = await register.facts(first.case)
    return held or Proceeding.begin(first.start.opening, first.begun_at).take_facts()


def echo_seen(seen: Mapping[str, Any]) -> None:
    """Print what an audience may see, for people."""
    contact = seen.get("contact") or {}
    echo_facts(
        {
            "案件": seen.get("case", ""),
            "制度": seen["title"],
            "状态": {"open": "办理中", "closed": "已办结"}[seen["state"]],
            "联系": contact.get("unit", ""),
            "方式": contact.get("reach", ""),
            "承诺": instant(_read(seen.get("promised_at"))),
            "部门": " → ".join(seen.get("units", ())),
        }
    )
    for kind, times in seen.get("counts", {}).items():
        click.echo(f"  {EVENT_WORDS.get(kind, kind)}　{times}")
    for fact in seen.get("facts", ()):
        kind = EVENT_WORDS.get(fact["kind"], fact["kind"])
        click.echo(f"  {instant(_read(fact['at']))}　{kind}　{to_line(fact['data'])}")


def _read(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
