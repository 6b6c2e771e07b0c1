"""What stands in the input entries of a decision table."""

import datetime as dt

import pytest

from decisions.feel.parsing import parse_unary_tests


@pytest.mark.parametrize(
    ("tests", "value", "passes"),
    [
        ("-", 5, True),
        ("-", None, True),
        ("5", 5, True),
        ("-5", -5, True),
        ("5", 6, False),
        ("5", None, False),
        ("null", None, True),
        ("null", 5, False),
        ('"a"', "a", True),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ('not("a", "b")', "c", True),
        ("not(null)", None, False),
        ("not(> 5)", 3, True),
        ("< 5", 4, True),
        (">= 5", 4, False),
        ("= 5", 5, True),
        ("!= 5", 5, False),
        ("< 5, > 10", 12, True),
        ("[1..3]", 3, True),
        ("[1..3)", 3, False),
        ("]1..3]", 1, False),
        ("(1..3)", 2, True),
        ("[1..3[", 3, False),
        ("[1..3], 7", 7, True),
        ("true", True, True),
        ("false", True, False),
        ("true", None, False),
        ("[1, 2, 3]", 2, True),
        ("limit", 100, True),
        ("> limit", 101, True),
        ("> limit * 2", 150, False),
        ("? > 5 and ? < 8", 7, True),
        ('starts with(?, "ab")', "abc", True),
        ("? in [1, 2]", 3, False),
        ("even(?)", 4, True),
        ("count(?) > 1", [1, 2], True),
        ("?", "a", True),
        ("?", False, True),
        ("?", None, None),
        ("? + 0", 5, True),
        ("upper case(?)", "a", False),
        ("upper case(?)", "A", True),
        ("limit > 50", 1, True),
        ("limit > 500", 1, False),
        ('date("2026-10-09")', dt.date(2026, 10, 9), True),
        ('< @"2026-10-09"', dt.date(2026, 10, 8), True),
        ('[@"P1D"..@"P3D"]', dt.timedelta(days=2), True),
        ('"a"', 5, None),
        ("< 5", "a", None),
        ("< 5", None, None),
        ("missing", 5, False),
        ('"北京","上海"', "上海", True),
    ],
)  # fmt: skip
def test_a_test_passes_or_not(tests: str, value: object, passes: bool | None) -> None:
    """True lets a rule match; false and null do not."""
    assert parse_unary_tests(tests).evaluate({"?": value, "limit": 100}) is passes


def test_the_input_is_no_free_name() -> None:
    """`?` is the column's value, not a variable to be supplied."""
    assert parse_unary_tests("? > limit").names == {"limit"}
