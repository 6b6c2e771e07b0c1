"""The table of what is supported, made from the registry."""

from bpmn.elements.registry import Behaviour, behaviour_of
from bpmn.elements.table import ACCEPTED

_HEAD = "| element | event | waits for | note |\n|---|---|---|---|\n"


def supported_table() -> str:
    """Return a Markdown table with one row for each kind and trigger, by kind."""
    return _HEAD + "".join(_row(behaviour_of(*each)) for each in sorted(ACCEPTED))


def _row(each: Behaviour) -> str:
    trigger = "" if each.trigger == "none" else each.trigger
    return f"| `{each.kind}` | {trigger} | {each.waits} | {each.note} |\n"
