"""Record golden histories: run by hand as `python -m tests.golden.record`.

Plays a few readable cases on a real server and writes the history of every run of each that is
not there yet. It touches no file that exists: see README.md.
"""

import asyncio
import re
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from cases.rehearsal import ReadableCase
from starter.pack_files import load_pack
from tests.servers import DYNAMIC_CONFIG, TEMPORAL
from tests.workflows.hosting import hosting
from tests.workflows.playing import play
from workflows.case_messages import BUDGET
from workflows.data_converter import DATA_CONVERTER
from workflows.search_attributes import KEYS

FOLDER = Path(__file__).parent / "histories"
RELEASE = "0.1.0"


@dataclass(frozen=True)
class Golden:
    """One case to record: file and number of the readable case, and after how many events it continues."""

    name: str
    pack: str
    file: str
    number: int
    budget: int = BUDGET


GOLDEN = (
    Golden("hotel-kept", "hotel", "cases/2-transfer.yaml", 0),
    Golden("hotel-missed", "hotel", "cases/2-transfer.yaml", 4),
    Golden("tax-bureau-transfer", "tax-bureau", "cases/transfer.yaml", 0),
    Golden("tax-bureau-continued", "tax-bureau", "cases/consultation.yaml", 0, 60),
    Golden("in-step-missed", "hotel", "cases/2-transfer.yaml", 4),
    Golden("in-step-continued", "tax-bureau", "cases/consultation.yaml", 0, 60),
    Golden("semantics-2-missed", "hotel", "cases/2-transfer.yaml", 4),
    Golden("semantics-2-continued", "tax-bureau", "cases/consultation.yaml", 0, 60),
)


async def record(golden: Golden, env: WorkflowEnvironment, folder: Path) -> None:
    """Play a case and write the history of each of its runs."""
    published = load_pack(golden.pack)
    readable = ReadableCase.model_validate(published.source.cases[golden.file][golden.number])
    async with hosting(env, folder) as host:
        played = await play(env, published, readable, host.queue, golden.budget)
        if played.differences:
            raise SystemExit(f"{golden.name}: {played.differences}")
    run_id = (await played.handle.describe()).raw_description.workflow_execution_info.first_run_id
    run = 0
    while run_id:
        run += 1
        handle = env.client.get_workflow_handle(played.number, run_id=run_id)
        history = await handle.fetch_history()
        file = FOLDER / f"{RELEASE}-{golden.name}-{run}.json"
        if not file.exists():
            file.write_text(nameless(history.to_json()), "utf-8")
            sys.stdout.write(f"{file.name}: {len(history.events)} events\n")
        last = history.events[-1]
        run_id = last.workflow_execution_continued_as_new_event_attributes.new_execution_run_id


def nameless(text: str) -> str:
    """Return a history without the names of the machines it was made on."""
    return re.sub(r'"[0-9]+@[^"]*"', '"recorded"', text)


async def main() -> None:
    """Record what is not there yet."""
    FOLDER.mkdir(exist_ok=True)
    arguments = [part for value in DYNAMIC_CONFIG for part in ("--dynamic-config-value", value)]
    env = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        dev_server_existing_path=str(TEMPORAL),
        dev_server_extra_args=arguments,
        dev_server_startup_timeout=timedelta(seconds=30),
        dev_server_log_level="error",
        data_converter=DATA_CONVERTER,
        search_attributes=list(KEYS.values()),
    )
    async with env:
        for golden in GOLDEN:
            if not list(FOLDER.glob(f"{RELEASE}-{golden.name}-*.json")):
                with tempfile.TemporaryDirectory() as folder:
                    await record(golden, env, Path(folder))


if __name__ == "__main__":
    asyncio.run(main())
