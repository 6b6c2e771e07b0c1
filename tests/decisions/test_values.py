"""Values: exact numbers, their JSON form, and what holds for all of them."""

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.feel.exact import normal
from decisions.feel.json_form import NotFeelJson, from_json, to_json
from decisions.feel.parsing import parse_expression
from decisions.feel.values import Range, YearsMonthsDuration

DECIMALS = st.decimals(-(10**10), 10**10, places=6)
NUMBERS = st.one_of(st.integers(-(10**30), 10**30), DECIMALS).map(normal)
ZONES = st.sampled_from([None, dt.UTC, dt.timezone(dt.timedelta(hours=8))])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    st.text(max_size=10),
    st.dates(),
    st.times(timezones=ZONES),
    st.datetimes(timezones=ZONES),
    st.timedeltas(),
    st.integers(-10000, 10000).map(YearsMonthsDuration),
    st.builds(Range, NUMBERS, NUMBERS, st.booleans(), st.booleans()).filter(
        lambda one: one.low <= one.high
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("1", "1"),
        ("1.5", "1.5"),
        ("1.50", "1.5"),
        ("2.0", "2"),
        ("-0.0", "0"),
        ("0.1", "0.1"),
        ("10 ** 15", "1000000000000000"),
        ("9007199254740992", "9007199254740992"),
        ("9007199254740993", '"9007199254740993"'),
        ("10 ** 6000 / 10 ** 5999 * 10 ** 16", '"100000000000000000"'),
        ("0.1234567890123456789", '"0.1234567890123456789"'),
        ("1/3", '"0.3333333333333333333333333333333333"'),
        ('@"2026-10-09"', '{"@": "date", "value": "2026-10-09"}'),
        ('@"10:00:00+08:00"', '{"@": "time", "value": "10:00:00+08:00"}'),
        ('@"2026-10-09T10:00:00Z"', '{"@": "date and time", "value": "2026-10-09T10:00:00Z"}'),
        ('@"P1DT2H"', '{"@": "days and time duration", "value": "P1DT2H"}'),
        ('@"P14M"', '{"@": "years and months duration", "value": "P1Y2M"}'),
        ("[1, {a: null}]", '[1, {"a": null}]'),
    ],
)  # fmt: skip
def test_values_have_one_json_form(expression: str, written: str) -> None:
    """Numbers are exact: a string where a double cannot carry them; the rest says its kind."""
    value = parse_expression(expression).evaluate({})

    assert written == json.dumps(to_json(value), ensure_ascii=False)


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_exact_json_gives_the_very_value_back(value: object) -> None:
    """What is saved with `exact` and read again is the same."""
    saved = json.dumps(to_json(value, exact=True))

    assert value == from_json(json.loads(saved))


@pytest.mark.parametrize(
    "data",
    [
        {"@": "date", "value": "2026-13-01"},
        {"@": "date", "value": 5},
        {"@": "date"},
        {"@": "unheard of", "value": "x"},
        {"@": ["date"], "value": "x"},
        {"@": "days and time duration", "value": "P1Y"},
        {"@": "number", "value": "one"},
    ],
)
def test_json_that_stands_for_nothing_is_refused(data: object) -> None:
    """A marked value that cannot be read says what was expected."""
    with pytest.raises(NotFeelJson, match="expected"):
        from_json(data)


def test_numbers_in_json_are_exact() -> None:
    """A caller that parses with Decimal loses nothing; a float stands for its shortest text."""
    assert from_json(Decimal("0.1234567890123456789")) == Decimal("0.1234567890123456789")
    assert from_json(0.1) == Decimal("0.1")
    assert from_json(2.0) == 2
    assert type(from_json(2.0)) is int


def _evaluate(text: str, **context: object) -> object:
    return parse_expression(text).evaluate(context)


@given(DECIMALS, DECIMALS)
@settings(max_examples=200, deadline=None)
def test_sums_and_products_are_exact(a: Decimal, b: Decimal) -> None:
    """Within 34 digits nothing is rounded: the results are those of fractions."""
    one, other = normal(a), normal(b)

    assert Fraction(a) + Fraction(b) == Fraction(_evaluate("a + b", a=one, b=other))  # type: ignore[arg-type]
    assert Fraction(a) - Fraction(b) == Fraction(_evaluate("a - b", a=one, b=other))  # type: ignore[arg-type]
    assert Fraction(a) * Fraction(b) == Fraction(_evaluate("a * b", a=one, b=other))  # type: ignore[arg-type]


@given(NUMBERS, NUMBERS.filter(bool))
@settings(max_examples=200, deadline=None)
def test_division_and_modulo_fit_together(a: int | Decimal, b: int | Decimal) -> None:
    """A quotient is right to 34 digits, and the remainder has the divisor's sign."""
    quotient = _evaluate("a / b", a=a, b=b)
    remainder = _evaluate("modulo(a, b)", a=a, b=b)

    exact = Fraction(a) / Fraction(b)
    assert abs(Fraction(quotient) - exact) <= abs(exact) / 10**33  # type: ignore[arg-type]
    assert remainder == 0 or (remainder < 0) == (b < 0)  # type: ignore[operator]
    assert abs(Fraction(remainder)) < abs(Fraction(b))  # type: ignore[arg-type]


@given(st.integers(-5, 5), st.integers(-5, 5), st.integers(-5, 5), st.booleans(), st.booleans())
def test_a_range_holds_what_lies_between_its_ends(
    value: int, low: int, high: int, low_included: bool, high_included: bool
) -> None:
    """Membership is the two comparisons, with or without the ends."""
    text = f"x in {'[' if low_included else '('}low..high{']' if high_included else ')'}"

    above = value >= low if low_included else value > low
    below = value <= high if high_included else value < high
    assert (above and below) is _evaluate(text, x=value, low=low, high=high)


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=5))
def test_logic_does_not_depend_on_order(values: list[bool | None]) -> None:
    """`and` and `or` give the same whatever the order of their operands."""
    names = [f"v{place}" for place in range(len(values))]
    context = dict(zip(names, values, strict=True))
    for operator in (" and ", " or "):
        forward = parse_expression(operator.join(names)).evaluate(context)
        backward = parse_expression(operator.join(reversed(names))).evaluate(context)
        assert forward is backward


@given(st.dates(dt.date(1000, 1, 1), dt.date(3000, 1, 1)), st.integers(-1000, 1000))
def test_dates_and_durations_fit_together(day: dt.date, days: int) -> None:
    """A date moved by days lies that many days away."""
    moved = _evaluate("day + span", day=day, span=dt.timedelta(days=days))

    assert dt.timedelta(days=days) == _evaluate("moved - day", moved=moved, day=day)


@given(VALUES)
@settings(deadline=None)
def test_a_value_equals_itself(value: object) -> None:
    """`x = x` holds for every value."""
    assert _evaluate("x = x", x=value) is True


def test_the_largest_numbers_are_written_out() -> None:
    """A number of thousands of digits has a JSON form and comes back."""
    value = _evaluate("10 ** 6000")

    assert to_json(value) == "1" + "0" * 6000
    assert value == from_json(to_json(value, exact=True))
