"""`shouwen feel` and `shouwen dmn`, as a person or a script uses them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from starter.main import main

HERE = Path(__file__).parent
DISHES = str(HERE / "models" / "dishes.dmn")
CYCLE = str(HERE / "invalid" / "cycle.dmn")


def run(*words: str, lines: str = "") -> Result:
    """Run the command."""
    return CliRunner().invoke(main, list(words), input=lines)


def answers(*words: str, requests: list[object]) -> list[dict[str, object]]:
    """Run the command over lines of requests and return its answers."""
    lines = "".join(f"{json.dumps(request)}\n" for request in requests)
    result = run(*words, "--jsonl", lines=lines)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("expression", "context", "printed"),
    [
        ("1 + 2", "{}", "3"),
        ("0.1 + x", '{"x": 0.2}', "0.3"),
        ("x", '{"x": 0.12345678901234567890}', '"0.1234567890123456789"'),
        ("x.profit/loss + 1", '{"x": {"profit/loss": 1}}', "2"),
        ('"李" + name', '{"name": "娜"}', '"李娜"'),
        (
            'day + duration("P1D")',
            '{"day": {"@": "date", "value": "2026-10-09"}}',
            '{"@": "date", "value": "2026-10-10"}',
        ),
        ("today() - today()", "{}", '{"@": "days and time duration", "value": "PT0S"}'),
        ("now() instance of date and time", "{}", "true"),
        ("-1 + 3", "{}", "2"),
        ("-n", '{"n": 4}', "-4"),
    ],
)
def test_feel_prints_json(expression: str, context: str, printed: str) -> None:
    """One line of JSON, numbers exact."""
    result = run("feel", expression, "--context", context)

    assert (0, f"{printed}\n") == (result.exit_code, result.stdout)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["feel", "1 +"], "line 1, column 4: expected an expression, found the end of the text"),
        (["feel"], "expected an EXPRESSION, such as '1 + 2', or --jsonl"),
        (
            ["feel", "1", "--context", "[]"],
            "expected the context to be a JSON object, found a list",
        ),
        (["feel", "1", "--context", "{"], "--context is not valid JSON: "),
        (
            ["feel", "1", "--context", "[" * 50_000],
            "--context is not valid JSON: nested too deeply",
        ),
        (["dmn", "eval", "nowhere.dmn"], "cannot read nowhere.dmn: No such file or directory"),
        (["dmn", "eval", DISHES], "expected the name of one of the decisions: dish, bill"),
        (["dmn", "eval", DISHES, "--decision", "x"], f"{DISHES} has no decision 'x'; it has dish"),
        (["dmn", "eval", CYCLE, "--decision", "a"], f"{CYCLE}:3: a: the decision requires itself"),
    ],
)
def test_a_failure_is_one_sentence(words: list[str], sentence: str) -> None:
    """On standard error, with exit code 1."""
    result = run(*words)

    assert result.exit_code == 1
    assert result.stderr.startswith(sentence)
    assert result.stdout == ""


def test_why_a_value_is_null_is_said_on_standard_error() -> None:
    """The value stays alone on standard output."""
    result = run("feel", "1 / 0")

    assert (0, "null\n") == (result.exit_code, result.stdout)
    assert result.stderr == "null: a number cannot be divided by zero\n"


def test_feel_answers_line_by_line() -> None:
    """A failed request answers with an error, and the next goes on."""
    found = answers(
        "feel",
        requests=[
            {"expression": "a * 2", "context": {"a": 1.5}},
            {"expression": "("},
            {"expression": 5},
            {"expression": "1", "context": []},
            {"expression": "for i in 1..10**9 return i"},
            {"expression": "null"},
        ],
    )

    assert [{"value": 3}, {"value": None}] == [found[0], found[5]]
    assert ["error"] * 4 == [key for answer in found[1:5] for key in answer]
    assert {"error": "expected 'expression' to be a text, found a number"} == found[2]
    assert {"error": "expected the context to be a JSON object, found a list"} == found[3]


def test_lines_that_are_hardly_json_do_not_end_the_others() -> None:
    """A byte order mark, half a character, data without end, numbers without end or value."""
    lines = [
        '\ufeff{"expression": "1 + 1"}',
        '{"expression": "x", "context": {"x": "\\ud800"}}',
        '{"expression": "x", "context": {"x": ' + "[" * 50_000 + "]" * 50_000 + "}}",
        '{"expression": "x", "context": {"x": ' + "9" * 5_000 + "}}",
        '{"expression": "x", "context": {"x": NaN}}',
        '{"expression": "2 + 2"}',
    ]
    result = run("feel", "--jsonl", lines="\n".join(lines))
    found = [json.loads(line) for line in result.stdout.splitlines()]

    assert 0 == result.exit_code
    assert [{"value": 2}, {"value": "\ud800"}, {"value": 4}] == [*found[:2], found[5]]
    assert [
        "not valid JSON: nested too deeply at column 1",
        "not valid JSON: a number of too many digits at column 1",
        "not valid JSON: NaN is no number of JSON at column 1",
    ] == [answer["error"] for answer in found[2:5]]


def test_dmn_eval_prints_value_and_rules() -> None:
    """`value` and the `rules` that count."""
    given = '{"Season": "Fall", "Guest Count": 3}'
    result = run("dmn", "eval", DISHES, "--decision", "dish", "--input", given)

    assert {"value": "Spareribs", "rules": ["ribs"]} == json.loads(result.stdout)


def test_dmn_answers_line_by_line() -> None:
    """Decisions and invocables, one request a line."""
    summer = {"Season": "Summer", "Guest Count": 3}
    found = answers(
        "dmn",
        "eval",
        requests=[
            {"model": DISHES, "decision": "Bill", "input": summer},
            {"model": DISHES, "invocable": "price of", "input": {"dish": "Steak"}},
            {"model": "nowhere.dmn", "decision": "Bill"},
            {"model": DISHES, "decision": "dish", "input": summer},
        ],
    )

    assert [{"value": 60, "rules": []}, {"value": 20, "rules": []}] == found[:2]
    assert {"error": "cannot read nowhere.dmn: No such file or directory"} == found[2]
    assert {"value": "Steak", "rules": ["steak"]} == found[3]


def test_dmn_check_prints_problems_and_exits_with_one() -> None:
    """Problems one a line; silence and exit code 0 where there are none."""
    sound = run("dmn", "check", str(HERE / "models" / "boxed.dmn"))
    wrong = run("dmn", "check", CYCLE)
    found = answers("dmn", "check", requests=[{"model": CYCLE}])

    assert (0, "") == (sound.exit_code, sound.stdout)
    assert wrong.exit_code == 1
    assert len(wrong.stdout.splitlines()) == 2
    assert [3, 7] == [problem["line"] for problem in found[0]["problems"]]  # type: ignore[attr-defined]


def test_models_may_import_others() -> None:
    """Decisions, knowledge, services and types of another file, found by its place."""
    importing = str(HERE / "models" / "importing.dmn")
    found = answers(
        "dmn",
        "eval",
        requests=[{"model": importing, "decision": name} for name in ("total", "offered")],
    )

    assert [21, ["7 CNY"]] == [answer["value"] for answer in found]
    assert run("dmn", "check", importing).exit_code == 0


def test_an_import_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    """The check names the namespace that was not found."""
    alone = tmp_path / "alone.dmn"
    alone.write_bytes((HERE / "models" / "importing.dmn").read_bytes())

    result = run("dmn", "check", str(alone))

    assert result.exit_code == 1
    assert "the model of namespace 'https://example.org/prices' was not found" in result.stdout
