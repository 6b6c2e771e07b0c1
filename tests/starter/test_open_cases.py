"""What is told to all open cases reaches every one of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from starter.open_cases import open_cases
from store.engines import open_engine
from store.migrating import upgrade_engine
from store.register import Register
from store.tables import CASES

MANY = 12_000
CLOSED_AT = datetime(2026, 10, 16, tzinfo=UTC)


@pytest.fixture
async def register(tmp_path: Path) -> AsyncIterator[Register]:
    """Give a register with many open cases of a hotel, a closed one and one of another pack."""
    engine = open_engine(f"sqlite:///{tmp_path / 'register.db'}")
    await upgrade_engine(engine)
    register = Register(engine)
    rows: list[dict[str, Any]] = [
        {"case_no": f"HT-{number}", "pack": "hotel", "closed_at": None} for number in range(MANY)
    ]
    rows += [
        {"case_no": "HT-closed", "pack": "hotel", "closed_at": CLOSED_AT},
        {"case_no": "TX-1", "pack": "tax-bureau", "closed_at": None},
    ]
    await register.transactions.write("rows", lambda on: on.execute(insert(CASES), rows))
    yield register
    await engine.dispose()


async def test_no_open_case_is_left_out(register: Register) -> None:
    """However many there are; those of other packs and closed ones do not count."""
    found = await open_cases(register, "hotel")

    assert {f"HT-{number}" for number in range(MANY)} == {row.case_no for row in found}
    assert MANY + 1 == len(await open_cases(register))
