"""Verifying a case: its history played again, the chain of its facts, and the register.

The history is the truth. It holds the digest of the last fact of each batch that was recorded, and
that vouches for all before it. For the rest, every run of the case is replayed with the code that
runs cases, and each fact it hands to the register is collected on the way: what the register holds
must be the same, fact by fact; it may be behind a running case, never different.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.worker import (
    Interceptor,
    Replayer,
    StartLocalActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.workflow import ActivityHandle, extern_functions

from activities.contracts import RECORD_FACTS, FactBatch, Recorded
from cases.facts import GENESIS, Fact, canonical, first_break
from starter.calls import PAUSE
from starter.errors import NoSuchCase
from starter.histories import CaseRun, read_runs
from starter.stopped import stop_of
from store.register import Register
from store.restoring import intact_facts
from store.verification import first_difference
from workflows.case_workflow import CaseWorkflow
from workflows.sandbox import CASE_RUNNER

COLLECT = "shouwen.collect_facts"
_ABSENT = "nothing"
_SHOWN = 80
_CATCHING_UP = 10
"""How often a register that is ahead of the history read is compared with a fresh one."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found.

    Attributes:
        facts: how many the register holds.
        behind: how many the history has that the register does not hold yet.
        replayed: whether the case's history is still kept and was compared.
        difference: the first one, as a sentence; empty where all agree.
    """

    case: str
    facts: int
    behind: int
    replayed: bool
    difference: str = ""

    @property
    def sentence(self) -> str:
        """Say what was found."""
        if self.difference:
            return self.difference
        held = f"{self.case}: {self.facts} facts, chain whole, "
        if not self.replayed:
            return f"{held}register agrees with itself; the history is not kept any more"
        if self.behind:
            return f"{held}register and history agree; {self.behind} facts are not written yet"
        return f"{held}register and history agree"


async def verify(client: Client, register: Register, case: str) -> Verification:
    """Compare everything that is known of *case*.

    Raises:
        NoSuchCase: neither Temporal nor the register knows it.
        NotConnected, RegisterUnavailable, Unanswerable.
    """
    held = await register.facts(case)
    wrong = await first_difference(register, case)
    if wrong:
        return Verification(case, len(held), 0, replayed=False, difference=wrong)
    for _ in range(_CATCHING_UP):
        try:
            runs = await read_runs(client, case)
        except NoSuchCase:
            return await _without_history(register, case, held)
        told, broken = await replay_facts(runs, client.data_converter)
        if len(held) <= len(told):
            break
        await asyncio.sleep(PAUSE)
    behind = max(len(told) - len(held), 0)
    sure = _vouched_for(held, await _recorded_heads(runs, client.data_converter))
    before = held[sure - 1].digest if sure else GENESIS
    wrong = (
        broken
        or _chain(case, told[sure:], sure, before)
        or compare(case, told[sure:], held[sure:], ended=runs[-1].ended)
        or stop_of(runs[-1])
    )
    return Verification(case, len(held), behind, replayed=True, difference=wrong)


async def vouched_facts(client: Client, register: Register, runs: Sequence[CaseRun]) -> list[Fact]:
    """Return the facts held, from the first, that the history vouches for by a digest of its own."""
    held = await intact_facts(register, runs[0].case)
    heads = await _recorded_heads(runs, client.data_converter)
    return held[: _vouched_for(held, heads)]


async def _recorded_heads(runs: Sequence[CaseRun], converter: DataConverter) -> dict[int, str]:
    """Return what the history says was recorded: the digest of the last fact of each batch."""
    heads: dict[int, str] = {}
    for run in runs:
        for event in run.history.events:
            result = event.marker_recorded_event_attributes.details.get("result")
            if result is not None and b'"through"' in result.payloads[0].data:
                (found,) = await converter.decode(list(result.payloads), [Recorded])
                heads[found.through] = found.head
    return heads


def _vouched_for(held: Sequence[Fact], heads: Mapping[int, str]) -> int:
    """Return how many of the facts held the history vouches for by a digest of its own.

    A digest covers all facts before it, so the last that agrees vouches for everything up to it.
    """
    agreeing = (
        through
        for through, head in heads.items()
        if 0 < through <= len(held) and held[through - 1].digest == head
    )
    return max(agreeing, default=0)


def compare(case: str, told: Sequence[Fact], held: Sequence[Fact], *, ended: bool) -> str:
    """Return the first difference between history and register as a sentence, or an empty text."""
    for true, found in zip(told, held, strict=False):
        name = _differing(true, found)
        if name:
            return (
                f"{case}: fact {true.sequence} ({true.kind}) differs in {name}: the history has "
                f"{_short(true, name)}, the register holds {_short(found, name)}"
            )
    if len(held) > len(told):
        extra = held[len(told)]
        return (
            f"{case}: fact {extra.sequence} ({extra.kind}) stands in the register, "
            "but the history has no such fact"
        )
    if ended and len(held) < len(told):
        lost = told[len(held)]
        return (
            f"{case}: fact {lost.sequence} ({lost.kind}) is missing from the register, "
            "although the case is over"
        )
    return ""


async def replay_facts(
    runs: Sequence[CaseRun], converter: DataConverter
) -> tuple[list[Fact], str]:
    """Return every fact the case's runs hand to the register, and what broke the replay, if anything."""
    collector = Collector()
    replayer = Replayer(
        workflows=[CaseWorkflow],
        workflow_runner=CASE_RUNNER,
        data_converter=converter,
        interceptors=[collector],
        debug_mode=True,  # a step may take its time: nobody waits for the case meanwhile
    )
    for run in runs:
        if not run.begun:  # nothing to play; the replayer would wait for more
            continue
        result = await replayer.replay_workflow(run.history, raise_on_replay_failure=False)
        if result.replay_failure is not None:
            reason = str(result.replay_failure).splitlines()[0]
            return collector.facts, f"{run.case}: its history cannot be played again: {reason}"
    return collector.facts, ""


async def _without_history(register: Register, case: str, held: Sequence[Fact]) -> Verification:
    """Say what can be said of a case that Temporal does not know (any more).

    Raises:
        NoSuchCase: the register does not know it either.
    """
    row = await register.case_view(case)
    if row is None:
        raise NoSuchCase(case)
    open_still = (
        f"{case}: the register holds it as open, but Temporal has no such case"
        if row.closed_at is None
        else ""
    )
    return Verification(case, len(held), 0, replayed=False, difference=open_still)


def _chain(case: str, told: Sequence[Fact], after: int, previous: str) -> str:
    """Return what is wrong with the chain the history itself tells after fact *after*."""
    broken = first_break(told, after, previous)
    if broken is None:
        return ""
    number, fact = broken.number, broken.fact
    if broken.is_gap:
        return f"{case}: fact {number} is missing from the history; next is {fact.sequence}"
    return f"{case}: fact {number} ({fact.kind}) breaks the chain in the history"


def _differing(true: Fact, found: Fact) -> str:
    """Return the first field in which two facts differ; empty where they are the same."""
    for name in ("sequence", "kind", "at", "audience"):
        if getattr(true, name) != getattr(found, name):
            return name
    ours, theirs = _content(true), _content(found)
    for key in (*ours, *(key for key in theirs if key not in ours)):
        if ours.get(key, _ABSENT) != theirs.get(key, _ABSENT):
            return f"data.{key}"
    return "" if true.digest == found.digest else "digest"


def _content(fact: Fact) -> dict[str, Any]:
    text = canonical(fact.sequence, fact.at, fact.kind, fact.data, fact.audience)
    content: dict[str, Any] = json.loads(text)["data"]
    return content


def _short(fact: Fact, name: str) -> str:
    found = _content(fact).get(name[5:], _ABSENT) if name[:5] == "data." else getattr(fact, name)
    text = found if isinstance(found, str) else repr(found)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class Collector(Interceptor):
    """Keeps the facts that a replayed case hands to the register, each once, in order."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002 - Temporal's name
    ) -> type[WorkflowInboundInterceptor]:
        """Reach out of the sandbox by the one way Temporal has for it."""
        input.unsafe_extern_functions[COLLECT] = self.collect
        return _Inbound

    def collect(self, batch: dict[str, Any]) -> None:
        """Keep what is new in *batch*: a batch that failed is handed over again."""
        for fact in FactBatch.model_validate(batch).facts:
            if not self.facts or fact.sequence > self.facts[-1].sequence:
                self.facts.append(fact)


class _Outbound(WorkflowOutboundInterceptor):
    def start_local_activity(self, input: StartLocalActivityInput) -> ActivityHandle[Any]:  # noqa: A002
        if input.activity == RECORD_FACTS:
            collect: Callable[[dict[str, Any]], None] = extern_functions()[COLLECT]
            collect(input.args[0].model_dump(mode="json"))
        return super().start_local_activity(input)


class _Inbound(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Outbound(outbound))
