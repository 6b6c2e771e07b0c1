"""Types of a model: whether a value is of one, and what comes from outside as one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

from decisions.dmn.model import DecisionModel, FunctionItem, ItemDefinition
from decisions.feel.calling import call_positional
from decisions.feel.constants import read_date, read_date_time, read_duration, read_time
from decisions.feel.errors import FeelError
from decisions.feel.exact import normal
from decisions.feel.frames import Frame
from decisions.feel.instances import is_instance
from decisions.feel.kinds import kind
from decisions.feel.known_names import KnownNames
from decisions.feel.parser import Cursor
from decisions.feel.parsing import parse_unary_tests
from decisions.feel.syntax import TypeName
from decisions.feel.type_names import type_name
from decisions.feel.values import FeelFunction

MISFIT = object()
MAX_DEPTH = 40
_OTHER_NAMES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "integer": "number",
    "long": "number",
    "double": "number",
}
_SIMPLE = frozenset(("number", "string", "boolean", "date", "time", "date and time"))
_READERS: dict[str, Callable[[str], object]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "days and time duration": read_duration,
    "years and months duration": read_duration,
    "number": lambda text: normal(Decimal(text)),
}


class Types:
    """The types of one model."""

    def __init__(self, model: DecisionModel, *, limited: bool = True) -> None:
        self._limited = limited
        self._model = model
        self._items = model.types
        self._names = model.names

    def _plain(self, type_ref: str) -> str:
        """Return the name as the model defines it, or as FEEL calls it; prefixes are dropped."""
        name = type_ref.strip()
        if name not in self._items and ":" in name and "<" not in name:
            name = name.rpartition(":")[2].strip()
        return _OTHER_NAMES.get(name, name)

    def knows(self, type_ref: str) -> bool:
        """Whether a type of this name is defined or built in."""
        name = self._plain(type_ref)
        if name in self._items or not name or _parsed(name) is not None:
            return True
        home = self._model.home_of(name)
        return home is not None and Types(home[0]).knows(home[1])

    def simple(self, type_ref: str) -> str:
        """Return the FEEL kind that the type is, where it is a plain one of FEEL; else nothing."""
        name = self._plain(type_ref)
        return name if name in _SIMPLE and name not in self._items else ""

    def fit(self, type_ref: str, value: object, *, outside: bool = False) -> object:
        """Return *value* as one of the type, or `MISFIT`.

        A list of one item fits as its item, an item as a list of it, a date as its midnight in UTC
        (DMN 1.5, 10.3.2.9.4). With *outside*, text becomes a date, a time, a duration or a number
        where the type asks for one, and components may be left out.
        """
        name = self._plain(type_ref)
        if not name or value is None:
            return value
        fitted = self.exact(name, value, outside, 0)
        if fitted is not MISFIT:
            return fitted
        if isinstance(value, list):
            one = len(value) == 1 and value[0] is not None
            return self.fit(name, value[0], outside=outside) if one else MISFIT
        return self.exact(name, [value], outside, 0)

    def is_of(self, type_ref: str, value: object) -> bool:
        """Whether *value* is of the type as it is: all components, whatever values are allowed."""
        free = Types(self._model, limited=False)
        return free.exact(self._plain(type_ref), value, outside=False, depth=0) is not MISFIT

    def exact(self, name: str, value: object, outside: bool, depth: int) -> object:
        """Return *value* as one of the type called *name*, without lists made or undone."""
        if value is None or depth > MAX_DEPTH:
            return value
        item = self._items.get(name)
        if item is not None:
            return self._item(item, value, outside, depth + 1)
        home = self._model.home_of(name)
        if home is not None:
            types = Types(home[0], limited=self._limited)
            return types.exact(home[1], value, outside, depth + 1)
        if outside and isinstance(value, str):
            value = _from_text(name, value)
        wanted = _parsed(name)
        if wanted is None or wanted.name == "Any":
            return value
        if wanted.name == "date and time" and kind(value) == "date":
            return datetime.combine(value, time(tzinfo=UTC))  # type: ignore[arg-type]  # a date
        verdict = is_instance(value, wanted)
        return value if verdict is not False else MISFIT

    def _item(self, item: ItemDefinition, value: object, outside: bool, depth: int) -> object:
        if item.function is not None:
            found = isinstance(value, FeelFunction)
            return self._typed(item.function, value) if found else MISFIT  # type: ignore[arg-type]
        if not item.is_list:
            fitted = self._one(item, value, outside, depth)
            return fitted if self._allowed(item, fitted) else MISFIT
        if not isinstance(value, list):
            return MISFIT
        fitted_items = [self._one(item, one, outside, depth) for one in value]
        if not all(self._item_allowed(item, one) for one in fitted_items):
            return MISFIT
        return fitted_items if self._constrained(item, fitted_items) else MISFIT

    def _typed(self, item: FunctionItem, plain: FeelFunction) -> FeelFunction:
        """Return the function with its arguments and its result fitted to the type."""

        def call(frame: Frame, *values: object) -> object:
            pairs = zip_longest(values, item.takes[: len(values)], fillvalue="")
            given = [self.fitted(name, value, plain.name, frame) for value, name in pairs]
            return self.fitted(item.gives, call_positional(plain, given, frame), plain.name, frame)

        return replace(plain, call=call, wants_frame=True)

    def fitted(self, type_ref: str, value: object, what: str, frame: Frame) -> object:
        """Return *value* as one of the type; null and a warning where it is none."""
        found = self.fit(type_ref, value)
        if found is not MISFIT:
            return found
        frame.run.warn(f"{what} must be {type_ref}, found {kind(value)}")
        return None

    def _one(self, item: ItemDefinition, value: object, outside: bool, depth: int) -> object:
        if value is None:
            return None
        if not item.components:
            own = item.allowed.text.strip()  # they stand in for those of the type it is made of
            base = Types(self._model, limited=False) if own else self
            return base.exact(self._plain(item.type_ref), value, outside, depth)
        if not isinstance(value, Mapping):
            return MISFIT
        fitted = dict(value)
        for component in item.components:
            if component.name not in value:
                if outside:
                    continue
                return MISFIT
            part = self._item(component, value[component.name], outside, depth + 1)
            if part is MISFIT:
                return MISFIT
            fitted[component.name] = part
        return fitted

    def _allowed(self, item: ItemDefinition, value: object) -> bool:
        return self._item_allowed(item, value) and self._constrained(item, value)

    def _item_allowed(self, item: ItemDefinition, value: object) -> bool:
        return value is not MISFIT and self._passes(item.allowed.text, value)

    def _constrained(self, item: ItemDefinition, value: object) -> bool:
        return self._passes(item.constraint.text, value)

    def _passes(self, tests: str, value: object) -> bool:
        if value is None or not self._limited or not tests.strip():
            return True
        try:
            return parse_unary_tests(tests, self._names).evaluate({"?": value}) is True
        except FeelError:
            return True


@lru_cache(maxsize=1024)
def _parsed(name: str) -> TypeName | None:
    """Return a built-in type by its text; None where it is none."""
    try:
        cursor = Cursor(name, KnownNames())
        found = type_name(cursor)
    except FeelError:
        return None
    return found if is_instance(0, found) is not None else None


def _from_text(name: str, text: str) -> object:
    reader = _READERS.get(name)
    if reader is None:
        return text
    try:
        value = reader(text)
    except ArithmeticError:
        return text
    return text if value is None else value
