"""The vendored facts against two libraries and against their own rules."""

from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import chinese_calendar
import holidays
import pytest

from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData
from workdays.statute import festivals, statutory_days


def days_of(first: int, last: int) -> list[date]:
    """Every date of the years, first and last included."""
    count = (date(last, 12, 31) - date(first, 1, 1)).days + 1
    return [date(first, 1, 1) + timedelta(days=n) for n in range(count)]


def test_every_day_from_2007_to_2026_is_as_chinesecalendar_has_it(national: WorkCalendar) -> None:
    """Twenty years, day by day, against the package that follows the notices."""
    wrong = [
        day
        for day in days_of(2007, 2026)
        if national.is_working_day(day) != chinese_calendar.is_workday(day)
    ]

    assert wrong == []


def test_every_day_from_2007_to_2026_is_as_holidays_has_it(national: WorkCalendar) -> None:
    """The second oracle: `is_working_day`, never its set of holidays."""
    china = holidays.country_holidays("CN", years=range(2006, 2028))

    wrong = [
        day
        for day in days_of(2007, 2026)
        if national.is_working_day(day) != china.is_working_day(day)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)], ids=["2024", "2025", "2026"]
)
def test_a_year_has_as_many_working_days_as_the_notice_leaves(
    national: WorkCalendar, year: int, workdays: int
) -> None:
    """Totals that were counted by hand from the notices."""
    assert workdays == sum(national.is_working_day(day) for day in days_of(year, year))


def test_the_longest_rest_of_2026_is_nine_days(national: WorkCalendar) -> None:
    """Spring Festival, from 15 February on."""
    runs = [
        list(days)
        for rests, days in groupby(
            days_of(2026, 2026), lambda day: not national.is_working_day(day)
        )
        if rests
    ]

    assert max(runs, key=len) == [date(2026, 2, 15) + timedelta(days=n) for n in range(9)]


def test_every_fact_cites_a_notice_that_was_out_in_time(data: CalendarData) -> None:
    """No fact without a notice; no notice later than what it decides."""
    for fact in data.days:
        notice = data.notices[fact.notice]
        assert notice.known_from < fact.date
        assert fact.name
        assert fact.kind in {"rest", "work"}


def test_make_up_days_fall_on_weekends(data: CalendarData) -> None:
    """A make-up day is a Saturday or a Sunday."""
    assert all(fact.date.isoweekday() > 5 for fact in data.days if fact.kind == "work")


def test_every_notice_has_a_title_a_date_and_an_address_on_gov_cn(data: CalendarData) -> None:
    """Numbers and addresses are given where they are established, and left empty otherwise."""
    without_number = [key for key, one in data.notices.items() if not one.number]
    without_address = [key for key, one in data.notices.items() if not one.address]

    assert all(one.title.startswith("国务院") for one in data.notices.values())
    assert all("gov.cn/" in one.address for one in data.notices.values() if one.address)
    assert without_number == ["2008"]
    assert without_address == ["2015-victory-day"]


def test_every_year_has_its_notice(data: CalendarData) -> None:
    """One notice arranges each year from 2007 to the last published one."""
    arranged = sorted(one.arranges for one in data.notices.values() if one.arranges is not None)

    assert arranged == list(range(2007, data.published_through + 1))


def test_a_planned_fact_stays_beside_the_amended_one(data: CalendarData) -> None:
    """1 February 2020 was to be worked, then was not; both facts are kept."""
    both = [(one.kind, one.notice) for one in data.days if one.date == date(2020, 2, 1)]

    assert both == [("work", "2020"), ("rest", "2020-spring-festival")]


@pytest.mark.parametrize(
    ("day", "before", "after", "known"),
    [
        (date(2019, 5, 2), True, False, date(2019, 3, 22)),
        (date(2019, 4, 28), False, True, date(2019, 3, 22)),
        (date(2020, 1, 31), True, False, date(2020, 1, 27)),
        (date(2015, 9, 3), True, False, date(2015, 5, 13)),
        (date(2011, 12, 31), False, True, date(2011, 12, 6)),
    ],
    ids=["a day of Labour Day 2019", "its make-up Sunday", "Spring Festival 2020 prolonged",
         "Victory Day 2015", "December changed by the next year's notice"],
)  # fmt: skip
def test_what_was_known_before_a_notice_is_still_known(
    data: CalendarData, day: date, before: bool, after: bool, known: date
) -> None:
    """The calendar as known on an instant leaves out what was decided later."""
    midnight = datetime(known.year, known.month, known.day, tzinfo=UTC)

    earlier = WorkCalendar.compile(data.as_known_on(midnight - timedelta(days=1)))
    later = WorkCalendar.compile(data.as_known_on(midnight))

    assert before == earlier.is_working_day(day)
    assert after == later.is_working_day(day)


def test_as_known_on_moves_the_last_published_year(data: CalendarData) -> None:
    """Before the notice of 2026 was out, December 2025 was provisional."""
    then = data.as_known_on(datetime(2025, 11, 3, tzinfo=UTC))

    assert then.published_through == 2025
    assert WorkCalendar.compile(then).is_provisional(date(2025, 12, 1))
    assert not WorkCalendar.compile(then).is_provisional(date(2025, 11, 30))


# --- statute --------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2025, 2041))
def test_a_year_has_thirteen_statutory_days_unless_two_coincide(year: int) -> None:
    """Thirteen since 2025; Mid-Autumn may fall on a day of National Day."""
    coincide = sum("、" in name for name in statutory_days(year).values())

    assert 13 == len(statutory_days(year)) + coincide


@pytest.mark.parametrize(
    ("year", "count"), [(2007, 10), (2008, 11), (2014, 11), (2025, 13)], ids=str
)
def test_the_statute_of_the_year_holds(year: int, count: int) -> None:
    """The statute was amended in 1999, 2007, 2013 and 2024."""
    missing = 3 if year == 2007 else 0  # the lunar table begins in 2008

    assert count - missing == len(statutory_days(year))


def test_the_lunar_table_is_as_holidays_computes_it() -> None:
    """Spring Festival, Qingming, Dragon Boat and Mid-Autumn of 2008 to 2040."""
    for year, found in festivals().items():
        china = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
        for name, day in found.items():
            assert name in china.get(day, ""), (year, name)


def test_an_unpublished_year_is_the_week_without_the_statutory_days(
    national: WorkCalendar,
) -> None:
    """2027: Monday to Friday less the statutory days, all of it provisional."""
    for day in days_of(2027, 2027):
        assert national.is_provisional(day)
        expected = day.isoweekday() < 6 and day not in statutory_days(2027)
        assert expected == national.is_working_day(day)


def test_december_is_provisional_until_the_next_notice_is_out(national: WorkCalendar) -> None:
    """November 2026 is settled, December is not."""
    assert not national.is_provisional(date(2026, 11, 30))
    assert national.is_provisional(date(2026, 12, 1))
