"""What is accepted can be run, and what can be run is documented."""

from pathlib import Path

import pytest

from bpmn.describing import supported_table
from bpmn.elements.registry import BEHAVIOURS, Behaviour, register
from bpmn.elements.table import ACCEPTED, FAMILIES
from bpmn.linking import ACTIVITIES

ROOT = Path(__file__).resolve().parents[2]


def test_every_accepted_kind_has_a_behaviour() -> None:
    """The check accepts what the registry holds, and every entry can be entered."""
    assert set(BEHAVIOURS) == ACCEPTED
    assert all(callable(each.enter) for each in BEHAVIOURS.values())


def test_every_activity_begins_to_do_something() -> None:
    """An activity has its own `activate`."""
    for kind in ACTIVITIES:
        found = [each for (name, _), each in BEHAVIOURS.items() if name == kind]
        assert found, kind
        assert all(each.activate.__name__ != "_unused" for each in found), kind


def test_every_file_of_elements_is_in_the_table() -> None:
    """A family that nobody imports would register nothing."""
    folder = ROOT / "bpmn" / "elements"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "registry", "table"}

    assert files == {family.__name__.rpartition(".")[2] for family in FAMILIES}


def test_a_kind_is_registered_once() -> None:
    """A second behaviour would win by accident."""
    with pytest.raises(ValueError, match="expected one behaviour"):
        register(Behaviour("userTask", "none", "", "", BEHAVIOURS["userTask", "none"].enter))


def test_the_documentation_has_the_table_of_the_registry() -> None:
    """docs/supported-bpmn.md; its table is `bpmn.describing.supported_table()`."""
    text = (ROOT / "docs" / "supported-bpmn.md").read_text("utf-8")
    table = text.partition("<!-- table -->\n")[2].partition("<!-- /table -->")[0]

    assert supported_table() == table
