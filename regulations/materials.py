"""Service guides: what a matter needs, edition by edition."""

from collections.abc import Mapping

from pydantic import Field

from regulations.organisation import Entry
from regulations.provision import Provision


class GuideItem(Entry):
    """A paper that a matter needs; an `optional` one is needed by some only."""

    title: str
    optional: bool = False


class Guide(Provision):
    """The guide to one subject.

    Attributes:
        edition: the guide's edition, which a case records.
        items: papers by key.
        handed_out: forms that the requester is given.
        procedure: the steps, in the requester's words.
    """

    title: str
    edition: str
    items: Mapping[str, GuideItem] = Field(min_length=1)
    handed_out: tuple[str, ...] = ()
    procedure: str = ""
