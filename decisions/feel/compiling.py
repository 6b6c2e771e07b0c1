"""Syntax turned into closures: each part becomes a function from a frame to a value."""

from collections.abc import Callable

from decisions.feel import (
    closures_access,
    closures_control,
    closures_operators,
    closures_tests,
    syntax,
)
from decisions.feel.frames import Frame

Closure = Callable[[Frame], object]
Compiler = Callable[..., Closure]

_COMPILERS: dict[type, Compiler] = {
    syntax.Literal: closures_access.literal,
    syntax.Name: closures_access.name,
    syntax.Path: closures_access.path,
    syntax.Filter: closures_access.filtered,
    syntax.Call: closures_access.call,
    syntax.ListLiteral: closures_access.list_literal,
    syntax.ContextLiteral: closures_access.context_literal,
    syntax.Negate: closures_operators.negation,
    syntax.Arithmetic: closures_operators.arithmetic,
    syntax.Compare: closures_operators.comparison,
    syntax.And: closures_operators.conjunction,
    syntax.Or: closures_operators.disjunction,
    syntax.Between: closures_operators.between,
    syntax.InstanceOf: closures_operators.instance_of,
    syntax.In: closures_tests.membership,
    syntax.RangeLiteral: closures_tests.range_literal,
    syntax.OperatorTest: closures_tests.operator_test,
    syntax.UnaryTests: closures_tests.unary_tests,
    syntax.If: closures_control.condition,
    syntax.For: closures_control.loop,
    syntax.Quantified: closures_control.quantified,
    syntax.FunctionLiteral: closures_control.function_literal,
}


def compile_node(node: syntax.Node) -> Closure:
    """Return the closure that evaluates *node*."""
    return _COMPILERS[type(node)](node, compile_node)
