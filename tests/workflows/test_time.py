"""Time: due dates acted on once, also when nobody was awake; calendars that change."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.testing import WorkflowEnvironment

from activities.channels import Channels
from cases.commands import CompleteTask, ReplanCalendar
from cases.rehearsal import ReadableCase
from tests.cases.driving import SLIP, pack
from tests.workflows.hosting import Host, Hosted, an_opening, eventually, hosting, summary_of
from tests.workflows.playing import play
from workdays.calendar_data import LayerEntry
from worker import build_worker

TIMER = EventType.EVENT_TYPE_TIMER_STARTED
SLACK = timedelta(minutes=30)


async def due(case: Hosted, clock: str) -> datetime:
    """Return when the latest leg of a clock is due."""
    legs = [leg for leg in await case.handle.query("clocks") if leg["clock"] == clock]
    return datetime.fromisoformat(legs[-1]["due"])


async def pass_until(case: Hosted, instant: datetime) -> None:
    """Let the case's clock go on to *instant*."""
    now = await case.host.env.get_current_time(case.handle)
    await case.pass_time(instant - now)


async def test_the_library_comes_out_on_the_server_as_rehearsed(one_host: Host) -> None:
    """An organisation that no Python file knows: reminded, missed, escalated, refused."""
    entry = pack().source.cases["cases/2-passed-on.yaml"][1]
    readable = ReadableCase.model_validate(entry)

    played = await play(one_host.env, pack(), readable, one_host.queue)

    assert [] == played.differences
    view = await played.handle.query("case")
    assert ["answer", "total"] == [breach["clock"] for breach in view["breaches"]]
    assert ["librarian"] == [one["level"] for one in view["escalations"]]


async def test_a_limit_that_is_missed_is_recorded_when_it_is_due(host: Host) -> None:
    """The server wakes the case; reminder and breach go out once each."""
    case = await host.open()
    await case.settled()
    missed = await due(case, "pass_on")

    await pass_until(case, missed + SLACK)
    breaches = await eventually(lambda: case.facts("limit_breached"))

    (breach,) = breaches
    assert missed == datetime.fromisoformat(breach.data["due"])
    assert missed <= breach.at < missed + SLACK
    assert 1 == len(await case.facts("reminded"))
    await eventually(case.settled, lambda _: True)
    assert [] == (await case.handle.query("diagram"))["jobs"]


@pytest.mark.parametrize("cached", [True, False], ids=["cached", "not cached"])
async def test_a_breach_that_nobody_was_awake_for_comes_before_the_late_command(
    temporal: WorkflowEnvironment, tmp_path: Path, cached: bool
) -> None:
    """No worker runs across the due date; the first command afterwards finds the limit missed."""
    options = {} if cached else {"max_cached_workflows": 0}
    async with hosting(temporal, tmp_path, **options) as host:
        case = await host.open()
        await case.do("receive", "sv-01", "pass")
        await case.settled()
        missed = await due(case, "pass_on")
        await pass_until(case, missed - SLACK)  # the reminder goes out meanwhile
        await eventually(lambda: case.facts("reminded"))
        await case.settled()
    await asleep_past(case, missed)

    async with build_worker(temporal.client, host.queue, host.register, Channels(), **options):
        command = CompleteTask(actor="sv-01", task="fill_slip", outcome="send", data=SLIP)
        await case.give("complete_task", command)
        facts = await case.facts()
        kinds = [fact.kind for fact in facts]
        (breach,) = [fact for fact in facts if fact.kind == "limit_breached"]
        sent = next(fact for fact in facts if fact.kind == "handover_sent")

    assert kinds.index("limit_breached") < kinds.index("handover_sent")
    assert missed == datetime.fromisoformat(breach.data["due"])
    assert missed < breach.at <= sent.at
    assert breach.data["found_at"] == breach.at.isoformat()


async def asleep_past(case: Hosted, instant: datetime) -> None:
    """Let the case's clock pass *instant* while no worker is there: it stands still from then on."""
    now = await case.host.env.get_current_time(case.handle)
    passing = asyncio.create_task(case.pass_time(instant - now + timedelta(seconds=1)))
    await eventually(
        lambda: case.host.env.get_current_time(case.handle),
        lambda at: at > instant + timedelta(seconds=1),
    )
    passing.cancel()
    await asyncio.wait([passing])


async def test_a_changed_calendar_moves_the_timers(host: Host) -> None:
    """The old due date passes without a breach, the new one with it."""
    case = await host.open()
    await case.settled()
    old = await due(case, "pass_on")
    law = pack().law(datetime.now(UTC).date())
    first = old.date() - timedelta(days=1)
    entry = LayerEntry(
        layer="national", date=first, until=old.date(), kind="rest", name="停电",
        author="市政府", reason="检修",
    )  # fmt: skip
    command = ReplanCalendar(
        actor="of-09", calendar=law.calendar.with_entries(entry), notice="停电通知"
    )

    await case.give("replan_calendar", command)
    new = await due(case, "pass_on")
    await pass_until(case, old + SLACK)

    assert new > old
    assert [] == (await case.case())["breaches"]
    assert "停电通知" in {fact.data["notice"] for fact in await case.facts("clock_replanned")}
    await pass_until(case, new + SLACK)
    (breach,) = await eventually(lambda: case.facts("limit_breached"))
    assert new == datetime.fromisoformat(breach.data["due"])


async def test_a_calendar_that_cannot_count_is_refused(host: Host) -> None:
    """It does not get the case stuck."""
    case = await host.open()
    calendar = pack().law(date(2026, 11, 1)).calendar.model_copy(update={"zone": "Mars/Olympus"})

    reason, sentence = await case.refused(
        "replan_calendar", ReplanCalendar(actor="of-09", calendar=calendar, notice="错")
    )

    assert "calendar" == reason
    assert "日历" in sentence
    await case.do("receive", "sv-01", "pass")


async def test_timers_say_what_they_are_for(one_host: Host) -> None:
    """Element, limit, amount and article, in Chinese, in the history that people look at."""
    case = await one_host.open()
    await case.hand_over()

    said = [summary_of(event) for event in await case.events(TIMER)]

    limits = {part for text in said for part in text.split(" · ")[1:]}
    assert {
        "转办期限 4个工作小时（第三条）",
        "总期限 5个工作日（第四条）",
        "答复期限 2个工作日（第四条（修订））",
    } == limits
    assert all(
        text.startswith(("到期前 ", "转办期限届满 ", "总期限届满 ", "答复期限届满 "))
        for text in said
    )
    scheduled = await case.events(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
    assert ["送达转办单"] == [summary_of(event) for event in scheduled]


async def test_continuing_as_new_keeps_timers_and_clocks(one_host: Host) -> None:
    """The next run waits for the same instants."""
    opening = an_opening()
    case = await one_host.open(budget=1, opening=opening)
    before = await eventually(lambda: case.handle.query("clocks"))
    await case.hand_over()

    after = {(leg["clock"], leg["leg"]): leg["due"] for leg in await case.handle.query("clocks")}

    for leg in before:
        assert after[leg["clock"], leg["leg"]] == leg["due"]
    timers = (await case.handle.query("diagram"))["timers"]
    assert {after["total", 1], after["answer", 1]} <= set(timers.values())
