"""How cases are written to Temporal: pydantic JSON, and refusals without a stack trace.

Every payload is converted alike, whatever it belongs to: `workflows.sandbox` rests on that.
"""

from dataclasses import replace

from temporalio.api.failure.v1 import Failure
from temporalio.contrib.pydantic import PydanticPayloadConverter, pydantic_data_converter
from temporalio.converter import (
    CompositePayloadConverter,
    DefaultFailureConverter,
    PayloadConverter,
)
from temporalio.exceptions import ApplicationErrorCategory

_CONVERTERS = tuple(PydanticPayloadConverter().converters.values())


class CasePayloadConverter(CompositePayloadConverter):
    """Pydantic JSON by the same few converters in the whole process.

    The SDK makes a new payload converter for every step of every case; those of its own forget
    each time how a type is read.
    """

    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)


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


DATA_CONVERTER = replace(
    pydantic_data_converter,
    payload_converter_class=CasePayloadConverter,
    failure_converter_class=QuietFailureConverter,
)
"""For every client and worker of the house."""
