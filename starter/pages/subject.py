"""What a page is about: a pack, its rules, its cases and its pictures, numbered once for the whole page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regulations.pack import Pack
from regulations.provision import Provision
from regulations.publishing import PublishedPack
from starter.tracing import Proof, Trace

OWN = "【本单位声明】"
"""Marks what is not the text's, but the organisation's own."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawn diagram.

    Attributes:
        path: of the diagram within the pack.
        title: what it is called.
        file: of the SVG, as the page links it.
        svg: the drawing.
    """

    path: str
    title: str
    file: str
    svg: str

    @property
    def is_shared(self) -> bool:
        """Whether other packs use the diagram too."""
        return self.path.startswith("shared/")


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything one page is made from.

    Attributes:
        name: key of the pack.
        text: title of the source text's file.
        changelog: text of the pack's changelog.
    """

    name: str
    published: PublishedPack
    organisation: str
    traces: Sequence[Trace]
    pictures: Sequence[Picture]
    changelog: str

    @property
    def pack(self) -> Pack:
        """The pack."""
        return self.published.pack

    def cases(self) -> Mapping[Proof, int]:
        """Return every readable case with its number on the page."""
        found = [
            Proof(file, str(entry["name"]))
            for file, entries in self.published.source.cases.items()
            for entry in entries
        ]
        return {proof: number for number, proof in enumerate(found, start=1)}

    def picture_number(self, path: str) -> str:
        """Return `图2` for a diagram, or empty."""
        numbers = [n for n, each in enumerate(self.pictures, start=1) if each.path == path]
        return f"图{numbers[0]}" if numbers else ""


def basis(provision: Provision) -> str:
    """Return article and rule, and the mark where the organisation declared something itself."""
    return cited(provision) + (OWN if provision.declared else "")


def cited(provision: Provision) -> str:
    """Return article and rule, empty where the provision names none."""
    return "，".join(part for part in (provision.cites, provision.rule) if part)
