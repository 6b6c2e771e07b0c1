"""Ranges, `in`, and the unary tests of decision tables."""

import operator
from collections.abc import Callable
from typing import Any

from decisions.feel import syntax
from decisions.feel.closures_operators import COMPARE, PLAIN, SHORT
from decisions.feel.comparing import equal, less
from decisions.feel.frames import Frame
from decisions.feel.kinds import kind
from decisions.feel.values import Range
from decisions.feel.walking import mentions

Closure = Callable[[Frame], object]
Compile = Callable[[syntax.Node], Closure]
INPUT = "?"
_CONDITIONS = (
    syntax.And,
    syntax.Or,
    syntax.Compare,
    syntax.Between,
    syntax.In,
    syntax.InstanceOf,
    syntax.Quantified,
    syntax.Call,
)


def range_literal(node: syntax.RangeLiteral, compile_node: Compile) -> Closure:
    """An interval; null where an end is null or the ends are of different kinds."""
    constant = constant_range(node)
    if constant is not None:
        return lambda _frame: constant
    low = None if node.low is None else compile_node(node.low)
    high = None if node.high is None else compile_node(node.high)
    low_included, high_included = node.low_included, node.high_included

    def evaluate(frame: Frame) -> object:
        start = None if low is None else low(frame)
        end = None if high is None else high(frame)
        if low is not None and high is not None and not _ends_fit(start, end):
            frame.run.warn(f"no range goes from {kind(start)} to {kind(end)}")
            return None
        return Range(start, end, low_included, high_included)

    return evaluate


def constant_range(node: syntax.Node) -> Range | None:
    """Return the range where it is written with numbers or texts only."""
    if not isinstance(node, syntax.RangeLiteral):
        return None
    if not isinstance(node.low, syntax.Literal) or not isinstance(node.high, syntax.Literal):
        return None
    low, high = node.low.value, node.high.value
    if type(low) not in PLAIN or type(low) is not type(high):
        return None
    return Range(low, high, node.low_included, node.high_included)


def _ends_fit(start: object, end: object) -> bool:
    if start is None or end is None:
        return start is not end
    return less(start, end) is not None


def contains(interval: Range, value: object) -> bool | None:
    """Return whether *value* lies in the interval; null where they have no order."""
    above = _side(interval.low, value, included=interval.low_included)
    below = _side(value, interval.high, included=interval.high_included)
    if above is False or below is False:
        return False
    return None if above is None or below is None else True


def _side(low: object, high: object, *, included: bool) -> bool | None:
    if low is None or high is None:
        return True
    if included:
        beyond = less(high, low)
        return None if beyond is None else not beyond
    return less(low, high)


def matches(value: object, tested: object) -> bool | None:
    """Return whether *value* equals what a test gave, is in its list or in its range."""
    if isinstance(tested, Range) and not isinstance(value, Range):
        return None if value is None else contains(tested, value)
    if isinstance(tested, list):
        if isinstance(value, list) and equal(value, tested):
            return True
        return any(equal(value, item) is True or _in_range(value, item) for item in tested)
    return equal(value, tested)


def _in_range(value: object, item: object) -> bool:
    return isinstance(item, Range) and value is not None and contains(item, value) is True


def membership(node: syntax.In, compile_node: Compile) -> Closure:
    """`value in test`: true if any test holds."""
    value = compile_node(node.value)
    tests = tuple(_test(test, compile_node) for test in node.tests)

    def evaluate(frame: Frame) -> object:
        inner = Frame({INPUT: value(frame)}, frame, frame.run)
        return _any(tests, inner)

    return evaluate


def _any(tests: tuple[Closure, ...], frame: Frame) -> bool | None:
    result: bool | None = False
    for test in tests:
        verdict = test(frame)
        if verdict is True:
            return True
        if verdict is None:
            result = None
    return result


def _test(node: syntax.Node, compile_node: Compile) -> Closure:
    """A test against `?`: an operator test as it is, another expression by its value.

    A condition that looks elsewhere than at the input counts by itself.
    """
    if isinstance(node, syntax.Literal) and type(node.value) in PLAIN:
        return _literal_test(node.value)
    constant = constant_range(node)
    if constant is not None:
        return _range_test(constant)
    closure = compile_node(node)
    if isinstance(node, syntax.OperatorTest | syntax.UnaryTests):
        return closure
    if mentions(node, INPUT):
        return _about_input(node, closure)
    condition = isinstance(node, _CONDITIONS)

    def evaluate(frame: Frame) -> object:
        tested = closure(frame)
        value = frame.names[INPUT]
        if condition and isinstance(tested, bool) and not isinstance(value, bool):
            return tested
        return matches(value, tested)

    return evaluate


def _about_input(node: syntax.Node, closure: Closure) -> Closure:
    """A test that names the input: a condition counts by itself, another value is compared."""
    if isinstance(node, syntax.Name):
        return lambda frame: None if frame.names[INPUT] is None else True
    if isinstance(node, _CONDITIONS) and not isinstance(node, syntax.Call):
        return closure

    def evaluate(frame: Frame) -> object:
        tested = closure(frame)
        plain = tested is None or isinstance(tested, bool)
        return tested if plain else matches(frame.names[INPUT], tested)

    return evaluate


def _literal_test(wanted: object) -> Closure:
    """The short way for a number or a string."""
    plain = type(wanted)

    def evaluate(frame: Frame) -> object:
        value = frame.names[INPUT]
        return value == wanted if type(value) is plain else matches(value, wanted)

    return evaluate


def _range_test(wanted: Range) -> Closure:
    """The short way for a range of numbers or texts."""
    low: Any = wanted.low
    high: Any = wanted.high
    plain = type(low)
    after_low = operator.ge if wanted.low_included else operator.gt
    before_high = operator.le if wanted.high_included else operator.lt

    def evaluate(frame: Frame) -> object:
        value: Any = frame.names[INPUT]
        if type(value) is plain:
            return after_low(value, low) and before_high(value, high)
        return matches(value, wanted)

    return evaluate


def operator_test(node: syntax.OperatorTest, compile_node: Compile) -> Closure:
    """`< 5`: the input compared with a value."""
    operand, compare, short = compile_node(node.operand), COMPARE[node.op], SHORT[node.op]

    def evaluate(frame: Frame) -> object:
        one, other = _input(frame), operand(frame)
        if type(one) is type(other) and type(one) in PLAIN:
            return short(one, other)
        return compare(one, other, frame)

    return evaluate


def _input(frame: Frame | None) -> object:
    while frame is not None:
        if INPUT in frame.names:
            return frame.names[INPUT]
        frame = frame.parent
    return None


def _with_input(frame: Frame) -> Frame:
    return Frame({INPUT: _input(frame)}, frame, frame.run)


def unary_tests(node: syntax.UnaryTests, compile_node: Compile) -> Closure:
    """What stands in an input entry: true where the input passes."""
    tests = tuple(_test(test, compile_node) for test in node.tests)
    negated = node.negated
    only = tests[0] if len(tests) == 1 else None

    def evaluate(frame: Frame) -> object:
        if not tests:
            return True
        inner = frame if INPUT in frame.names else _with_input(frame)
        verdict = only(inner) if only is not None else _any(tests, inner)
        return (None if verdict is None else not verdict) if negated else verdict

    return evaluate
