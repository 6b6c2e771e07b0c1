"""The list of what packs share says of every diagram what it asks of a pack."""

import re
from pathlib import Path

from starter.pack_files import SHIPPED

SHARED = SHIPPED / "shared"
README = SHARED / "README.md"
_MARKED = re.compile(r"<!-- processes -->\n(.*?)<!-- /processes -->", re.DOTALL)


def test_the_table_is_that_of_the_diagrams() -> None:
    """Process, forms, settings, notices and called processes; put in what is printed here."""
    found = _MARKED.search(README.read_text("utf-8"))

    assert found is not None
    assert table() == found[1]


def table() -> str:
    """Return the table that belongs into the list."""
    head = "| file | process | forms | settings | notices | calls |\n|---|---|---|---|---|---|\n"
    return head + "".join(row(path) for path in sorted(SHARED.glob("processes/*.bpmn")))


def row(path: Path) -> str:
    """Return the row of one diagram."""
    text = path.read_text("utf-8")
    said = [
        found(text, r'<bpmn:process id="([^"]+)"'),
        found(text, r'formId="([^"]+)"'),
        found(text, r"setting\((?:\"|&quot;)([a-z_]+)"),
        found(text, r'name="template" value="([a-z_]+)"'),
        found(text, r'processId="([^"]+)"'),
    ]
    return f"| `{path.name}` | {' | '.join(said)} |\n"


def found(text: str, pattern: str) -> str:
    """Return what a pattern finds, each once, in order of the alphabet."""
    return ", ".join(f"`{name}`" for name in sorted(frozenset(re.findall(pattern, text))))
