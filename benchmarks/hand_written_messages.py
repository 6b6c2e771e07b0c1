"""What the hand-written workflow takes and gives: a pydantic model for each human step."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Field(min_length=1, max_length=2000)


class Requester(BaseModel):
    """Who asks."""

    model_config = ConfigDict(extra="forbid")

    name: str = ""
    phone: str = ""
    address: str = ""


class Inquiry(BaseModel):
    """The start argument."""

    model_config = ConfigDict(extra="forbid")

    case: str
    channel: Literal["visit", "phone", "letter", "web"]
    kind: Literal["inquiry", "complaint", "help", "suggestion"]
    requester: Requester
    matter: str = Field(min_length=1, max_length=4000)
    first_contact: str
    received_at: datetime


class Act(BaseModel):
    """What every step has.

    Attributes:
        task: the open task that it completes.
        actor: staff key of the one who acts.
    """

    model_config = ConfigDict(extra="forbid")

    task: str
    actor: str


class Reception(Act):
    """The inquiry was received; it cannot be answered by the unit itself."""

    outcome: Literal["transfer"]
    reason: str = Text
    explained_to_guest: Literal[True]
    guest_understands: bool


class Slip(Act):
    """The slip is filled in and goes to another unit."""

    problem: str = Field(min_length=4, max_length=2000)
    name: str = Field(min_length=1, max_length=100)
    address: str = Field(min_length=1, max_length=200)
    phone: str = Field(pattern=r"^[0-9+()\- ]{5,40}$")
    to_unit: Literal["front-office", "housekeeping", "food-beverage", "engineering", "security"]
    reason: str = Text
    category: str
    units_involved: int = Field(ge=1, le=20)
    signature: str = Field(min_length=1, max_length=100)


class Signing(Act):
    """The receiving unit signs and names a handler."""

    outcome: Literal["accept"]
    handler: str
    difficulty: Literal["normal", "complex", "hard"]
    signature: str = Field(min_length=1, max_length=100)


class Answer(Act):
    """The guest has been answered."""

    outcome: Literal["answer"]
    answer: str = Text
    basis: str = Text
    signature: str = Field(min_length=1, max_length=100)


class Acknowledgement(Act):
    """A party has seen the result."""

    outcome: Literal["signed"]


class FollowUp(Act):
    """The guest was called back."""

    outcome: Literal["verified"]
    reached: Literal[True]
    verified: Literal[True]
    satisfied: Literal[True]
    note: str = Text


class Receipt(BaseModel):
    """What a step brought about."""

    case: str
    stage: str
    opened: list[str]
    closed: bool
