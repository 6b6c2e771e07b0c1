"""Alerts in lists are those that the running cases say of themselves."""

from collections.abc import Callable

import pytest

from cases.views import alert
from starter.alerts import alert_of
from store.engines import open_engine
from store.register import Register
from tests.cases.driving import Course, a_course, law_on
from tests.cases.telling import DAY, tell
from tests.cases.test_extensions import law


def _running() -> Course:
    """Return a case in which the handling limit alone runs, to Friday evening."""
    course = a_course(law=law(law_on(DAY).model_copy(update={"limits": {}})))
    tell(course, "file_completed", "sv-01")
    return course


def _reminded() -> Course:
    return _running().wait("2026-10-15 17:30")


def _paused() -> Course:
    course = _reminded()
    tell(course, "clock_paused", "sv-01", ground="appraisal")
    return course


def _resumed() -> Course:
    course = _paused().wait("2026-10-20 09:00")
    tell(course, "clock_resumed", "sv-01")
    return course


def _asked() -> Course:
    course = _reminded()
    tell(course, "extension_requested", "sv-01", clock="handle", reason="待鉴定")
    return course.wait("2026-10-16 18:00")


def _extended() -> Course:
    course = _asked()
    told = {"reason": "待鉴定", "manner": "电话告知", "until": "2026-10-20T17:00:00+08:00"}
    tell(course, "extension_approved", "of-09", clock="handle", **told)
    return course


@pytest.mark.parametrize(
    ("played", "said"),
    [
        pytest.param(_running, "正常", id="in time"),
        pytest.param(_reminded, "临期", id="reminded"),
        pytest.param(_paused, "正常", id="standing still"),
        pytest.param(_resumed, "正常", id="with a new date"),
        pytest.param(_asked, "逾期", id="late while nobody decided"),
        pytest.param(_extended, "正常", id="given more time after all"),
    ],
)
async def test_a_list_says_what_the_case_says(
    sqlite_url: str,
    played: Callable[[], Course],
    said: str,
) -> None:
    """Whatever became of its clocks."""
    course = played()
    engine = open_engine(sqlite_url)
    register = Register(engine)
    await register.record("TS-1", course.facts)
    row = await register.case_view("TS-1")
    assert row is not None

    assert (said, said) == (alert(course.proceeding), await alert_of(register, row))
    await engine.dispose()
