"""Registrations as callers send them: read, checked, and named by their content."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from cases.opening import Registration
from cases.wrong_input import INSTANT, in_english
from starter.console import json_kind
from starter.errors import RefusedRegistration

_FIRST_YEAR, _LAST_YEAR = 1900, 2400
"""Beyond them lie slips of the keyboard, and instants that no zone can tell."""


def read_registration(content: Mapping[str, Any] | Registration) -> Registration:
    """Return *content* as a registration.

    Raises:
        RefusedRegistration: a field is missing or wrong; the sentence names it.
    """
    if isinstance(content, Registration):
        return content
    if not isinstance(content, Mapping):
        found = json_kind(content)
        raise RefusedRegistration(f"a registration is a JSON object, found {found}")
    _check_instant(content.get("received_at"))
    try:
        return Registration.model_validate(content)
    except ValidationError as error:
        raise RefusedRegistration(in_english(error, Registration)) from None


def digest_of(pack: str, registration: Registration) -> str:
    """Return SHA-256 over what a caller's key stands for: the pack and the registration."""
    content = registration.model_dump(mode="json", exclude_defaults=True)
    if registration.received_at is not None:
        content["received_at"] = registration.received_at.timestamp()
    text = json.dumps([pack, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check_instant(given: object) -> None:
    if given is None or isinstance(given, datetime):
        if isinstance(given, datetime) and given.utcoffset() is None:
            raise _no_offset(given.isoformat())
        return
    if not isinstance(given, str):
        raise RefusedRegistration(
            f"received_at: expected a text such as {INSTANT}, found {given!r}", "received_at"
        )
    try:
        instant = datetime.fromisoformat(given)
    except ValueError:
        raise RefusedRegistration(
            f"received_at: expected an ISO 8601 instant such as {INSTANT}, found {given!r}",
            "received_at",
        ) from None
    if instant.utcoffset() is None:
        raise _no_offset(given)
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise RefusedRegistration(
            f"received_at: expected a day of the years {_FIRST_YEAR} to {_LAST_YEAR}, "
            f"found {given!r}",
            "received_at",
        )


def _no_offset(given: str) -> RefusedRegistration:
    return RefusedRegistration(
        f"received_at: expected an instant with an offset, such as {INSTANT}, found {given!r}: "
        "without one nobody knows which hour is meant",
        "received_at",
    )
