"""A pack with a mistake is refused, and its author is told where and what."""

from pathlib import Path

import pytest

from starter.pack_files import UnknownPack, find_pack, load_pack
from tests.regulations.authoring import DIAGRAM, LIBRARY, Mistake, check_told, problems_of
from tests.regulations.mistakes import MISTAKES


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_the_author_is_told_what_is_wrong_and_where(copied: Path, mistake: Mistake) -> None:
    """Each mistake gives a problem with file, line, key or element, and what to do."""
    check_told(mistake, copied)


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


@pytest.mark.parametrize("name", ["pack.yaml", DIAGRAM, "forms/handling.schema.json"])
def test_a_file_that_is_not_utf_8_is_a_problem_like_any_other(copied: Path, name: str) -> None:
    """Saved by an editor that writes GBK, say."""
    file = copied / name
    file.write_bytes(file.read_text("utf-8").encode("gbk"))

    (said,) = [str(each) for each in problems_of(copied) if "UTF-8" in each.what]
    assert f"{file}:1: not UTF-8 text" in said
    assert said.endswith("(save the file as UTF-8)")


def test_a_pack_is_found_by_key_or_folder_and_else_said_to_be_unknown(tmp_path: Path) -> None:
    """What is known is named, so that a typing error is easy to mend."""
    assert "library" == load_pack(str(LIBRARY)).pack.pack
    assert "hotel" == find_pack("hotel").name

    with pytest.raises(UnknownPack, match=r"expected a pack \(.*hotel, .*\) or a folder .*'hotl'"):
        find_pack("hotl")
    with pytest.raises(UnknownPack):
        find_pack(str(tmp_path))
