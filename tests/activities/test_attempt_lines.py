"""One log line an attempt, without personal data; set up by the programs alone."""

import ast
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError

from activities.contracts import RECORD_FACTS
from store.register import Register
from tests.activities.jobs import CALL_BACK, EACH, Room, a_job, batch_of
from tests.store.sample_facts import BREACH, REGISTERED, clock_started, fresh_case, sealed

ROOT = Path(__file__).parents[2]
FACTS = tuple(sealed([REGISTERED, clock_started(), ("limit_breached", BREACH)]))
LOGGER = "shouwen.activities"


def lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Return the lines of this room."""
    return [record for record in caplog.records if record.name == LOGGER]


@pytest.mark.parametrize("name", [RECORD_FACTS, *EACH])
async def test_each_attempt_is_one_line(
    sqlite_register: Register, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    """The line says which activity, case, job and attempt, how it ended and how long it took."""
    case = fresh_case()
    batch = batch_of(case, FACTS)
    await Room(sqlite_register).run(RECORD_FACTS, batch)
    caplog.clear()
    given: Any = batch if name == RECORD_FACTS else a_job(case, EACH[name])

    with caplog.at_level(logging.INFO, LOGGER):
        await Room(sqlite_register).run(name, given, attempt=3)

    (line,) = lines(caplog)
    said = vars(line)
    assert (name, case, 3, "done") == tuple(
        said[key] for key in ("activity", "case", "attempt", "outcome")
    )
    assert said["job"] in {"element#1", "facts#3"}
    assert said["milliseconds"] >= 0
    assert not any(personal in str(said) for personal in ("某客人", "13800000000", "热水"))


async def test_a_failed_attempt_says_what_kind_of_failure(
    sqlite_register: Register, caplog: pytest.LogCaptureFixture
) -> None:
    """The kind is logged as a warning, the message is not: it might hold personal data."""
    job = a_job(fresh_case(), CALL_BACK | {"round": "13800000000x"})

    with caplog.at_level(logging.INFO, LOGGER), pytest.raises(ApplicationError):
        await Room(sqlite_register).run("follow_ups.schedule", job)

    (line,) = lines(caplog)
    assert ("failed: ValidationError", logging.WARNING) == (vars(line)["outcome"], line.levelno)
    assert "13800000000" not in str(vars(line))


PROGRAM = """
import asyncio, logging, sys
from activities.logging_setup import configure_logging
configure_logging(json=sys.argv[1] == "json", level="INFO")
import structlog
structlog.get_logger("worker").info("ready", place="前台")
logging.getLogger("temporalio.worker").warning("slow %s", "poll", extra={"queue": "shouwen"})
logging.getLogger("apprise").error("token=very-secret")
logging.getLogger("alembic").info("noise")
requester = "13800000000"
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger("worker").exception("broken")
"""


def run_program(form: str) -> str:
    """Return what a program that logs writes to standard error."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, form], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not done.stdout
    return done.stderr


def test_everything_is_logged_in_one_form_as_json() -> None:
    """Own lines and libraries' lines are JSON with level, time and logger, Chinese readable."""
    ready, slow, broken = (json.loads(line) for line in run_program("json").splitlines())

    assert ("ready", "前台", "info", "worker") == tuple(
        ready[key] for key in ("event", "place", "level", "logger")
    )
    assert ("slow poll", "shouwen", "warning") == tuple(
        slow[key] for key in ("event", "queue", "level")
    )
    assert ready["timestamp"].endswith("Z")
    assert "ZeroDivisionError" in broken["exception"]


def test_people_get_lines_they_can_read() -> None:
    """Without JSON there is one readable line each, and no channel's secret."""
    written = run_program("console")

    assert "ready" in written
    assert "前台" in written
    assert "very-secret" not in written
    assert "noise" not in written


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_holds_no_local_variables(form: str) -> None:
    """Where it broke is logged, whatever prints tracebacks here; what was worked on is not."""
    written = run_program(form)

    assert "ZeroDivisionError" in written
    assert "13800000000" not in written


def test_nothing_is_configured_at_import() -> None:
    """Logging is set up by main programs only: no module of the room calls for it on its own."""
    calls = [
        f"{file.name}:{node.lineno}"
        for file in sorted((ROOT / "activities").glob("*.py"))
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]

    assert not calls
