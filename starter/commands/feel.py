"""`shouwen feel`: evaluate FEEL expressions."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click

from decisions.feel.errors import FeelError
from decisions.feel.json_form import NotFeelJson, from_json, to_json
from decisions.feel.parsing import parse_expression
from starter.console import WithNegatives, echo_json, fail, json_kind, parse_json, run_jsonl


def clock_functions() -> dict[str, Callable[..., object]]:
    """Return the functions that FEEL itself leaves to its host."""
    return {"now": _now, "today": _today}


def _now() -> datetime:
    return datetime.now().astimezone()


def _today() -> date:
    return _now().date()


@click.command(cls=WithNegatives)
@click.argument("expression", required=False)
@click.option("--context", default="{}", help="Variables, as a JSON object.")
@click.option("--jsonl", is_flag=True, help="Answer one JSON request a line.")
@click.option("--json", "as_json", is_flag=True, hidden=True, help="The answer always is JSON.")
def command(expression: str | None, context: str, jsonl: bool, as_json: bool) -> None:
    """Print the value of a FEEL EXPRESSION as JSON.

    What makes a value null is said on standard error. With --jsonl, a request is
    {"expression": "…", "context": {…}} and its answer {"value": …} or {"error": …}.
    """
    del as_json
    if jsonl:
        run_jsonl(_answer, Decimal)
        return
    if expression is None:
        fail("expected an EXPRESSION, such as '1 + 2', or --jsonl")
    warnings: list[str] = []
    value = _evaluate(expression, parse_json(context, "--context", Decimal), warnings)
    for warning in dict.fromkeys(warnings):
        click.echo(f"null: {warning}", err=True)
    echo_json(value)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    expression = request.get("expression")
    if not isinstance(expression, str):
        fail(f"expected 'expression' to be a text, found {json_kind(expression)}")
    context = request.get("context")
    return {"value": _evaluate(expression, {} if context is None else context, [])}


def _evaluate(expression: str, context: Any, warnings: list[str]) -> Any:
    variables = read_variables(context, "the context")
    names = frozenset(_names(variables))
    try:
        found = parse_expression(expression, names)
        return to_json(found.evaluate(variables, clock_functions(), warnings))
    except FeelError as error:
        fail(str(error))


def read_variables(data: Any, what: str) -> dict[str, object]:
    """Return FEEL values by name, or fail with a sentence that names *what*."""
    if not isinstance(data, Mapping):
        fail(f"expected {what} to be a JSON object, found {json_kind(data)}")
    try:
        return {str(key): from_json(value) for key, value in data.items()}
    except NotFeelJson as error:
        fail(f"{what}: {error}")


def _names(value: object) -> Iterator[str]:
    """Yield the names in *value* that are more than one word, all the way down."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not str(key).isidentifier():
                yield str(key)
            yield from _names(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)
