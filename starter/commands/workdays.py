"""`shouwen workdays`: count working time, explain it, show the facts it rests on."""

from datetime import datetime
from typing import Any

import click

from starter.console import WithNegatives, echo_json, fail, run_jsonl
from workdays.amount import Amount
from workdays.calendar import WorkCalendar
from workdays.calendar_data import CalendarData, DayFact
from workdays.deadline import Due, due
from workdays.errors import WorkdaysError
from workdays.explanation import ExplainedDay, explain
from workdays.national import BUILTIN, builtin_calendar
from workdays.policy import DEFAULT, CountingPolicy

KINDS = {"rest": "休", "work": "班", "half": "半"}
AFTER_CLOSE = ("same_day", "next_working_day")


@click.group()
def command() -> None:
    """Count working time in China: until when, and why."""


@command.command(name="due", cls=WithNegatives)
@click.argument("instant", required=False)
@click.argument("amount", required=False)
@click.option("--calendar", default="cn", show_default=True, help="A name `calendars` lists.")
@click.option(
    "--after-close", type=click.Choice(AFTER_CLOSE), default="same_day", show_default=True
)
@click.option("--explain", "explained", is_flag=True, help="Print the days, and why each counts.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--jsonl", is_flag=True, help="Answer one JSON request a line.")
def due_command(
    instant: str | None,
    amount: str | None,
    calendar: str,
    after_close: str,
    explained: bool,
    as_json: bool,
    jsonl: bool,
) -> None:
    """Print when AMOUNT from INSTANT is up.

    AMOUNT is 1wd (working days), 1wh (working hours), 6h (hours) or 15d (days); -4h counts
    backward. INSTANT is ISO 8601 with an offset or Z.
    """
    policy = _policy(after_close)
    if jsonl:
        run_jsonl(
            lambda request: _answered(_asked(request, calendar, policy), explained=explained)
        )
        return
    if instant is None or amount is None:
        fail("expected INSTANT and AMOUNT, such as 2026-10-09T17:40:00+08:00 1wd, or --jsonl")
    try:
        _print(Question(instant, amount, calendar, policy), explained=explained, as_json=as_json)
    except WorkdaysError as error:
        fail(str(error))


class Question:
    """One question, read from text.

    Raises:
        WorkdaysError: a part cannot be read; the message says what was expected.
    """

    def __init__(
        self, instant: str, amount: str, calendar: str, policy: CountingPolicy = DEFAULT
    ) -> None:
        self.start = _instant(instant)
        self.amount = Amount.parse(amount)
        self.calendar = WorkCalendar.compile(builtin_calendar(calendar))
        self.policy = policy

    def due(self) -> Due:
        """Return the answer."""
        return due(self.calendar, self.start, self.amount, self.policy)

    def days(self) -> tuple[ExplainedDay, ...]:
        """Return the answer day by day."""
        return explain(self.calendar, self.start, self.amount, self.policy)


def _print(question: Question, *, explained: bool, as_json: bool) -> None:
    if as_json:
        echo_json(_answered(question, explained=explained))
        return
    found = question.due()
    days = question.days() if explained else ()
    click.echo(found.at.isoformat())
    if found.provisional:
        click.echo("provisional: the notice that settles these days is not out yet")
    for day in days:
        notice = f"  {day.notice}" if day.notice else ""
        click.echo(f"{day.date} {'+' if day.counted else '-'} {day.why}{notice}")


def _answered(question: Question, *, explained: bool) -> dict[str, Any]:
    try:
        answer = _as_json(question.due())
        if explained:
            answer["days"] = [_day_as_json(day) for day in question.days()]
    except WorkdaysError as error:
        fail(str(error))
    return answer


def _asked(request: dict[str, Any], calendar: str, policy: CountingPolicy) -> Question:
    start, amount = request.get("from"), request.get("amount")
    name = calendar if request.get("calendar") is None else request["calendar"]
    for key, value in (("from", start), ("amount", amount), ("calendar", name)):
        if not isinstance(value, str):
            fail(f"expected {key!r} to be a text, found {value!r}")
    if "after_close" in request:
        policy = _policy(request["after_close"])
    try:
        return Question(str(start), str(amount), str(name), policy)
    except WorkdaysError as error:
        fail(str(error))


def _policy(after_close: str) -> CountingPolicy:
    if after_close not in AFTER_CLOSE:
        fail(
            f"expected 'after_close' to be one of {', '.join(AFTER_CLOSE)}, found {after_close!r}"
        )
    return (
        DEFAULT
        if after_close == "same_day"
        else CountingPolicy(after_close_receipt="next_working_day")
    )


def _as_json(found: Due) -> dict[str, Any]:
    return {"due": found.at.isoformat(), "provisional": found.provisional}


def _day_as_json(day: ExplainedDay) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "counted": day.counted,
        "why": day.why,
        "notice": day.notice,
    }


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise WorkdaysError(
            f"expected an ISO 8601 instant such as 2026-10-09T17:40:00+08:00, found {text!r}"
        ) from None


# --- facts --------------------------------------------------------------------------------------


@command.command(name="calendars")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def calendars_command(as_json: bool) -> None:
    """List the calendars that ship with the product."""
    listed = [builtin_calendar(name) for name in sorted(BUILTIN)]
    if as_json:
        echo_json([{"name": one.name, "version": one.version, "zone": one.zone} for one in listed])
        return
    for one in listed:
        click.echo(f"{one.name}\t{one.version}\t{one.zone}")


@command.command(name="show")
@click.argument("year", type=int)
@click.option("--calendar", default="cn", show_default=True, help="A name `calendars` lists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show_command(year: int, calendar: str, as_json: bool) -> None:
    """Print what is decided of YEAR, day by day, with the notice."""
    try:
        data = builtin_calendar(calendar)
    except WorkdaysError as error:
        fail(str(error))
    if not data.first_year <= year <= data.published_through:
        fail(
            f"expected a year from {data.first_year} to {data.published_through}, "
            f"for which notices are out, found {year}"
        )
    facts = [fact for fact in data.days if fact.date.year == year]
    if as_json:
        echo_json(_year_as_json(data, year, facts))
        return
    for fact in facts:
        notice = data.notices[fact.notice].citation
        click.echo(f"{fact.date} {KINDS[fact.kind]} {fact.name}  {notice}")


def _year_as_json(data: CalendarData, year: int, facts: list[DayFact]) -> dict[str, Any]:
    cited = sorted({fact.notice for fact in facts})
    return {
        "calendar": data.name,
        "year": year,
        "days": [fact.model_dump(mode="json") for fact in facts],
        "notices": {key: data.notices[key].model_dump(mode="json") for key in cited},
    }
