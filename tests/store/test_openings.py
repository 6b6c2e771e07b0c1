"""One case number for each caller's key, whoever asks how often."""

import asyncio
from datetime import date

import pytest

from store.conflicts import KeyConflict
from store.engines import open_engine
from store.openings import Openings
from store.register import Register

DAY = date(2026, 10, 9)


async def test_numbers_count_up_by_prefix_and_day(register: Register) -> None:
    """Each prefix and each day counts from one."""
    reserve = register.openings.reserve

    numbers = [
        await reserve("a", "HT", DAY, "1"),
        await reserve("b", "HT", DAY, "2"),
        await reserve("c", "TAX", DAY, "3"),
        await reserve("d", "HT", date(2026, 10, 10), "4"),
    ]

    assert [
        "HT-20261009-0001",
        "HT-20261009-0002",
        "TAX-20261009-0001",
        "HT-20261010-0001",
    ] == numbers


async def test_the_same_key_gets_the_same_number(register: Register) -> None:
    """A caller that asks again, even on another day, gets the number it had."""
    first = await register.openings.reserve("key", "HT", DAY, "same")

    again = await register.openings.reserve("key", "HT", date(2026, 10, 12), "same")

    assert first == again
    assert "HT-20261009-0002" == await register.openings.reserve("next", "HT", DAY, "same")


async def test_other_content_under_the_same_key_is_refused(register: Register) -> None:
    """The refusal names the key and the case that was opened under it, and takes no number."""
    await register.openings.reserve("key", "HT", DAY, "one")

    with pytest.raises(KeyConflict, match=r"'key' was already used to open case HT-20261009-0001"):
        await register.openings.reserve("key", "HT", DAY, "another")

    assert "HT-20261009-0002" == await register.openings.reserve("b", "HT", DAY, "another")


async def test_a_receipt_is_kept_once(register: Register) -> None:
    """The first receipt stays, and is found with its key."""
    number = await register.openings.reserve("key", "HT", DAY, "one")
    assert await register.openings.find("unknown") is None

    await register.openings.keep_receipt("key", {"case": number, "owner": "张三"})
    await register.openings.keep_receipt("key", {"case": "another"})

    opening = await register.openings.find("key")
    assert opening is not None
    assert (number, "one") == (opening.case_no, opening.digest)
    assert {"case": number, "owner": "张三"} == opening.receipt


async def test_callers_at_once_get_numbers_without_gap_or_double(database_url: str) -> None:
    """Many keys at once, each three times over, from two programs: one number a key, no gap."""
    engines = [open_engine(database_url) for _ in range(2)]
    openings = [Openings(engine) for engine in engines]
    keys = [f"key {number}" for number in range(12)]

    answers = await asyncio.gather(
        *(openings[turn % 2].reserve(key, "HT", DAY, key) for turn in range(3) for key in keys)
    )

    by_key = [set(answers[index :: len(keys)]) for index in range(len(keys))]
    assert all(1 == len(numbers) for numbers in by_key)
    assert [f"HT-20261009-{number:04d}" for number in range(1, 13)] == sorted(set(answers))
    for engine in engines:
        await engine.dispose()
