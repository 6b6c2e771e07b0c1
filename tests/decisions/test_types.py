"""Types of a model: what fits them, as it is or made to fit, and what is null."""

from datetime import UTC, datetime

import pytest

from decisions.dmn.reading import evaluate, invoke, read
from tests.decisions.tables import model_of

TYPES = """
<itemDefinition name="tColour"><typeRef>string</typeRef>
  <allowedValues><text>"red", "green"</text></allowedValues></itemDefinition>
<itemDefinition name="tSame"><typeRef>tColour</typeRef></itemDefinition>
<itemDefinition name="tOther"><typeRef>tColour</typeRef>
  <allowedValues><text>"blue"</text></allowedValues></itemDefinition>
<itemDefinition name="tColours" isCollection="true"><typeRef>tColour</typeRef></itemDefinition>
<itemDefinition name="tGives"><functionItem outputTypeRef="tColour">
  <parameters name="a"/></functionItem></itemDefinition>
<itemDefinition name="tTakes"><functionItem>
  <parameters name="a" typeRef="tColour"/></functionItem></itemDefinition>
"""


def _literal(text: str, type_ref: str = "") -> str:
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    return f"<literalExpression{typed}><text>{text}</text></literalExpression>"


@pytest.mark.parametrize(
    ("text", "type_ref", "value"),
    [
        ('"red"', "tSame", "red"),
        ('"blue"', "tSame", None),
        ('"blue"', "tOther", "blue"),
        ('"red"', "tOther", None),
        ('"red"', "tColours", ["red"]),
        ('["red", "blue"]', "tColours", None),
        ("date(2026, 10, 9)", "date and time", datetime(2026, 10, 9, tzinfo=UTC)),
        ("time(10, 0, 0)", "date and time", None),
    ],
    ids=[
        "a value of the type beneath", "none of the type beneath", "a value of its own",
        "a value of the type beneath, not of its own", "a list made of one", "a list with a misfit",
        "a date's midnight", "a time",
    ],
)  # fmt: skip
def test_a_value_fits_its_type_or_is_null(text: str, type_ref: str, value: object) -> None:
    """DMN 1.5, 10.3.2.9.4: implicit conversions, then null."""
    xml = model_of(_literal(text), TYPES, type_ref)

    assert evaluate(read(xml, "m.dmn"), "d", {}).value == value


def _knowledge(variable: str = "", logic: str = "") -> str:
    return (
        f'<businessKnowledgeModel id="b" name="b"><variable name="b"{variable}/>'
        f'<encapsulatedLogic{logic}><formalParameter name="a"/>{_literal("a")}'
        "</encapsulatedLogic></businessKnowledgeModel>"
    )


def _boxed(type_ref: str) -> str:
    inner = f'<formalParameter name="a"/>{_literal("a")}'
    return f'<functionDefinition typeRef="{type_ref}">{inner}</functionDefinition>'


def _entry(function: str) -> str:
    return (
        f'<context><contextEntry><variable name="b"/>{function}</contextEntry>'
        f"<contextEntry>{_literal('b(x)')}</contextEntry></context>"
    )


CALL = (
    '<knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>'
    "<literalExpression><text>b(x)</text></literalExpression>"
)
SERVICE = """<inputData id="x" name="x"><variable name="x"/></inputData>
<decisionService id="b" name="b"><variable name="b" typeRef="tGives"/>
<outputDecision href="#o"/><inputData href="#x"/></decisionService>
<decision id="o" name="o"><informationRequirement><requiredInput href="#x"/>
</informationRequirement><literalExpression><text>x</text></literalExpression></decision>"""
BINDING = (
    '<knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>'
    f'<invocation>{_literal("b")}<binding><parameter name="a" typeRef="tColour"/>'
    f"{_literal('x')}</binding></invocation>"
)


@pytest.mark.parametrize(
    ("logic", "others"),
    [
        (_literal("(function(a: tColour) a)(x)"), ""),
        (_entry(_literal("function(a) a", "tGives")), ""),
        (_entry(_literal("function(a) a", "tTakes")), ""),
        (_entry(_boxed("tGives")), ""),
        (_entry(_boxed("tTakes")), ""),
        (CALL, _knowledge(variable=' typeRef="tGives"')),
        (CALL, _knowledge(variable=' typeRef="tTakes"')),
        (CALL, _knowledge(variable=' typeRef="tColour"')),
        (CALL, _knowledge(logic=' typeRef="tGives"')),
        (CALL, SERVICE),
        (BINDING, _knowledge()),
        (f"<relation><column name='c' typeRef='tColour'/><row>{_literal('x')}</row></relation>", ""),
    ],
    ids=[
        "a parameter of a function", "a literal by its result", "a literal by its parameter",
        "a boxed function by its result", "a boxed function by its parameter",
        "knowledge by its variable's result", "knowledge by its variable's parameter",
        "knowledge by its result alone", "knowledge by its logic", "a service", "a binding",
        "a column of a relation",
    ],
)  # fmt: skip
def test_a_function_takes_and_gives_what_its_type_says(logic: str, others: str) -> None:
    """What fits goes through; what does not is null."""
    model = read(model_of(logic, TYPES, others=others), "m.dmn")
    through = [evaluate(model, "d", {"x": colour}).value for colour in ("red", "blue")]

    assert through in (["red", None], [[{"c": "red"}], [{"c": None}]])


def test_a_service_that_is_invoked_gives_what_its_type_says() -> None:
    """Directly, not by an expression."""
    model = read(model_of(_literal("1"), TYPES, others=SERVICE), "m.dmn")

    assert [invoke(model, "b", {"x": colour}).value for colour in ("red", "blue")] == ["red", None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('["red", "blue"] instance of list&lt;tColour&gt;', True),
        ('["red", 1] instance of list&lt;tColour&gt;', False),
        ('"red" instance of list&lt;tColour&gt;', False),
        ("[] instance of list&lt;tColour&gt;", True),
        ("[1] instance of list&lt;tNowhere&gt;", None),
    ],
    ids=["of it", "not of it", "no list", "an empty one", "of an unknown type"],
)
def test_a_list_may_be_of_a_type_of_the_model(text: str, value: bool | None) -> None:
    """`instance of` looks at types as they are, without their allowed values."""
    xml = model_of(_literal(text), TYPES)

    assert evaluate(read(xml, "m.dmn"), "d", {}).value is value


def test_types_of_a_model_imported_without_a_name_are_known_by_their_own() -> None:
    """DMN 1.5, 6.3.3."""
    other = read(model_of(_literal("1"), TYPES).replace('namespace="n"', 'namespace="o"'), "o.dmn")
    importing = '<import name="" namespace="o" importType="dmn"/>'
    model = read(model_of(_literal("x"), importing, "tColour"), "m.dmn", (other,))

    assert [evaluate(model, "d", {"x": colour}).value for colour in ("red", 1)] == ["red", None]
