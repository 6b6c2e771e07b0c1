"""Whether a value is of a type (DMN 1.5, 10.3.2.9)."""

from collections.abc import Callable

from decisions.feel.arithmetic import NoValue
from decisions.feel.conforming import function_conforms
from decisions.feel.kinds import kind
from decisions.feel.syntax import TypeName
from decisions.feel.values import FeelFunction, Range

_OTHER_NAMES = {
    "dateTime": "date and time",
    "date time": "date and time",
    "dayTimeDuration": "days and time duration",
    "day and time duration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "year and month duration": "years and months duration",
    "null": "Null",
    "any": "Any",
}


def is_instance(value: object, wanted: TypeName) -> bool | None:
    """Return whether *value* is of the type; null where no such type is known."""
    name = _OTHER_NAMES.get(wanted.name, wanted.name)
    if name == "Any":
        return value is not None
    if name == "Null":
        return value is None
    check = _CHECKS.get(name)
    if check is None:
        return None
    return kind(value) == name and check(value, wanted)


def fitted(value: object, wanted: TypeName) -> object:
    """Return *value* as one of the type: as it is, a list of it, or the only item of a list.

    Raises:
        NoValue: it is none of these. Null always fits, and so does any value an unknown type.
    """
    others = [[value], *(value if isinstance(value, list) and len(value) == 1 else [])]
    for candidate in (value, *others):
        if value is None or is_instance(candidate, wanted) is not False:
            return candidate
    raise NoValue(f"expected {wanted.name}, found {kind(value)}")


def _plain(value: object, wanted: TypeName) -> bool:
    del value, wanted
    return True


def _list(value: object, wanted: TypeName) -> bool:
    if not wanted.arguments:
        return True
    assert isinstance(value, list)  # noqa: S101 - its kind was checked
    return all(_fits(item, wanted.arguments[0]) for item in value)


def _context(value: object, wanted: TypeName) -> bool:
    if not wanted.keys:
        return True
    assert isinstance(value, dict)  # noqa: S101 - its kind was checked
    pairs = zip(wanted.keys, wanted.arguments, strict=True)
    return all(key in value and _fits(value[key], part) for key, part in pairs)


def _range(value: object, wanted: TypeName) -> bool:
    if not wanted.arguments:
        return True
    assert isinstance(value, Range)  # noqa: S101 - its kind was checked
    ends = [end for end in (value.low, value.high) if end is not None]
    return all(is_instance(end, wanted.arguments[0]) is True for end in ends)


def _function(value: object, wanted: TypeName) -> bool:
    assert isinstance(value, FeelFunction)  # noqa: S101 - its kind was checked
    takes = value.takes or (TypeName("Any"),) * len(value.parameters)
    return not wanted.arguments or function_conforms(takes, value.gives, wanted)


def _fits(value: object, wanted: TypeName) -> bool:
    """Whether *value* may be a part of the type: null always may."""
    return value is None or is_instance(value, wanted) is True


_CHECKS: dict[str, Callable[[object, TypeName], bool]] = {
    "number": _plain,
    "string": _plain,
    "boolean": _plain,
    "date": _plain,
    "time": _plain,
    "date and time": _plain,
    "days and time duration": _plain,
    "years and months duration": _plain,
    "list": _list,
    "context": _context,
    "range": _range,
    "function": _function,
}
