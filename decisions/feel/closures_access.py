"""How values are reached: literals, names, paths, filters, calls, lists and contexts."""

from collections.abc import Callable, Mapping

from decisions.feel import syntax
from decisions.feel.calling import invoke
from decisions.feel.frames import Frame
from decisions.feel.kinds import kind
from decisions.feel.library.registry import FUNCTIONS
from decisions.feel.properties import NO_PROPERTY, property_of
from decisions.feel.values import FeelFunction
from decisions.feel.walking import mentions

Closure = Callable[[Frame], object]
Compile = Callable[[syntax.Node], Closure]
_MISSING = object()


def literal(node: syntax.Literal, _: Compile) -> Closure:
    """A value written down."""
    value = node.value
    return lambda _frame: value


def name(node: syntax.Name, _: Compile) -> Closure:
    """A variable: the innermost scope that has it, then host functions, then built-ins."""
    key = node.name

    def evaluate(frame: Frame) -> object:
        scope: Frame | None = frame
        while scope is not None:
            value = scope.names.get(key, _MISSING)
            if value is not _MISSING:
                return value
            scope = scope.parent
        return _function_named(key, frame)

    return evaluate


def _function_named(key: str, frame: Frame) -> object:
    host = frame.run.functions.get(key)
    if host is not None:
        return host if isinstance(host, FeelFunction) else FeelFunction(key, (), host, True)
    builtin = FUNCTIONS.get(key)
    if builtin is None:
        frame.run.warn(f"no variable {key!r} is known")
    return builtin


def path(node: syntax.Path, compile_node: Compile) -> Closure:
    """A step to an entry, a property, or the entries of all items of a list."""
    source, key = compile_node(node.source), node.name

    def evaluate(frame: Frame) -> object:
        value = source(frame)
        if type(value) is dict:
            found = value.get(key, _MISSING)
            if found is not _MISSING:
                return found
        return member(value, key, frame)

    return evaluate


def member(value: object, key: str, frame: Frame) -> object:
    """Return what *key* is of *value*; null with a warning where it has none."""
    if isinstance(value, list):
        return [member(item, key, frame) for item in value]
    found = _entry(value, key) if isinstance(value, Mapping) else property_of(value, key)
    if found is NO_PROPERTY:
        frame.run.warn(f"{kind(value)} has no entry {key!r}")
        return None
    return found


def _entry(context: Mapping[str, object], key: str) -> object:
    return context.get(key, NO_PROPERTY)


def filtered(node: syntax.Filter, compile_node: Compile) -> Closure:
    """Items by index (from 1, or -1 for the last) or by condition; a single value is a list."""
    source = compile_node(node.source)
    condition = compile_node(node.condition)
    fixed = isinstance(node.condition, syntax.Literal)
    names_item = mentions(node.condition, "item")

    def evaluate(frame: Frame) -> object:
        value = source(frame)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if fixed:
            return _by_fixed(items, condition(frame), frame)
        return by_condition(items, condition, frame, names_item=names_item)

    return evaluate


def _by_fixed(items: list[object], index: object, frame: Frame) -> object:
    if kind(index) == "number":
        return _at(items, index, frame)
    if index is not True and index is not False and index is not None:
        frame.run.warn(f"a filter must be a number or a boolean, found {kind(index)}")
        return None
    return list(items) if index is True else []


def _at(items: list[object], index: object, frame: Frame) -> object:
    place = int(index)  # type: ignore[call-overload]  # a number
    if place != index or not 1 <= abs(place) <= len(items):
        frame.run.warn(f"the list has {len(items)} items, none at {index}")
        return None
    return items[place - 1 if place > 0 else place]


def by_condition(
    items: list[object], condition: Closure, frame: Frame, *, names_item: bool = True
) -> object:
    """Return the items the condition is true for, or the one at the index it gives."""
    run = frame.run
    run.spend(len(items))
    kept: list[object] = []
    if not items:
        index = condition(Frame({"item": None}, frame, frame.run))
        return None if kind(index) == "number" else kept
    for position, item in enumerate(items):
        inner = Frame({"item": item}, frame, run) if names_item else frame
        if isinstance(item, Mapping):
            inner = Frame(item, inner, run)
        verdict = condition(inner)
        if verdict is True:
            kept.append(item)
        elif position == 0 and kind(verdict) == "number":
            return _at(items, verdict, frame)
        elif verdict is not None and verdict is not False:
            run.warn(f"a filter must be a number or a boolean, found {kind(verdict)}")
            return None
    return kept


def call(node: syntax.Call, compile_node: Compile) -> Closure:
    """A function called with arguments by position or by name.

    A variable that holds no function does not hide a function of its name.
    """
    function = compile_node(node.function)
    key = node.function.name if isinstance(node.function, syntax.Name) else None
    arguments = tuple(compile_node(argument) for argument in node.arguments)
    names = node.names
    shown = node.function.name if isinstance(node.function, syntax.Name) else "the function"

    def evaluate(frame: Frame) -> object:
        called = function(frame)
        if key and called is not None and not isinstance(called, FeelFunction):
            called = _function_named(key, frame) or called
        values = [argument(frame) for argument in arguments]
        return invoke(called, values, names, frame, shown)

    return evaluate


def list_literal(node: syntax.ListLiteral, compile_node: Compile) -> Closure:
    """All items, in order."""
    items = tuple(compile_node(item) for item in node.items)
    return lambda frame: [item(frame) for item in items]


def context_literal(node: syntax.ContextLiteral, compile_node: Compile) -> Closure:
    """All entries; each sees the ones before it. A key given twice makes it null."""
    entries = tuple((key, compile_node(value)) for key, value in node.entries)
    doubled = len({key for key, _ in entries}) < len(entries)

    def evaluate(frame: Frame) -> object:
        if doubled:
            frame.run.warn("a context has the same key twice")
            return None
        made: dict[str, object] = {}
        inner = Frame(made, frame, frame.run)
        for key, value in entries:
            made[key] = value(inner)
        return made

    return evaluate
