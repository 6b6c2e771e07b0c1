"""Pauses: a clock stands still only on a ground that the pack lists for its limit."""

from cases import legs
from cases.admitting.rule import one_of
from cases.case import Case
from cases.events import CaseEvent
from cases.refusal import Refused
from regulations.law import Law


def clock_paused(case: Case, event: CaseEvent, law: Law) -> None:
    """The ground is listed, and a clock runs that may stand still on it.

    Raises:
        Refused: it is not so.
    """
    ground, clock = event.text("ground"), event.text("clock")
    known = {
        key: one.title
        for name, limit in law.limits.items()
        if clock in ("", name)
        for key, one in limit.pauses.items()
    }
    if ground not in known:
        said = "、".join(f"{key}（{title}）" for key, title in known.items()) or "没有"
        raise Refused("unknown_ground", f"暂停计时的事由（ground）只能是 {said}，收到“{ground}”")
    if not legs.pausable(case, law, ground, clock, event.at):
        raise Refused(
            "nothing_to_pause",
            f"没有可因“{known[ground]}”暂停的时限：或未在计时，或已经暂停，或已经届满",
        )


def clock_resumed(case: Case, event: CaseEvent, law: Law) -> None:
    """A clock stands still that can go on.

    Raises:
        Refused: none does, or there is no limit of that key.
    """
    ground, clock = event.text("ground"), event.text("clock")
    if clock:
        one_of("unknown_limit", "时限（clock）", clock, law.limits)
    if not legs.paused(case, ground, clock):
        still = "、".join(law.limits[key].title for key in legs.paused(case, "", "")) or "没有"
        raise Refused("nothing_paused", f"没有可恢复计时的时限；正在暂停的：{still}")
