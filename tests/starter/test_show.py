"""`shouwen show` says what the register holds in the words of whoever reads it."""

import pytest

from starter.commands.show import _clock, _follow_up


@pytest.mark.parametrize(
    ("held", "shown"),
    [("true", "是"), ("false", "否"), (None, ""), ("基本满意", "基本满意")],
    ids=["satisfied", "not satisfied", "not asked", "a word of the form's own"],
)
def test_whether_the_requester_was_satisfied(held: str | None, shown: str) -> None:
    """A yes or no is never shown as a program writes it."""
    call = {"round": 1, "attempt": 1, "at": None, "reached": True, "verified": True, "by": "fo-01"}
    assert _follow_up({**call, "satisfied": held}) == ["1.1", "", "是", "是", shown, "fo-01"]


@pytest.mark.parametrize(
    ("state", "judged", "shown"),
    [
        ("running", True, "计时"),
        ("running", False, "计时，只量不判"),
        ("kept", False, "停表，只量不判"),
        ("paused", False, "暂停"),
    ],
)
def test_a_time_that_is_only_measured_is_said_so(state: str, judged: bool, shown: str) -> None:
    """However late it is, it is neither kept nor overdue."""
    leg = {
        "clock": "deliver",
        "title": "转达",
        "leg": 1,
        "started_at": None,
        "due": None,
        "cites": "",
        "rule": "",
    }
    assert shown == _clock({**leg, "state": state, "judged": judged})[-1]
