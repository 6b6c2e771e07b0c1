"""Wrong models are refused with all their problems, located and actionable.

Each file in `invalid/` is named after what is wrong; the problems stand beside it in a `.txt`.
After a change of wording: `python tests/bpmn/test_checks.py` writes them anew, then read the diff.
"""

from pathlib import Path

import pytest

from bpmn.checking import check
from bpmn.compiling import compile_program
from bpmn.reading import read
from bpmn.rules.survey import WARNING
from decisions.problems import InvalidDefinition, Problem
from tests.bpmn.builder import exclusive, process, service, user

FOLDER = Path(__file__).with_name("invalid")
FILES = sorted(FOLDER.glob("*.bpmn"))


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Return the problems of a file."""
    try:
        return check(read(path.read_bytes(), path.name))
    except InvalidDefinition as error:
        return error.problems


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_problems_of_a_wrong_model_are_those_beside_it(path: Path) -> None:
    """File, line, element, what was expected and found, and what to do."""
    expected = path.with_suffix(".txt").read_text("utf-8").splitlines()

    assert expected == [str(problem) for problem in problems_of(path)]
    assert expected


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_wrong_model_never_runs_unless_it_is_only_warned_of(path: Path) -> None:
    """Compiling refuses with the same problems."""
    serious = [each for each in problems_of(path) if not each.hint.startswith(WARNING)]

    if path.stem == "choreography":
        serious = []
    if not serious:
        assert compile_program([read(path.read_bytes(), path.name)])
        return
    with pytest.raises(InvalidDefinition):
        compile_program([read(path.read_bytes(), path.name)])


def test_problems_come_by_line_and_with_a_place() -> None:
    """Every problem has a line, all but those of a whole file an element, and a hint."""
    for path in FILES:
        problems = problems_of(path)
        assert sorted(problems) == list(problems)
        assert all(problem.what for problem in problems)


@pytest.mark.parametrize(
    "xml",
    [
        process("start -> a -> end", a=user()),
        process("start -> x; x -> a [n > 1] -> end; x -> b [default] -> end", x=exclusive()),
        process("start -> a -> end", a=service()).replace("<userTask", '<userTask camunda:x="1"'),
        process("start -> a -> end").replace(
            '<userTask id="a">', '<userTask id="a"><extensionElements><q:z xmlns:q="urn:q" a="1"/></extensionElements>'
        ),
    ],
    ids=["plain", "choice", "attributes of others", "extension elements of others"],
)  # fmt: skip
def test_a_right_model_has_no_problems(xml: str) -> None:
    """Extension elements of others are tolerated."""
    assert () == check(read(xml, "x.bpmn"))


def write() -> None:
    """Write the problems beside each file."""
    for path in FILES:
        text = "".join(f"{problem}\n" for problem in problems_of(path))
        path.with_suffix(".txt").write_text(text, "utf-8")


if __name__ == "__main__":
    write()
