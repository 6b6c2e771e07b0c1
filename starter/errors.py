"""What the way in refuses or cannot do: one sentence each, ready to be shown.

DeskError
├── RefusedRegistration   the registration is not one the pack admits
├── RefusedCommand        the case does not allow the command now (`reason` is stable, for programs)
│   └── AlreadyClosed     the case is closed
├── StoppedCase           its workflow was stopped in Temporal: the case is open, and stands still
├── NoSuchCase            nobody knows a case of that number
├── NoWorker              the case did not answer in time: no worker runs
├── OpenedOtherwise       the caller's key was used before with other content
├── NumbersTaken          Temporal holds many cases that the register knows nothing of
└── Unanswerable          Temporal answered what was not expected; the sentence holds its words

`starter.connection.NotConnected` and `store.unavailable.RegisterUnavailable` say the same of the
two servers behind; `SENTENCES` names everything whose text is for a person.
"""

from decisions.problems import InvalidDefinition
from regulations.publishing import NotInForce
from starter.connection import NotConnected
from starter.pack_files import UnknownPack
from store.unavailable import RegisterUnavailable
from workdays.errors import WorkdaysError


class DeskError(Exception):
    """Root; the message is one sentence."""


class RefusedRegistration(DeskError):
    """The registration is not one the pack admits; nothing was opened."""

    def __init__(self, sentence: str, reason: str = "registration") -> None:
        super().__init__(sentence)
        self.reason = reason


class RefusedCommand(DeskError):
    """The case does not allow the command now; nothing changed."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class AlreadyClosed(RefusedCommand):
    """The case is closed and takes no command."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, "closed")


class StoppedCase(DeskError):
    """The workflow of a case was stopped in Temporal, from outside."""

    def __init__(self, case: str, how: str) -> None:
        super().__init__(
            f"case {case} is not closed, but its workflow was stopped in Temporal ({how}), so that "
            "nothing goes on: bring it back with `temporal workflow reset --workflow-id "
            f"{case} --type LastWorkflowTask --reason '…'`, then `shouwen register rebuild {case} "
            "--replace`"
        )


class NoSuchCase(DeskError):
    """Nobody knows a case of that number."""

    def __init__(self, case: str) -> None:
        super().__init__(
            f"there is no case {case or 'without a number'}: see `shouwen list` for the numbers"
        )


class NoWorker(DeskError):
    """The case did not answer in time."""

    def __init__(self, case: str, seconds: float, again: str) -> None:
        super().__init__(
            f"no worker answers for case {case} after {seconds:.0f} seconds: "
            f"see that a worker runs (`shouwen up`), then {again}"
        )


class OpenedOtherwise(DeskError):
    """The caller's key was used before with other content."""


class NumbersTaken(DeskError):
    """Temporal holds many cases that the register knows nothing of."""

    def __init__(self, prefix: str) -> None:
        super().__init__(
            f"every number tried for {prefix} is in use in Temporal by a case that the register "
            "does not know: this is not the register those cases were opened with"
        )


class Unanswerable(DeskError):
    """Temporal answered what was not expected."""


SENTENCES = (
    DeskError,
    NotConnected,
    RegisterUnavailable,
    UnknownPack,
    NotInForce,
    WorkdaysError,
    InvalidDefinition,
)
"""Everything that ends a command with its own words."""
