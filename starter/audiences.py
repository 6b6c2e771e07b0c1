"""A case as one audience may see it: its facts from the register, its titles from its own law."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
from temporalio.client import Client

from cases.audiences import audience_view
from cases.facts import Fact
from cases.proceeding import Proceeding
from regulations.law import Law
from starter.fact_words import KINDS
from starter.histories import CaseRun, law_now, read_runs
from starter.sheets import echo_facts, instant
from starter.told_facts import FactTeller
from store.register import Register


async def seen_under(
    client: Client, register: Register, case: str, audience: str
) -> tuple[Law, Mapping[str, Any]]:
    """Return the law of *case*, and the case as *audience* may see it.

    Args:
        client: where the case began, with its law.
        register: where its facts are.
        case: case number.
        audience: `requester`, `unit`, `oversight` or `public`.

    Raises:
        NoSuchCase, NotConnected, RegisterUnavailable, Unanswerable.
    """
    runs = await read_runs(client, case)
    law = await law_now(client, runs)
    return law, audience_view(case, law, await _facts(register, runs[0]), audience)


async def _facts(register: Register, first: CaseRun) -> Sequence[Fact]:
    """Return the facts that the register holds; those of the beginning where it holds none yet."""
    held = await register.facts(first.case)
    return held or Proceeding.begin(first.start.opening, first.begun_at).take_facts()


def echo_seen(seen: Mapping[str, Any], law: Law) -> None:
    """Print what an audience may see, for people; *law* has the titles."""
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
        click.echo(f"  {KINDS.get(kind, kind)}　{times}次")
    teller = FactTeller(law, seen.get("facts", ()))
    for line in teller.lines():
        click.echo(f"  {line}")
    if left_out := teller.left_out():
        click.echo(f"  （另有流程轨迹{left_out}条，见 --json）")


def _read(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
