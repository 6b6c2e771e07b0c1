"""What `shouwen up` says once it runs: where to look, what was opened, what to try."""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from starter.connection import DATA_DIR, Place
from starter.embedded import PORT
from starter.embedded_folder import LOOPBACK
from starter.sample_loading import Loaded
from starter.sample_page import PAGE

_ANSWER = {"answer": "已告知连接方法", "basis": "服务指南"}
_OTHER_ANSWER = {"answer": "已按建议增加备量", "basis": "布草盘点"}


def greeting(place: Place, folder: Path) -> Iterator[str]:
    """Yield what is said as soon as everything runs."""
    address = str(place.connect["target_host"])
    yield f"Shouwen is up. Temporal UI: {place.ui}"
    yield f"  Temporal server: {address}; register and logs: {folder}"
    if os.environ.get("TEMPORAL_ADDRESS", address) != address:
        yield "  TEMPORAL_ADDRESS names another server: other commands will use that one"
    yield "  Stop with Ctrl-C; started again, every case goes on where it was."


def day_loaded(pack: str, title: str, inquiries: Sequence[Loaded]) -> Iterator[str]:
    """Yield a line for one organisation's day, and one for each inquiry that others took over."""
    yield f"  {len(inquiries):3}  {pack:<24}  {title}"
    for one in inquiries:
        if one.stopped:
            yield f"       {one.case} stopped before its last step: {one.stopped}"


def sample_summary(opened: int, loaded: Sequence[Loaded], folder: Path) -> Iterator[str]:
    """Yield how many inquiries of how many organisations there are, and where they are described."""
    organisations = len({one.pack for one in loaded})
    yield ""
    yield f"Sample day (样例一天，均为虚构): {len(loaded)} inquiries of {organisations} organisations."
    if opened == 0:
        yield "  They were opened before; nothing was opened twice."
    yield f"  what each one shows, with links: {shown(folder / PAGE)}"


def things_to_try(place: Place, folder: Path, loaded: Iterable[Loaded]) -> Iterator[str]:
    """Yield commands that work as they stand, on three inquiries of the sample day."""
    found = {one.key: one for one in loaded}
    if not found.keys() >= {"wifi-password", "pool-towels", "minibar-charge"}:
        return
    case, actor = _case_and_actor(found["wifi-password"])
    handled = found["minibar-charge"].case
    other, other_actor = _case_and_actor(found["pool-towels"])
    at = "" if folder == DATA_DIR.resolve() else f" --data-dir {shown(folder)}"
    shouwen, temporal = _program("shouwen"), _program("temporal")
    port = str(place.connect["target_host"]).rpartition(":")[2]
    address = "" if port == str(PORT) else f" --address {LOOPBACK}:{port}"
    data = json.dumps(_ANSWER, ensure_ascii=False)
    command = {"task": "receive_inquiry#1", "actor": other_actor, "outcome": "answer"}
    pasted = json.dumps(command | {"data": _OTHER_ANSWER}, ensure_ascii=False)
    yield ""
    yield "To try, in another terminal:"
    yield f"  {shouwen} list --alert 逾期{at}"
    yield f"  {shouwen} list --pack hotel{at}    (one organisation's cases)"
    yield f"  {shouwen} tasks {case}{at}"
    yield f"  {shouwen} explain {case}{at}"
    yield f"  {shouwen} forward {handled} 4d{at}    (that case's own clock: its limit runs out)"
    yield (
        f"  {shouwen} complete {case} receive_inquiry --as {actor} --outcome answer "
        f"--data '{data}'{at}"
    )
    yield "Another one, with Temporal's own command:"
    yield (
        f"  {temporal} workflow update execute -w {other} --name complete_task "
        f"--input '{pasted}'{address}"
    )


def _case_and_actor(one: Loaded) -> tuple[str, str]:
    return one.case, str(one.registration["first_contact"])


def _program(name: str) -> str:
    """Return how *name* of this environment is called from here."""
    program = Path(sys.executable).parent / name
    on_path = shutil.which(name)
    if on_path and Path(on_path).resolve() == program.resolve():
        return name
    return shown(program)


def shown(path: Path) -> str:
    """Return *path* as a person here would write it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
