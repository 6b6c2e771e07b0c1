"""Texts that are no expressions are refused with the place, and what was expected there."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.feel.errors import FeelError, FeelLimitExceeded, FeelSyntaxError
from decisions.feel.parsing import parse_expression, parse_unary_tests


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("", 1, 1, "an expression"),
        ("1 +", 1, 4, "an expression"),
        ("1 +\n  * 2", 2, 3, "an expression"),
        ("(1", 1, 3, "`)`"),
        ("[1, 2", 1, 6, "`,` or `]`"),
        ("[1,]", 1, 4, "an expression"),
        ("{a 1}", 1, 5, "`:` after the key"),
        ("{a: 1", 1, 6, "`,` or `}`"),
        ("if a then b", 1, 12, "`else`"),
        ("if a else b", 1, 6, "`then`"),
        ("for x in y", 1, 11, "`return`"),
        ("some x in y", 1, 12, "`satisfies`"),
        ("a between 1 or 2", 1, 13, "`and`"),
        ('"open', 1, 1, 'a closing "'),
        ("1 /* open", 1, 3, "a closing */"),
        ("a # b", 1, 3, "an expression"),
        ("f(a", 1, 4, "`,` or `)`"),
        ("f(x: 1, 2)", 1, 9, "arguments all by name or all by position"),
        ("1 2", 1, 3, "an operator or the end of the text"),
        ("12abc", 1, 3, "an operator after the number"),
        ("a instance number", 1, 12, "`of`"),
        ("[1..2", 1, 6, "`]`, `)` or `[` at the end of the range"),
        ('@"yesterday"', 1, 1, "a date, a time, a date and time or a duration"),
        ("a.", 1, 3, "a name"),
        ("function(a) external {}", 1, 13, "a body in FEEL; external functions are not supported"),
    ],
)  # fmt: skip
def test_an_error_names_its_place(text: str, line: int, column: int, expected: str) -> None:
    """Line and column count from 1; the message says what was expected and what stands there."""
    with pytest.raises(FeelSyntaxError) as caught:
        parse_expression(text)

    assert (line, column, expected) == (
        caught.value.line,
        caught.value.column,
        caught.value.expected,
    )
    assert str(caught.value).startswith(f"line {line}, column {column}: expected {expected}")


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_expression_or_a_syntax_error(text: str) -> None:
    """No text whatever breaks the parser."""
    for parse in (parse_expression, parse_unary_tests):
        with suppress(FeelSyntaxError):
            parse(text)


PIECES = st.sampled_from(
    [
        *("1", "2.5", '"a"', "a", "b c", "null", "true", "(", ")", "[", "]", "{", "}", ",", ":"),
        *("..", ".", "+", "-", "*", "/", "**", "=", "<", ">=", "and", "or", "not", "if", "then"),
        *("else", "for", "in", "return", "some", "every", "satisfies", "between", "?", "function"),
        *("instance", "of", "number", "list", "count", "date", '@"P1D"', "//", "item", "`x`"),
    ]
)


@given(st.lists(PIECES, max_size=14).map(" ".join))
@settings(max_examples=600, deadline=None)
def test_any_pieces_evaluate_or_are_refused(text: str) -> None:
    """Whatever is read also evaluates, to a value or to null, and never breaks."""
    for parse in (parse_expression, parse_unary_tests):
        with suppress(FeelError):
            parse(text).evaluate({"a": 1, "b c": [1, 2], "?": 3})


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..10**9 return i",
        "for i in 1..2000, j in 1..2000 return i",
        "{f: function(x) f(x), r: f(1)}.r",
        "some i in 1..10**30 satisfies i = 0",
        'for i in 1..100 return if i = 1 then "ab" else partial[-1] + partial[-1]',
        "for i in 1..100 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
        'matches("' + "a" * 200 + '", "(a+)+b")',
        'matches("a", "' + "a" * 2000 + '")',
    ],
    ids=["range", "product", "recursion", "some", "string", "list", "nested pattern", "pattern"],
)
def test_a_runaway_is_stopped(text: str) -> None:
    """Ranges, recursion, texts and patterns have limits with an error of their own."""
    with pytest.raises(FeelLimitExceeded, match="expected"):
        parse_expression(text).evaluate({})


@pytest.mark.parametrize(
    "text",
    ["(" * 500 + "1" + ")" * 500, "-" * 500 + "1", "[" * 500, "a" + ".b" * 500, "not(" * 500],
    ids=["parentheses", "negations", "lists", "path", "calls"],
)
def test_nesting_has_a_limit(text: str) -> None:
    """Text nested without end is refused as a syntax error, with the place."""
    with pytest.raises(FeelSyntaxError):
        parse_expression(text)


def test_long_but_flat_texts_are_read() -> None:
    """Sums, conditions and lists of thousands of parts need no depth."""
    many = 3000
    chain = "".join(f"if x = {n} then {n} else " for n in range(many)) + "null"

    assert many - 1 == parse_expression(chain).evaluate({"x": many - 1})
    assert many == parse_expression(" + ".join(["1"] * many)).evaluate({})
    assert parse_expression(" and ".join(["true"] * many)).evaluate({}) is True
    assert parse_expression(f"count([{', '.join(['1'] * many)}])").evaluate({}) == many


def test_a_text_that_is_too_long_is_refused() -> None:
    """A text beyond the limit is not even cut into tokens."""
    with pytest.raises(FeelLimitExceeded, match="characters"):
        parse_expression("1" * 300_000)
