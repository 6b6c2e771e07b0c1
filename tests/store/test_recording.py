"""Facts are written once, in order, whole batches at a time."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from cases.facts import GENESIS, Fact, seal
from store.conflicts import ConflictingFact
from store.engines import open_engine
from store.register import Register
from store.tables import FACTS as FACTS_TABLE
from store.verification import first_difference
from tests.store.sample_facts import (
    REGISTERED,
    START,
    WHOLE_CASE,
    Cut,
    cut_after,
    fresh_case,
    sealed,
)

FACTS = sealed(WHOLE_CASE)
ENDS = (len(FACTS), FACTS[-1].digest)


async def test_facts_come_out_as_they_went_in(register: Register) -> None:
    """What is read equals what was recorded, in order, to the microsecond and the last digit."""
    odd = {"amount": 0.1, "big": 10**20, "tiny": 1e-300, "nested": {"a": [1, None, "二\x00"]}}
    facts = sealed([*WHOLE_CASE, ("odd", odd)])
    case = fresh_case()

    await register.record(case, facts)

    assert facts == await register.facts(case)
    assert facts[3:] == await register.facts(case, after=3)


async def test_recording_says_where_the_batch_ends(register: Register) -> None:
    """An older batch that comes again ends where it did."""
    case = fresh_case()

    nothing = await register.record(case, [])
    first = await register.record(case, FACTS[:5])
    rest = await register.record(case, FACTS[5:])
    again = await register.record(case, FACTS[:5])

    assert (0, GENESIS) == nothing
    assert (5, FACTS[4].digest) == first == again
    assert ENDS == rest


async def test_the_same_facts_again_change_nothing(register: Register) -> None:
    """A batch that is repeated, or overlaps, leaves facts and rows as they are."""
    case = fresh_case()
    await register.record(case, FACTS)
    before = await register.case_view(case)

    await register.record(case, FACTS[7:12])
    await register.record(case, FACTS)

    assert before == await register.case_view(case)
    assert await first_difference(register, case) is None


async def test_another_fact_under_a_sequence_is_refused(register: Register) -> None:
    """A fact is written once: another under its sequence names case and sequence."""
    case = fresh_case()
    await register.record(case, FACTS[:5])
    other = sealed([*WHOLE_CASE[:4], ("trace", {"steps": []})])

    with pytest.raises(ConflictingFact, match=rf"case {case}, fact 5: .* already holds") as caught:
        await register.record(case, other)

    assert (case, 5) == (caught.value.case, caught.value.sequence)
    assert FACTS[:5] == await register.facts(case)


async def test_a_gap_is_refused(register: Register) -> None:
    """Facts come without a gap; nothing of the batch is written."""
    case = fresh_case()
    await register.record(case, FACTS[:3])

    with pytest.raises(ConflictingFact, match=rf"case {case}, fact 5: expected fact 4 next"):
        await register.record(case, FACTS[4:])

    assert FACTS[:3] == await register.facts(case)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"data": {"stage": "办结"}}, id="other data"),
        pytest.param({"at": datetime(2026, 10, 9, 3, tzinfo=UTC)}, id="another time"),
        pytest.param({"kind": "closed"}, id="another kind"),
        pytest.param({"audience": ("public",)}, id="another audience"),
        pytest.param({"digest": "0" * 64}, id="another digest"),
    ],
)
async def test_a_fact_that_does_not_chain_is_refused(
    register: Register, change: dict[str, object]
) -> None:
    """A digest that does not follow refuses the whole batch, the good facts before it too."""
    case = fresh_case()
    bad = [*FACTS[:1], FACTS[1].model_copy(update=change), *FACTS[2:]]

    with pytest.raises(ConflictingFact, match=rf"case {case}, fact 2: expected digest"):
        await register.record(case, bad)

    assert [] == await register.facts(case)
    assert await register.case_view(case) is None


async def test_one_batch_given_many_times_at_once_is_written_once(register: Register) -> None:
    """Concurrent duplicates all get the same answer."""
    case = fresh_case()

    answers = await asyncio.gather(*(register.record(case, FACTS) for _ in range(6)))

    assert [ENDS] * 6 == answers
    assert FACTS == await register.facts(case)


async def test_two_programs_may_write_at_once(database_url: str) -> None:
    """Registers on engines of their own wait for each other and lose nothing."""
    engines = [open_engine(database_url) for _ in range(3)]
    registers = [Register(engine) for engine in engines]
    cases = [fresh_case() for _ in range(12)]

    await asyncio.gather(
        *(register.record(case, FACTS) for case in cases for register in registers)
    )

    found = [await first_difference(registers[0], case, ENDS) for case in cases]
    assert [None] * len(cases) == found
    for engine in engines:
        await engine.dispose()


async def test_a_database_that_fails_halfway_leaves_nothing_of_the_batch(
    register: Register,
) -> None:
    """Cut off after any statement, the batch is not there; given again, all of it is."""
    case = fresh_case()
    await register.record(case, FACTS[:2])
    statements = 0
    while True:
        try:
            with cut_after(register, statements):
                await register.record(case, FACTS[2:])
            break
        except Cut:
            assert FACTS[:2] == await register.facts(case)
            assert await first_difference(register, case) is None
        statements += 1

    assert statements > 5
    assert await first_difference(register, case, ENDS) is None


async def test_a_batch_takes_few_statements(register: Register) -> None:
    """A step of a case costs a handful of statements, not one for each row."""
    case = fresh_case()
    await register.record(case, FACTS[:5])

    with cut_after(register, 99) as statements:
        await register.record(case, FACTS[5:9])

    assert len(statements) <= 10, statements


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(1, 20)), max_size=8))
async def test_batches_in_any_cut_and_repetition_give_one_register(
    register: Register, spans: list[tuple[int, int]]
) -> None:
    """However a case's facts are cut into batches and repeated, the register ends the same."""
    case = fresh_case()
    held = 0

    for start, length in spans:
        batch: list[Fact] = FACTS[start : start + length]
        if start <= held:
            held = max(held, start + len(batch))
            await register.record(case, batch)
        else:
            with pytest.raises(ConflictingFact):
                await register.record(case, batch)
    await register.record(case, FACTS[held:])

    assert FACTS == await register.facts(case)
    assert await first_difference(register, case, ENDS) is None


async def test_requesters_stand_apart_from_cases(register: Register) -> None:
    """Personal data is in a table of its own, what the form asked for besides included."""
    case = fresh_case()

    await register.record(case, sealed([REGISTERED]))

    requester = await register.requester(case)
    assert requester is not None
    assert ("某客人", "13800000000") == (requester.name, requester.phone)
    assert {"room": "0815"} == requester.other
    assert "某客人" not in repr(await register.case_view(case))


async def test_facts_are_stamped_with_the_case_s_time(register: Register) -> None:
    """The register never puts its own time on a fact."""
    case = fresh_case()
    past = START.replace(year=2008)
    digest = seal(GENESIS, 1, past, "noted", {}, ())
    fact = Fact(sequence=1, at=past, kind="noted", data={}, digest=digest)

    await register.record(case, [fact])

    assert past == (await register.facts(case))[0].at


async def test_an_error_of_the_database_names_no_values(sqlite_register: Register) -> None:
    """What a statement was given is personal: failures reach logs and screens."""
    row = {"case_no": fresh_case(), "sequence": 1, "data": {"name": "张三"}}

    with pytest.raises(DBAPIError) as refused:
        await sqlite_register.transactions.write(
            "x", lambda on: on.execute(insert(FACTS_TABLE), row)
        )

    assert "张三" not in str(refused.value)
