"""What workflows may ask for is here, under names that never change."""

import json
from pathlib import Path

from activities.contracts import ATTEMPTS, JOB_DATA, RECORD_FACTS
from activities.registry import build_activities
from store.register import Register
from tests.activities.jobs import EACH, name_of

GOLDEN = Path(__file__).parents[1] / "golden" / "names.json"
EXPECTED = (RECORD_FACTS, *JOB_DATA)


async def test_every_name_of_the_contracts_is_implemented_once(sqlite_register: Register) -> None:
    """A worker serves each name, none twice, none besides."""
    names = [name_of(each) for each in build_activities(sqlite_register)]

    assert sorted(EXPECTED) == sorted(names)


def test_names_are_those_that_stand_in_histories() -> None:
    """A name that changed would break every running case: add names, never change one."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))["activities"]

    assert sorted(golden) == sorted(EXPECTED)


def test_every_name_has_its_attempts() -> None:
    """Each activity has a timeout and an explicit policy from the one table."""
    assert sorted(EXPECTED) == sorted(ATTEMPTS)


def test_every_job_has_a_sample_here() -> None:
    """The tests of this folder run each type of job."""
    assert sorted(JOB_DATA) == sorted(EACH)
