"""Whatever is changed in the register from outside is found, and said where."""

from typing import Any

import pytest
from sqlalchemy import text

from cases.facts import seal
from store.register import Register
from store.verification import differences, first_difference, held_cases
from tests.store.sample_facts import WHOLE_CASE, fresh_case, sealed

FACTS = sealed(WHOLE_CASE)
END = (len(FACTS), FACTS[-1].digest)
LAST = FACTS[-1].sequence


async def tamper(register: Register, *statements: str, **values: Any) -> None:
    """Change the database behind the register's back."""
    async with register.engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement), values)


async def recorded(register: Register) -> str:
    """Return the number of a case that the register holds."""
    case = fresh_case()
    await register.record(case, FACTS)
    return case


async def test_a_register_that_nobody_touched_is_true(register: Register) -> None:
    """There is no difference where nothing was changed."""
    case = await recorded(register)

    assert await first_difference(register, case) is None
    assert await first_difference(register, case, END) is None
    assert await first_difference(register, case, (7, FACTS[6].digest)) is None
    assert [] == await differences(register)


SWAP = (
    "UPDATE facts SET sequence = -1 WHERE case_no = :c AND sequence = 5",
    "UPDATE facts SET sequence = 5 WHERE case_no = :c AND sequence = 6",
    "UPDATE facts SET sequence = 6 WHERE case_no = :c AND sequence = -1",
)
CLOSE_THE_GAP = (
    "DELETE FROM facts WHERE case_no = :c AND sequence = 19",
    "UPDATE facts SET sequence = 19 WHERE case_no = :c AND sequence = 20",
)
PUT_IN = (
    "INSERT INTO facts SELECT case_no, 21, at, 'noted', data, audience, digest FROM facts"
    " WHERE case_no = :c AND sequence = 20"
)


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        pytest.param(
            ['UPDATE facts SET data = \'{"stage": "办结"}\' WHERE case_no = :c AND sequence = 2'],
            "facts, case {case}, fact 2: was changed",
            id="a fact's data changed",
        ),
        pytest.param(
            [
                (
                    "UPDATE facts SET at = (SELECT at FROM facts WHERE case_no = :c AND sequence = 1)"
                    " WHERE case_no = :c AND sequence = 4"
                )
            ],
            "facts, case {case}, fact 4: was changed",
            id="a fact's time changed",
        ),
        pytest.param(
            ["UPDATE facts SET kind = 'noted' WHERE case_no = :c AND sequence = 12"],
            "facts, case {case}, fact 12: was changed",
            id="a fact's kind changed",
        ),
        pytest.param(
            ["UPDATE facts SET audience = '[\"public\"]' WHERE case_no = :c AND sequence = 12"],
            "facts, case {case}, fact 12: was changed",
            id="a fact's audience changed",
        ),
        pytest.param(
            ["UPDATE facts SET digest = 'x' WHERE case_no = :c AND sequence = 3"],
            "facts, case {case}, fact 3: was changed",
            id="a fact's digest changed",
        ),
        pytest.param(
            ["DELETE FROM facts WHERE case_no = :c AND sequence = 12"],
            "facts, case {case}, fact 12: is missing; the next one held is 13",
            id="a fact deleted",
        ),
        pytest.param(
            ["DELETE FROM facts WHERE case_no = :c AND sequence = 1"],
            "facts, case {case}, fact 1: is missing; the next one held is 2",
            id="the first fact deleted",
        ),
        pytest.param(
            ["DELETE FROM facts WHERE case_no = :c AND sequence >= 19"],
            "facts, case {case}, fact 19: is missing; the facts went up to 20",
            id="the last facts deleted",
        ),
        pytest.param(
            ["DELETE FROM facts WHERE case_no = :c"],
            "facts, case {case}, fact 1: is missing; the facts went up to 20",
            id="all facts deleted",
        ),
        pytest.param(
            CLOSE_THE_GAP,
            "facts, case {case}, fact 19: was changed, moved or put in",
            id="a fact deleted and the gap closed",
        ),
        pytest.param(SWAP, "facts, case {case}, fact 5: was changed, moved", id="facts swapped"),
        pytest.param(
            [PUT_IN],
            "facts, case {case}, fact 21: was changed, moved or put in",
            id="a fact put in",
        ),
        pytest.param(
            ["UPDATE chains SET through = 19 WHERE case_no = :c"],
            "chains, case {case}, fact 19: is noted as the last",
            id="the noted end changed",
        ),
        pytest.param(
            ["DELETE FROM chains WHERE case_no = :c"],
            "chains, case {case}, fact 0: is noted as the last",
            id="the noted end deleted",
        ),
        pytest.param(
            ["UPDATE cases SET outcome = 'refused' WHERE case_no = :c"],
            "cases, case {case}, fact 20: row {case} differs in outcome: expected 'resolved'",
            id="how a case ended changed",
        ),
        pytest.param(
            ["UPDATE requesters SET phone = NULL WHERE case_no = :c"],
            "requesters, case {case}, fact 1: row {case} differs in phone",
            id="a requester's phone removed",
        ),
        pytest.param(
            ["UPDATE tasks SET \"by\" = 'wang' WHERE case_no = :c"],
            "tasks, case {case}, fact 6: row {case}, transfer#1 differs in by",
            id="who did a task changed",
        ),
        pytest.param(
            ["UPDATE clocks SET met = true WHERE case_no = :c AND clock = 'answer'"],
            "clocks, case {case}, fact 17: row {case}, answer, 1 differs in met: expected False",
            id="a missed limit made met",
        ),
        pytest.param(
            ["DELETE FROM breaches WHERE case_no = :c"],
            "breaches, case {case}, fact 12: row {case}, 12 is missing",
            id="a breach deleted",
        ),
        pytest.param(
            ["INSERT INTO escalations (case_no, sequence) VALUES (:c, 99)"],
            "escalations, case {case}, fact 0: row {case}, 99 follows from no fact",
            id="an escalation put in",
        ),
    ],
)
async def test_each_kind_of_tampering_is_found(
    register: Register, statements: list[str], sentence: str
) -> None:
    """Changing, deleting, putting in and moving rows is found; the first difference is named."""
    case = await recorded(register)
    untouched = await recorded(register)

    await tamper(register, *statements, c=case)

    found = await first_difference(register, case)
    assert found is not None
    assert found.startswith(sentence.format(case=case)), found
    assert await first_difference(register, untouched) is None
    assert [found] == await differences(register)


async def test_a_chain_that_was_forged_whole_differs_from_the_case(register: Register) -> None:
    """Who recomputes every digest deceives the register, not the case's own history."""
    case = await recorded(register)
    forged = sealed([*WHOLE_CASE[:-1], ("closed", {"outcome": "refused"})])[-1]
    previous = FACTS[-2].digest
    digest = seal(previous, LAST, forged.at, forged.kind, forged.data, forged.audience)
    await tamper(
        register,
        'UPDATE facts SET data = \'{"outcome": "refused"}\', digest = :d'
        " WHERE case_no = :c AND sequence = 20",
        "UPDATE chains SET head = :d WHERE case_no = :c",
        "UPDATE cases SET outcome = 'refused' WHERE case_no = :c",
        c=case,
        d=digest,
    )

    assert await first_difference(register, case) is None
    found = await first_difference(register, case, END)
    assert found is not None
    assert found.startswith(f"facts, case {case}, fact 20: is not the case's own")


async def test_a_register_that_lags_behind_the_case_says_so(register: Register) -> None:
    """What the case has recorded but the register does not hold is a difference."""
    case = fresh_case()
    await register.record(case, FACTS[:5])

    found = await first_difference(register, case, END)

    assert found is not None
    assert found.startswith(f"facts, case {case}, fact 6: is missing; the case stands at fact 20")


async def test_rows_of_a_case_without_facts_are_found(register: Register) -> None:
    """A case that was made up in the rows for reading is found among all cases."""
    await tamper(register, "INSERT INTO cases (case_no) VALUES ('HT-20260101-0001')")

    assert ["HT-20260101-0001"] == await held_cases(register)
    (found,) = await differences(register)
    assert found.startswith("cases, case HT-20260101-0001, fact 0: row HT-20260101-0001 follows")


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        pytest.param(
            "UPDATE facts SET at = 'yesterday' WHERE case_no = :c AND sequence = 4",
            "facts, case {case}, fact 4: cannot be read",
            id="no time",
        ),
        pytest.param(
            "UPDATE facts SET data = '{' WHERE case_no = :c AND sequence = 4",
            "facts, case {case}, fact 4: cannot be read",
            id="no JSON",
        ),
        pytest.param(
            "UPDATE facts SET data = '[]' WHERE case_no = :c AND sequence = 4",
            "facts, case {case}, fact 4: cannot be read",
            id="no object",
        ),
        pytest.param(
            "UPDATE clocks SET due = 'soon' WHERE case_no = :c AND clock = 'answer'",
            "clocks, case {case}, fact 17: row {case}, answer, 1 cannot be read",
            id="no due date",
        ),
    ],
)
async def test_rows_that_cannot_be_read_are_a_difference(
    sqlite_register: Register, statement: str, sentence: str
) -> None:
    """Where a database takes anything for anything, what cannot be read is named, not raised."""
    register = sqlite_register
    case = await recorded(register)

    await tamper(register, statement, c=case)

    found = await first_difference(register, case)
    assert found is not None
    assert found.startswith(sentence.format(case=case)), found
