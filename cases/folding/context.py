"""What a folding function may touch."""

from dataclasses import dataclass

from cases.case import Case, Handover
from cases.clocks import Clocks
from cases.recorder import Recorder
from regulations.law import Law


@dataclass(frozen=True, slots=True)
class Folding:
    """The case, its law, its clocks and its recorder."""

    case: Case
    law: Law
    clocks: Clocks
    recorder: Recorder

    def copies(self, handover: Handover) -> tuple[str, ...]:
        """Return the units that get a supervisory copy of a slip; the receiver has the slip itself."""
        return tuple(
            unit for unit in self.law.transfer_policy.copies_to if unit != handover.to_unit
        )
