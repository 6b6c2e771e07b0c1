"""The hotel's readable cases come out as they say, and leave no branch, limit or outcome untried."""

from collections.abc import Iterator

import pytest

from cases.rehearsal import Rehearsed, rehearse
from regulations.publishing import PublishedPack
from starter.pack_files import load_pack


@pytest.fixture(scope="module")
def hotel() -> PublishedPack:
    """The pack, checked and compiled."""
    return load_pack("hotel")


@pytest.fixture(scope="module")
def rehearsed(hotel: PublishedPack) -> list[Rehearsed]:
    """Every readable case, played once."""
    return list(rehearse(hotel))


def test_every_case_comes_out_as_it_says(rehearsed: list[Rehearsed]) -> None:
    """No readable case differs from what its author worked out by hand."""
    assert {one.name: one.differences for one in rehearsed if one.differences} == {}


def test_every_element_and_flow_is_walked(
    hotel: PublishedPack, rehearsed: list[Rehearsed]
) -> None:
    """Each element but the process itself, and each sequence flow, is visited by some case."""
    walked = {key for one in rehearsed if one.proceeding for key in one.proceeding.stepping.visits}
    drawn = {node.id for node in hotel.program.nodes} | {flow.id for flow in hotel.program.flows}
    assert sorted(drawn - walked) == [hotel.pack.process]


def test_every_outcome_is_chosen(hotel: PublishedPack, rehearsed: list[Rehearsed]) -> None:
    """Each outcome that a task offers is chosen in some case."""
    offered = {
        (node.id, key.removeprefix("outcome:"))
        for node in hotel.program.nodes
        for key in node.properties
        if key.startswith("outcome:")
    }
    assert sorted(offered - set(_chosen(rehearsed))) == []


def test_every_judged_limit_is_kept_and_broken(
    hotel: PublishedPack, rehearsed: list[Rehearsed]
) -> None:
    """Each judged limit is met in one case, missed in another, and reminded of before it is due."""
    facts = [fact for one in rehearsed for fact in one.facts]
    judged = {key for key, limit in hotel.pack.limits.items() if limit.judged}
    met = {f.data["clock"] for f in facts if f.kind == "clock_stopped" and f.data["met"]}
    missed = {f.data["clock"] for f in facts if f.kind == "limit_breached"}
    reminded = {f.data["clock"] for f in facts if f.kind == "reminded"}
    assert judged <= met
    assert judged == missed
    assert judged == reminded


def test_a_supervisory_copy_is_not_an_escalation(rehearsed: list[Rehearsed]) -> None:
    """R69 and R75: every slip is copied to quality control; only a report up counts as conflict."""
    plain = next(one for one in rehearsed if one.name.startswith("一小时内转交"))
    kinds = [fact.kind for fact in plain.facts]
    assert kinds.count("supervisory_copy") == 1
    assert kinds.count("escalated") == 0


def _chosen(rehearsed: list[Rehearsed]) -> Iterator[tuple[str, str]]:
    for one in rehearsed:
        for fact in one.facts:
            if fact.kind == "task_closed" and fact.data["outcome"]:
                yield fact.data["element"], fact.data["outcome"]
