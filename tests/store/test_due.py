"""Lists of the register show a case due on the same day as the case itself, and so the Temporal UI."""

import pytest

from cases.rehearsal import ReadableCase, Rehearsal
from store.register import Register
from tests.cases.driving import SHIPPED_PACKS, pack


@pytest.mark.parametrize("name", SHIPPED_PACKS)
async def test_lists_show_the_day_that_the_case_shows(
    name: str, sqlite_register: Register
) -> None:
    """Half way through every readable case and at its end, also where a time is only measured."""
    published = pack(name)
    entries = [entry for entries in published.source.cases.values() for entry in entries]
    for number, entry in enumerate(entries):
        whole = ReadableCase.model_validate(entry)
        for steps in (whole.steps[: len(whole.steps) // 2], whole.steps):
            played = Rehearsal(published, whole.model_copy(update={"steps": steps}), "")
            facts = played.play().facts
            case = f"{name}-{number}-{len(steps)}"
            await sqlite_register.record(case, facts)

            row = await sqlite_register.case_view(case)

            assert row is not None
            listed = None if row.closed_at else row.due
            shown = None if row.closed_at else played.proceeding.next_due()
            assert shown == listed, f"{whole.name}, after {len(steps)} steps"
