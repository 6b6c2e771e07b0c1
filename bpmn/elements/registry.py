"""The registry: for each kind of element and trigger, what it does.

A family of elements is one file that registers its behaviours here; the kernel looks them up and
knows none of them. `table` imports all families.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bpmn.instance import Activation
    from bpmn.linking import Link, Place
    from bpmn.run import Run

    Enter = Callable[[Run, Activation, Place, Link | None], None]
    Act = Callable[[Run, Activation, Place, int], None]
    OfActivation = Callable[[Run, Activation], None]


def _unused(*_: object) -> None:
    """Do nothing: the element never comes here."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What an element does.

    Attributes:
        waits: what an instance waits for here, in words; empty where it never waits.
        note: what a reader of the supported elements should know.
        enter: a token comes; begins an activity, counts at a join, or acts at once.
        act: a gateway or event that does not wait does its work and is left.
        activate: an activity begins its work; it waits afterwards, or completes.
        finish: a scope has run out of tokens.
    """

    kind: str
    trigger: str
    waits: str
    note: str
    enter: "Enter"
    act: "Act" = _unused
    activate: "OfActivation" = _unused
    finish: "OfActivation" = _unused


BEHAVIOURS: Final[dict[tuple[str, str], Behaviour]] = {}


def register(behaviour: Behaviour) -> None:
    """Add a behaviour; each kind and trigger has one.

    Raises:
        ValueError: there is one already.
    """
    key = (behaviour.kind, behaviour.trigger)
    if key in BEHAVIOURS:
        raise ValueError(f"expected one behaviour for {key}, found a second")
    BEHAVIOURS[key] = behaviour


def behaviour_of(kind: str, trigger: str) -> Behaviour:
    """Return the behaviour.

    Raises:
        KeyError: the kind is not supported with this trigger.
    """
    return BEHAVIOURS[kind, trigger]
