"""The `shouwen` command: each family of commands is loaded only when it is asked for."""

import errno
import importlib
import os
import sys
from contextlib import suppress

import click

COMMANDS = {
    "absence": "say who is away and who is back",
    "bpmn": "check, run and draw BPMN diagrams",
    "complete": "complete an open task",
    "dmn": "evaluate DMN decision tables",
    "explain": "why a clock is due when it is due",
    "feel": "evaluate a FEEL expression",
    "forward": "move one case's own clock (embedded server only)",
    "import": "open cases from a file, many at once",
    "list": "list cases",
    "migrate": "let running cases go on under another edition",
    "notices": "list what people were to be told, and send again what did not arrive",
    "open": "open a case",
    "pack": "check packs, rehearse their cases, make their pages",
    "register": "set up, check and mend the register",
    "replan": "count running clocks anew after a calendar notice",
    "resolve": "try again what an incident held up",
    "rules": "what becomes of every rule of the texts, from clause to evidence",
    "send": "deliver a message that a case waits for",
    "show": "show all that is known of a case",
    "tasks": "list open tasks, of a case or of an inbox",
    "up": "start everything on this machine, with a sample day",
    "verify": "compare a case's history, its chain of facts and the register",
    "views": "links that create the saved views of the Temporal UI",
    "withdraw": "end a case with a reason",
    "workdays": "count working time",
}

MODULES = {"import": "importing"}
"""Commands whose name cannot be a module's."""


class LazyGroup(click.Group):
    """A group whose commands live in `starter.commands.<name>` and are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in alphabetical order."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module and return its command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        name = MODULES.get(cmd_name, cmd_name)
        module = importlib.import_module(f"starter.commands.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shouwen")
def main() -> None:
    """First-contact responsibility as durable processes: open, work, explain and verify cases."""


def run() -> None:
    """Run the command and leave at once.

    A process that held a Temporal client may abort while the interpreter shuts down
    (temporalio/sdk-python#300), so the exit skips finalisation after flushing.
    """
    _open_closed_streams()
    code = 0
    try:
        main.main(standalone_mode=True)
        sys.stdout.flush()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except OSError as error:
        if error.errno not in _UNWRITTEN:
            raise
        click.echo(f"the answer cannot be written: {error.strerror}", err=True)
        code = 1
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


_UNWRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def _open_closed_streams() -> None:
    """Put nothing in place of a standard stream that the caller closed: empty, and taking all."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
