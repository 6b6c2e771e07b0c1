"""How far to move a case's clock: `90s`, `45m`, `1h`, `2d`, `1d12h`, `PT1H30M`, `P2D`."""

import re
from datetime import timedelta

from starter.errors import DeskError

_SHORT = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")

_FARTHEST = timedelta(days=3660)


class UnreadableAmount(DeskError):
    """An amount of time that cannot be read."""


def read_span(text: str) -> timedelta:
    """Return the span that *text* says.

    Raises:
        UnreadableAmount: it says none, or none that goes forward.
    """
    found = _ISO.fullmatch(text) or _SHORT.fullmatch(text)
    days, hours, minutes, seconds = (
        (int(part or 0) for part in found.groups()) if found else [0] * 4
    )
    try:
        span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        span = timedelta(0)
    if span > _FARTHEST:
        raise UnreadableAmount(
            f"expected at most {_FARTHEST.days}d at a time, found {text!r}: "
            "farther ahead no calendar is known"
        )
    if span <= timedelta(0):
        raise UnreadableAmount(
            f"expected an amount such as 1h, 2d, 1d12h or PT90M, found {text!r}"
        )
    return span
