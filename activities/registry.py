"""Every activity of this room, built on one register and one set of channels."""

from collections.abc import Callable
from typing import Any

from activities.accountability import AccountabilityActivities
from activities.channels import Channels
from activities.delivery import Notifier
from activities.follow_ups import FollowUpActivities
from activities.notices import NoticeActivities
from activities.register import RegisterActivities
from activities.transfers import TransferActivities
from store.register import Register


def build_activities(
    register: Register, channels: Channels | None = None
) -> list[Callable[..., Any]]:
    """Return the callables that a worker registers: one for each name in the contracts.

    Args:
        register: on a database that is set up.
        channels: where notices go; without, they stay in the outbox.
    """
    transfers = TransferActivities(register)
    return [
        RegisterActivities(register).record_facts,
        transfers.send_slip,
        transfers.return_slip,
        FollowUpActivities(register).schedule,
        AccountabilityActivities(register).record_breach,
        NoticeActivities(Notifier(register, channels or Channels())).send,
    ]
