"""An author makes a mistake in a pack, and is told where it is, what it is and what to do."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from decisions.problems import InvalidDefinition, Problem
from regulations.publishing import publish
from starter.pack_files import read_pack

LIBRARY = Path(__file__).parent / "packs" / "library"
PACK = "pack.yaml"
DIAGRAM = "processes/reader_inquiry.bpmn"


@dataclass(frozen=True)
class Mistake:
    """One edit and what must be said about it.

    Attributes:
        name: the mistake in words.
        old: text that is replaced, everywhere in the file; empty: the file is replaced.
        new: what stands there then; None: the file is removed.
        at: text at whose first place in the edited file the problem is located; empty: line 1.
        says: words of the problem.
        hint: words of its hint.
        where: the key path or element it names.
        reported_in: file of the problem where it is another.
    """

    name: str
    file: str
    old: str
    new: str | None
    at: str
    says: str
    hint: str = ""
    where: str = ""
    reported_in: str = ""


def check_told(mistake: Mistake, folder: Path) -> None:
    """Make *mistake* in the pack in *folder*: one of its problems says all that must be said of it."""
    text = make(mistake, folder)

    problems = problems_of(folder)

    found = next((each for each in problems if mistake.says in each.what), None)
    assert found is not None, [str(each) for each in problems]
    assert str(folder / (mistake.reported_in or mistake.file)) == found.file, str(found)
    assert mistake.hint in found.hint, str(found)
    assert mistake.where in ("", found.element), str(found)
    if mistake.at:
        assert line_of(text, mistake.at) == found.line, str(found)


def make(mistake: Mistake, folder: Path) -> str:
    """Make *mistake* in the copy; return the edited file's text."""
    file = folder / mistake.file
    if mistake.new is None:
        file.unlink()
        return (folder / PACK).read_text("utf-8")
    text = file.read_text("utf-8")
    assert mistake.old in text, mistake.old
    text = text.replace(mistake.old, mistake.new) if mistake.old else mistake.new
    file.write_text(text, "utf-8")
    return text


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Return every problem of a pack that must have some."""
    with pytest.raises(InvalidDefinition) as refused:
        publish(read_pack(folder))
    return refused.value.problems


def line_of(text: str, part: str) -> int:
    """Return the line on which *part* first stands."""
    return text[: text.index(part)].count("\n") + 1
