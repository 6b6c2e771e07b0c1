"""The decision tables: what each looks at, and what it decides in which case."""

import re
from collections.abc import Iterator, Mapping

from decisions.xml_tree import Element, parse_xml
from regulations.carriers import DIFFICULTY_WORDS
from regulations.pack import Pack
from starter.pages.markdown import bullets, plain, table
from starter.pages.subject import Subject

_KEY = re.compile(r"[a-z][a-z0-9_-]*")
_MANNERS = {
    "UNIQUE": "各种情形互不重叠。",
    "FIRST": "自上而下，以最先符合的一行为准。",
}


def tables(subject: Subject) -> list[str]:
    """Return every decision table of the pack: a row for each rule, in the words of its author."""
    found: list[str] = []
    for path, text in subject.published.source.decisions.items():
        root = parse_xml(text, path)
        for decision in root.all("decision"):
            rules = decision.first("decisionTable")
            if rules:
                found += _table(path, root, decision, rules, subject.pack)
    return found


def _table(path: str, root: Element, decision: Element, rules: Element, pack: Pack) -> list[str]:
    looked_at = [one.get("label") or _text(one, "inputExpression") for one in rules.all("input")]
    said = [_text(root, "description", inner=False), _text(decision, "description", inner=False)]
    return [
        f"**{plain(decision.get('name'))}**（`{path.rpartition('/')[2]}`）",
        "",
        *bullets(
            (
                *(plain(text) for text in said),
                f"看什么：{plain('、'.join(looked_at))}",
                _MANNERS.get(rules.get("hitPolicy", "UNIQUE"), ""),
            )
        ),
        *table(("情形", "结论"), _rows(rules, pack)),
    ]


def _rows(rules: Element, pack: Pack) -> Iterator[tuple[str, str]]:
    inputs = [one.get("label") or _text(one, "inputExpression") for one in rules.all("input")]
    for rule in rules.all("rule"):
        case = _text(rule, "annotationEntry") or _text(rule, "description", inner=False)
        asked = [_text(one) for one in rule.all("inputEntry")]
        raw = (f"{name}：{entry}" for name, entry in zip(inputs, asked, strict=True))
        results = (_result(_text(one), pack) for one in rule.all("outputEntry"))
        yield (
            plain(case or "；".join(raw)),
            plain("；".join(result for result in results if result)),
        )


def _result(entry: str, pack: Pack) -> str:
    """Return what a result is called, empty for a key that only the diagram reads."""
    value = entry[1:-1] if entry[:1] == entry[-1:] == '"' else entry
    named: Mapping[str, str] = {
        key: one.title for group in (pack.units, pack.posts) for key, one in group.items()
    }
    word = named.get(value) or DIFFICULTY_WORDS.get(value)
    return word or ("" if _KEY.fullmatch(value) else value)


def _text(element: Element, name: str = "", *, inner: bool = True) -> str:
    """Return the text of *element*, or of its child *name*; with *inner*, what its `text` holds."""
    held = element.first(name) if name else element
    if held and inner:
        held = held.first("text")
    return " ".join(held.text.split()) if held else ""
