"""Whole models: requirements, types, knowledge, services, boxed expressions, and what is wrong."""

from pathlib import Path

import pytest

from decisions.dmn.evaluating import NoSuchDecision
from decisions.dmn.model import DecisionModel
from decisions.dmn.reading import check, evaluate, invoke, read
from decisions.feel.errors import FeelLimitExceeded
from decisions.problems import InvalidDefinition
from tests.decisions.tables import model_of

HERE = Path(__file__).parent
INVALID = sorted((HERE / "invalid").glob("*.dmn"))


def model(name: str) -> DecisionModel:
    """Return a model of this folder."""
    path = HERE / "models" / f"{name}.dmn"
    return read(path.read_bytes(), path.name)


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_what_is_wrong_is_found_with_its_line(file: Path) -> None:
    """Each invalid model has its problems written beside it, all of them."""
    try:
        problems = check(read(file.read_bytes(), file.name))
    except InvalidDefinition as error:
        problems = error.problems

    expected = file.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert expected == [str(problem) for problem in problems]
    assert problems


@pytest.mark.parametrize(
    ("decision", "given", "value"),
    [
        ("dish", {"Season": "Fall", "Guest Count": 3}, "Spareribs"),
        ("Dish", {"Season": "Summer", "Guest Count": 3}, "Steak"),
        ("Bill", {"Season": "Fall", "Guest Count": 3}, 31.5),
        ("Bill", {"Season": "Summer", "Guest Count": 3}, 60),
        ("Bill", {"Season": "Summer", "Guest Count": "3"}, 60),
        ("Weekday", {"Day": "2026-10-09"}, "Friday"),
        ("Weekday", {"Day": "not a day"}, None),
        ("Weekday", {}, None),
        ("dish", {"Season": "Winter", "Guest Count": 9}, None),
        ("dish", {"Season": "Fall", "Guest Count": "many"}, None),
        ("unreadable", {}, None),
    ],
)
def test_a_decision_is_evaluated_with_what_it_requires(
    decision: str, given: dict[str, object], value: object
) -> None:
    """By id or name; typed inputs are read from text; what does not fit is null."""
    result = evaluate(model("dishes"), decision, given)

    assert value == (float(result.value) if isinstance(value, float) else result.value)  # type: ignore[arg-type]
    assert bool(result.warnings) == (value is None)


def test_rules_and_inputs_are_those_of_the_decision_itself() -> None:
    """A table tells the ids of its rules and what its columns looked at."""
    result = evaluate(model("dishes"), "dish", {"Season": "Fall", "Guest Count": 3})

    assert result.rules == ("ribs",)
    assert {"Season": "Fall", "Guest Count": 3} == result.inputs


@pytest.mark.parametrize(
    ("decision", "value"),
    [
        ("a_context", {"first part": 2, "second": 20}),
        ("a_result", 3),
        ("a_list", [1, 2]),
        ("a_relation", [{"unit": "front desk", "hours": 1}, {"unit": "kitchen", "hours": 2}]),
        ("an_invocation", 8),
        ("a_function", 42),
        ("a_conditional", "now"),
        ("a_loop", [1, 4, 9]),
        ("an_every", True),
        ("a_some", False),
        ("of_a_type", True),
        ("wrong_type", None),
        ("one_of_list", 7),
    ],
)
def test_each_kind_of_boxed_expression(decision: str, value: object) -> None:
    """Contexts, lists, relations, invocations, functions, conditionals, filters, iterations."""
    assert check(model("boxed")) == ()
    assert value == evaluate(model("boxed"), decision, {"level": "high"}).value


def test_a_filter_sees_typed_components() -> None:
    """Dates inside structured inputs are read from text where their type says so."""
    guests = [
        {"name": "A", "room no": 301, "arrived": "2026-10-02"},
        {"name": "B", "room no": 302, "arrived": "2026-09-02"},
    ]

    found = evaluate(model("boxed"), "a filter", {"guests": guests}).value

    assert [one["name"] for one in found] == ["A"]  # type: ignore[attr-defined]


def test_allowed_values_are_respected() -> None:
    """An input outside its type's allowed values is null, with a sentence."""
    result = evaluate(model("boxed"), "a conditional", {"level": "middling"})

    assert result.value == "later"
    assert "the input 'level' must be tLevel, found string" in result.warnings


def test_knowledge_and_services_can_be_invoked() -> None:
    """A business knowledge model by parameters; a service by its inputs and input decisions."""
    dishes = model("dishes")

    assert invoke(dishes, "price of", {"dish": "Steak"}).value == 20
    assert invoke(dishes, "menu", {"Dish": "Steak", "Guest Count": 2}).value == 40
    assert invoke(model("boxed"), "power", {"a base": 2, "exponent": 10}).value == 1024


def test_recursion_without_end_is_stopped() -> None:
    """A function that calls itself for ever meets the limit, not the stack."""
    with pytest.raises(FeelLimitExceeded):
        invoke(model("boxed"), "power", {"a base": 2, "exponent": -1})


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        ("lunch", "dishes.dmn has no decision 'lunch'; it has dish, bill, weekday, unreadable"),
        (None, "expected the name of one of the decisions: dish, bill, weekday, unreadable"),
    ],
)
def test_a_decision_that_is_not_there_is_refused(decision: str | None, sentence: str) -> None:
    """The sentence says which decisions there are."""
    with pytest.raises(NoSuchDecision, match=sentence):
        evaluate(model("dishes"), decision, {})


@pytest.mark.parametrize(
    "name", ["cycle", "unknown_hit_policy", "wrong_number_of_entries", "missing_requirement"]
)
def test_what_cannot_be_decided_at_all_is_refused(name: str) -> None:
    """Evaluation refuses with the same located problems as the check."""
    file = HERE / "invalid" / f"{name}.dmn"
    found = read(file.read_bytes(), file.name)

    with pytest.raises(InvalidDefinition) as caught:
        evaluate(found, "a", {"x": 1})

    assert set(caught.value.problems) <= set(check(found))


TYPED = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="typed" name="typed" namespace="t">
<itemDefinition name="tGuest"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="room"><typeRef>number</typeRef></itemComponent></itemDefinition>
<inputData id="g" name="g"><variable name="g" typeRef="tGuest"/></inputData>
<decision id="d" name="d"><variable name="d" typeRef="{type}"/>
<informationRequirement><requiredInput href="#g"/></informationRequirement>
<literalExpression><text>{text}</text></literalExpression></decision></definitions>"""


@pytest.mark.parametrize(
    ("text", "type_ref", "value"),
    [
        ('{name: "Li", room: 8, floor: 1}', "tGuest", {"name": "Li", "room": 8, "floor": 1}),
        ('{name: "Li", room: null}', "tGuest", {"name": "Li", "room": None}),
        ('{name: "Li"}', "tGuest", None),
        ("[[8]]", "number", 8),
        ("[[8, 9]]", "number", None),
        ("[]", "number", None),
        ("[null]", "number", None),
        ("g.name", "string", "Li"),
    ],
)
def test_a_result_is_of_its_type_or_null(text: str, type_ref: str, value: object) -> None:
    """All components are there; lists of one item are undone; what comes from outside may lack some."""
    found = read(TYPED.format(text=text, type=type_ref), "typed.dmn")

    assert value == evaluate(found, "d", {"g": {"name": "Li"}}).value


@pytest.mark.parametrize(
    ("match", "value"),
    [
        ("item > 1", [2, 3]),
        ("item > 9", []),
        ("if item > 1 then null else true", [1]),
        ('"text"', None),
        ('if item > 1 then "text" else true', None),
    ],
)
def test_a_boxed_filter_asks_for_booleans(match: str, value: object) -> None:
    """What is null is left out; another value makes the result null."""
    match = match.replace(">", "&gt;")
    xml = model_of(
        f"""<filter><in><literalExpression><text>[1, 2, 3]</text></literalExpression></in>
        <match><literalExpression><text>{match}</text></literalExpression></match></filter>"""
    )

    assert evaluate(read(xml, "m.dmn"), "d", {}).value == value


def test_a_boxed_loop_may_look_at_its_results_so_far() -> None:
    """`partial`, as in the loop of FEEL."""
    xml = model_of(
        """<for iteratorVariable="n"><in><literalExpression><text>[1, 2, 3, 4]</text></literalExpression></in>
        <return><literalExpression><text>n + sum(concatenate([0], partial))</text></literalExpression>
        </return></for>"""
    )

    assert evaluate(read(xml, "m.dmn"), "d", {}).value == [1, 3, 7, 15]
