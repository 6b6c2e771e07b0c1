"""A pack with several diagrams: a problem names the very file that its element stands in."""

import shutil
from pathlib import Path

import pytest

from decisions.problems import InvalidDefinition, Problem
from regulations.publishing import publish
from starter.pack_files import SHIPPED, read_pack

CALLED = "processes/consultation.bpmn"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of a pack whose process calls two others."""
    shutil.copytree(SHIPPED / "tax-bureau", tmp_path / "tax-bureau")
    return tmp_path / "tax-bureau"


def spoil(file: Path) -> int:
    """Name an event at *file*'s task that there is none of; return the task's line."""
    text = file.read_text("utf-8").replace('value="opinion_settled"', 'value="opinion_shouted"')
    file.write_text(text, "utf-8")
    return text[: text.index('id="settle_opinion"')].count("\n") + 1


def only_problem(folder: Path) -> Problem:
    """Return the problem of an unknown event in a pack that has it."""
    with pytest.raises(InvalidDefinition) as refused:
        publish(read_pack(folder))
    return next(each for each in refused.value.problems if "opinion_shouted" in each.what)


def test_a_problem_in_a_called_diagram_names_that_diagram(copied: Path) -> None:
    """The author opens the file named and finds the element on the line named."""
    line = spoil(copied / CALLED)

    problem = only_problem(copied)

    assert (str(copied / CALLED), line) == (problem.file, problem.line)
    assert "settle_opinion" == problem.element


def test_a_problem_in_a_shared_diagram_names_the_shared_file(copied: Path) -> None:
    """A shared file is mended where it stands, not in the pack that uses it."""
    shared = copied.parent / "shared" / CALLED
    shared.parent.mkdir(parents=True)
    shutil.move(copied / CALLED, shared)
    pack = copied / "pack.yaml"
    pack.write_text(pack.read_text("utf-8") + f"shares: [{CALLED}]\n", "utf-8")
    assert publish(read_pack(copied)).program.root.id == "first_contact"
    line = spoil(shared)

    problem = only_problem(copied)

    assert (str(shared), line) == (problem.file, problem.line)
