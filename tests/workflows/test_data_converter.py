"""The sandbox answers for the converter without asking it; here it is held to the answer."""

from temporalio.converter import WithSerializationContext

from workflows.data_converter import DATA_CONVERTER, CasePayloadConverter


def test_every_payload_is_converted_alike() -> None:
    """No part of the converter takes the context that `workflows.sandbox` does not pass on."""
    converters = CasePayloadConverter().converters.values()
    parts = [*converters, DATA_CONVERTER.payload_codec, DATA_CONVERTER.failure_converter]

    assert not [part for part in parts if isinstance(part, WithSerializationContext)]
    assert DATA_CONVERTER.external_storage is None
