"""How amounts and opening hours are written, and what is refused."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from workdays.amount import Amount, spent_label
from workdays.errors import InvalidAmount, InvalidHours, WorkdaysError
from workdays.hours import Interval, WeeklyHours, format_hours, parse_hours
from workdays.unit import Unit

WRITTEN = [
    ("1wd", Decimal(1), Unit.WORKING_DAY, "1个工作日"),
    ("3wd", Decimal(3), Unit.WORKING_DAY, "3个工作日"),
    ("2wh", Decimal(2), Unit.WORKING_HOUR, "2个工作小时"),
    ("1h", Decimal(1), Unit.ELAPSED_HOUR, "1小时"),
    ("0.25h", Decimal("0.25"), Unit.ELAPSED_HOUR, "0.25小时"),
    ("15d", Decimal(15), Unit.CALENDAR_DAY, "15日"),
    ("-4h", Decimal(-4), Unit.ELAPSED_HOUR, "提前4小时"),
    ("0wd", Decimal(0), Unit.WORKING_DAY, "0个工作日"),
    ("100wd", Decimal(100), Unit.WORKING_DAY, "100个工作日"),
]


@pytest.mark.parametrize(("text", "value", "unit", "label"), WRITTEN, ids=[w[0] for w in WRITTEN])
def test_an_amount_is_read_written_and_said(
    text: str, value: Decimal, unit: Unit, label: str
) -> None:
    """Reading and writing are inverse; the label is what people say."""
    amount = Amount.parse(text)

    assert Amount(value, unit) == amount
    assert text == str(amount)
    assert label == amount.label


def test_equal_amounts_are_equal_however_they_are_written() -> None:
    """1.50h is 1.5h."""
    assert Amount.parse("1.50h") == Amount.parse("1.5h")
    assert "1.5h" == str(Amount.parse("1.50h"))


@pytest.mark.parametrize(
    "text",
    ["", "1", "wd", "1 wd", "1xx", "1WD", "+1wd", "1e3h", "nanh", "1,5h", "1.5wd", "0.5d",
     "99999999h", "１wd", "1wd\n"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    """The sentence says what was expected and what was found."""
    with pytest.raises(InvalidAmount, match=r"expected .* found"):
        Amount.parse(text)


def test_no_unit_converts_into_another() -> None:
    """A working day is not so many hours, whatever the number."""
    assert len({Amount(Decimal(24), unit) for unit in Unit}) == 4


def test_hours_are_read_and_written() -> None:
    """Intervals in order, in minutes since midnight."""
    hours = parse_hours("09:00-12:00 13:00-18:00")

    assert (Interval(540, 720), Interval(780, 1080)) == hours
    assert "09:00-12:00 13:00-18:00" == format_hours(hours)
    assert "00:00-24:00" == format_hours(parse_hours("00:00-24:00"))


@pytest.mark.parametrize(
    "text",
    ["9-12", "12:00-09:00", "09:00-09:00", "09:00-12:00 11:00-13:00", "13:00-18:00 09:00-12:00",
     "09:00-25:00", "09:00-24:30", "nine"],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    """Not an interval, backwards, overlapping, out of order, or past midnight."""
    with pytest.raises(InvalidHours, match=r"expected .* found"):
        parse_hours(text)


def test_a_working_day_without_hours_is_refused() -> None:
    """A calendar must be open at some time."""
    with pytest.raises(ValidationError):
        WeeklyHours.model_validate({"workday": ""})


def test_all_refusals_are_values_that_are_wrong() -> None:
    """One root, and it is a ValueError."""
    assert issubclass(InvalidAmount, WorkdaysError)
    assert issubclass(WorkdaysError, ValueError)


@pytest.mark.parametrize(
    ("used", "unit", "said"),
    [
        ("3", Unit.WORKING_DAY, "3个工作日"),
        ("0", Unit.WORKING_DAY, "不足1个工作日"),
        ("15", Unit.CALENDAR_DAY, "15日"),
        ("0", Unit.CALENDAR_DAY, "不足1日"),
        ("0.0022", Unit.ELAPSED_HOUR, "不足1分钟"),
        ("0", Unit.WORKING_HOUR, "不足1分钟"),
        ("0.3333", Unit.ELAPSED_HOUR, "20分钟"),
        ("0.3333", Unit.WORKING_HOUR, "工作时间20分钟"),
        ("1.3333", Unit.WORKING_HOUR, "1个工作小时20分钟"),
        ("2", Unit.WORKING_HOUR, "2个工作小时"),
        ("1.9999", Unit.ELAPSED_HOUR, "2小时"),
        ("30.5", Unit.ELAPSED_HOUR, "30小时30分钟"),
    ],
)
def test_used_time_is_said_with_its_unit(used: str, unit: Unit, said: str) -> None:
    """Days when they are up; hours to the minute."""
    assert said == spent_label(Decimal(used), unit)
