"""Every limit and every count of every pack is kept in one readable case and broken in another."""

from functools import cache

import pytest

from cases.facts import Fact
from cases.rehearsal import ReadableCase, Rehearsal
from tests.cases.driving import SHIPPED_PACKS, pack


@cache
def facts_of(name: str) -> tuple[tuple[Fact, ...], ...]:
    """Return the facts of every readable case of a pack."""
    published = pack(name)
    return tuple(
        Rehearsal(published, ReadableCase.model_validate(entry), file).play().facts
        for file, entries in published.source.cases.items()
        for entry in entries
    )


def found(name: str, kind: str, **data: object) -> set[str]:
    """Return the clocks that facts of *kind* with *data* name, in all cases of a pack."""
    return {
        fact.data["clock"]
        for facts in facts_of(name)
        for fact in facts
        if fact.kind == kind and all(fact.data.get(key) == value for key, value in data.items())
    }


@pytest.mark.parametrize("name", SHIPPED_PACKS)
def test_every_judged_limit_is_kept_and_broken(name: str) -> None:
    """A soft one is exceeded, too."""
    limits = pack(name).pack.limits
    judged = {key for key, limit in limits.items() if limit.judged}
    soft = {key for key in judged if limits[key].soft}

    assert judged <= found(name, "clock_stopped", met=True)
    assert judged <= found(name, "limit_breached")
    assert soft <= found(name, "limit_exceeded")


@pytest.mark.parametrize("name", SHIPPED_PACKS)
def test_every_count_is_exceeded_somewhere(name: str) -> None:
    """And not in every case."""
    counts = set(pack(name).pack.counts)

    assert counts <= found(name, "limit_breached")
    assert not counts or any(
        not any(fact.kind == "limit_breached" and fact.data["clock"] in counts for fact in facts)
        for facts in facts_of(name)
    )


@pytest.mark.parametrize("name", SHIPPED_PACKS)
def test_there_are_at_least_ten_cases(name: str) -> None:
    """An owner sees more than the easy course."""
    assert len(facts_of(name)) >= 10
