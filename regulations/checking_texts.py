"""Are texts, rule numbers and names such that they can be used? Nothing stands there by mistake."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from decisions.problems import Problem
from regulations.pack import Pack
from regulations.source import PackSource, PathKey
from regulations.wrong_shapes import near

NOTICE_FIELDS = (
    "case", "title", "limit", "due", "cites", "unit", "owner", "stage", "clock",
)  # fmt: skip
"""What a notice may have filled in."""
_FIELD = re.compile(r"\{([^{}]*)\}")
_EDITION = re.compile(r"[^\s/@]+")


def check_texts(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """Yield what is misspelt in notices, rule numbers and the edition's name."""
    yield from _edition(pack, source)
    yield from _oversight(pack, source)
    yield from _notices(pack, source)
    yield from _rule_numbers(pack, source)
    yield from _proofs(pack, source)


def _edition(pack: Pack, source: PackSource) -> Iterator[Problem]:
    if not _EDITION.fullmatch(pack.edition):
        what = f"expected a name without spaces, / and @, found {pack.edition!r}"
        yield source.problem(
            ("edition",), what, 'name it so that it can be asked for, such as "2"'
        )


def _oversight(pack: Pack, source: PackSource) -> Iterator[Problem]:
    supervising = [key for key, unit in pack.units.items() if unit.oversight]
    for key in supervising[1:]:
        what = f"expected one unit with `oversight: true`, found {' and '.join(supervising)}"
        yield source.problem(("units", key, "oversight"), what, "keep the one that supervises")


def _notices(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """Braces may stand in a text as they are; what looks like a field that is misspelt may not."""
    for key, notice in pack.notices.items():
        for name in _FIELD.findall(notice.text):
            hint = near(name, NOTICE_FIELDS)
            if name not in NOTICE_FIELDS and hint:
                fields = ", ".join(f"{{{field}}}" for field in NOTICE_FIELDS)
                what = f"expected one of {fields}, found {{{name}}}"
                yield source.problem(("notices", key, "text"), what, hint)


def _rule_numbers(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """A citation names a rule of the pack's own source, or of no source where it has none."""
    first, _, last = pack.source.rules.partition("-")
    if not first:
        return
    lowest, highest = (int(rule.removeprefix("R")) for rule in (first, last or first))
    for path, rule in _cited(source.data, ()):
        if rule[1:].isdigit() and not lowest <= int(rule[1:]) <= highest:
            what = f"expected a rule of the source text ({pack.source.rules}), found {rule}"
            yield source.problem(path, what, "correct the number, or `rules` of `source`")


def _cited(data: Any, path: PathKey) -> Iterator[tuple[PathKey, str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            here = (*path, str(key))
            if key == "rule" and isinstance(value, str):
                yield here, value
            else:
                yield from _cited(value, here)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _cited(value, (*path, number))


def _proofs(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """A case proves rules that the pack has; a rule misspelt would never be missed."""
    for file, entries in source.cases.items():
        for number, entry in enumerate(entries, start=1):
            if not isinstance(entry, Mapping):
                continue
            named = str(entry.get("name") or f"case {number}")
            for what in _unproven(entry.get("proves", {}), pack):
                hint = "see `proves` in docs/packs.md"
                yield Problem(source.file(file), 1, named, what, hint)


def _unproven(proves: object, pack: Pack) -> Iterator[str]:
    if not isinstance(proves, Mapping):
        yield f"expected `proves` to have `kept` and `broken`, found {proves!r}"
        return
    for how, rules in proves.items():
        if not isinstance(rules, list):
            yield f"expected a list of rules in `proves.{how}`, found {rules!r}"
            continue
        for rule in rules if pack.rules else ():
            if rule not in pack.rules:
                yield f"expected a rule of this pack in `proves.{how}`, found {rule!r}"
