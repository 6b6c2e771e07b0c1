"""An amount of time: a number and its unit, written `1wd`, `3wd`, `1wh`, `6h`, `15d`, `-4h`."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from workdays.errors import InvalidAmount
from workdays.unit import BY_SHORT, Unit

MICROSECONDS_PER_HOUR = 3_600_000_000

_WRITTEN = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)([a-z]+)")
_LIMIT = Decimal(10_000_000)
_EXPECTED = "an amount such as 1wd (working days), 1wh (working hours), 6h (hours) or 15d (days)"
_LABELS = {
    Unit.ELAPSED_HOUR: "小时",
    Unit.WORKING_HOUR: "个工作小时",
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_DAY: "日",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of one unit; negative counts backward.

    Raises:
        InvalidAmount: a fraction of a day, or a number past ten million.
    """

    value: Decimal
    unit: Unit
    ticks: int = field(init=False, repr=False, compare=False)
    """Whole days for day units, microseconds for hour units."""

    def __post_init__(self) -> None:
        if not self.value.is_finite() or abs(self.value) > _LIMIT:
            raise InvalidAmount(f"expected at most {_LIMIT:,}, found {self.value}")
        if self.unit.is_day and self.value != self.value.to_integral_value():
            raise InvalidAmount(
                f"expected whole days, found {self.value}{self.unit.short}: "
                "days are never split; use hours if that is meant"
            )
        scale = 1 if self.unit.is_day else MICROSECONDS_PER_HOUR
        object.__setattr__(self, "ticks", int((self.value * scale).to_integral_value()))

    @classmethod
    def parse(cls, text: str) -> "Amount":
        """Read *text*.

        Raises:
            InvalidAmount: *text* is not a number with one of the four units.
        """
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise InvalidAmount(f"expected {_EXPECTED}, found {text!r}")
        unit = BY_SHORT.get(match[2])
        if unit is None:
            raise InvalidAmount(f"expected {_EXPECTED}, found the unknown unit {match[2]!r}")
        return cls(Decimal(match[1]), unit)

    @property
    def label(self) -> str:
        """How people say it: `1个工作日`, `2个工作小时`, `1小时`, `15日`; backward `提前4小时`."""
        ahead = "提前" if self.value < 0 else ""
        return f"{ahead}{_plain(abs(self.value))}{_LABELS[self.unit]}"

    def __str__(self) -> str:
        return f"{_plain(self.value)}{self.unit.short}"


def spent_label(value: Decimal, unit: Unit) -> str:
    """How people say time that was used: `3个工作日`, `1个工作小时20分钟`, `20分钟`, `不足1日`.

    Days are used when they are up; hours are said to the minute.
    """
    if unit.is_day:
        return f"{_plain(value)}{_LABELS[unit]}" if value >= 1 else f"不足1{_LABELS[unit]}"
    minutes = int((value * 60).to_integral_value())
    if minutes == 0:
        return "不足1分钟"
    hours, left = divmod(minutes, 60)
    said = (f"{hours}{_LABELS[unit]}" if hours else "") + (f"{left}分钟" if left else "")
    return f"工作时间{said}" if unit is Unit.WORKING_HOUR and not hours else said


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"
