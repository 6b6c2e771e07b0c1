"""Four organisations share the diagrams of a window; their cases leave no branch of it untried."""

from collections.abc import Iterator

import pytest

from cases.rehearsal import Rehearsed, rehearse
from regulations.publishing import PublishedPack
from starter.pack_files import load_pack

PACKS = ("service-centre", "citizens-service-centre", "township-centre", "service-hall")
SHARED = ("window", "window_above", "materials", "handling")


@pytest.fixture(scope="module")
def published() -> dict[str, PublishedPack]:
    """The packs, checked and compiled."""
    return {key: load_pack(key) for key in PACKS}


@pytest.fixture(scope="module")
def rehearsed(published: dict[str, PublishedPack]) -> dict[str, list[Rehearsed]]:
    """Every readable case, played once."""
    return {key: list(rehearse(pack)) for key, pack in published.items()}


@pytest.mark.parametrize("key", PACKS)
def test_every_case_comes_out_as_it_says(key: str, rehearsed: dict[str, list[Rehearsed]]) -> None:
    """No readable case differs from what its author worked out by hand, and there are ten at least."""
    assert {one.name: one.differences for one in rehearsed[key] if one.differences} == {}
    assert len(rehearsed[key]) >= 10


@pytest.mark.parametrize("key", PACKS)
def test_every_judged_limit_is_kept_and_broken(
    key: str, published: dict[str, PublishedPack], rehearsed: dict[str, list[Rehearsed]]
) -> None:
    """Each judged limit is met in one case and missed in another."""
    facts = [fact for one in rehearsed[key] for fact in one.facts]
    judged = {name for name, limit in published[key].pack.limits.items() if limit.judged}
    met = {
        fact.data["clock"] for fact in facts if fact.kind == "clock_stopped" and fact.data["met"]
    }
    missed = {fact.data["clock"] for fact in facts if fact.kind == "limit_breached"}
    assert sorted(judged - met) == []
    assert sorted(judged - missed) == []


def test_every_element_and_flow_of_the_shared_diagrams_is_walked(
    published: dict[str, PublishedPack], rehearsed: dict[str, list[Rehearsed]]
) -> None:
    """What no organisation ever walks has no business in a shared diagram."""
    walked = {
        key
        for played in rehearsed.values()
        for one in played
        if one.proceeding
        for key in one.proceeding.stepping.visits
    }
    drawn = set(_drawn(published["service-hall"]))
    assert sorted(drawn - walked) == []


def _drawn(pack: PublishedPack) -> Iterator[str]:
    """Yield elements and flows of the shared diagrams, by the processes they stand in."""
    program = pack.program
    for path, text in pack.source.processes.items():
        if path.removeprefix("shared/processes/").removesuffix(".bpmn") not in SHARED:
            continue
        for node in program.nodes:
            if f'id="{node.id}"' in text and f'<bpmn:process id="{node.id}"' not in text:
                yield node.id
        for flow in program.flows:
            if f'<bpmn:sequenceFlow id="{flow.id}"' in text:
                yield flow.id
