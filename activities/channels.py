"""Where notices go: for each recipient the channels that reach them, read from a TOML file.

    [channels]
    front_office = ["mailto://…", "json://…"]
    "zhang.wei" = ["wecombot://…"]
    requester = ["…?to={phone}"]

Keys are those of staff, posts and units, or `requester`, whose addresses may hold `{phone}` and
`{email}`. Addresses are apprise's and hold secrets: they are never logged nor shown.
"""

import hashlib
import tomllib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import apprise
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

REQUESTER = "requester"


class InvalidChannels(ValueError):
    """The file of channels is wrong; the message says where, without any address."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a recipient.

    Attributes:
        name: tells it from others without giving it away: the scheme and a digest.
    """

    name: str
    address: SecretStr


class Channels(BaseModel):
    """Addresses by recipient; without any, notices stay in the outbox."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channels: Mapping[str, tuple[SecretStr, ...]] = {}

    def of(self, recipient: str, details: Mapping[str, str | None] | None = None) -> list[Channel]:
        """Return the channels of *recipient*, in order.

        Args:
            recipient: staff, post or unit key, or `requester`.
            details: the requester's `phone` and `email`; a channel that needs one that is missing
                is left out.
        """
        filled = [_fill(secret, details or {}) for secret in self.channels.get(recipient, ())]
        return [_channel(address) for address in filled if address is not None]

    @property
    def recipients(self) -> tuple[str, ...]:
        """Return everybody who has a channel."""
        return tuple(key for key, addresses in self.channels.items() if addresses)


def read_channels(file: Path) -> Channels:
    """Read *file*.

    Raises:
        InvalidChannels: it cannot be read, is not TOML, or holds what is no address.
    """
    try:
        channels = Channels.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise InvalidChannels(f"{file}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidChannels(f"{file}: is not TOML: {error}") from None
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in found["loc"])
        raise InvalidChannels(
            f"{file}: {where}: {found['msg']}; expected under [channels] a list of addresses a key"
        ) from None
    _check(file, channels)
    return channels


def instantiate(channel: Channel) -> apprise.NotifyBase | None:
    """Return apprise's service for *channel*, or None where there is no such service."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of services that are not used
        return apprise.Apprise.instantiate(channel.address.get_secret_value())


def _check(file: Path, channels: Channels) -> None:
    sample = {"phone": "13800000000", "email": "someone@example.org"}
    for key in channels.channels:
        for number, channel in enumerate(channels.of(key, sample), start=1):
            if instantiate(channel) is None:
                raise InvalidChannels(
                    f"{file}: channels.{key}, address {number}: apprise knows no such service, "
                    "or the address lacks a part; see apprise's list of services"
                )


def _fill(secret: SecretStr, details: Mapping[str, str | None]) -> str | None:
    address = secret.get_secret_value()
    for name in ("phone", "email"):
        mark = f"{{{name}}}"
        if mark in address:
            value = details.get(name)
            if not value:
                return None
            address = address.replace(mark, quote(value, safe=""))
    return address


def _channel(address: str) -> Channel:
    scheme = address.partition(":")[0]
    digest = hashlib.sha256(address.encode()).hexdigest()[:12]
    return Channel(f"{scheme}-{digest}", SecretStr(address))
