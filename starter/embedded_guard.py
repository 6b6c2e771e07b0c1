"""Keeps a program from outliving `shouwen up`; run as a script, never imported.

    python -I -S embedded_guard.py GRACE PROGRAM [ARGUMENT …]

Standard input is a pipe whose other end `up` alone holds. When that end closes, the program is
asked to end and after GRACE seconds killed. The system closes it however `up` ends, SIGKILL
included, on Linux and macOS alike. Should this guard itself be killed, Linux ends the program
(PR_SET_PDEATHSIG); macOS knows nothing of the kind.

Standard output: one line, the program's process id. The program writes to standard error.
Exit code: the program's, 128 + n where signal n ended it, 127 where it could not be started.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def main(grace: float, command: list[str]) -> int:
    """Run *command* until it ends or standard input does."""
    for name in (signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # the terminal's signals are for `up` alone
    try:
        child = subprocess.Popen(  # noqa: S603 - the command is `up`'s own
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            preexec_fn=_prepare(),  # noqa: PLW1509 - no thread has been started yet
        )
    except OSError as error:
        sys.stderr.write(f"{command[0]} could not be started: {error}\n")
        return 127
    sys.stdout.write(f"{child.pid}\n")
    sys.stdout.flush()
    threading.Thread(target=_watch, args=(child, grace), daemon=True).start()
    code = child.wait()
    return code if code >= 0 else 128 - code


def _watch(child: "subprocess.Popen[bytes]", grace: float) -> None:
    while os.read(0, 1):
        pass
    child.terminate()
    try:
        child.wait(grace)
    except subprocess.TimeoutExpired:
        child.kill()


def _prepare() -> Callable[[], None]:
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def prepare() -> None:
        for name in (signal.SIGINT, signal.SIGHUP):
            signal.signal(name, signal.SIG_DFL)
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    return prepare


if __name__ == "__main__":
    ended = main(float(sys.argv[1]), sys.argv[2:])
    sys.stderr.flush()
    os._exit(ended)  # the thread may still be reading
