"""A clock that stood still, was extended or runs to a promise is explained with what moved it."""

from datetime import datetime

from cases.views import clocks_view
from starter.answers import ClockItem
from starter.commands.explain import _print
from starter.explaining import LegExplanation, _explain, _Known
from tests.cases.driving import Course, a_course, at
from tests.cases.telling import tell, with_limit
from tests.cases.test_extensions import asked, grant
from tests.cases.test_pauses import paused


def explained(course: Course, clock: str = "handle") -> LegExplanation:
    """Return the explanation of a clock's latest leg."""
    law = course.proceeding.law
    legs = [ClockItem.model_validate(leg) for leg in clocks_view(course.proceeding)]
    opened = at("2026-10-13 10:00")
    known = _Known("TS-1", [(opened, law)], [(opened, law.calendar, "")], legs)
    return _explain([leg for leg in legs if leg.clock == clock][-1], known)


def printed(leg: LegExplanation, capsys) -> str:
    """Return what the command prints of it."""
    _print(leg)
    return capsys.readouterr().out


def test_a_clock_that_stands_still_has_no_date_yet(capsys) -> None:
    """Since when, and why; nothing is counted before it goes on."""
    leg = explained(paused())

    assert ("paused", None, None, ()) == (leg.state, leg.due, leg.counted_due, leg.days)
    said = printed(leg, capsys)
    for part in ("暂停中", "恢复计时后另行计算", "自 2026-10-14 周三 10:00，因鉴定期间"):
        assert part in said


def test_the_days_of_a_pause_are_left_out_and_said_so(capsys) -> None:
    """The count says which days did not count, and is that of the case."""
    course = paused()
    course.wait("2026-10-15 10:00")
    tell(course, "clock_resumed", "sv-01")

    leg = explained(course)

    assert leg.due == leg.counted_due == datetime.fromisoformat("2026-10-20T17:00:00+08:00")
    assert not leg.extended
    assert 2 == sum("暂停期间不计入" in day.why for day in leg.days)
    assert "2026-10-14 周三 10:00 至 2026-10-15 周四 10:00" in printed(leg, capsys)


def test_an_extension_is_told_from_the_count(capsys) -> None:
    """What the count alone gives, and that an approval moved it."""
    course = asked()
    grant(course, "2026-10-21 12:00")

    leg = explained(course)

    assert leg.extended
    assert leg.due == datetime.fromisoformat("2026-10-21T12:00:00+08:00")
    assert "经批准延长" in printed(leg, capsys)


def test_a_time_that_is_only_measured_is_said_so(capsys) -> None:
    """However long it takes, it is neither late nor in time."""
    measured = {"judged": False, "starts_on": ("registered",), "stops_on": ("visited",)}
    course = a_course(law=with_limit("told", **measured))
    course.wait("2026-10-30 10:00")
    running = printed(explained(course, "told"), capsys)
    tell(course, "visited")

    assert "计时中，只量不判" in running
    assert "已停表，只量不判" in printed(explained(course, "told"), capsys)
