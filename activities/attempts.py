"""One log line for each attempt of an activity: what, which case, how it ended, how long it took."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

LOGGER = logging.getLogger("shouwen.activities")


@contextmanager
def logged_attempt(case: str, job: str) -> Iterator[None]:
    """Log one line when the attempt ends; no personal data, no texts, no messages of errors.

    Args:
        case: case number.
        job: the job's id in the case, or what stands for it.
    """
    started = time.perf_counter()
    outcome = "done"
    try:
        yield
    except asyncio.CancelledError:
        outcome = "cancelled"
        raise
    except ApplicationError as error:
        outcome = f"failed: {error.type or 'ApplicationError'}"
        raise
    except Exception as error:
        outcome = f"failed: {type(error).__name__}"
        raise
    finally:
        _log(case, job, outcome, time.perf_counter() - started)


def _log(case: str, job: str, outcome: str, seconds: float) -> None:
    info = activity.info()
    structlog.stdlib.BoundLogger(LOGGER, PROCESSORS, {}).log(
        logging.INFO if outcome == "done" else logging.WARNING,
        "activity attempt",
        activity=info.activity_type,
        case=case,
        job=job,
        attempt=info.attempt,
        outcome=outcome,
        milliseconds=round(seconds * 1000, 1),
    )


PROCESSORS = (
    structlog.stdlib.filter_by_level,
    structlog.stdlib.render_to_log_kwargs,
)
"""Own processors, so that a line goes to the program's logging whether structlog is set up or not."""
