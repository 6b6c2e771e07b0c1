"""Why is it due then: day by day, in Chinese, with the notice that set the day.

The slow path; it counts on its own day by day, and tests hold it against `due`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workdays.amount import Amount
from workdays.calendar import BeyondHorizon, WorkCalendar
from workdays.counting import DayCounter, last_day
from workdays.deadline import due
from workdays.hours import format_hours
from workdays.pause import Pause, in_order
from workdays.policy import DEFAULT, CountingPolicy
from workdays.unit import Unit

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day of the count.

    `notice` cites the notice, or the document or author of the organisation's own decision.
    """

    date: date
    counted: bool
    why: str
    notice: str | None = None


def explain(
    calendar: WorkCalendar,
    start: datetime,
    amount: Amount,
    policy: CountingPolicy = DEFAULT,
    pauses: Sequence[Pause] = (),
) -> tuple[ExplainedDay, ...]:
    """Return every day from that of *start* to the due day, in the order of counting.

    Raises:
        NaiveInstant, OutsideCalendar, ClockPaused: as `due` does.
    """
    at = due(calendar, start, amount, policy, pauses).at
    while True:
        try:
            local = calendar.local(start)
            if amount.unit.is_day:
                return tuple(_days(calendar, local, at, amount, policy, in_order(pauses)))
            return tuple(_hours(calendar, local, at, amount, in_order(pauses)))
        except BeyondHorizon:
            calendar = calendar.extended()


def describe(calendar: WorkCalendar, day: date) -> tuple[str, str | None]:
    """Return what *day* is, in Chinese, and the notice or document that made it so."""
    decided, hours = calendar.decided(day), calendar.hours_of(day)
    unsettled = "（暂定，放假安排尚未公布）" if calendar.is_provisional(day) else ""
    if decided is None:
        kind = "工作日" if hours else "休息日"
        return f"星期{_WEEKDAYS[day.weekday()]}{kind}{unsettled}", None
    name = decided.name or decided.reason
    if decided.kind == "rest":
        closed = name if decided.reason else f"{name}放假"
        return f"{closed}{unsettled}", decided.source
    if decided.kind == "half" or decided.reason:
        return f"{name}（办公时间 {format_hours(hours)}）{unsettled}", decided.source
    return f"{name}调休上班{unsettled}", decided.source


# --- days ---------------------------------------------------------------------------------------


def _days(
    calendar: WorkCalendar,
    local: datetime,
    at: datetime,
    amount: Amount,
    policy: CountingPolicy,
    pauses: Sequence[Pause],
) -> Iterator[ExplainedDay]:
    working = amount.unit is Unit.WORKING_DAY
    counter = DayCounter(calendar, policy, pauses, working=working)
    zero, last = local.toordinal(), last_day(counter, local, amount.ticks)
    number, step = 0, 1 if amount.ticks >= 0 else -1
    for ordinal in range(zero, last + step, step):
        counted = number < abs(amount.ticks) and _counts(counter, ordinal, local, step)
        number += counted
        day = date.fromordinal(ordinal)
        what, notice = describe(calendar, day)
        if counted:
            why = _counted(number, amount, what)
        else:
            why = f"{_left_out(counter, ordinal, local, step)}：{what}"
            if ordinal == last and not counter.working:
                why = f"顺延至本日：{what}"
        if ordinal == last:
            why += f"；{_clock(at, day)} 到期"
        yield ExplainedDay(day, counted, why, notice)


def _counts(counter: DayCounter, ordinal: int, local: datetime, step: int) -> bool:
    if counter.working and not counter.is_working(ordinal):
        return False
    if step < 0:
        return ordinal < local.toordinal()
    return ordinal >= counter.day_one(local) and not counter.is_left_out(ordinal)


def _counted(number: int, amount: Amount, what: str) -> str:
    back = "倒数" if amount.ticks < 0 else ""
    unit = "个工作日" if amount.unit is Unit.WORKING_DAY else "日"
    return f"{back}第{number}{unit}：{what}"


def _left_out(counter: DayCounter, ordinal: int, local: datetime, step: int) -> str:
    if step < 0 and ordinal == local.toordinal():
        return "起算当日不计入"
    received = counter.receipt(local) if step > 0 else None
    if ordinal == received == local.toordinal():
        return "收到当日不计入"
    if ordinal == received:
        return "视为收到之日，不计入"
    if step > 0 and ordinal == local.toordinal():
        return "不在办公时间收到，视为次一工作日收到"
    if counter.is_left_out(ordinal):
        return "暂停期间不计入"
    if not counter.working:
        return "最后一日遇休息日，顺延"
    return "不计入"


# --- hours --------------------------------------------------------------------------------------


def _hours(
    calendar: WorkCalendar,
    local: datetime,
    at: datetime,
    amount: Amount,
    pauses: Sequence[Pause],
) -> Iterator[ExplainedDay]:
    first, last = min(local, at), max(local, at)
    days = list(range(first.toordinal(), last.toordinal() + 1))
    for ordinal in days if amount.ticks >= 0 else reversed(days):
        day = date.fromordinal(ordinal)
        running = [
            (max(opened, first), min(closed, last))
            for opened, closed in _spans(calendar, ordinal, amount.unit)
            if opened < last and closed > first
        ]
        spans = [piece for span in running for piece in _unpaused(*span, pauses)]
        what, notice = _what(calendar, day, amount.unit)
        head = _used(spans, day) if spans else "暂停期间不计入" if running else "不计入"
        why = f"{head}：{what}"
        if ordinal == at.toordinal():
            why += f"；{_clock(at, day)} 到期"
        yield ExplainedDay(day, bool(spans), why, notice)


def _what(calendar: WorkCalendar, day: date, unit: Unit) -> tuple[str, str | None]:
    if unit is Unit.ELAPSED_HOUR:
        return "连续计时，不分昼夜与休息日", None
    return describe(calendar, day)


def _spans(calendar: WorkCalendar, ordinal: int, unit: Unit) -> list[tuple[datetime, datetime]]:
    if unit is Unit.ELAPSED_HOUR:
        return [(calendar.day_end(ordinal - 1), calendar.day_end(ordinal))]
    hours = calendar.open_hours[calendar.index(ordinal)]
    return [
        (calendar.moment(ordinal, opened), calendar.moment(ordinal, closed))
        for opened, closed in hours
    ]


def _unpaused(
    begun: datetime, ended: datetime, pauses: Sequence[Pause]
) -> Iterator[tuple[datetime, datetime]]:
    for pause in pauses:
        if pause.start < ended and (pause.end is None or pause.end > begun):
            if begun < pause.start:
                yield begun, pause.start.astimezone(begun.tzinfo)
            if pause.end is None:
                return
            begun = pause.end.astimezone(begun.tzinfo)
    if begun < ended:
        yield begun, ended


def _used(spans: Sequence[tuple[datetime, datetime]], day: date) -> str:
    total = sum((b - a for a, b in spans), timedelta(0))
    listed = "、".join(f"{_clock(a, day)}—{_clock(b, day)}" for a, b in spans)
    return f"计入{_length(total)}（{listed}）"


def _length(span: timedelta) -> str:
    hours, rest = divmod(int(span.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "小时"), (minutes, "分钟"), (seconds, "秒"))
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "不足1秒"


def _clock(instant: datetime, day: date) -> str:
    if instant.date() > day:
        return "24:00"
    return instant.strftime("%H:%M:%S" if instant.second else "%H:%M")
