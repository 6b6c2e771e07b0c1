"""Rules of conduct that are counted or pointed out, and what a diagram may ask of the pack."""

from typing import Literal

from pydantic import Field

from regulations.provision import Provision


class Count(Provision):
    """How often an event may happen in a case; once more is a breach of the responsible one's duty.

    Attributes:
        event: a domain event, or one that the case finds by itself.
        at_most: how often it may happen; 0 where it may not happen at all.
        first_by_channel: channels in which registration counts as the first time (a visit).
    """

    title: str
    event: str
    at_most: int = Field(ge=0)
    first_by_channel: tuple[str, ...] = ()
    responsible: Literal["owner", "handler", "unit"] = "owner"


class BannedPhrase(Provision):
    """Words that put a requester off; pointed out to a person, never judged by software."""

    phrase: str = Field(min_length=1)


class Setting(Provision):
    """What a shared diagram asks of the pack with `setting("key")`."""

    value: bool | int | str | tuple[str, ...]
