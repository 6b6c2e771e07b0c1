"""The four units of working time. None converts into another."""

from enum import StrEnum


class Unit(StrEnum):
    """What an amount of time is counted in."""

    ELAPSED_HOUR = "elapsed_hour"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"

    @property
    def short(self) -> str:
        """The suffix used in writing: `h`, `wh`, `wd` or `d`."""
        return _SHORT[self]

    @property
    def is_day(self) -> bool:
        """Whether the unit is counted in whole days."""
        return self in {Unit.WORKING_DAY, Unit.CALENDAR_DAY}


_SHORT = {
    Unit.ELAPSED_HOUR: "h",
    Unit.WORKING_HOUR: "wh",
    Unit.WORKING_DAY: "wd",
    Unit.CALENDAR_DAY: "d",
}

BY_SHORT = {short: unit for unit, short in _SHORT.items()}
