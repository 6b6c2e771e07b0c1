"""The history is the truth: a register that differs from it anywhere is found out, at the first place."""

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cases.facts import Fact, seal
from starter.desk import Desk
from starter.errors import NoSuchCase
from starter.openings import MARK
from starter.verifying import Collector, verify
from store.projections.registry import project
from tests.starter.conftest import INQUIRY, Shouwen, eventually, recorded, working
from tests.starter.courses import close, hand_over


async def test_a_running_case_agrees(desk: Desk, worker: None) -> None:
    """Chain, register and history tell the same."""
    case = (await desk.open("hotel", INQUIRY)).case
    await hand_over(desk, case)

    found = await verify(await desk.client(), desk.register, case)

    assert found.replayed
    assert (
        f"{case}: {found.facts} facts, chain whole, register and history agree" == found.sentence
    )


async def test_a_closed_case_agrees(desk: Desk, worker: None) -> None:
    """Nothing changes with the end."""
    case = (await desk.open("hotel", INQUIRY)).case
    await close(desk, case)
    await (await desk.client()).get_workflow_handle(case).result()

    found = await verify(await desk.client(), desk.register, case)

    assert found.sentence.endswith("register and history agree")
    assert found.facts > 30


async def test_a_case_that_continued_as_new_agrees(desk: Desk, worker: None) -> None:
    """Every run of the chain is played again, the first first."""
    start = await desk.prepare("hotel", INQUIRY)
    case = start.opening.number
    client = await desk.client()
    await client.start_workflow(
        "Case",
        start.model_copy(update={"budget": 12}),
        id=case,
        task_queue=desk.place.task_queue,
        memo={MARK: "x"},
    )
    await close(desk, case)
    await client.get_workflow_handle(case).result()

    found = await verify(client, desk.register, case)

    description = await client.get_workflow_handle(case).describe()
    info = description.raw_description.workflow_execution_info
    assert info.first_run_id != info.execution.run_id
    assert found.sentence.endswith("register and history agree")


async def test_a_step_that_takes_long_is_played_to_its_end(
    desk: Desk,
    worker: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A busy machine is no difference: a live worker would be interrupted after two seconds."""
    case = (await desk.open("hotel", INQUIRY)).case
    await hand_over(desk, case)
    collect, begun = Collector.collect, time.monotonic()

    def slowly(self: Collector, batch: dict[str, Any]) -> None:
        while time.monotonic() < begun + 3:
            sum(range(1000))
        collect(self, batch)

    monkeypatch.setattr(Collector, "collect", slowly)
    monkeypatch.setattr("tests.servers.STEP_SECONDS", 2)
    begun = time.monotonic()
    found = await verify(await desk.client(), desk.register, case)

    assert found.sentence.endswith("register and history agree")
    assert "Failed handling activation" not in caplog.text


async def test_a_case_that_has_not_begun_agrees(desk: Desk, worker: None) -> None:
    """A run that has taken no step yet has nothing to play again."""
    start = await desk.prepare("hotel", INQUIRY)
    case, client = start.opening.number, await desk.client()
    await client.start_workflow(
        "Case", start, id=case, task_queue=desk.place.task_queue, start_delay=timedelta(hours=1)
    )

    found = await verify(client, desk.register, case)

    assert f"{case}: 0 facts, chain whole, register and history agree" == found.sentence


async def test_a_register_may_be_behind_a_running_case(desk: Desk) -> None:
    """While the register could not be written, facts wait in the case: that is no difference."""
    case = (await desk.open("hotel", INQUIRY)).case
    file = Path(desk.place.register.removeprefix("sqlite:///"))
    async with working(desk):
        await recorded(desk, case)
        held = await desk.register.facts(case)
        with closing(sqlite3.connect(file, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            sent = asyncio.create_task(desk.withdraw(case, "fo-01", "误开"))
            found = await _behind(desk, case)
            writer.execute("ROLLBACK")
        await sent

    assert len(held) == found.facts
    assert not found.difference
    assert "facts are not written yet" in found.sentence


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "a text": (
        {"matter": "房间很好"},
        "data.matter: the history has 房间空调不制冷, the register holds 房间很好",
    ),
    "a text that was not there": ({"note": "x"}, "data.note: the history has nothing"),
}


@pytest.mark.parametrize(("change", "sentence"), CHANGES.values(), ids=CHANGES.keys())
async def test_a_forged_register_is_found_out(
    desk: Desk, worker: None, change: dict[str, Any], sentence: str
) -> None:
    """Somebody who rewrote the whole chain and every row is contradicted by the history."""
    case = (await desk.open("hotel", INQUIRY)).case
    await recorded(desk, case)
    facts = await desk.register.facts(case)
    forged = _resealed([facts[0].model_copy(update={"data": facts[0].data | change}), *facts[1:]])
    await _replace(desk, case, forged)

    found = await verify(await desk.client(), desk.register, case)

    assert f"{case}: fact 1 (registered) differs in {sentence}" in found.difference


async def test_a_changed_row_is_found_out(desk: Desk, worker: None) -> None:
    """A row for reading that follows from no fact is said with table and field."""
    case = (await desk.open("hotel", INQUIRY)).case
    await recorded(desk, case)
    _sql(desk, "UPDATE clocks SET due = '2030-01-01T00:00:00.000000Z' WHERE case_no = ?", case)

    found = await verify(await desk.client(), desk.register, case)

    assert "clocks" in found.difference
    assert case in found.difference


async def test_a_fact_that_was_put_in_is_found_out(desk: Desk, worker: None) -> None:
    """A fact at the end that the history does not have, well sealed though it is."""
    case = (await desk.open("hotel", INQUIRY)).case
    await recorded(desk, case)
    facts = await desk.register.facts(case)
    last = facts[-1]
    extra = last.model_copy(update={"sequence": last.sequence + 1, "kind": "praised", "data": {}})
    await desk.register.record(case, _resealed([*facts, extra])[-1:])

    found = await verify(await desk.client(), desk.register, case)

    assert f"fact {extra.sequence} (praised) stands in the register, but" in found.difference


async def test_a_fact_missing_from_a_closed_case_is_found_out(desk: Desk, worker: None) -> None:
    """The register of a closed case is whole, or it is wrong."""
    case = (await desk.open("hotel", INQUIRY)).case
    await desk.withdraw(case, "fo-01", "误开")
    await (await desk.client()).get_workflow_handle(case).result()
    facts = await desk.register.facts(case)
    await _replace(desk, case, facts[:-1])

    found = await verify(await desk.client(), desk.register, case)

    assert f"fact {facts[-1].sequence} ({facts[-1].kind}) is missing" in found.difference


async def test_an_unknown_case_is_said_so(desk: Desk) -> None:
    """Neither Temporal nor the register knows it."""
    with pytest.raises(NoSuchCase):
        await verify(await desk.client(), desk.register, "HT-0")


async def test_an_open_case_that_temporal_lost_is_a_difference(desk: Desk, worker: None) -> None:
    """The register of another server: its open cases are nowhere at work."""
    case = (await desk.open("hotel", INQUIRY)).case
    await recorded(desk, case)
    facts = [fact.model_dump() for fact in await desk.register.facts(case)]
    await desk.register.record("HT-0", [Fact.model_validate(fact) for fact in facts])

    found = await verify(await desk.client(), desk.register, "HT-0")

    assert "HT-0: the register holds it as open, but Temporal has no such case" == found.difference


async def test_a_restored_register_is_rebuilt_from_the_histories(
    desk: Desk, shouwen: Shouwen
) -> None:
    """Facts that the backup did not have yet are written again; a running case then goes on."""
    async with working(desk):
        cases = [(await desk.open("hotel", INQUIRY)).case for _ in range(2)]
        await hand_over(desk, cases[0])
        await recorded(desk, cases[1])
        facts = await desk.register.facts(cases[0])
    await _replace(desk, cases[0], facts[:4])

    rebuilt = await shouwen("register", "rebuild", *cases)

    assert (
        f"{cases[0]}: {len(facts) - 4} facts written\n{cases[1]}: 0 facts written\n" == rebuilt.out
    )
    assert facts == await desk.register.facts(cases[0])
    async with working(desk):
        await desk.withdraw(cases[0], "fo-01", "误开")
        await recorded(desk, cases[0])
    found = await verify(await desk.client(), desk.register, cases[0])
    assert found.sentence.endswith("register and history agree")


async def test_a_forged_register_is_not_rebuilt_over(
    desk: Desk, shouwen: Shouwen, worker: None
) -> None:
    """What contradicts the history is said, and stays for those who look into it."""
    case = (await desk.open("hotel", INQUIRY)).case
    await recorded(desk, case)
    facts = await desk.register.facts(case)
    forged = facts[0].model_copy(update={"data": facts[0].data | {"matter": "房间很好"}})
    await _replace(desk, case, _resealed([forged, *facts[1:]]))

    rebuilt = await shouwen("register", "rebuild", case, "HT-0")
    neither = await shouwen("register", "rebuild")

    assert 1 == rebuilt.code
    assert f"case {case}, fact 1: the register already holds another fact here" in rebuilt.err
    assert "there is no case HT-0" in rebuilt.err
    assert (1, "expected either one or more CASE or --all\n") == (neither.code, neither.err)


async def _behind(desk: Desk, case: str) -> Any:
    client = await desk.client()
    return await eventually(
        lambda: verify(client, desk.register, case), lambda found: bool(found.behind)
    )


async def _replace(desk: Desk, case: str, facts: list[Fact]) -> None:
    """Write the case's register anew, as somebody would who knows how."""
    tables = {table.name for table, _ in project(case, facts).pending} | {"facts", "chains"}
    for table in sorted(tables):
        _sql(desk, f"DELETE FROM {table} WHERE case_no = ?", case)
    await desk.register.record(case, facts)


def _resealed(facts: list[Fact]) -> list[Fact]:
    sealed: list[Fact] = []
    for fact in facts:
        previous = sealed[-1].digest if sealed else "0" * 64
        content = json.loads(json.dumps(fact.data))
        digest = seal(previous, fact.sequence, fact.at, fact.kind, content, fact.audience)
        sealed.append(fact.model_copy(update={"digest": digest}))
    return sealed


def _sql(desk: Desk, statement: str, case: str) -> None:
    with closing(sqlite3.connect(desk.place.register.removeprefix("sqlite:///"))) as file, file:
        file.execute(statement, (case,))
