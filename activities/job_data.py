"""What a job brings, checked against the shape of its type."""

from typing import TypeVar

from pydantic import ValidationError
from temporalio.exceptions import ApplicationError

from activities.contracts import Contract, Job

Data = TypeVar("Data", bound=Contract)


def read_data(job: Job, shape: type[Data]) -> Data:
    """Return the job's data.

    Raises:
        ApplicationError: not retried; names every wrong field, but none of the values, which may
            be personal.
    """
    try:
        return shape.model_validate(dict(job.data))
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in found['loc'])}: {found['msg']}"
            for found in error.errors(include_input=False, include_url=False)
        )
        raise ApplicationError(
            f"case {job.case}, job {job.job}: expected data of the shape {shape.__name__}, "
            f"found what does not fit: {wrong}; correct the element in the diagram",
            type="ValidationError",
            non_retryable=True,
        ) from None
