"""Apology after lateness: a late case is not finished by a person before the requester has one.

It is asked where a person finishes (`SETTLING`), never of an automatic end event: refused there, the
case would stay open for ever. `apology` and `remedy` may be given with the very completion that
finishes, so that lateness found at the last moment leaves a way out.
"""

from cases.case import Case
from cases.events import CaseEvent
from cases.refusal import Refused
from regulations.law import Law

SETTING = "apology_after_lateness"
SETTLING = ("certificate_issued", "archived", "closed")
"""Events by which a person finishes a case."""


def is_late(case: Case, law: Law) -> bool:
    """Whether a limit was missed; a count that was exceeded is no lateness."""
    return any(breach.clock in law.limits for breach in case.breaches)


def owes(case: Case, law: Law) -> bool:
    """Whether the requester is owed an apology."""
    setting = law.settings.get(SETTING)
    asked = setting is not None and setting.value is True
    return asked and case.apologised_at is None and is_late(case, law)


def gives(event: CaseEvent) -> bool:
    """Whether an event brings an apology and a remedy with it."""
    return bool(event.text("apology").strip() and event.text("remedy").strip())


def apology_first(case: Case, event: CaseEvent, law: Law) -> None:
    """Let an event that finishes a case through.

    Raises:
        Refused: a person finishes a late case without apology and remedy.
    """
    if event.by and owes(case, law) and not gives(event):
        late = "、".join(
            dict.fromkeys(one.title for one in case.breaches if one.clock in law.limits)
        )
        raise Refused(
            "apology_owed",
            f"本件超过{late}，办结前应向服务对象道歉并采取补救措施；"
            "请先登记道歉，或者一并填写 apology、remedy",
        )
