"""An activity done twice, at once, or cut off and done again has the effect of one done once."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select
from temporalio.exceptions import ApplicationError

from activities.contracts import RECORD_FACTS, Recorded
from store.conflicts import ConflictingFact
from store.register import Register
from store.tables import METADATA
from tests.activities.jobs import BREACH, EACH, NOTICE, SLIP, Room, a_job, batch_of
from tests.store.sample_facts import BREACH as BREACH_FACT
from tests.store.sample_facts import (
    REGISTERED,
    Cut,
    clock_started,
    cut_after,
    fresh_case,
    sealed,
)

FACTS = sealed([REGISTERED, clock_started(), ("limit_breached", BREACH_FACT)])


async def everything(register: Register) -> dict[str, list[Any]]:
    """Return all rows of all tables."""
    async with register.engine.connect() as connection:
        found = {}
        for table in METADATA.sorted_tables:
            rows = await connection.execute(select(table).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(row) for row in rows]
        return found


async def written(register: Register, case: str) -> dict[str, list[str]]:
    """Return all rows of *case*, without its number."""
    found = await everything(register)
    return {
        table: [repr(row).replace(case, "") for row in rows if case in repr(row)]
        for table, rows in found.items()
    }


@pytest.fixture
async def case(register: Register) -> str:
    """Return a case whose breach the register holds already."""
    number = fresh_case()
    await register.record(number, FACTS)
    return number


@pytest.mark.parametrize("name", EACH)
async def test_a_job_done_again_changes_nothing(register: Register, case: str, name: str) -> None:
    """A retry after success finds everything done."""
    room = Room(register)
    job = a_job(case, EACH[name])
    first = await room.run(name, job)
    before = await everything(register)

    again = await room.run(name, job, attempt=2)

    assert first == again
    assert before == await everything(register)


@pytest.mark.parametrize("name", EACH)
async def test_a_job_done_by_several_at_once_is_done_once(
    register: Register, case: str, name: str
) -> None:
    """Attempts that overlap, as after a timeout, leave the rows of one."""
    other = fresh_case()
    await register.record(other, FACTS)
    await Room(register).run(name, a_job(other, EACH[name]))

    job = a_job(case, EACH[name])
    await asyncio.gather(*(Room(register).run(name, job) for _ in range(5)))

    assert await written(register, other) == await written(register, case)


@pytest.mark.parametrize("name", EACH)
async def test_a_job_cut_off_after_any_statement_is_done_whole_when_done_again(
    register: Register, case: str, name: str
) -> None:
    """A crash between two statements leaves nothing half done."""
    room = Room(register)
    job = a_job(case, EACH[name])
    before = await everything(register)
    cuts = 0
    while True:
        try:
            with cut_after(register, cuts):
                await room.run(name, job)
            break
        except Cut:
            if name != "notices.send":
                assert before == await everything(register)
        cuts += 1

    assert cuts >= 1
    assert before != await everything(register)
    once = await everything(register)
    await room.run(name, job)
    assert once == await everything(register)


async def test_facts_are_recorded_and_acknowledged(register: Register) -> None:
    """The answer says where the batch ends, also when nothing is new."""
    room = Room(register)
    number = fresh_case()

    first = await room.run(RECORD_FACTS, batch_of(number, FACTS))
    again = await room.run(RECORD_FACTS, batch_of(number, FACTS[:1]))

    assert Recorded(through=3, head=FACTS[-1].digest) == first
    assert Recorded(through=1, head=FACTS[0].digest) == again


async def test_facts_that_conflict_fail_under_their_own_name(register: Register) -> None:
    """The error's type is one that is never retried."""
    with pytest.raises(ConflictingFact):
        await Room(register).run(RECORD_FACTS, batch_of(fresh_case(), FACTS[1:2]))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        pytest.param("notices.send", {}, "template: Field required", id="nothing"),
        pytest.param(
            "transfers.send_slip",
            SLIP | {"handover": "13800000000x"},
            "handover: Input should be a valid integer",
            id="no number",
        ),
        pytest.param(
            "accountability.record_breach",
            BREACH | {"punish": "13800000000x"},
            "punish: Extra inputs",
            id="an unknown field",
        ),
        pytest.param(
            "notices.send", NOTICE | {"recipients": 5}, "recipients: Input", id="no list"
        ),
    ],
)
async def test_data_of_another_shape_is_refused_for_good(
    register: Register, name: str, data: dict[str, Any], sentence: str
) -> None:
    """The sentence names the case, the job and the field, not what stood in it."""
    job = a_job(fresh_case(), data)

    with pytest.raises(ApplicationError) as caught:
        await Room(register).run(name, job)

    assert caught.value.non_retryable
    assert "ValidationError" == caught.value.type
    assert f"case {job.case}, job element#1: expected data of the shape" in str(caught.value)
    assert sentence in str(caught.value)
    assert "13800000000" not in str(caught.value)
