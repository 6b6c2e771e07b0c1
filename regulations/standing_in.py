"""Who stands in: the duty roster, tiers of gravity, and consent or approval that the law supplies."""

from datetime import date
from typing import Literal

from pydantic import Field

from regulations.provision import Provision

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class DutyTurn(Provision):
    """Who is on duty: on a date, or else on a day of the week. The first that fits counts."""

    staff: str
    day: date | None = None
    weekday: Weekday | None = None


class GravityTier(Provision):
    """Where a matter of a gravity goes: a unit or a post."""

    title: str
    to: str


class LegalBasis(Provision):
    """What gives silence a legal effect. Without one nothing is ever deemed.

    Attributes:
        document: title and number of the act that grants it.
    """

    document: str = Field(min_length=1)
    since: date


class DeemedApproval(LegalBasis):
    """A unit that lets a limit pass is deemed to have agreed.

    Attributes:
        limit: key of the limit whose expiry counts.
        order_limit: key of the limit within which the deemed approval is to be issued.
        borne_by: post that bears the consequences.
    """

    limit: str
    order_limit: str
    borne_by: str
