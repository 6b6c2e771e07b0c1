"""A limit that passes approves nothing, unless the pack names an act that says so."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cases.rehearsal import Rehearsed, rehearse
from regulations.publishing import PublishedPack, publish
from starter.pack_files import SHIPPED, read_pack

BASIS = {
    "document": "虚构的《示例条例》第一条",
    "since": "2026-01-01",
    "limit": "handle",
    "order_limit": "issue_order",
    "borne_by": "market-window-lead",
    "cites": "五",
    "rule": "R130",
}
"""A made-up act: the centre's own pack names none."""

SILENCE: dict[str, Any] = {
    "name": "有了法律依据，逾期视为同意，中心主任督促，窗口当天核发",
    "open": {
        "at": "2026-10-09 09:00",
        "channel": "visit",
        "kind": "application",
        "subject": "food-permit",
        "first_contact": "mw-01",
        "requester": {"name": "某先生"},
        "matter": "申请食品经营许可",
    },
    "steps": [
        {"at": "2026-10-09 09:10", "do": "receive", "by": "mw-01", "outcome": "guide",
         "data": {"guide": "food-permit"}},
        {"at": "2026-10-09 09:30", "do": "review", "by": "mw-01", "outcome": "complete"},
        {"at": "2026-10-09 09:35", "do": "accept", "by": "mw-01", "outcome": "accept",
         "data": {"contact": "市场监管窗口"}},
        {"at": "2026-10-22 16:59", "see": {"open": ["handle"], "reminders": ["handle"],
                                           "happened": {"deemed_approved": 0}}},
        {"at": "2026-10-22 17:00", "see": {"open": ["order_issue"], "breaches": ["handle"],
                                           "stage": "超时默认",
                                           "happened": {"deemed_approved": 1}}},
        {"at": "2026-10-22 17:05", "refuse": "handle", "by": "mw-01", "outcome": "issue",
         "data": {"answer": "再看看", "certificate": "无"}, "because": "没有待办"},
        {"at": "2026-10-23 09:00", "refuse": "order_issue", "by": "mw-01", "outcome": "ordered",
         "data": {"opinion": "缓办"}, "because": "不是其中之一"},
        {"at": "2026-10-23 09:05", "do": "order_issue", "by": "cd-01", "outcome": "ordered",
         "data": {"opinion": "视为同意，立即核发"}},
        {"at": "2026-10-23 09:06", "see": {"open": ["issue_deemed"],
                                           "due": {"issue_order": "2026-10-26 17:00"}}},
        {"at": "2026-10-23 15:00", "do": "issue_deemed", "by": "mw-01", "outcome": "issued",
         "data": {"answer": "准予许可", "certificate": "食品经营许可证"}},
        {"at": "2026-10-23 16:00", "do": "find_cause", "by": "cd-01", "outcome": "found",
         "data": {"cause": "dereliction", "note": "压件"}},
    ],
    "ends": {
        "state": "closed",
        "result": "办结（逾期）",
        "breaches": ["handle"],
        "seen_by": {"requester": {"deemed_approved": 1, "issue_ordered": 1}},
    },
}  # fmt: skip


def _centre(case: dict[str, Any], **more: Any) -> PublishedPack:
    source = read_pack(Path(SHIPPED) / "service-centre")
    data, cases = {**source.data, **more}, {"cases/silence.yaml": [case]}
    return publish(replace(source, data=data, cases=cases))


def _played(published: PublishedPack) -> Rehearsed:
    found: Iterator[Rehearsed] = rehearse(published)
    return next(found)


@pytest.fixture(scope="module")
def deemed() -> Rehearsed:
    """The case under a made-up act."""
    return _played(_centre(SILENCE, deemed_approval=BASIS))


def test_under_an_act_silence_is_consent_and_the_certificate_is_ordered(
    deemed: Rehearsed,
) -> None:
    """The unit is deemed to agree when its limit is up, and the centre's leader orders the issue."""
    assert deemed.differences == ()


def test_who_bears_the_consequences_is_on_record(deemed: Rehearsed) -> None:
    """The act, the unit and the bearer stand in the fact."""
    fact = next(one for one in deemed.facts if one.kind == "deemed_approved")
    assert fact.data["document"] == BASIS["document"]
    assert (fact.data["unit"], fact.data["borne_by"]) == ("market-window", "market-window-lead")


def test_without_an_act_nothing_is_deemed() -> None:
    """The centre's own pack: the limit is missed, the window goes on handling."""
    late = {"at": "2026-10-22 17:01", "see": {"open": ["handle"], "breaches": ["handle"]}}
    played = _played(_centre({**SILENCE, "steps": [*SILENCE["steps"][:3], late], "ends": {}}))
    kinds = [fact.kind for fact in played.facts]
    assert "limit_breached" in kinds
    assert "deemed_approved" not in kinds
    assert "event_refused" not in kinds
    assert played.differences == ()
