"""Calendars that the tests of this folder share."""

import pytest

from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData
from workdays.national import national_calendar, service_calendar


@pytest.fixture(scope="session")
def data() -> CalendarData:
    """The national facts."""
    return national_calendar()


@pytest.fixture(scope="session")
def national(data: CalendarData) -> WorkCalendar:
    """The national calendar."""
    return WorkCalendar.compile(data)


@pytest.fixture(scope="session")
def service() -> WorkCalendar:
    """The calendar of a 24-hour service."""
    return WorkCalendar.compile(service_calendar())
