"""Parcels: the law and the program as a case carries them, compressed and named by their content."""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from bpmn.program import Program
from regulations.law import Law


@lru_cache(maxsize=256)
def _shared(text: str) -> str:
    """Return the first of equal texts: cases under the same law hold it once."""
    return text


class Parcel(BaseModel):
    """JSON, compressed.

    Attributes:
        digest: SHA-256 of the JSON.
        content: base64 of its zlib stream.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str
    content: Annotated[str, AfterValidator(_shared)]


class SpoiledParcel(ValueError):
    """The content does not have the digest the parcel names."""


def wrap(value: Mapping[str, Any]) -> Parcel:
    """Return *value* as a parcel, its keys in their order: what equals in both gives equal parcels."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    content = base64.b64encode(zlib.compress(text, 9)).decode()
    return Parcel(digest=hashlib.sha256(text).hexdigest(), content=content)


def unwrap(parcel: Parcel) -> dict[str, Any]:
    """Return what is inside.

    Raises:
        SpoiledParcel: the digest is not that of the content.
    """
    try:
        text = zlib.decompress(base64.b64decode(parcel.content))
    except (ValueError, zlib.error) as error:
        what = f"expected the base64 of a zlib stream with the digest {parcel.digest}"
        raise SpoiledParcel(f"{what}, found what cannot be read: {error}") from error
    if hashlib.sha256(text).hexdigest() != parcel.digest:
        raise SpoiledParcel(f"expected content with the digest {parcel.digest}, found another")
    value: dict[str, Any] = json.loads(text)
    return value


@lru_cache(maxsize=256)
def open_law(parcel: Parcel) -> Law:
    """Return the law in *parcel*; built once per process and content."""
    return Law.model_validate(unwrap(parcel))


@lru_cache(maxsize=256)
def open_program(parcel: Parcel) -> Program:
    """Return the program in *parcel*; built once per process and content."""
    return Program.load(unwrap(parcel))
