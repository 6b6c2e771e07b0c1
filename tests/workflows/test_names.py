"""What callers and histories name stays as it is named: renaming a method renames nothing."""

import json
from pathlib import Path

import pytest
from temporalio import workflow

from workflows.case_workflow import CaseWorkflow
from workflows.search_attributes import SEARCH_ATTRIBUTES

GOLDEN = Path(__file__).parents[1] / "golden" / "host_names.json"
DEFINITION = workflow._Definition.must_from_class(CaseWorkflow)
NAMES = {
    "workflows": [DEFINITION.name],
    "updates": DEFINITION.updates,
    "signals": DEFINITION.signals,
    "queries": DEFINITION.queries,
    "search_attributes": SEARCH_ATTRIBUTES,
}


@pytest.mark.parametrize("kind", NAMES)
def test_names_are_those_that_stand_in_histories(kind: str) -> None:
    """A name that changed would break running cases and those who call them: add, never change."""
    golden = json.loads(GOLDEN.read_text("utf-8"))

    assert golden[kind] == sorted(name for name in NAMES[kind] if name is not None)
    assert set(golden) == set(NAMES)
