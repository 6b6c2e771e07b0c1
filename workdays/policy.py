"""How a limit counts. A policy belongs to one limit, never to everything."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class CountingPolicy(BaseModel):
    """The choices that the law leaves to the text of a limit.

    The defaults are those of the Civil Code (民法典) articles 201 and 203.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    count_start_day: bool = False
    """Whether the day of receipt is day one (in China it is not: 民法典 201)."""
    ends_at: Literal["close_of_business", "end_of_day"] = "close_of_business"
    """When the last day ends (民法典 203); on a day without business it ends at 24:00."""
    after_close_receipt: Literal["same_day", "next_working_day"] = "same_day"
    """The day of receipt of what arrives on a working day at or after closing."""
    receipt_on_rest_day: Literal["same_day", "next_working_day"] = "same_day"
    """The day of receipt of what arrives on a rest day."""
    roll_last_day: bool = True
    """Whether calendar days that end on a rest day end on the next day that is none."""
    pause_rule: Literal["exclude_both_days", "exclude_full_days"] = "exclude_both_days"
    """Day units: whether the day of the pause and the day of resumption are left out too."""


DEFAULT = CountingPolicy()
