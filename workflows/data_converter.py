"""How cases are written to Temporal: pydantic JSON, and refusals without a stack trace.

Every payload is converted alike, whatever it belongs to: `workflows.sandbox` rests on that.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.contrib.pydantic import PydanticPayloadConverter, pydantic_data_converter
from temporalio.converter import (
    CompositePayloadConverter,
    DefaultFailureConverter,
    PayloadConverter,
)
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

NOT_JSON = (
    "输入不是有效的 JSON；可直接粘贴的 JSON 用查询 tasks 取得，或见案件页面的 Current Details"
)
_CONVERTERS = tuple(PydanticPayloadConverter().converters.values())


class CasePayloadConverter(CompositePayloadConverter):
    """Pydantic JSON by the same few converters in the whole process.

    The SDK makes a new payload converter for every step of every case; those of its own forget
    each time how a type is read.
    """

    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)

    def from_payloads(
        self, payloads: Sequence[Payload], type_hints: list[type] | None = None
    ) -> list[Any]:
        """Return what *payloads* hold.

        Raises:
            ApplicationError: what says that it is JSON is none; pydantic would repeat it, and the
                SDK would log it.
        """
        try:
            return super().from_payloads(payloads, type_hints)
        except ValidationError as error:
            if all(one["type"] != "json_invalid" for one in error.errors(include_input=False)):
                raise
            raise ApplicationError(
                NOT_JSON,
                type="ValidationError",
                non_retryable=True,
                category=ApplicationErrorCategory.BENIGN,
            ) from None


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
