"""Pauses: stretches of time that do not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workdays.errors import NaiveInstant, WorkdaysError


@dataclass(frozen=True, slots=True)
class Pause:
    """From *start* until just before *end*; None: not resumed yet.

    Raises:
        NaiveInstant: a bound without an offset.
        WorkdaysError: an end before the start.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        for bound in (self.start, self.end):
            if bound is not None and bound.utcoffset() is None:
                raise NaiveInstant(
                    f"expected a pause with offsets such as +08:00, found {bound.isoformat()}"
                )
        if self.end is not None and self.end < self.start:
            raise WorkdaysError(
                f"expected a pause that ends after {self.start.isoformat()}, "
                f"found the end {self.end.isoformat()}"
            )


def in_order(pauses: Iterable[Pause]) -> list[Pause]:
    """Return *pauses* in order, those that touch or overlap joined."""
    joined: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.start):
        last = joined[-1] if joined else None
        if last is None or (last.end is not None and last.end < pause.start):
            joined.append(pause)
        elif last.end is not None and (pause.end is None or pause.end > last.end):
            joined[-1] = Pause(last.start, pause.end)
    return joined
