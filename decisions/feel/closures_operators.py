"""Operators: arithmetic, comparison, three-valued logic, `between`, `instance of`."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from decisions.feel import syntax
from decisions.feel.arithmetic import LIMIT, NoValue, calculate, negate
from decisions.feel.comparing import equal, less
from decisions.feel.frames import Frame
from decisions.feel.instances import is_instance
from decisions.feel.kinds import kind

Closure = Callable[[Frame], object]
Compile = Callable[[syntax.Node], Closure]
_LEAST = -LIMIT
_FAST: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def negation(node: syntax.Negate, compile_node: Compile) -> Closure:
    """`-value`."""
    operand = compile_node(node.operand)

    def evaluate(frame: Frame) -> object:
        try:
            return negate(operand(frame))
        except NoValue as reason:
            frame.run.warn(str(reason))
            return None

    return evaluate


def arithmetic(node: syntax.Arithmetic, compile_node: Compile) -> Closure:
    """Operations of one precedence, from left to right."""
    closure = compile_node(node.first)
    if len(node.rest) == 1:
        op, operand = node.rest[0]
        return _operation(op, closure, compile_node(operand))
    rest = tuple((op, compile_node(operand)) for op, operand in node.rest)

    def evaluate(frame: Frame) -> object:
        value = closure(frame)
        for op, operand in rest:
            value = _calculate(op, value, operand(frame), frame)
        return value

    return evaluate


def _operation(op: str, left: Closure, right: Closure) -> Closure:
    fast = _FAST.get(op)
    if fast is None:
        return lambda frame: _calculate(op, left(frame), right(frame), frame)

    def evaluate(frame: Frame) -> object:
        one, other = left(frame), right(frame)
        if type(one) is int and type(other) is int:
            value = fast(one, other)
            if _LEAST < value < LIMIT:
                return value
        return _calculate(op, one, other, frame)

    return evaluate


def _calculate(op: str, left: object, right: object, frame: Frame) -> object:
    try:
        return calculate(op, left, right)
    except NoValue as reason:
        frame.run.warn(str(reason))
        return None


def comparison(node: syntax.Compare, compile_node: Compile) -> Closure:
    """`left op right`; numbers and strings take a short way."""
    left, right = compile_node(node.left), compile_node(node.right)
    compare = COMPARE[node.op]
    same_type = SHORT[node.op]

    def evaluate(frame: Frame) -> object:
        one, other = left(frame), right(frame)
        if type(one) is type(other) and type(one) in PLAIN:
            return same_type(one, other)
        return compare(one, other, frame)

    return evaluate


PLAIN = frozenset((int, str, Decimal))
SHORT: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _equals(left: object, right: object, frame: Frame) -> object:
    result = equal(left, right)
    if result is None:
        frame.run.warn(f"cannot compare {kind(left)} with {kind(right)}")
    return result


def _differs(left: object, right: object, frame: Frame) -> object:
    result = _equals(left, right, frame)
    return None if result is None else not result


def _less(left: object, right: object, frame: Frame) -> object:
    result = less(left, right)
    if result is None:
        frame.run.warn(f"cannot order {kind(left)} and {kind(right)}")
    return result


def _greater(left: object, right: object, frame: Frame) -> object:
    return _less(right, left, frame)


def _at_most(left: object, right: object, frame: Frame) -> object:
    result = _less(right, left, frame)
    return None if result is None else not result


def _at_least(left: object, right: object, frame: Frame) -> object:
    result = _less(left, right, frame)
    return None if result is None else not result


COMPARE: dict[str, Callable[[object, object, Frame], object]] = {
    "=": _equals,
    "!=": _differs,
    "<": _less,
    "<=": _at_most,
    ">": _greater,
    ">=": _at_least,
}


def conjunction(node: syntax.And, compile_node: Compile) -> Closure:
    """False if any operand is false, true if all are true, else null."""
    operands = tuple(compile_node(operand) for operand in node.operands)

    def evaluate(frame: Frame) -> object:
        result: bool | None = True
        for operand in operands:
            value = operand(frame)
            if value is False:
                return False
            if value is not True:
                result = None
        return result

    return evaluate


def disjunction(node: syntax.Or, compile_node: Compile) -> Closure:
    """True if any operand is true, false if all are false, else null."""
    operands = tuple(compile_node(operand) for operand in node.operands)

    def evaluate(frame: Frame) -> object:
        result: bool | None = False
        for operand in operands:
            value = operand(frame)
            if value is True:
                return True
            if value is not False:
                result = None
        return result

    return evaluate


def between(node: syntax.Between, compile_node: Compile) -> Closure:
    """`value between low and high`, both ends included."""
    value, low, high = (compile_node(part) for part in (node.value, node.low, node.high))

    def evaluate(frame: Frame) -> object:
        found = value(frame)
        above = _at_least(found, low(frame), frame)
        below = _at_most(found, high(frame), frame)
        if above is False or below is False:
            return False if above is not None and below is not None else None
        return None if above is None or below is None else True

    return evaluate


def instance_of(node: syntax.InstanceOf, compile_node: Compile) -> Closure:
    """`value instance of type`."""
    value, wanted = compile_node(node.value), node.type
    inner = wanted.arguments[0] if wanted.name == "list" and wanted.arguments else None
    if inner is not None and is_instance(None, inner) is None:
        return lambda frame: _list_of(value(frame), inner, frame)

    def evaluate(frame: Frame) -> object:
        found = value(frame)
        verdict = is_instance(found, wanted)
        return frame.run.is_instance(found, wanted.name) if verdict is None else verdict

    return evaluate


def _list_of(value: object, inner: syntax.TypeName, frame: Frame) -> bool | None:
    """Whether *value* is a list of a type that the host defines; null where it defines none."""
    if not isinstance(value, list):
        return False
    verdicts = [frame.run.is_instance(item, inner.name) for item in value if item is not None]
    return None if None in verdicts else all(verdicts)
