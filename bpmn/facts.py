"""What happened, in order, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from decisions.feel.json_form import to_json

NOTHING: Final[Mapping[str, object]] = {}


@dataclass(slots=True)
class Fact:
    """One thing that happened to one activation of one element.

    Attributes:
        what: entered, left, cancelled, flow, task, timer, message, signal, error, escalation,
            decision, incident or finished.
        element: id of the element, or of the flow.
        n: which activation of the element, counted from 1; 0 where the fact has none.
        details: more, by name; FEEL values.
    """

    what: str
    element: str
    n: int = 0
    details: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return the fact as one flat JSON object."""
        answer: dict[str, object] = {"what": self.what, "element": self.element, "n": self.n}
        for name, value in self.details.items():
            answer[name] = to_json(value)
        return answer
