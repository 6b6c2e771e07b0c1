"""Decision tables: which rules match, and what each hit policy makes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.dmn.reading import check, evaluate, read
from tests.decisions.tables import model_of, table

RULES = (("> 0", '"low"'), ("> 10", '"high"'), ("> 20", '"low"'))
NUMBERS = (("> 0", "1"), ("> 10", "20"), ("> 20", "3"))
ORDER = '"high", "low"'


@pytest.mark.parametrize(
    ("xml", "x", "value", "rules"),
    [
        (table(RULES), 5, "low", (1,)),
        (table(RULES), 15, None, (1, 2)),
        (table(RULES), 0, None, ()),
        (table(RULES, "FIRST"), 25, "low", (1,)),
        (table(RULES, "FIRST"), 0, None, ()),
        (table(RULES, "ANY"), 5, "low", (1,)),
        (table(RULES, "ANY"), 15, None, (1, 2)),
        (table((("> 0", "1"), ("> 1", "1.0")), "ANY"), 5, 1, (1, 2)),
        (table(RULES, "PRIORITY", order=ORDER), 25, "high", (2,)),
        (table(RULES, "RULE ORDER"), 25, ["low", "high", "low"], (1, 2, 3)),
        (table(RULES, "RULE ORDER"), 0, None, ()),
        (table(RULES, "OUTPUT ORDER", order=ORDER), 25, ["high", "low", "low"], (2, 1, 3)),
        (table(RULES, "COLLECT"), 25, ["low", "high", "low"], (1, 2, 3)),
        (table(RULES, "COLLECT"), 0, [], ()),
        (table(NUMBERS, "COLLECT", "SUM"), 25, 24, (1, 2, 3)),
        (table(NUMBERS, "COLLECT", "MIN"), 25, 1, (1, 2, 3)),
        (table(NUMBERS, "COLLECT", "MAX"), 25, 20, (1, 2, 3)),
        (table(NUMBERS, "COLLECT", "COUNT"), 25, 3, (1, 2, 3)),
        (table(NUMBERS, "COLLECT", "COUNT"), 0, 0, ()),
        (table(NUMBERS, "COLLECT", "SUM"), 0, None, ()),
        (table(RULES, "COLLECT", "SUM"), 25, None, (1, 2, 3)),
        (table(RULES, default='"none"'), 0, "none", ()),
        (table((("-", "1", "x + 1"),), outputs=("a", "b")), 5, {"a": 1, "b": 6}, (1,)),
        (table((("-", "1"),)), None, 1, (1,)),
        (table((("", "1"),)), 7, 1, (1,)),
        (table((("null", "1"),)), None, 1, (1,)),
        (table((("? > 3 and ? < 8", "1"),)), 7, 1, (1,)),
    ],
    ids=[
        "unique with one", "unique with two", "unique with none", "first", "first with none",
        "any with one", "any with different outputs", "any with equal outputs", "priority",
        "rule order", "rule order with none", "output order", "collect", "collect with none",
        "sum", "least", "greatest", "count", "count of none", "sum of none", "sum of texts",
        "default", "several outputs", "dash takes null", "empty takes all", "null", "question mark",
    ],
)  # fmt: skip
def test_a_hit_policy_decides(xml: str, x: object, value: object, rules: tuple[int, ...]) -> None:
    """The value, and the numbers of the rules that count."""
    result = evaluate(read(xml, "t.dmn"), "d", {"x": x})

    assert (value, rules) == (result.value, result.rules)
    assert {"x": x} == result.inputs


@pytest.mark.parametrize(
    ("xml", "x", "warning"),
    [
        (table(RULES), 15, "table t: hit policy UNIQUE allows one rule, these match: 1, 2"),
        (table(RULES), 0, "table t: no rule matches"),
        (table(RULES, "ANY"), 15, "table t: hit policy ANY wants one output, these differ: 1, 2"),
    ],
    ids=["unique", "none", "any"],
)
def test_why_there_is_no_value_is_said(xml: str, x: int, warning: str) -> None:
    """No match, or too many, leaves a sentence with the table and the rules."""
    result = evaluate(read(xml, "t.dmn"), "d", {"x": x})

    assert result.value is None
    assert warning in result.warnings


@pytest.mark.parametrize(
    "version",
    ["20151101/dmn.xsd", "20180521/MODEL/", "20191111/MODEL/", "20211108/MODEL/", "20230324/MODEL/"],
    ids=["1.1", "1.2", "1.3", "1.4", "1.5"],
)  # fmt: skip
def test_all_versions_are_read(version: str) -> None:
    """The namespaces of DMN 1.1 to 1.5 mean the same."""
    xml = table(RULES, namespace=f"https://www.omg.org/spec/DMN/{version}")
    model = read(xml, "t.dmn")

    assert check(model) == ()
    assert evaluate(model, None, {"x": 5}).value == "low"


def test_a_model_is_read_once_per_process() -> None:
    """The same text in the same file gives the same model."""
    xml = table(RULES)

    assert read(xml, "t.dmn") is read(xml, "t.dmn")


@given(st.integers(-5, 30))
def test_collect_finds_what_first_finds_first(x: int) -> None:
    """FIRST is the head of RULE ORDER, for any input."""
    first = evaluate(read(table(RULES, "FIRST"), "f.dmn"), "d", {"x": x})
    ordered = evaluate(read(table(RULES, "RULE ORDER"), "o.dmn"), "d", {"x": x})

    assert [first.value] == ordered.value[:1] if ordered.value else first.value is None  # type: ignore[index]
    assert first.rules == ordered.rules[:1]


@pytest.mark.parametrize(
    ("type_ref", "test", "text", "rules"),
    [
        ("date", '< date("2026-01-01")', "2025-12-31", (1,)),
        ("integer", "<= 8", "8", (1,)),
        ("dayTimeDuration", '> duration("PT1H")', "PT90M", (1,)),
        ("string", '"8"', "8", (1,)),
        ("date", "-", "soon", (1,)),
        ("number", "> 0", "many", ()),
    ],
)
def test_text_for_an_input_that_is_nowhere_declared_is_read_by_its_column(
    type_ref: str, test: str, text: str, rules: tuple[int, ...]
) -> None:
    """Tables drawn in Camunda Modeler declare no input data."""
    xml = table(((test, '"yes"'),)).replace(
        "<inputExpression>", f'<inputExpression typeRef="{type_ref}">'
    )

    assert rules == evaluate(read(xml, "m.dmn"), None, {"x": text}).rules


def test_a_name_that_two_columns_take_for_different_things_stays_text() -> None:
    """Which of the two is meant is not guessed."""
    column = '<input label="x"><inputExpression typeRef="string"><text>x</text></inputExpression></input>'
    xml = table((('"8"', '"yes"'),)).replace('<input label="x">', f'{column}<input label="y">')
    xml = xml.replace("<inputExpression>", '<inputExpression typeRef="number">')
    xml = xml.replace("<inputEntry>", "<inputEntry><text>-</text></inputEntry><inputEntry>")

    found = evaluate(read(xml, "m.dmn"), None, {"x": "8"})
    assert {"x": "8", "y": None} == dict(found.inputs)


SEASONS = '<inputValues><text>"dry", "wet"</text></inputValues>'


@pytest.mark.parametrize(
    ("season", "told", "value"),
    [
        ("dry", '"low"', "low"),
        ("foggy", '"low"', "no season"),
        ("dry", '"middling"', None),
        (None, '"low"', "no season"),
    ],
    ids=["both listed", "an input that is not listed", "an output that is not listed", "no input"],
)
def test_columns_hold_only_the_values_they_list(
    season: str | None, told: str, value: str | None
) -> None:
    """DMN 1.5, 8.2.10: what is not listed is null in the table, and a sentence says so."""
    rules = f"""
      <rule><inputEntry><text>null</text></inputEntry>
            <outputEntry><text>"no season"</text></outputEntry></rule>
      <rule><inputEntry><text>not(null)</text></inputEntry>
            <outputEntry><text>{told}</text></outputEntry></rule>"""
    xml = model_of(
        f"""<decisionTable id="t">
          <input label="season"><inputExpression><text>season</text></inputExpression>{SEASONS}</input>
          <output><outputValues><text>"no season", "low", "high"</text></outputValues></output>
          {rules}</decisionTable>"""
    )
    result = evaluate(read(xml, "m.dmn"), "d", {"season": season})

    assert result.value == value
    assert bool(result.warnings) == (season == "foggy" or value is None)


def test_each_conclusion_may_name_its_own_type() -> None:
    """Only the entry that does not fit is null."""
    xml = model_of(
        """<decisionTable id="t">
          <input label="x"><inputExpression><text>x</text></inputExpression></input>
          <output name="a"/><output name="b"/>
          <rule><inputEntry><text>-</text></inputEntry>
                <outputEntry typeRef="number"><text>x</text></outputEntry>
                <outputEntry><text>x</text></outputEntry></rule></decisionTable>"""
    )

    assert evaluate(read(xml, "m.dmn"), "d", {"x": "far"}).value == {"a": None, "b": "far"}
