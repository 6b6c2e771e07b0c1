"""Control: `if`, `for`, `some`, `every`, and functions an expression defines."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from decisions.feel import syntax
from decisions.feel.arithmetic import NoValue
from decisions.feel.conforming import shown_type
from decisions.feel.errors import FeelLimitExceeded
from decisions.feel.exact import is_number
from decisions.feel.frames import MAX_ITEMS, Frame
from decisions.feel.instances import fitted, is_instance
from decisions.feel.kinds import kind
from decisions.feel.values import FeelFunction, Range
from decisions.feel.walking import mentions

PARTIAL = "partial"
Closure = Callable[[Frame], object]
Compile = Callable[[syntax.Node], Closure]


def condition(node: syntax.If, compile_node: Compile) -> Closure:
    """`if`: what is not true takes the alternative."""
    cases = tuple((compile_node(test), compile_node(then)) for test, then in node.cases)
    otherwise = compile_node(node.otherwise)

    def evaluate(frame: Frame) -> object:
        for test, then in cases:
            verdict = test(frame)
            if verdict is True:
                return then(frame)
            if verdict is not False:
                frame.run.warn(f"the condition of `if` is {kind(verdict)}, not a boolean")
        return otherwise(frame)

    return evaluate


class _Sources:
    """The iterators of a `for`, `some` or `every`; later ones see earlier ones."""

    def __init__(self, iterators: tuple[syntax.Iterator, ...], compile_node: Compile) -> None:
        self.parts = tuple(
            (
                part.name,
                compile_node(part.source),
                None if part.end is None else compile_node(part.end),
            )
            for part in iterators
        )

    def frames(self, outer: Frame, level: int = 0) -> Iterable[Frame]:
        """Yield a frame for each combination.

        Raises:
            NoValue: a source is no list and no range.
        """
        name, source, end = self.parts[level]
        start = source(outer)
        items = items_of(start) if end is None else _span(start, end(outer))
        for item in items:
            outer.run.spend(1)
            inner = Frame({name: item}, outer, outer.run)
            if level + 1 == len(self.parts):
                yield inner
            else:
                yield from self.frames(inner, level + 1)


def items_of(source: object) -> Iterable[object]:
    """Return what `for`, `some` and `every` go through.

    Raises:
        NoValue: the source is null or a range of something else than whole numbers or days.
    """
    if isinstance(source, list):
        return source
    if isinstance(source, Range):
        return range_items(source)
    if source is None:
        raise NoValue("there is nothing to go through: null")
    return [source]


def range_items(source: Range) -> Iterable[object]:
    """Return the whole numbers or the days inside a range.

    Raises:
        NoValue: the range is of something else, or open to infinity.
    """
    items = list(_span(source.low, source.high))
    if items and not source.low_included:
        items = items[1:]
    if items and not source.high_included:
        items = items[:-1]
    return items


def _span(start: object, end: object) -> Iterable[object]:
    if is_number(start) and is_number(end) and start == int(start) and end == int(end):  # type: ignore[call-overload]
        return _whole_numbers(int(start), int(end))  # type: ignore[call-overload]
    if kind(start) == "date" and kind(end) == "date":
        return _days(start, end)  # type: ignore[arg-type]
    raise NoValue(f"cannot go from {kind(start)} to {kind(end)} step by step")


def _whole_numbers(start: int, end: int) -> Iterable[int]:
    if abs(end - start) >= MAX_ITEMS:
        raise FeelLimitExceeded(
            f"expected a range of at most {MAX_ITEMS} items, found {start}..{end}"
        )
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)


def _days(start: date, end: date) -> Iterable[date]:
    assert not isinstance(start, datetime)  # noqa: S101 - its kind was checked
    step = 1 if start <= end else -1
    return [start + timedelta(days=n * step) for n in range(abs((end - start).days) + 1)]


def loop(node: syntax.For, compile_node: Compile) -> Closure:
    """`for`: a list of the results; `partial` is the list so far."""
    sources, body = _Sources(node.iterators, compile_node), compile_node(node.body)
    looks_back = mentions(node.body, PARTIAL)

    def evaluate(frame: Frame) -> object:
        results: list[object] = []
        try:
            for inner in sources.frames(frame):
                scope = _with_partial(inner, results) if looks_back else inner
                results.append(body(scope))
        except NoValue as reason:
            frame.run.warn(f"for: {reason}")
            return None
        return results

    return evaluate


def _with_partial(inner: Frame, results: list[object]) -> Frame:
    inner.run.spend(len(results) // 100)
    return Frame({PARTIAL: results.copy()}, inner, inner.run)


def quantified(node: syntax.Quantified, compile_node: Compile) -> Closure:
    """`some` and `every` in three-valued logic."""
    sources, test = _Sources(node.iterators, compile_node), compile_node(node.condition)
    decisive = not node.every

    def evaluate(frame: Frame) -> object:
        result: bool | None = not decisive
        try:
            for inner in sources.frames(frame):
                verdict = test(inner)
                if verdict is decisive:
                    return decisive
                if not isinstance(verdict, bool):
                    result = None
        except NoValue as reason:
            frame.run.warn(f"some or every: {reason}")
            return None
        return result

    return evaluate


def _fitted(value: object, wanted: syntax.TypeName, caller: Frame) -> object:
    """Return an argument as one of its type, which may be one of the host's."""
    if is_instance(value, wanted) is None:
        return caller.run.fit(value, wanted.name)
    return fitted(value, wanted)


def function_literal(node: syntax.FunctionLiteral, compile_node: Compile) -> Closure:
    """A function that sees the scope it was written in."""
    body, parameters, types = compile_node(node.body), node.parameters, node.types
    takes = tuple(syntax.TypeName("Any") if each is None else each for each in types)
    shown = shown_type(node.body)
    gives = () if shown is None else (shown,)

    def evaluate(frame: Frame) -> object:
        def call(caller: Frame, *values: object) -> object:
            given = {
                parameter: value if wanted is None else _fitted(value, wanted, caller)
                for parameter, value, wanted in zip(parameters, values, types, strict=True)
            }
            return body(Frame(given, frame, caller.run))

        return FeelFunction(
            "the function",
            parameters,
            call,
            required=len(parameters),
            wants_frame=True,
            takes=takes,
            gives=gives,
        )

    return evaluate
