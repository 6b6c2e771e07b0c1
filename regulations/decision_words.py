"""What decision models call themselves and what they ask, and the codes their tables give."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from decisions.xml_tree import Element, parse_xml

_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


def names_of_decisions(decisions: Mapping[str, str]) -> dict[str, str]:
    """Return decision id to its name.

    Args:
        decisions: DMN text by file.
    """
    return {
        each.get("id"): each.get("name")
        for file, text in decisions.items()
        for each in _named(text, file, "decision")
        if each.get("name")
    }


def input_names(decisions: Mapping[str, str]) -> dict[str, str]:
    """Return the label of each input to the expression it stands for."""
    return {
        each.get("label"): _text(inner)
        for file, text in decisions.items()
        for each in _named(text, file, "input")
        if each.get("label") and (inner := each.first("inputExpression"))
    }


def codes_in_tables(decisions: Mapping[str, str]) -> Iterator[tuple[str, int, str, str, str]]:
    """Yield each text that a table asks for or gives: file, line, decision, part of the fact, text.

    The part is the input's label, or the output's name; where the table has one output alone it is
    the decision's id.
    """
    for file, text in decisions.items():
        for decision in _named(text, file, "decision"):
            for table in decision.all("decisionTable"):
                for entry, part in _entries(table, decision.get("id")):
                    for code in _TEXT.findall(_text(entry)):
                        yield file, entry.line, decision.get("id"), part, code


def _entries(table: Element, decision: str) -> Iterator[tuple[Element, str]]:
    asked = [each.get("label") for each in table.all("input")]
    outputs = [each.get("name") for each in table.all("output")]
    given = outputs if len(outputs) > 1 else [decision]
    for rule in table.all("rule"):
        yield from zip(rule.all("inputEntry"), asked, strict=False)
        yield from zip(rule.all("outputEntry"), given, strict=False)


@lru_cache(maxsize=64)
def _elements(text: str, file: str) -> tuple[Element, ...]:
    return tuple(parse_xml(text, file).walk())


def _named(text: str, file: str, name: str) -> list[Element]:
    return [each for each in _elements(text, file) if each.name == name]


def _text(element: Element) -> str:
    return " ".join(each.text.strip() for each in element.walk() if each.name == "text")
