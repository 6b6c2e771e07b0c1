"""A question that met a crash is asked again, within its caller's time; any other failure is told."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import OutboundInterceptor, QueryWorkflowInput, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from starter.asking import AskAgain
from workflows.in_step import READ_ANEW

ANEW = WorkflowQueryFailedError(f"the case is {READ_ANEW}; nothing is lost")
CUT_OFF = RPCError("context canceled", RPCStatusCode.CANCELLED, b"")
HELD = RPCError("query timed out", RPCStatusCode.DEADLINE_EXCEEDED, b"")
CROWDED = RPCError("consistent query buffer is full", RPCStatusCode.RESOURCE_EXHAUSTED, b"")
AWAY = RPCError("not found", RPCStatusCode.NOT_FOUND, b"")
WRONG = WorkflowQueryFailedError("no such query")


class Answers(OutboundInterceptor):
    """What comes back from the server, one after the other, the last one for ever."""

    def __init__(self, *answers: object) -> None:
        self.left = list(answers)
        self.limits: list[timedelta | None] = []

    async def query_workflow(self, input: QueryWorkflowInput) -> Any:  # noqa: A002
        """Answer or fail, and note how long the caller would wait."""
        self.limits.append(input.rpc_timeout)
        answer = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def asked(answers: Answers, limit: timedelta | None = None) -> Any:
    """Ask through the interceptor."""
    question = QueryWorkflowInput("HT-1", None, "tasks", (), None, {}, None, {}, limit)
    return AskAgain().intercept_client(answers).query_workflow(question)


@pytest.mark.parametrize("limit", [None, timedelta(minutes=5)], ids=["no limit", "a limit"])
@pytest.mark.parametrize(
    "failures",
    [(ANEW,), (CUT_OFF,), (HELD,), (CROWDED,), (CUT_OFF, ANEW) * 5],
    ids=["out of step", "a worker died", "a worker hung", "others ask", "again and again"],
)
async def test_a_question_that_met_a_crash_is_answered(
    failures: Iterable[Exception], limit: timedelta | None
) -> None:
    """However often it is asked, nobody waits longer than they said."""
    answers = Answers(*failures, "tasks")

    assert await asked(answers, limit) == "tasks"
    assert limit is None or answers.limits == sorted(answers.limits, reverse=True)


@pytest.mark.parametrize("failure", [AWAY, WRONG], ids=["no such case", "no such question"])
async def test_another_failure_is_told_at_once(failure: Exception) -> None:
    """It would be the same again."""
    answers = Answers(failure, "tasks")

    with pytest.raises(type(failure)) as told:
        await asked(answers)

    assert told.value is failure


@pytest.mark.parametrize(
    ("failure", "status"),
    [(ANEW, RPCStatusCode.DEADLINE_EXCEEDED), (CUT_OFF, RPCStatusCode.CANCELLED)],
    ids=["a case out of step", "a worker that died"],
)
async def test_whoever_named_a_time_is_told_when_it_is_over(
    failure: Exception, status: RPCStatusCode
) -> None:
    """As when no worker answers, which they know how to take."""
    answers = Answers(failure)

    with pytest.raises(RPCError, match=str(failure)) as told:
        await asked(answers, timedelta(seconds=0.5))

    assert told.value.status is status
