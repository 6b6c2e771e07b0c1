"""Apology after lateness: a late case is not finished by a person before the requester has one.

It is asked where a person finishes (`vocabulary.SETTLING`), never of an automatic end event: refused there, the
case would stay open for ever. `apology` and `remedy` may be given with the very completion that
finishes, so that lateness found at the last moment leaves a way out.
"""

from cases.case import Case
from cases.events import CaseEvent
from cases.lateness import gives, missed, owes
from cases.refusal import Refused
from regulations.law import Law


def apology_first(case: Case, event: CaseEvent, law: Law) -> None:
    """Let an event that finishes a case through.

    Raises:
        Refused: a person finishes a late case without apology and remedy.
    """
    if event.by and owes(case, law) and not gives(event):
        late = "、".join(dict.fromkeys(one.title for one in missed(case, law)))
        raise Refused(
            "apology_owed",
            f"本件超过{late}，办结前应向服务对象道歉并采取补救措施；"
            "请先登记道歉，或者一并填写 apology、remedy",
        )
