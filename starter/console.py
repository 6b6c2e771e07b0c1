"""What every command shares: how it fails, how it prints, how it serves lines of JSON."""

import json
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NoReturn

import click

from decisions.problems import Problem


class CommandFailed(click.ClickException):
    """One clear sentence on standard error, exit code 1."""

    def show(self, file: Any = None) -> None:
        """Print the sentence."""
        click.echo(self.message, err=True, file=file)


def fail(sentence: str) -> NoReturn:
    """End the command with *sentence* on standard error and exit code 1."""
    raise CommandFailed(sentence)


class WithNegatives(click.Command):
    """A command whose arguments may begin with a dash, such as -4h or -1 + 2."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep what begins with one dash and is no option of the command an argument."""
        options = [name for each in self.get_params(ctx) for name in each.opts]
        ours = [place for place, arg in enumerate(args) if _is_negative(arg, options)]
        if ours and "--" not in args:
            others = [arg for place, arg in enumerate(args) if place not in ours]
            return super().parse_args(ctx, [*others, "--", *(args[place] for place in ours)])
        return super().parse_args(ctx, args)


def _is_negative(arg: str, options: Sequence[str]) -> bool:
    return arg[:1] == "-" and arg[1:2] not in ("", "-") and arg not in options


def json_kind(value: object) -> str:
    """Return what *value* is in JSON, such as `a list`."""
    kinds: tuple[tuple[Any, str], ...] = (
        (bool, "true or false"),
        (int | float | Decimal, "a number"),
        (str, "a text"),
        (dict, "a JSON object"),
        (list, "a list"),
    )
    if value is None:
        return "null"
    return next((name for kind, name in kinds if isinstance(value, kind)), "something else")


def to_line(value: object) -> str:
    """Return *value* as one line of JSON, Chinese kept readable."""
    line = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(", ", ": "))
    return line


def echo_json(value: object) -> None:
    """Print *value* as one line of JSON."""
    click.echo(to_line(value))


def parse_json(text: str, what: str, number: Callable[[str], Any] = float) -> Any:
    """Parse *text*, or fail with a sentence that names *what* and the place.

    *number* makes the value of a number with a point, such as `Decimal`.
    """
    try:
        return _loaded(text, number)
    except json.JSONDecodeError as error:
        fail(f"{what} is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}")


def _loaded(text: str, number: Callable[[str], Any]) -> Any:
    """Parse *text*.

    Raises:
        json.JSONDecodeError: it is no JSON, or more than can be read.
    """
    try:
        return json.loads(text, parse_float=number, parse_constant=_no_number)
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise json.JSONDecodeError("nested too deeply", text, 0) from None
    except ValueError:
        raise json.JSONDecodeError("a number of too many digits", text, 0) from None


def _no_number(name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is no number of JSON", name, 0)


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as JSON: file, line, element, what and hint."""
    names = ("file", "line", "element", "what", "hint")
    return {name: getattr(problem, name) for name in names}


def report_problems(problems: Sequence[Problem], *, as_json: bool) -> NoReturn:
    """Print the problems, one a line or as one JSON object, and end; exit code 1 where there are any."""
    if as_json:
        echo_json({"problems": [problem_as_json(problem) for problem in problems]})
    else:
        for problem in problems:
            click.echo(str(problem))
    raise SystemExit(1 if problems else 0)


def run_jsonl(
    answer: Callable[[dict[str, Any]], dict[str, Any]], number: Callable[[str], Any] = float
) -> None:
    """Answer one request a line from standard input, one line each, in order.

    *number* makes the value of a number with a point, such as `Decimal`.

    A request that fails answers `{"error": …}` and the next goes on.
    """
    for read in sys.stdin:
        line = read.removeprefix("\ufeff")
        if not line.strip():
            continue
        print(to_line(_answer_line(line, answer, number)), flush=True)  # noqa: T201 - the protocol


def _answer_line(
    line: str,
    answer: Callable[[dict[str, Any]], dict[str, Any]],
    number: Callable[[str], Any],
) -> dict[str, Any]:
    try:
        request = _loaded(line, number)
    except json.JSONDecodeError as error:
        return {"error": f"not valid JSON: {error.msg} at column {error.colno}"}
    if not isinstance(request, dict):
        return {"error": f"expected a JSON object, found {json_kind(request)}"}
    try:
        return answer(request)
    except click.ClickException as error:
        return {"error": error.message}
    except RecursionError:
        return {"error": "expected a request that is not nested so deeply"}
    except Exception as error:  # noqa: BLE001 - one bad request must not end the others
        return {"error": f"{type(error).__name__}: {error}"}
