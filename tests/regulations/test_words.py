"""Every code that people are shown has a label, in every pack; tables, forms and files say where not."""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from decisions.problems import InvalidDefinition
from regulations.json_lines import line_in
from regulations.publishing import publish
from regulations.words import words_of
from starter.pack_files import SHIPPED, load_pack, read_pack
from tests.cases.driving import SHIPPED_PACKS


def _codes(part: object, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield every field and code of a schema, however deep."""
    if isinstance(part, list):
        for each in part:
            yield from _codes(each, field)
    if isinstance(part, Mapping):
        found: Any = part
        yield from ((field, str(code)) for code in found.get("enum", ()))
        for name, each in found.items():
            if name == "properties":
                for inner, schema in each.items():
                    yield from _codes(schema, inner)
            elif name != "if":
                yield from _codes(each, field)


@pytest.mark.parametrize("name", SHIPPED_PACKS)
def test_every_code_of_a_pack_has_a_chinese_label(name: str) -> None:
    """Codes of forms, keys of people, registration and limits, outcomes, results of decisions."""
    published = load_pack(name)
    law = published.law(published.pack.in_force_from)
    forms = [form.fields for form in law.forms.values()]
    words = words_of(law, law.words, forms)
    offered = {
        key.removeprefix("outcome:"): label
        for node in published.program.nodes
        for key, label in node.properties.items()
        if key.startswith("outcome:")
    }
    label = law.organisation.label

    for field, code in (pair for form in forms for pair in _codes(form)):
        known = offered if field == "outcome" else words.get(field, {})
        said = known.get(code) or (label(code) if law.organisation.knows(code) else code)
        if field != "outcome" or code in offered:
            assert not said.isascii(), (field, code)
    for part, labels in words.items():
        assert not [code for code, said in labels.items() if said.isascii()], part
    assert not [key for key, said in offered.items() if said.isascii()]
    for key in (*law.organisation.units, *law.organisation.posts):
        assert not label(key).isascii()


def test_codes_of_decision_tables_need_a_label_too(tmp_path: Path) -> None:
    """Those a table gives, and those it asks for, which the field of a form may label."""
    folder = tmp_path / "tax-bureau"
    shutil.copytree(SHIPPED / "tax-bureau", folder)
    pack = folder / "pack.yaml"
    pack.write_text(re.sub(r"\nwords:\n(  .*\n)+", "\n", pack.read_text("utf-8")), "utf-8")

    with pytest.raises(InvalidDefinition) as refused:
        publish(read_pack(folder))

    table = (folder / "decisions" / "course.dmn").read_text("utf-8").splitlines()
    for problem in refused.value.problems:
        code = problem.what.split("'")[1]
        assert f"the code {code!r} of the decision table has no label" == problem.what
        assert f'"{code}"' in "".join(table[problem.line - 1 : problem.line + 1])
        assert "say in pack.yaml what people call it: words: {" in problem.hint
    found = {problem.hint.partition("words: ")[2] for problem in refused.value.problems}
    assert "{route: {consultation: …}}" in found
    assert "{承办一方: {department: …}}" in found
    assert not [hint for hint in found if "difficulty" in hint or "事项性质" in hint]


def test_the_line_of_a_part_of_a_json_text() -> None:
    """Of a key, of an entry, of what is nearest to a part that is not there."""
    text = '{\n "a": [1,\n  {"b": "}, \\"c\\": {"}],\n\n "c": {"d": null,\n "e": true}}\n'
    places: dict[tuple[str | int, ...], int] = {
        (): 1, ("a",): 2, ("a", 0): 2, ("a", 1): 3, ("a", 1, "b"): 3, ("c",): 5, ("c", "e"): 6,
        ("c", "x", 7): 5, ("z",): 1,
    }  # fmt: skip

    assert places == {place: line_in(text, place) for place in places}
    assert 1 == line_in("", ("a",))
