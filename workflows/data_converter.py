"""How cases are written to Temporal: pydantic JSON, and refusals without a stack trace."""

from dataclasses import replace

from temporalio.api.failure.v1 import Failure
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DefaultFailureConverter, PayloadConverter
from temporalio.exceptions import ApplicationErrorCategory


class QuietFailureConverter(DefaultFailureConverter):
    """A refused command shows one sentence in the UI, not the place in the code that said it."""

    def to_failure(
        self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure
    ) -> None:
        """Write *exception* to *failure*; expected errors lose their stack trace."""
        super().to_failure(exception, payload_converter, failure)
        info = failure.application_failure_info
        if info.category == ApplicationErrorCategory.BENIGN.value:
            failure.stack_trace = ""


DATA_CONVERTER = replace(pydantic_data_converter, failure_converter_class=QuietFailureConverter)
"""For every client and worker of the house."""
