"""`shouwen bpmn`: check, run and draw BPMN diagrams."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import click

from bpmn.checking import check
from bpmn.drawing.picture import draw
from bpmn.facts import Fact
from bpmn.occurrences import Refused
from bpmn.playing import BEGINNING, Play
from bpmn.reading import read
from decisions.feel.json_form import NotFeelJson
from decisions.problems import InvalidDefinition, Problem
from starter.called_files import calls_of_nobody, contents, program_of
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
    """Check, run and draw BPMN diagrams."""


@command.command(name="check")
@click.argument("models", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--jsonl", is_flag=True, help="Answer one JSON request a line.")
def check_command(models: tuple[str, ...], as_json: bool, jsonl: bool) -> None:
    """Print the problems of diagrams, one a line; exit code 1 where there are any.

    A called process is looked for in the file, in those beside it, and in those its pack shares.

    With --jsonl, a request is {"model": PATH} and its answer {"problems": […]}.
    """
    if jsonl:
        run_jsonl(_answer_check)
        return
    if not models:
        fail("expected the path of a BPMN file, or --jsonl")
    problems = [problem for path in models for problem in _problems(path)]
    report_problems(problems, as_json=as_json)


def _answer_check(request: dict[str, Any]) -> dict[str, Any]:
    problems = _problems(_model_path(request))
    return {"problems": [problem_as_json(problem) for problem in problems]}


def _problems(path: str) -> tuple[Problem, ...]:
    try:
        definition = read(contents(Path(path)), path)
        return tuple(sorted((*check(definition), *calls_of_nobody(path, definition))))
    except InvalidDefinition as error:
        return error.problems


@command.command(name="run")
@click.argument("model", required=False)
@click.option("--variables", default="{}", help="Variables by name, as a JSON object.")
@click.option("--occurrences", help="File with one occurrence a line, as JSON.")
@click.option("--auto", is_flag=True, help="Complete tasks and jobs that no occurrence names.")
@click.option("--process", help="Id of the process, where the model has several.")
@click.option("--now", help=f"Virtual time at the start; {BEGINNING} if not given.")
@click.option("--jsonl", is_flag=True, help="Answer one JSON request a line.")
@click.option("--json", "as_json", is_flag=True, hidden=True, help="The answer always is JSON.")
def run_command(
    model: str | None,
    variables: str,
    occurrences: str | None,
    auto: bool,
    process: str | None,
    now: str | None,
    jsonl: bool,
    as_json: bool,
) -> None:
    """Run the diagram MODEL in virtual time and print each fact as JSON, in order.

    An occurrence is {"do": "complete", "element": "…", "variables": {…}}, or does "fail" (with
    "error"), "message" (with "name", "key"), "signal" (with "name"), "trigger" (an element),
    "advance" ("by" a duration or "to" an instant), "break", "escalate", "resolve" or "cancel".

    With --jsonl, a request is {"model": PATH, "process": "…", "variables": {…},
    "occurrences": […], "auto": true} and its answer {"facts": […], "variables": {…},
    "state": "running|finished|incident"}.
    """
    del as_json
    if jsonl:
        run_jsonl(_answer_run, Decimal)
        return
    if model is None:
        fail("expected the path of a BPMN file, or --jsonl")
    request = {
        "variables": parse_json(variables, "--variables", Decimal),
        "occurrences": _occurrence_lines(occurrences),
        "auto": auto,
        "now": now,
    }
    play = _play(model, process, request)
    try:
        for fact in play.facts():
            echo_json(fact.to_json())
    except (Refused, NotFeelJson) as error:
        fail(str(error))


def _answer_run(request: dict[str, Any]) -> dict[str, Any]:
    play = _play(_model_path(request), request.get("process"), request)
    facts: list[Fact] = []
    try:
        facts.extend(play.facts())
    except (Refused, NotFeelJson) as error:
        return {"error": str(error), **play.answer(facts)}
    return play.answer(facts)


@command.command(name="draw")
@click.argument("model")
@click.option("-o", "--output", help="SVG file to write; standard output if not given.")
@click.option("--process", help="Id of what to show, where the model has several diagrams.")
def draw_command(model: str, output: str | None, process: str | None) -> None:
    """Draw the diagram MODEL as SVG, as its interchange lays it out.

    --process takes the id of a process, a collaboration or a collapsed subprocess.
    """
    try:
        picture = draw(contents(Path(model)), model, process).encode()
    except InvalidDefinition as error:
        _fail_with(error.problems)
    if output is None:
        click.echo(picture, nl=False)
        return
    try:
        Path(output).write_bytes(picture)
    except OSError as error:
        fail(f"cannot write {output}: {error.strerror or error}")


def _play(path: str, process: str | None, request: Mapping[str, Any]) -> Play:
    try:
        return Play(program_of(path, process), request)
    except InvalidDefinition as error:
        _fail_with(error.problems)
    except (Refused, NotFeelJson) as error:
        fail(str(error))


def _occurrence_lines(path: str | None) -> list[Any]:
    if path is None:
        return []
    lines = contents(Path(path)).decode("utf-8-sig", "replace").split("\n")
    return [
        parse_json(line, f"{path}:{number}", Decimal)
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _model_path(request: Mapping[str, Any]) -> str:
    path = request.get("model")
    if not isinstance(path, str):
        fail(f"expected 'model' to be the path of a BPMN file, found {path!r}")
    return path


def _fail_with(problems: tuple[Problem, ...]) -> NoReturn:
    fail("\n".join(str(problem) for problem in problems))
