"""What does not fit is named by its place alone: its value may be a person's name, and errors are logged."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from activities.contracts import FactBatch, FollowUpJob, Job
from cases import saving
from cases.commands import CompleteTask
from cases.facts import Fact
from cases.proceeding import Proceeding
from tests.cases.driving import an_opening, at
from workflows.case_messages import CaseStart, start_of
from workflows.case_workflow import _proceeding

NAME = "张先生 13800000000"
FACT = {"sequence": 1, "at": at("2026-10-13 10:00"), "kind": "registered", "data": NAME}


@pytest.mark.parametrize(
    ("shape", "given", "place"),
    [
        pytest.param(CaseStart, {"opening": {"registration": NAME}}, "registration", id="start"),
        pytest.param(CompleteTask, {"data": NAME}, "data", id="command"),
        pytest.param(Fact, FACT | {"digest": ""}, "data", id="fact"),
        pytest.param(FactBatch, {"facts": [FACT]}, "facts.0.data", id="batch of facts"),
        pytest.param(Job, {"data": NAME}, "data", id="job"),
        pytest.param(FollowUpJob, {"contact": NAME}, "contact", id="data of a job"),
    ],
)
def test_an_error_names_the_place_and_not_the_value(
    shape: type[BaseModel], given: dict[str, Any], place: str
) -> None:
    """The text of a validation error holds where it is wrong, and nothing of what was found."""
    with pytest.raises(ValidationError) as raised:
        shape.model_validate(given)

    assert place in str(raised.value)
    assert NAME not in str(raised.value)


def test_a_case_that_cannot_be_read_says_where_and_not_what() -> None:
    """The fault of a step is logged with its causes: neither it nor they hold a name."""
    opening = an_opening("2026-10-13 10:00")
    saved = saving.dump(Proceeding.begin(opening, at("2026-10-13 10:00")))
    saved["case"]["requester"] = NAME
    start = start_of(opening).model_copy(update={"carried": saved})

    with pytest.raises(RuntimeError, match="cannot read a running case: requester") as raised:
        _proceeding(start)

    assert NAME not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
