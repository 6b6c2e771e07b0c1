"""Cases whose last facts nobody confirms are asked where they stand, beside everything else."""

import asyncio
from datetime import timedelta

from activities.looking import keep_looking
from activities.settling import Settling
from store.register import Position, Register, Taking
from store.unavailable import RegisterUnavailable
from tests.store.sample_facts import START, WHOLE_CASE, fresh_case, sealed

FACTS = sealed(WHOLE_CASE)


async def test_what_stands_for_two_looks_is_settled(sqlite_register: Register) -> None:
    """The first look only takes note; the second asks, and cuts off what the case knows nothing of."""
    register, case = sqlite_register, fresh_case()
    await register.record(case, FACTS[:6], Taking(0, START))

    async def ask(_case: str) -> Position | None:
        return 4, FACTS[3].digest

    settling = Settling(register, ask)

    assert [0, 1, 0] == [await settling.run_once() for _ in range(3)]
    assert FACTS[:4] == await register.facts(case)


async def test_a_step_taken_while_the_case_answers_loses_nothing(
    sqlite_register: Register,
) -> None:
    """The answer is of before that step; its facts stay."""
    register, case = sqlite_register, fresh_case()
    await register.record(case, FACTS[:4], Taking(0, START))

    async def ask(_case: str) -> Position | None:
        await register.record(case, FACTS[4:7], Taking(4, START + timedelta(seconds=40)))
        return 4, FACTS[3].digest

    settling = Settling(register, ask)
    await settling.run_once()

    assert 0 == await settling.run_once()
    assert FACTS[:7] == await register.facts(case)


async def test_a_case_that_cannot_say_is_left_as_it_is(sqlite_register: Register) -> None:
    """Its history may be gone: nothing is cut off on no evidence."""
    register, case = sqlite_register, fresh_case()
    await register.record(case, FACTS[:4], Taking(0, START))

    async def ask(_case: str) -> Position | None:
        return None

    settling = Settling(register, ask)

    assert [0, 0, 0] == [await settling.run_once() for _ in range(3)]
    assert FACTS[:4] == await register.facts(case)


async def test_a_look_that_fails_does_not_end_the_looking() -> None:
    """A register that is away, or a fault of our own: the worker goes on, and looks again."""
    stop, looks = asyncio.Event(), [0]

    async def look() -> None:
        looks[0] += 1
        if looks[0] == 1:
            raise RegisterUnavailable("the register cannot be used")
        if looks[0] == 2:
            raise ValueError("张三")
        stop.set()

    async with asyncio.timeout(60):
        await keep_looking("test", look, stop, seconds=0.001)

    assert 3 == looks[0]
