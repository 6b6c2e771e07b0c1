"""Routes: which units had the handling one after the other, and when one gets it a second time.

A round begins its own route: what comes back after an answer did not hold is no loop. A return to
the unit that sent the slip is none either; that unit's sending it off again to the same one is.
"""

from cases.events import CaseEvent
from cases.folding import counting
from cases.folding.context import Folding


def travels(fold: Folding, event: CaseEvent, to_unit: str, *, number: int) -> None:
    """The handling goes from the case's unit to *to_unit* with handover *number*.

    Finds a loop where that unit had it before: `ping_pong` where it had it just before the sender,
    `loop` where others had it between.
    """
    route = _up_to_date(fold)
    if to_unit in route:
        last = len(route) - 1 - route[::-1].index(to_unit)
        fold.case.loops += 1
        counting.derived(
            fold,
            "transfer_looped",
            event,
            units=[*route[last:], to_unit],
            kind="ping_pong" if last == len(route) - 2 else "loop",
            number=fold.case.loops,
            handover=number,
        )
    route.append(to_unit)


def comes_back(fold: Folding, to_unit: str) -> None:
    """A slip is returned: no loop by itself."""
    _up_to_date(fold).append(to_unit)


def starts_anew(fold: Folding) -> None:
    """A new round begins."""
    fold.case.route = []


def _up_to_date(fold: Folding) -> list[str]:
    """Return the route with the unit that handles now at its end, however it came to it."""
    case = fold.case
    if not case.route or case.route[-1] != case.unit:
        case.route.append(case.unit)
    return case.route
