"""What passes Temporal's sandbox unguarded is guarded here: no clock, no chance, no hash order."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import PURE_ROOMS, files_of, imports_of, name_of, tree_of

GUARDED = (*PURE_ROOMS, "workflows")
CHANCE = frozenset({"random", "secrets", "time", "uuid"})
CLOCKS = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
    }
)
FORBIDDEN_CALLS = frozenset({"eval", "exec", "open", "input", "print", "__import__", "breakpoint"})
# These take a set and give something that does not depend on its order.
ORDERLESS = frozenset({"sorted", "set", "frozenset", "any", "all", "len", "sum", "min", "max"})
ORDERING = frozenset({"list", "tuple", "enumerate", "iter", "next", "zip", "map", "filter"})


@pytest.mark.parametrize("room", GUARDED)
def test_no_clock_and_no_chance(room: str) -> None:
    """A step depends on its arguments alone."""
    found = [
        f"{name_of(file)}:{line}: {what}"
        for file in files_of(room)
        for what, line in [*_chances(file), *_calls(tree_of(file))]
    ]

    assert not found


@pytest.mark.parametrize("room", GUARDED)
def test_no_result_depends_on_the_order_of_a_set(room: str) -> None:
    """The order of a set of strings changes from process to process: sort, or use a tuple."""
    found = [
        f"{name_of(file)}:{line}: iterates over a set; sort it"
        for file in files_of(room)
        for line in _iterations_over_sets(tree_of(file))
    ]

    assert not found


def _chances(file: Path) -> Iterator[tuple[str, int]]:
    for module, line in imports_of(file):
        if module.partition(".")[0] in CHANCE:
            yield f"imports {module}", line


def _calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    names = _origins(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = _dotted(node.func, names)
        if called in CLOCKS or called in FORBIDDEN_CALLS:
            yield f"calls {called}", node.lineno


def _origins(tree: ast.Module) -> dict[str, str]:
    """Return where each imported name of the file comes from."""
    origins: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            origins |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            origins |= {
                alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names
            }
    return origins


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, names)}.{node.attr}"
    return ""


def _iterations_over_sets(tree: ast.Module) -> Iterator[int]:
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
            yield from _iterations_in(scope)


def _iterations_in(scope: ast.FunctionDef | ast.AsyncFunctionDef | ast.Module) -> Iterator[int]:
    nodes = list(_own_nodes(scope))
    sets = _names_of_sets(scope, nodes)
    orderless = {
        id(inner)
        for node in nodes
        if isinstance(node, ast.Call) and _plain_name(node.func) in ORDERLESS
        for inner in node.args
    } | {id(node) for node in nodes if isinstance(node, ast.SetComp)}
    for node in nodes:
        for iterated in _iterated(node, orderless):
            if _is_set(iterated, sets):
                yield iterated.lineno


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes of *scope* without those of the functions inside it."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _own_nodes(child)


def _iterated(node: ast.AST, orderless: set[int]) -> Iterator[ast.expr]:
    if isinstance(node, ast.For | ast.AsyncFor):
        yield node.iter
    elif isinstance(node, ast.ListComp | ast.DictComp | ast.GeneratorExp):
        if id(node) not in orderless:
            yield from (part.iter for part in node.generators)
    elif isinstance(node, ast.Starred):
        yield node.value
    elif isinstance(node, ast.Call) and id(node) not in orderless:
        called = _plain_name(node.func)
        joins = isinstance(node.func, ast.Attribute) and node.func.attr == "join"
        if called in ORDERING or joins:
            yield from node.args


def _names_of_sets(scope: ast.AST, nodes: list[ast.AST]) -> set[str]:
    """Return the names that hold a set wherever *scope* assigns them."""
    sets: dict[str, bool] = {}
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        arguments = scope.args
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            sets[argument.arg] = _is_set_type(argument.annotation)
    for node in nodes:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            sets[node.target.id] = _is_set_type(node.annotation)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    sets[target.id] = _is_set(node.value, set()) and sets.get(target.id, True)
    return {name for name, holds_set in sets.items() if holds_set}


def _is_set_type(annotation: ast.expr | None) -> bool:
    named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return _plain_name(named) in {"set", "frozenset", "AbstractSet"}


def _is_set(node: ast.expr, names: set[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.BinOp) and isinstance(
        node.op, ast.BitOr | ast.BitAnd | ast.Sub | ast.BitXor
    ):
        return _is_set(node.left, names) or _is_set(node.right, names)
    called = _plain_name(node.func) if isinstance(node, ast.Call) else ""
    return isinstance(node, ast.Set | ast.SetComp) or called in {"set", "frozenset"}


def _plain_name(node: ast.AST | None) -> str:
    return node.id if isinstance(node, ast.Name) else ""


# The guard itself, so that it is never vacuous.


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("for x in {1, 2}: pass", id="a literal"),
        pytest.param("for x in set(y): pass", id="a call"),
        pytest.param("[x for x in {y for y in z}]", id="a comprehension"),
        pytest.param("def f(a: set[str]):\n  return [x for x in a]", id="an argument"),
        pytest.param("def f(b):\n  a = set(b)\n  return tuple(a)", id="a name"),
        pytest.param("','.join(set(a) - {1})", id="a difference"),
        pytest.param("(*{1, 2},)", id="an unpacking"),
    ],
)
def test_the_guard_sees_a_set_that_is_iterated(source: str) -> None:
    """Each form of iterating over a set is seen."""
    assert list(_iterations_over_sets(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("for x in sorted({1, 2}): pass", id="sorted"),
        pytest.param("any(x for x in {1, 2})", id="any"),
        pytest.param("{x for x in {1, 2}}", id="set to set"),
        pytest.param("def f(a: set[str]):\n  a = sorted(a)\n  return list(a)", id="sorted name"),
        pytest.param("for x in a - b: pass", id="numbers"),
    ],
)
def test_the_guard_leaves_what_has_an_order(source: str) -> None:
    """What is sorted, or has no order to show, is allowed."""
    assert not list(_iterations_over_sets(ast.parse(source)))


def test_the_guard_sees_a_clock_under_another_name() -> None:
    """Renaming an import hides nothing."""
    source = "import datetime as dt\nfrom datetime import date as d\ndt.datetime.now(); d.today()"

    assert 2 == len(list(_calls(ast.parse(source))))
