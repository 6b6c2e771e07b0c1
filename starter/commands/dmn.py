"""`shouwen dmn`: evaluate and check DMN models."""

from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import click

from decisions.dmn.evaluating import DecisionResult, NoSuchDecision, evaluate, invoke
from decisions.dmn.model import DecisionModel, Import
from decisions.dmn.reading import check, imports_of, read
from decisions.feel.errors import FeelError
from decisions.feel.json_form import to_json
from decisions.problems import InvalidDefinition, Problem
from starter.commands.feel import clock_functions, read_variables
from starter.console import (
    echo_json,
    fail,
    parse_json,
    problem_as_json,
    report_problems,
    run_jsonl,
)


@click.group()
def command() -> None:
    """Evaluate and check DMN models."""


@command.command(name="eval")
@click.argument("table", required=False)
@click.option("--decision", help="Id or name; may be left out where the model has one decision.")
@click.option("--invocable", help="Id or name of a decision service or knowledge model instead.")
@click.option("--input", "given", default="{}", help="Inputs by name, as a JSON object.")
@click.option("--jsonl", is_flag=True, help="Answer one JSON request a line.")
@click.option("--json", "as_json", is_flag=True, hidden=True, help="The answer always is JSON.")
def eval_command(
    table: str | None,
    decision: str | None,
    invocable: str | None,
    given: str,
    jsonl: bool,
    as_json: bool,
) -> None:
    """Print what a decision of the model TABLE gives, and by which rules, as JSON.

    What makes a value null is said on standard error. With --jsonl, a request is
    {"model": PATH, "decision": "…", "input": {…}} and its answer {"value": …, "rules": […]}.
    """
    del as_json
    if jsonl:
        run_jsonl(_answer, Decimal)
        return
    if table is None:
        fail("expected the path of a DMN file, or --jsonl")
    result = _decide(table, decision, invocable, parse_json(given, "--input", Decimal))
    for warning in dict.fromkeys(result.warnings):
        click.echo(f"null: {warning}", err=True)
    echo_json(_as_json(result))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    texts = {key: request.get(key) for key in ("model", "decision", "invocable")}
    for key, value in texts.items():
        if value is not None and not isinstance(value, str):
            fail(f"expected {key!r} to be a text, found {value!r}")
    if texts["model"] is None:
        fail("expected 'model' to be the path of a DMN file, found nothing")
    given = {} if request.get("input") is None else request["input"]
    return _as_json(_decide(str(texts["model"]), texts["decision"], texts["invocable"], given))


def _decide(path: str, decision: str | None, invocable: str | None, given: Any) -> DecisionResult:
    values = read_variables(given, "the input")
    model = _read(path)
    try:
        if invocable is not None:
            return invoke(model, invocable, values, clock_functions())
        return evaluate(model, decision, values, clock_functions())
    except (NoSuchDecision, FeelError) as error:
        fail(str(error.args[0]))
    except InvalidDefinition as error:
        _fail_with(error.problems)


def _as_json(result: DecisionResult) -> dict[str, Any]:
    return {"value": to_json(result.value), "rules": list(result.rules)}


def _read(path: str) -> DecisionModel:
    try:
        return _linked(Path(path), ())
    except OSError as error:
        fail(f"cannot read {path}: {error.strerror or error}")
    except InvalidDefinition as error:
        _fail_with(error.problems)


def _linked(path: Path, above: tuple[Path, ...]) -> DecisionModel:
    """Return the model with those it imports, which may import others in turn."""
    data = path.read_bytes()
    found = (_imported(path, one) for one in imports_of(data, str(path)))
    chain = (*above, path.resolve())
    inner = (file for file in found if file is not None and file.resolve() not in chain)
    return read(data, str(path), tuple(_linked(file, chain) for file in inner))


def _imported(path: Path, wanted: Import) -> Path | None:
    """Return the file at the place the import names, or the one beside with its namespace."""
    named = path.parent / wanted.location if wanted.location else None
    if named is not None and named.is_file():
        return named
    mark = f'"{wanted.namespace}"'.encode()
    beside = (file for file in sorted(path.parent.glob("*.dmn")) if file != path)
    return next((file for file in beside if b"namespace=" + mark in file.read_bytes()), None)


def _fail_with(problems: tuple[Problem, ...]) -> NoReturn:
    fail("\n".join(str(problem) for problem in problems))


@command.command(name="check")
@click.argument("files", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--jsonl", is_flag=True, help="Answer one JSON request a line.")
def check_command(files: tuple[str, ...], as_json: bool, jsonl: bool) -> None:
    """Print the problems of models; exit code 1 where there are any.

    With --jsonl, a request is {"model": PATH} and its answer {"problems": […]}.
    """
    if jsonl:
        run_jsonl(_answer_check)
        return
    if not files:
        fail("expected the path of a DMN file, or --jsonl")
    problems = [problem for path in files for problem in _problems(path)]
    report_problems(problems, as_json=as_json)


def _answer_check(request: dict[str, Any]) -> dict[str, Any]:
    path = request.get("model")
    if not isinstance(path, str):
        fail(f"expected 'model' to be the path of a DMN file, found {path!r}")
    return {"problems": [problem_as_json(problem) for problem in _problems(path)]}


def _problems(path: str) -> tuple[Problem, ...]:
    try:
        return check(_linked(Path(path), ()))
    except OSError as error:
        fail(f"cannot read {path}: {error.strerror or error}")
    except InvalidDefinition as error:
        return error.problems
