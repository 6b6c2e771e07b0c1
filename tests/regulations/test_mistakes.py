"""A pack with a mistake is refused, and its author is told where and what."""

import shutil
from pathlib import Path

import pytest

from decisions.problems import InvalidDefinition, Problem
from regulations.publishing import publish
from starter.pack_files import UnknownPack, find_pack, load_pack, read_pack
from tests.regulations.mistakes import MISTAKES, Mistake

LIBRARY = Path(__file__).parent / "packs" / "library"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the made-up library."""
    shutil.copytree(LIBRARY, tmp_path / "library")
    return tmp_path / "library"


def make(mistake: Mistake, folder: Path) -> str:
    """Make *mistake* in the copy; return the edited file's text."""
    file = folder / mistake.file
    if mistake.new is None:
        file.unlink()
        return (folder / "pack.yaml").read_text("utf-8")
    text = file.read_text("utf-8")
    assert mistake.old in text
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


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_the_author_is_told_what_is_wrong_and_where(copied: Path, mistake: Mistake) -> None:
    """Each mistake gives a problem with file, line, key or element, and what to do."""
    text = make(mistake, copied)

    problems = problems_of(copied)

    found = next((each for each in problems if mistake.says in each.what), None)
    assert found is not None, [str(each) for each in problems]
    assert str(copied / (mistake.reported_in or mistake.file)) == found.file
    assert mistake.hint in found.hint
    assert mistake.where in ("", found.element)
    if mistake.at:
        assert line_of(text, mistake.at) == found.line, str(found)


def test_all_mistakes_are_told_at_once(copied: Path) -> None:
    """An author with several mistakes in several files sees all of them together, in order."""
    pack, form = copied / "pack.yaml", copied / "forms" / "call.schema.json"
    text = pack.read_text("utf-8").replace("within: total", "within: whole")
    pack.write_text(text.replace("copies_to: [office]", "copies_to: [attic]"), "utf-8")
    form.write_text("{", "utf-8")

    problems = problems_of(copied)

    assert [each.element for each in problems if each.file == str(pack)] == [
        "limits.pass_on.within", "limits.answer.within", "transfer_policy.copies_to",
        "forms.call.schema",
    ]  # fmt: skip
    assert [str(form)] == [each.file for each in problems if each.file != str(pack)]
    assert list(problems) == sorted(problems)


def test_a_pack_is_found_by_key_or_folder_and_else_said_to_be_unknown(tmp_path: Path) -> None:
    """What is known is named, so that a typing error is easy to mend."""
    assert "library" == load_pack(str(LIBRARY)).pack.pack
    assert "hotel" == find_pack("hotel").name

    with pytest.raises(UnknownPack, match=r"expected a pack \(.*hotel, .*\) or a folder .*'hotl'"):
        find_pack("hotl")
    with pytest.raises(UnknownPack):
        find_pack(str(tmp_path))
