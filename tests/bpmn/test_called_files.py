"""`shouwen bpmn run` finds what a diagram calls in the files beside it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from starter.commands.bpmn import command
from starter.pack_files import SHIPPED
from tests.bpmn.builder import El, body, call, file, user

MAIN = file(body("start -> c -> end", "main", c=call("called")))
CALLED = body("start -> a -> end", "called", a=user())
INSIDE = body("start2 -> a -> end2", "called", a=user())
DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">
<decision id="who" name="who"><literalExpression><text>"desk"</text></literalExpression></decision></definitions>"""


def run(model: Path, *words: str) -> Result:
    """Run a diagram."""
    return CliRunner().invoke(command, ["run", str(model), "--auto", *words])


def put(folder: Path, **texts: str) -> Path:
    """Write diagrams; return the path of the one named `model`."""
    for name, text in texts.items():
        (folder / f"{name}.bpmn").write_text(text, "utf-8")
    return folder / "model.bpmn"


def entered(result: Result) -> list[str]:
    """Return the elements entered."""
    facts = [json.loads(line) for line in result.stdout.splitlines()]
    return [fact["element"] for fact in facts if fact["what"] == "entered"]


@pytest.mark.parametrize("words", [[], ["--process", "main"]], ids=["alone", "named"])
def test_the_process_is_the_file_s_own(tmp_path: Path, words: list[str]) -> None:
    """A process of the same id in the file that holds the called one does not matter."""
    other = file(body("start2 -> other -> end2", "main"), CALLED)

    result = run(put(tmp_path, model=MAIN, beside=other), *words)

    assert 0 == result.exit_code
    assert ["start", "c"] == entered(result)[:2]
    assert "other" not in entered(result)


def test_a_called_process_in_two_files_is_refused(tmp_path: Path) -> None:
    """Which one is meant is for the author to say; a file that is no BPMN holds nothing."""
    result = run(
        put(tmp_path, model=MAIN, one=file(CALLED), two=file(CALLED), wrong="<called id='called'>")
    )

    assert 1 == result.exit_code
    assert "" == result.stdout
    sentence = "called: expected one file that holds the called process 'called', found "
    assert f"{sentence}{tmp_path}/one.bpmn and {tmp_path}/two.bpmn (give " in result.stderr


def test_decisions_are_found_in_the_folder_of_decisions_too(tmp_path: Path) -> None:
    """As a pack lays them out."""
    decides = El("businessRuleTask", extensions='<zeebe:calledDecision decisionId="who" resultVariable="unit"/>')  # fmt: skip
    for name in ("processes", "decisions"):
        (tmp_path / name).mkdir()
    (tmp_path / "decisions" / "who.dmn").write_text(DMN, "utf-8")
    model = put(tmp_path / "processes", model=file(body("start -> d -> end", "main", d=decides)))

    result = run(model)

    assert {"unit": "desk"} == json.loads(result.stdout.splitlines()[-1])["variables"]


def check(model: Path, *words: str) -> Result:
    """Check a diagram."""
    return CliRunner().invoke(command, ["check", str(model), *words])


def test_a_called_process_that_nobody_has_is_told(tmp_path: Path) -> None:
    """With its line, as a warning: it may be compiled with files that lie elsewhere."""
    model = put(tmp_path, model=MAIN, other=file(body("start -> a -> end", "else", a=user())))

    result, as_json = check(model), check(model, "--json")

    line = MAIN[: MAIN.index('id="c"')].count("\n") + 1
    what = "expected a process 'called' here or in a file beside, found none of this id"
    hint = "warning: add the file that holds the process"
    assert (1, f"{model}:{line}: c: {what} ({hint})\n") == (result.exit_code, result.stdout)
    assert json.loads(as_json.stdout) == {
        "problems": [
            {"file": str(model), "line": line, "element": "c", "what": what, "hint": hint}
        ]
    }


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param({"model": MAIN, "other": file(CALLED)}, id="in one file beside"),
        pytest.param({"model": MAIN, "one": file(CALLED), "two": file(CALLED)}, id="in two"),
        pytest.param({"model": file(body("start -> c -> end", "main", c=call("called")), INSIDE)},
                     id="in the file"),
    ],
)  # fmt: skip
def test_a_called_process_that_is_there_is_no_problem(
    tmp_path: Path, beside: dict[str, str]
) -> None:
    """Which of two is meant, a run asks."""
    result = check(put(tmp_path, **beside))

    assert (0, "") == (result.exit_code, result.stdout)


@pytest.mark.parametrize("model", sorted(SHIPPED.glob("*/processes/*.bpmn")), ids=lambda p: p.stem)
def test_a_diagram_of_a_pack_finds_what_the_pack_shares(model: Path) -> None:
    """Each is right by itself."""
    assert "" == check(model).stdout


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        ({"auto": "false"}, "expected `auto` to be true or false, found 'false'"),
        ({"occurrences": {"do": "signal"}}, "expected the occurrences to be a list, found {"),
    ],
)
def test_a_request_of_the_wrong_shape_says_so(
    tmp_path: Path, request_: dict[str, object], sentence: str
) -> None:
    """Nothing runs."""
    line = json.dumps({"model": str(put(tmp_path, model=file(CALLED))), **request_})
    result = CliRunner().invoke(command, ["run", "--jsonl"], input=line)

    answer = json.loads(result.stdout)
    assert answer["error"].startswith(sentence)
    assert "facts" not in answer
