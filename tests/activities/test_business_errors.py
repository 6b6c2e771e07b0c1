"""Business errors reach the diagram as BPMN errors."""

from activities.business_errors import bpmn_error
from activities.contracts import ATTEMPTS


def test_a_business_error_carries_its_code_and_variables_and_is_not_retried() -> None:
    """The host reads the code and the variables; the policy of every activity knows the type."""
    error = bpmn_error("UNREACHABLE", "nobody answers", {"attempts": 3})

    assert ("BpmnError", True) == (error.type, error.non_retryable)
    assert ("UNREACHABLE", {"attempts": 3}) == tuple(error.details)
    assert all(
        "BpmnError" in (each.retry.non_retryable_error_types or ()) for each in ATTEMPTS.values()
    )
