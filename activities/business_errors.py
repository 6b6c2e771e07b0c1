"""How an activity tells the diagram of something that the diagram is drawn to handle."""

from collections.abc import Mapping
from typing import Any

from temporalio.exceptions import ApplicationError


def bpmn_error(
    code: str, message: str, variables: Mapping[str, Any] | None = None
) -> ApplicationError:
    """Return the error to raise: never retried, caught by a boundary event with this *code*.

    Args:
        code: of the BPMN error.
        message: for people, without personal data.
        variables: handed to whatever catches it; JSON-able.
    """
    return ApplicationError(
        message, code, dict(variables or {}), type="BpmnError", non_retryable=True
    )
