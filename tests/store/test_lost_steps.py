"""Facts of a step that was lost with its worker give way to those of the step taken anew."""

from datetime import datetime, timedelta

import pytest

from store.conflicts import ConflictingFact, OvertakenBatch
from store.register import Register, Taking
from store.verification import first_difference
from tests.store.sample_facts import START, WHOLE_CASE, fresh_case, sealed

FACTS = sealed(WHOLE_CASE)
LOST = sealed(
    [("noted", {"note": "lost"}), ("noted", {"note": "lost too"})], FACTS[3].digest, first=5
)
EARLIER, LATER = START, START + timedelta(seconds=20)


async def test_a_step_taken_anew_replaces_what_was_lost(register: Register) -> None:
    """What stands after the settled facts is cut off, with everything it projected."""
    case = fresh_case()
    await register.record(case, FACTS[:4], Taking(0, EARLIER))
    await register.record(case, LOST, Taking(4, EARLIER))

    at = await register.record(case, FACTS[4:7], Taking(4, LATER))

    assert (7, FACTS[6].digest) == at
    assert FACTS[:7] == await register.facts(case)
    assert await first_difference(register, case, at) is None


async def test_a_step_taken_anew_may_have_less_to_say(register: Register) -> None:
    """Facts beyond those of the later step go, too."""
    case = fresh_case()
    await register.record(case, FACTS[:7], Taking(0, EARLIER))

    at = await register.record(case, FACTS[:4], Taking(0, LATER))

    assert (4, FACTS[3].digest) == at
    assert FACTS[:4] == await register.facts(case)
    assert await first_difference(register, case, at) is None


async def test_a_step_that_comes_late_changes_nothing_and_is_told(register: Register) -> None:
    """A worker that hung and writes after its successor must not believe that its facts are held."""
    case = fresh_case()
    await register.record(case, FACTS[:4], Taking(0, EARLIER))
    await register.record(case, FACTS[4:7], Taking(4, LATER))

    with pytest.raises(OvertakenBatch):
        await register.record(case, LOST, Taking(4, EARLIER))
    with pytest.raises(OvertakenBatch):
        await register.record(case, FACTS[7:9], Taking(7, EARLIER))
    again = await register.record(case, FACTS[4:7], Taking(4, EARLIER))

    assert (7, FACTS[6].digest) == again
    assert FACTS[:7] == await register.facts(case)


@pytest.mark.parametrize("later", [EARLIER, LATER])
async def test_a_batch_that_is_written_again_ends_where_it_ends(
    register: Register, later: datetime
) -> None:
    """Not where the register does: what it holds beyond may be of a step that was lost."""
    case = fresh_case()
    await register.record(case, FACTS[:4], Taking(0, EARLIER))
    await register.record(case, LOST, Taking(4, later))

    again = await register.record(case, FACTS[:4], Taking(0, EARLIER))
    anew = await register.record(case, FACTS[4:7], Taking(4, LATER + timedelta(seconds=1)))

    assert (4, FACTS[3].digest) == again
    assert (7, FACTS[6].digest) == anew
    assert FACTS[:7] == await register.facts(case)


async def test_a_batch_of_the_same_task_that_says_otherwise_is_told_what_is_held(
    register: Register,
) -> None:
    """The first stands; the case chains on from it."""
    case = fresh_case()
    await register.record(case, FACTS[:6], Taking(0, EARLIER))

    told = await register.record(case, LOST, Taking(4, EARLIER))

    assert (6, FACTS[5].digest) == told
    assert FACTS[:6] == await register.facts(case)


async def test_settled_facts_never_give_way(register: Register) -> None:
    """A fact that the history holds for good is written once."""
    case = fresh_case()
    await register.record(case, FACTS[:6], Taking(0, EARLIER))
    await register.record(case, FACTS[6:7], Taking(6, EARLIER))

    with pytest.raises(ConflictingFact, match="another fact here"):
        await register.record(case, LOST, Taking(4, LATER))

    assert FACTS[:7] == await register.facts(case)


async def test_several_batches_of_one_step_stand_side_by_side(register: Register) -> None:
    """The second batch of a workflow task does not cut off the first."""
    case = fresh_case()

    await register.record(case, FACTS[:4], Taking(0, EARLIER))
    await register.record(case, FACTS[4:7], Taking(0, EARLIER))
    await register.record(case, FACTS[4:7], Taking(0, EARLIER))

    assert FACTS[:7] == await register.facts(case)


async def test_a_case_that_stands_earlier_has_the_rest_cut_off(register: Register) -> None:
    """Facts that nobody confirms are found, and go when the case says that it knows nothing of them."""
    case = fresh_case()
    await register.record(case, FACTS[:4], Taking(0, EARLIER))
    await register.record(case, LOST, Taking(4, EARLIER))

    standing = await register.unsettled(1000)
    cut = await register.settle(case, (4, FACTS[3].digest), standing[case])

    assert (6, LOST[-1].digest) == standing[case]
    assert cut
    assert FACTS[:4] == await register.facts(case)
    assert case not in await register.unsettled(1000)
    assert await first_difference(register, case, (4, FACTS[3].digest)) is None


async def test_settling_what_stands_changes_nothing(register: Register) -> None:
    """A case that stands where the register does is noted as settled."""
    case = fresh_case()
    await register.record(case, FACTS[:7], Taking(0, EARLIER))

    held = (7, FACTS[6].digest)
    assert not await register.settle(case, held, held)
    assert not await register.settle(case, (9, "f" * 64), held)
    assert FACTS[:7] == await register.facts(case)
    with pytest.raises(ConflictingFact):
        await register.settle(case, (7, "f" * 64), held)


async def test_an_answer_that_was_overtaken_cuts_nothing_off(register: Register) -> None:
    """What a step wrote after the case was asked is no step that came to nothing."""
    case = fresh_case()
    await register.record(case, FACTS[:4], Taking(0, EARLIER))
    seen = stands = (4, FACTS[3].digest)
    await register.record(case, FACTS[4:7], Taking(4, LATER))

    assert not await register.settle(case, stands, seen)
    assert FACTS[:7] == await register.facts(case)
