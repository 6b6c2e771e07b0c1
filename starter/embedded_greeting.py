"""What `shouwen up` says once it runs: where to look, what was opened, what to try."""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from starter.connection import DATA_DIR, Place
from starter.embedded import PORT
from starter.embedded_folder import LOOPBACK
from starter.sample_loading import Loaded

_ANSWER = {"answer": "已告知连接方法", "basis": "服务指南"}
_OTHER_ANSWER = {"answer": "已按建议增加备量", "basis": "布草盘点"}


def greeting(place: Place, folder: Path) -> Iterator[str]:
    """Yield what is said as soon as everything runs."""
    address = str(place.connect["target_host"])
    yield f"Shouwen is up. Temporal UI: {place.ui}"
    yield f"  saved views for it: {folder / 'views.html'}"
    yield f"  Temporal server: {address}; register and logs: {folder}"
    if os.environ.get("TEMPORAL_ADDRESS", address) != address:
        yield "  TEMPORAL_ADDRESS names another server: other commands will use that one"
    yield "  Stop with Ctrl-C; started again, every case goes on where it was."


def sample_summary(opened: int, loaded: Iterable[Loaded]) -> Iterator[str]:
    """Yield one line for each inquiry of the sample day."""
    inquiries = list(loaded)
    yield ""
    if opened == 0:
        yield f"Sample day: {len(inquiries)} inquiries, opened before; nothing was opened twice."
        return
    yield f"Sample day: {opened} inquiries opened (样例一天，均为虚构)"
    for one in inquiries:
        if one.stopped:
            yield f"  {one.case} stopped before its last step: {one.stopped}"
    for pack in dict.fromkeys(one.pack for one in inquiries):
        yield f"  {pack}"
        yield from (f"    {one.case}  {one.note}" for one in inquiries if one.pack == pack)


def things_to_try(place: Place, folder: Path, loaded: Iterable[Loaded]) -> Iterator[str]:
    """Yield commands that work as they stand, on three inquiries of the sample day."""
    found = {one.key: one for one in loaded}
    if not found.keys() >= {"wifi-password", "pool-towels", "minibar-charge"}:
        return
    case, actor = _case_and_actor(found["wifi-password"])
    handled = found["minibar-charge"].case
    other, other_actor = _case_and_actor(found["pool-towels"])
    at = "" if folder == DATA_DIR.resolve() else f" --data-dir {_shown(folder)}"
    shouwen, temporal = _program("shouwen"), _program("temporal")
    port = str(place.connect["target_host"]).rpartition(":")[2]
    address = "" if port == str(PORT) else f" --address {LOOPBACK}:{port}"
    data = json.dumps(_ANSWER, ensure_ascii=False)
    command = {"task": "receive_inquiry#1", "actor": other_actor, "outcome": "answer"}
    pasted = json.dumps(command | {"data": _OTHER_ANSWER}, ensure_ascii=False)
    yield ""
    yield "To try, in another terminal:"
    yield f"  {shouwen} list{at}"
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
    return _shown(program)


def _shown(path: Path) -> str:
    """Return *path* as a person here would write it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
