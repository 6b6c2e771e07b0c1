"""A slip in the year is refused: no calendar reaches all the years that can be written."""

from datetime import datetime

import pytest

from cases.commands import ReportAbsence
from cases.recorder import instant_of
from cases.refusal import Refused
from regulations.limits import Extension
from tests.cases.driving import a_course, an_opening
from tests.cases.telling import told_no, with_registration
from tests.cases.test_extensions import GRANT, asked, law

FAR = pytest.mark.parametrize(
    "far",
    [
        pytest.param("2206-10-20T09:00:00+08:00", id="two figures in the wrong order"),
        pytest.param("3026-10-20T09:00:00+08:00", id="where no calendar is"),
        pytest.param("9999-12-31T20:00:00+00:00", id="without a date in the pack's zone"),
    ],
)


@FAR
def test_a_promise_is_for_the_coming_years(far: str) -> None:
    """The limit that would run to it is never counted."""
    refused = told_no(a_course(), "promised", "sv-01", promised_at=far)

    assert "too_far" == refused.reason
    assert "请核对年份" in refused.sentence


@FAR
def test_an_extension_is_for_the_coming_years(far: str) -> None:
    """Also where the pack lets a limit be extended for as long as one likes."""
    course = asked(law(extension=Extension(by="librarian")))

    assert "too_far" == told_no(course, "extension_approved", "of-09", **GRANT, until=far).reason


@FAR
def test_an_appointment_is_for_the_coming_years(far: str) -> None:
    """The inquiry is not registered."""
    with pytest.raises(Refused) as refused:
        an_opening("2026-10-13 10:00", with_registration(), appointment=far)

    assert "too_far" == refused.value.reason


@FAR
def test_an_absence_ends_in_the_coming_years(far: str) -> None:
    """One without an end is reported without one."""
    until = datetime.fromisoformat(far)
    report = ReportAbsence(actor="of-09", person="sv-01", until=until)

    assert "too_far" == a_course().refusal(report).reason


@pytest.mark.parametrize("value", ["9999-12-31T23:59:59-08:00", "0001-01-01T00:00:00+08:00"])
def test_an_instant_that_has_no_utc_is_none(value: str) -> None:
    """It is what any other text is that names no instant."""
    assert instant_of(value) is None
    refused = told_no(a_course(), "promised", "sv-01", promised_at=value)

    assert "not_an_instant" == refused.reason
    assert "写法如 2026-10-13T10:00:00+08:00，" in refused.sentence
