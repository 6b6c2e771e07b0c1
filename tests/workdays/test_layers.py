"""Layers, half days, other hours, and calendars that reach past what is known."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData, HoursRule, LayerEntry
from workdays.deadline import due
from workdays.errors import NaiveInstant, OutsideCalendar, UnknownCalendar
from workdays.explanation import describe, explain
from workdays.hours import WeeklyHours
from workdays.national import builtin_calendar
from workdays.unit import Unit


def at(text: str) -> datetime:
    """Read an instant in Beijing time."""
    return datetime.fromisoformat(f"{text}+08:00")


def entry(layer: str, day: str, kind: str, **more: Any) -> LayerEntry:
    """A decision of some layer."""
    return LayerEntry.model_validate(
        {"layer": layer, "date": day, "kind": kind, "author": "办公室", "reason": layer, **more}
    )


def compiled(data: CalendarData, *entries: LayerEntry) -> WorkCalendar:
    """The calendar with further decisions."""
    return WorkCalendar.compile(data.with_entries(*entries))


def test_later_layers_win_whatever_the_order_they_are_written_in(data: CalendarData) -> None:
    """National, region, organisation, unit, single day."""
    kinds = ["rest", "work", "rest", "work"]
    layers = ["region", "organisation", "unit", "single_day"]
    for count in range(1, 5):
        entries = [entry(layers[n], "2026-06-03", kinds[n]) for n in range(count)]

        calendar = compiled(data, *reversed(entries))

        assert (kinds[count - 1] == "work") == calendar.is_working_day(date(2026, 6, 3))


def test_within_a_layer_the_later_decision_wins(data: CalendarData) -> None:
    """An order that is taken back no longer holds."""
    closed = entry("single_day", "2026-06-03", "rest", decided_at="2026-06-02T20:00:00+08:00")
    opened = entry("single_day", "2026-06-03", "work", decided_at="2026-06-03T06:00:00+08:00")

    calendar = compiled(data, opened, closed)
    earlier = data.with_entries(opened, closed).as_known_on(at("2026-06-03T05:00"))

    assert calendar.is_working_day(date(2026, 6, 3))
    assert not WorkCalendar.compile(earlier).is_working_day(date(2026, 6, 3))


def test_a_typhoon_closes_a_day_and_the_order_is_cited(data: CalendarData) -> None:
    """A single day without business, with its reason and document."""
    calendar = compiled(
        data,
        entry(
            "single_day",
            "2026-08-13",
            "rest",
            name="台风停业",
            reason="台风红色预警",
            document="防指〔2026〕8号",
        ),
    )

    days = explain(calendar, at("2026-08-12T10:00"), Amount.parse("1wd"))

    assert [day.counted for day in days] == [False, False, True]
    assert ("台风停业" in days[1].why, days[1].notice) == (True, "防指〔2026〕8号")


def test_a_regional_festival_may_last_days(data: CalendarData) -> None:
    """广西三月三: two days by the region's notice."""
    calendar = compiled(
        data, entry("region", "2026-04-20", "rest", until="2026-04-21", name="三月三")
    )

    assert at("2026-04-22T18:00") == due(calendar, at("2026-04-17T10:00"), Amount.parse("1wd")).at


def test_a_half_day_is_a_working_day_that_closes_early(data: CalendarData) -> None:
    """Day units end at its own closing."""
    calendar = compiled(data, entry("organisation", "2026-06-04", "half", hours="09:00-12:00"))

    assert at("2026-06-04T12:00") == due(calendar, at("2026-06-03T10:00"), Amount.parse("1wd")).at
    assert at("2026-06-05T09:30") == due(calendar, at("2026-06-04T11:30"), Amount.parse("1wh")).at


def test_an_organisation_may_keep_other_hours_in_summer(data: CalendarData) -> None:
    """Hours that hold from a date until a date; make-up days keep them too."""
    summer = HoursRule.model_validate({
        "layer": "organisation", "since": "2026-05-01", "until": "2026-09-30", "author": "办公室",
        "reason": "夏季作息", "hours": {"workday": "08:00-12:00 15:00-18:30"},
    })  # fmt: skip
    calendar = WorkCalendar.compile(data.with_rules(summer))

    assert at("2026-06-04T18:30") == due(calendar, at("2026-06-03T10:00"), Amount.parse("1wd")).at
    assert (
        at("2026-09-20T08:30") == due(calendar, at("2026-09-19T10:00"), Amount.parse("0.5wh")).at
    )
    assert at("2026-10-08T18:00") == due(calendar, at("2026-09-30T10:00"), Amount.parse("1wd")).at


def test_a_short_friday_and_an_open_saturday(data: CalendarData) -> None:
    """Special hours of a weekday; national festivals still hold."""
    hours = WeeklyHours.model_validate({
        "workday": "09:00-17:00", "workweek": [1, 2, 3, 4, 5, 6], "special": {5: "09:00-15:00"},
    })  # fmt: skip
    rule = HoursRule(
        layer="unit", since=date(2026, 1, 1), hours=hours, author="窗口", reason="窗口时间"
    )
    calendar = WorkCalendar.compile(data.with_rules(rule))

    assert at("2026-06-05T15:00") == due(calendar, at("2026-06-04T10:00"), Amount.parse("1wd")).at
    assert calendar.is_working_day(date(2026, 6, 6))
    assert not calendar.is_working_day(date(2026, 10, 3))


def test_a_unit_that_never_closes_keeps_no_festival(data: CalendarData) -> None:
    """From a date on, every day is a working day, and none is provisional."""
    rule = HoursRule(
        layer="unit", since=date(2026, 3, 1), author="总台", reason="全天服务",
        hours=builtin_calendar("cn-24x7").hours,
    )  # fmt: skip
    calendar = WorkCalendar.compile(data.with_rules(rule))

    assert not calendar.is_working_day(date(2026, 2, 17))
    assert calendar.is_working_day(date(2026, 10, 1))
    assert not due(calendar, at("2026-12-30T10:00"), Amount.parse("3wd")).provisional


def test_the_service_calendar_works_every_day_and_is_never_provisional(
    service: WorkCalendar,
) -> None:
    """Every day from 00:00 to 24:00, for ever."""
    found = due(service, at("2030-02-02T03:10"), Amount.parse("1wd"))

    assert (at("2030-02-04T00:00"), False) == (found.at, found.provisional)
    assert at("2030-02-02T09:10") == due(service, at("2030-02-02T03:10"), Amount.parse("6wh")).at


def test_far_years_still_have_an_answer_and_it_is_provisional(national: WorkCalendar) -> None:
    """Past the lunar table too; the solar days are still known."""
    found = due(national, at("2099-04-30T10:00"), Amount.parse("1wd"))

    assert found.provisional
    assert date(2099, 5, 4) == found.at.date()
    assert not national.is_working_day(date(2120, 10, 1))


def test_before_the_first_fact_nothing_is_known(national: WorkCalendar) -> None:
    """2006 and earlier are refused, in whatever direction they are reached."""
    for start, amount in [
        ("2006-12-31T10:00", "1wd"), ("2006-12-31T10:00", "1wh"), ("2006-12-31T10:00", "1d"),
        ("2007-01-05T10:00", "-9wd"), ("2007-01-05T10:00", "-90wh"), ("2007-01-05T10:00", "-9d"),
        ("0001-01-01T00:00", "1wd"), ("0001-01-01T00:00", "-1h"), ("2026-01-01T00:00", "-10000000d"),
    ]:  # fmt: skip
        with pytest.raises(OutsideCalendar, match="expected a date"):
            due(national, at(start), Amount.parse(amount))


def test_past_the_last_countable_year_is_refused(service: WorkCalendar) -> None:
    """An amount that leads past the year 2400 is a mistake."""
    with pytest.raises(OutsideCalendar, match="2400"):
        due(service, at("2026-01-01T00:00"), Amount.parse("10000000d"))
    with pytest.raises(OutsideCalendar, match="9999"):
        due(service, at("9999-12-31T23:00"), Amount.parse("100h"))


@pytest.mark.parametrize("unit", list(Unit))
def test_a_naive_instant_is_refused(national: WorkCalendar, unit: Unit) -> None:
    """No unit guesses a zone."""
    with pytest.raises(NaiveInstant, match=r"expected an instant with an offset"):
        due(national, datetime(2026, 1, 5, 10), Amount.parse(f"1{unit.short}"))


def test_an_unknown_calendar_is_refused_with_the_known_ones() -> None:
    """The sentence lists what there is."""
    with pytest.raises(UnknownCalendar, match="cn, cn-24x7"):
        builtin_calendar("us")


def test_a_half_day_without_hours_is_refused() -> None:
    """And so is a run of days that ends before it begins, and an unknown layer."""
    for wrong in [
        {"layer": "unit", "date": "2026-01-01", "kind": "half"},
        {"layer": "unit", "date": "2026-01-02", "until": "2026-01-01", "kind": "rest"},
        {"layer": "moon", "date": "2026-01-01", "kind": "rest"},
    ]:
        with pytest.raises(ValidationError):
            LayerEntry.model_validate({**wrong, "author": "甲", "reason": "乙"})


def test_a_national_half_day_has_its_own_hours(data: CalendarData) -> None:
    """A fact may open a day for half of it; without hours it is refused."""
    half = {"date": "2026-06-04", "kind": "half", "name": "半日", "notice": "2026"}
    facts = data.dump()
    own = CalendarData.load({**facts, "days": [*facts["days"], {**half, "hours": "09:00-12:00"}]})
    calendar = WorkCalendar.compile(own)

    assert at("2026-06-04T12:00") == due(calendar, at("2026-06-03T10:00"), Amount.parse("1wd")).at
    assert "半日（办公时间 09:00-12:00）" == describe(calendar, date(2026, 6, 4))[0]
    with pytest.raises(ValidationError):
        CalendarData.load({**facts, "days": [half]})


def test_a_slice_is_small_and_keeps_what_a_case_needs(data: CalendarData) -> None:
    """A year's slice is a few kilobytes of JSON, layers included."""
    own = data.with_entries(
        entry("organisation", "2020-01-02", "rest"), entry("organisation", "2026-01-05", "rest")
    )

    carried = own.slice(2026)

    assert len(json.dumps(carried.dump(), ensure_ascii=False)) < 4000
    assert [one.date for one in carried.entries] == [date(2026, 1, 5)]
    assert set(carried.notices) == {"2026"}
    assert carried.digest != own.digest
    with pytest.raises(OutsideCalendar, match="2026-01-01"):
        due(WorkCalendar.compile(carried), at("2025-12-31T10:00"), Amount.parse("1wd"))


def test_equal_data_is_compiled_once(data: CalendarData) -> None:
    """The memo goes by content, not by object."""
    again = CalendarData.load(json.loads(json.dumps(data.dump())))

    assert WorkCalendar.compile(data) is WorkCalendar.compile(again)


def test_another_zone_with_summer_time_is_counted_in_absolute_time() -> None:
    """A working night over the change of the clocks has an hour less."""
    data = CalendarData.model_validate({
        "name": "night", "version": "1", "zone": "Europe/Berlin", "first_year": 2026,
        "published_through": 9999,
        "hours": {"workday": "00:00-06:00", "workweek": list(range(1, 8)), "keeps_festivals": False},
    })  # fmt: skip
    calendar = WorkCalendar.compile(data)

    found = due(calendar, datetime(2026, 3, 28, 23, tzinfo=UTC), Amount.parse("5wh"))

    assert datetime(2026, 3, 29, 4, tzinfo=UTC) == found.at
    assert "2026-03-29T06:00:00+02:00" == found.at.isoformat()


def test_a_day_says_what_it_is(national: WorkCalendar) -> None:
    """In Chinese, with the notice where there is one."""
    said = {
        text: describe(national, date.fromisoformat(text))
        for text in ("2026-10-09", "2026-10-10", "2026-10-03", "2026-10-11", "2027-10-01")
    }

    assert said["2026-10-09"] == ("星期五工作日", None)
    assert said["2026-10-10"][0] == "国庆节调休上班"
    assert (
        said["2026-10-10"][1]
        == "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"
    )
    assert said["2026-10-03"][0] == "国庆节放假"
    assert said["2026-10-11"] == ("星期日休息日", None)
    assert said["2027-10-01"] == ("国庆节放假（暂定，放假安排尚未公布）", None)
