"""Where lateness must be apologised for: can everybody who finishes a late case do so?"""

from collections.abc import Iterator

from bpmn.program import Node, Program
from decisions.problems import Problem
from regulations.checking_forms import fields_of, schema_of
from regulations.diagram_files import file_of
from regulations.pack import Pack
from regulations.source import PackSource
from regulations.vocabulary import APOLOGY_AFTER_LATENESS, SETTLING

_FIELDS = ("apology", "remedy")


def check_apologies(pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    """Yield tasks that a late case could never get past, and a duty that nobody can fulfil."""
    setting = pack.settings.get(APOLOGY_AFTER_LATENESS)
    if setting is None:
        return
    path = ("settings", APOLOGY_AFTER_LATENESS, "value")
    if not isinstance(setting.value, bool):
        yield source.problem(path, f"expected true or false, found {setting.value!r}")
    if setting.value is not True:
        return
    if not any("apologised" in _events(node) for node in program.nodes):
        what = "an apology is asked for, and no element of the diagrams is the event apologised"
        hint = "draw a task with `event` = `apologised`, after a gateway that asks `=late()`"
        yield source.problem(path, what, hint)
    for node in program.nodes:
        if node.kind == "userTask" and any(event in _events(node) for event in SETTLING):
            yield from _fields_there(node, pack, program, source)


def _fields_there(
    node: Node, pack: Pack, program: Program, source: PackSource
) -> Iterator[Problem]:
    schema = schema_of(node.form, pack, source)
    missing = [name for name in _FIELDS if name not in fields_of(schema or {})]
    if missing and "apologised" not in _events(node) and (schema is not None or not node.form):
        what = (
            f"a late case could not be finished here: the form {node.form or '(none)'} has no "
            f"field {' and '.join(missing)}"
        )
        hint = "add both to the form; they may be left empty while the case is in time"
        yield Problem(file_of(node, program, source), node.line, node.id, what, hint)


def _events(node: Node) -> frozenset[str]:
    return frozenset(
        event.strip()
        for key, text in node.properties.items()
        if key == "event" or key.startswith("event:")
        for event in text.split(",")
    )
