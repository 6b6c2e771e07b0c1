"""Why is it due then: the law the case carries, counted day by day."""

from datetime import date, datetime, timedelta

import pytest

from cases.rehearsal import ReadableCase
from regulations.publishing import PublishedPack
from starter.calendars import UnknownCalendarFile, read_calendar, renewed
from starter.desk import Desk
from starter.explaining import NoSuchClock, explain_clocks
from starter.histories import calendar_in_force
from tests.starter.conftest import INQUIRY, recorded
from tests.starter.courses import answer, hand_over
from workdays.calendar_data import CalendarData, DayFact, LayerEntry, Notice
from workdays.national import national_calendar

NOTICE = "国务院办公厅关于某年部分节假日安排的通知（国办发明电〔2026〕9号）"


async def test_a_case_is_explained_before_any_worker_saw_it(desk: Desk) -> None:
    """Amount, article, rule and the count itself, from what the case was started with."""
    received = "2026-11-20T17:40:00+08:00"
    case = (await desk.open("hotel", {**INQUIRY, "received_at": received})).case

    [leg] = await explain_clocks(await desk.client(), desk.register, case)

    assert ("transfer", "四、3", "R68", "1小时") == (leg.clock, leg.cites, leg.rule, leg.label)
    assert datetime.fromisoformat(received) + timedelta(hours=1) == leg.due == leg.counted_due
    assert [date(2026, 11, 20)] == [day.date for day in leg.days]


async def test_a_clock_is_explained_leg_by_leg(desk: Desk, worker: None) -> None:
    """Legs that ended say what was used; days say why they count."""
    case = (await desk.open("hotel", INQUIRY)).case
    await hand_over(desk, case)
    await answer(desk, case)

    [leg] = await explain_clocks(await desk.client(), desk.register, case, "answer")

    assert ("kept", "1个工作日", "engineering") == (leg.state, leg.label, leg.unit)
    assert ("0", "不足1个工作日") == (leg.used, leg.used_label)
    assert "移交送出、签署意见再转、重新办理" == leg.starts_label
    assert leg.due == leg.counted_due
    assert 1 == sum(day.counted for day in leg.days)
    assert "第1个工作日" in next(day.why for day in leg.days if day.counted)


async def test_a_notice_is_part_of_the_explanation(desk: Desk, worker: None) -> None:
    """After a notice, the days are those of the calendar put in force, and the notice is named."""
    case = (await desk.open("hotel", INQUIRY)).case
    await hand_over(desk, case)
    client = await desk.client()
    [before] = await explain_clocks(client, desk.register, case, "answer")
    known = _with_rest_day(before.counted_due.date())
    calendar = renewed(await calendar_in_force(client, case), known)
    await desk.replan(case, calendar, NOTICE, "qc-01")

    [after] = await explain_clocks(client, desk.register, case, "answer")

    assert after.due is not None
    assert after.due > before.counted_due
    assert after.due == after.counted_due
    assert [NOTICE] == [one.notice for one in after.replanned]
    assert NOTICE in [day.notice for day in after.days]
    assert calendar == await calendar_in_force(client, case)


async def test_what_bounds_a_leg_is_said(desk: Desk, worker: None) -> None:
    """A leg under a total names the total and until when it runs."""
    pack = desk.pack("tax-bureau")
    key = next(key for key, limit in pack.pack.limits.items() if limit.within)
    case = await _tax_case_with(desk, pack, key)

    [leg, *_] = await explain_clocks(await desk.client(), desk.register, case, key)

    assert pack.pack.limits[key].within == leg.cap
    assert pack.pack.limits[str(leg.cap)].title == leg.cap_title
    assert leg.cap_due is not None
    assert leg.due is not None
    assert leg.due <= leg.cap_due


async def test_a_clock_that_did_not_run_is_said_so(desk: Desk, worker: None) -> None:
    """The sentence names those that did."""
    case = (await desk.open("hotel", INQUIRY)).case

    with pytest.raises(NoSuchClock, match=r"\(transfer\), found 'answer'"):
        await explain_clocks(await desk.client(), desk.register, case, "answer")


def test_an_organisations_own_days_outlive_a_notice() -> None:
    """Hours and decisions of the organisation stay when the nation's days are renewed."""
    own = LayerEntry(
        layer="organisation",
        date=date(2026, 12, 31),
        kind="rest",
        author="酒店",
        reason="盘点",
    )
    carried = national_calendar().with_entries(own).slice(2025)
    known = _with_rest_day(date(2026, 12, 30))

    found = renewed(carried, known)

    assert (own,) == found.entries
    assert carried.hours == found.hours
    assert carried.first_year == found.first_year
    assert date(2026, 12, 30) in {fact.date for fact in found.days}


def test_a_calendar_is_found_by_name_or_in_a_file(tmp_path) -> None:
    """Anything else is refused in one sentence."""
    file = tmp_path / "calendar.json"
    file.write_text(national_calendar().model_dump_json(), "utf-8")
    (tmp_path / "broken.json").write_text("[1]", "utf-8")

    assert national_calendar() == read_calendar(str(file)) == read_calendar("cn")
    with pytest.raises(UnknownCalendarFile, match=r"cn, cn-24x7 or a JSON file, found 'mars'"):
        read_calendar("mars")
    with pytest.raises(UnknownCalendarFile, match="does not hold a calendar"):
        read_calendar(str(tmp_path / "broken.json"))


def _with_rest_day(day: date) -> CalendarData:
    national = national_calendar()
    notices = {**national.notices, "new": Notice(title=NOTICE, date=date(2026, 11, 1))}
    days = (*national.days, DayFact(date=day, kind="rest", name="临时放假", notice="new"))
    ordered = tuple(sorted(days, key=lambda one: one.date))
    return national.model_copy(update={"notices": notices, "days": ordered})


async def _tax_case_with(desk: Desk, pack: PublishedPack, clock: str) -> str:
    """Return a case of the tax bureau in which *clock* runs, from its own readable cases."""
    for file in pack.source.cases.values():
        for written in file:
            readable = ReadableCase.model_validate(written)
            given = {key: value for key, value in readable.open.items() if key != "at"}
            case = (await desk.open("tax-bureau", given)).case
            await recorded(desk, case)
            for step in readable.steps:
                if clock in {leg.clock for leg in await desk.clocks(case)}:
                    return case
                if not step.do:
                    break
                await desk.complete(case, step.do, step.by, step.outcome, step.data)
    raise AssertionError(clock)
