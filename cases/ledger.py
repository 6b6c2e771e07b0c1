"""The ledger of commands: the same id returns the first outcome, with other content it is a conflict."""

from dataclasses import dataclass, field
from typing import Any

from cases.commands import Command
from cases.refusal import Refused

KEPT = 512
"""How many of the latest commands are remembered."""


@dataclass(slots=True)
class Ledger:
    """Outcomes by command id: `[content digest, receipt]`, oldest first."""

    entries: dict[str, list[Any]] = field(default_factory=dict)

    def first_outcome(self, command: Command) -> dict[str, Any] | None:
        """Return the receipt of the first time, or None where the id is new.

        Raises:
            Refused: the id was used for another content.
        """
        entry = self.entries.get(command.command_id) if command.command_id else None
        if entry is None:
            return None
        if entry[0] != command.content_digest():
            raise Refused(
                "command_conflict",
                f"command_id “{command.command_id}” 已用于内容不同的另一条指令，请换一个 id",
            )
        receipt: dict[str, Any] = entry[1]
        return receipt

    def keep(self, command: Command, receipt: dict[str, Any]) -> None:
        """Remember the outcome."""
        if not command.command_id:
            return
        self.entries[command.command_id] = [command.content_digest(), receipt]
        while len(self.entries) > KEPT:
            del self.entries[next(iter(self.entries))]
