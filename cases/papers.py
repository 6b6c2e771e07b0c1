"""The papers of a case: its guide, and what is missing by it. Read-only."""

from collections.abc import Iterable

from cases.case import Case
from regulations.law import Law
from regulations.materials import Guide


def guide_of(case: Case, law: Law) -> Guide | None:
    """Return the guide that governs the case's papers; None where there is none."""
    return law.guides.get(case.guide or case.subject)


def needed(case: Case, law: Law) -> tuple[str, ...]:
    """Return the papers that are missing and without which the file is not complete."""
    guide = guide_of(case, law)
    items = guide.items if guide else {}
    return tuple(key for key in case.missing if not (key in items and items[key].optional))


def titles(items: Iterable[str], case: Case, law: Law) -> str:
    """Return papers as people call them: `营业执照（licence）、…`."""
    guide = guide_of(case, law)
    known = guide.items if guide else {}
    named = (f"{known[key].title}（{key}）" if key in known else key for key in items)
    return "、".join(named)
