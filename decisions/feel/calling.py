"""How functions are called: built-in ones, host functions, and those an expression defines."""

from decisions.feel.arithmetic import NoValue
from decisions.feel.errors import FeelLimitExceeded
from decisions.feel.frames import MAX_CALLS, Frame
from decisions.feel.kinds import kind
from decisions.feel.values import FeelFunction

ABSENT = object()


def invoke(
    called: object,
    values: list[object],
    names: tuple[str, ...] | None,
    frame: Frame,
    shown: str = "the function",
) -> object:
    """Return the result of calling *called*; null with a warning where it cannot be called.

    Raises:
        FeelLimitExceeded: calls are nested deeper than `MAX_CALLS`.
    """
    if not isinstance(called, FeelFunction):
        if called is not None:
            frame.run.warn(f"{shown} is a {kind(called)}, not a function")
        return None
    run = frame.run
    run.depth += 1
    if run.depth > MAX_CALLS:
        raise FeelLimitExceeded(f"expected at most {MAX_CALLS} calls inside one another")
    try:
        return call_positional(called, _positional(called, values, names), frame)
    except NoValue as reason:
        run.warn(f"{called.name}: {reason}")
        return None
    finally:
        run.depth -= 1


def call_positional(called: FeelFunction, values: list[object], frame: Frame) -> object:
    """Call with arguments in order; those that expect the frame get it first.

    Raises:
        NoValue: too many or too few arguments, or no value for them.
    """
    if not called.variadic:
        count = len(values)
        if not called.required <= count <= len(called.parameters):
            least, most = called.required, len(called.parameters)
            wanted = str(most) if least == most else f"{least} to {most}"
            raise NoValue(f"expected {wanted} arguments, found {count}")
    if called.wants_frame:
        return called.call(frame, *values)
    return called.call(*values)


def _positional(
    called: FeelFunction, values: list[object], names: tuple[str, ...] | None
) -> list[object]:
    if names is None:
        return values
    given = dict(zip(names, values, strict=True))
    if len(given) < len(names):
        raise NoValue("an argument is given twice")
    for parameters in called.signatures():
        if set(given) <= set(parameters):
            return _in_order(parameters, given)
    known = ", ".join(called.parameters) or "none by name"
    raise NoValue(f"expected the parameters {known}, found {', '.join(names)}")


def _in_order(parameters: tuple[str, ...], given: dict[str, object]) -> list[object]:
    values = [given.get(parameter, ABSENT) for parameter in parameters]
    while values and values[-1] is ABSENT:
        values.pop()
    return [None if value is ABSENT else value for value in values]
