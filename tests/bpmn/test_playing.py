"""Plays in virtual time: `bpmn.playing` and `shouwen bpmn`."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bpmn.compiling import compile_program
from bpmn.occurrences import Refused
from bpmn.playing import Play, play
from bpmn.reading import read
from starter.commands.bpmn import command
from tests.bpmn.builder import (
    a_message,
    body,
    boundary,
    call,
    catch,
    error,
    escalation,
    event_sub,
    exclusive,
    file,
    message,
    parallel,
    process,
    receive,
    service,
    signal,
    start,
    task,
    timer,
    user,
)

COMPLETE = {"do": "complete", "element": "a"}
RACE = process("start -> a -> end; t -> b -> end2", t=boundary("a", timer("PT1H")))


def played(xml: str, *occurrences: dict[str, Any], **request: Any) -> dict[str, Any]:
    """Return facts, variables and state of a play."""
    found = Play(compile_program([read(xml, "x.bpmn")]), {"occurrences": occurrences, **request})
    return found.answer(list(found.facts()))


def elements(answer: dict[str, Any], *kinds: str) -> list[str]:
    """Return "what element" of the facts of these kinds."""
    return [
        f"{fact['what']} {fact['element']}" for fact in answer["facts"] if fact["what"] in kinds
    ]


def test_facts_come_in_the_order_things_happen() -> None:
    """Entered, opened, left, flow, entered next; finished comes last, with state and variables."""
    answer = played(process("start -> a -> end"), {**COMPLETE, "variables": {"n": 1}})

    assert [
        "entered start", "left start", "flow start_a", "entered a", "task a", "left a",
        "flow a_end", "entered end", "left end", "finished process",
    ] == [f"{fact['what']} {fact['element']}" for fact in answer["facts"]]  # fmt: skip
    assert {"n": 1} == answer["facts"][-1]["variables"] == answer["variables"]
    assert "finished" == answer["state"]


def test_auto_completes_what_the_list_does_not_name() -> None:
    """In the order they opened; a task that is named waits for its turn."""
    xml = process(
        "start -> f; f -> a -> j; f -> b -> c -> j; j -> end",
        f=parallel(),
        j=parallel(),
        c=service(),
    )
    answer = played(xml, {**COMPLETE, "variables": {"n": 1}}, auto=True)

    assert ["left b", "left c", "left a"] == [
        x for x in elements(answer, "left") if x[-1] in "abc"
    ]
    assert "finished" == answer["state"]


@pytest.mark.parametrize("named", ["begin", "rescue"])
def test_auto_leaves_what_an_event_subprocess_interrupts(named: str) -> None:
    """A later `trigger` names its start event, or the event subprocess itself."""
    rescue = event_sub("begin -> r -> end2", begin=start(message("m")), r=user())
    xml = process("start -> a -> end; rescue", rescue=rescue)
    answer = played(xml, {"do": "trigger", "element": named}, auto=True)

    assert ["cancelled a"] == elements(answer, "cancelled")
    assert "finished" == answer["state"]


def test_auto_takes_over_when_the_list_is_used_up() -> None:
    """A task in a loop that is named once is completed by itself the second time."""
    xml = process(
        "start -> m -> a -> x; x -> m [n < 2]; x -> end [default]", m=exclusive(), x=exclusive()
    )
    answer = played(
        xml, {**COMPLETE, "variables": {"n": 1}}, {**COMPLETE, "variables": {"n": 2}}, auto=True
    )

    assert "finished" == answer["state"]
    assert 2 == elements(answer, "entered").count("entered a")


def test_the_clock_moves_only_by_advance_and_timers_fire_in_order() -> None:
    """By a duration, or to an instant."""
    xml = process("start -> f; f -> t -> a -> end; f -> u -> b -> end", f=parallel(),
                  t=catch(timer("PT2H")), u=catch(timer("PT1H")))  # fmt: skip
    answer = played(xml, {"do": "advance", "by": "PT3H"})
    assert ["entered u", "entered b", "entered a"] == [
        x for x in elements(answer, "entered") if x[-1] in "uab"
    ]
    answer = played(xml, {"do": "advance", "to": "2026-01-05T10:00:00+08:00"})
    assert "entered b" in elements(answer, "entered")
    assert "entered a" not in elements(answer, "entered")


@pytest.mark.parametrize("by", ["P9999Y", "PT99999999999999H", "P4000000D", "-P2027Y"])
def test_the_clock_never_leaves_the_years_1_to_9999(by: str) -> None:
    """An amount that leads beyond them is refused, and nothing happens."""
    xml = process("start -> t -> end", t=catch(timer("PT2H")))

    with pytest.raises(Refused, match="expected to advance by a duration"):
        played(xml, {"do": "advance", "by": by})


def test_the_clock_may_begin_at_any_instant() -> None:
    """Timers count from there."""
    xml = process("start -> t -> end", t=catch(timer("PT2H")))
    facts = played(xml, now="2026-03-01T00:00:00+08:00")["facts"]

    assert "2026-03-01T02:00:00+08:00" == facts[-1]["due"]


def test_a_timer_that_is_due_already_fires_at_once() -> None:
    """Unless the list triggers it later."""
    xml = process("start -> t -> a -> end", t=catch(timer("2020-01-01T00:00:00Z", "timeDate")))

    assert "entered a" in elements(played(xml), "entered")
    assert "entered a" in elements(played(xml, {"do": "trigger", "element": "t"}), "entered")


def test_trigger_makes_happen_what_an_element_waits_for() -> None:
    """Its timer, message, signal, error or escalation; a task is completed."""
    assert "entered b" in elements(played(RACE, {"do": "trigger", "element": "t"}), "entered")
    assert "entered b" in elements(
        played(RACE, {"do": "trigger", "element": "t"}, auto=True), "entered"
    )
    for event in (error("bad"), escalation("bad"), message("m"), signal("s")):
        xml = process("start -> a -> end; t -> b -> end2", t=boundary("a", event))
        assert "entered b" in elements(played(xml, {"do": "trigger", "element": "t"}), "entered")
        inner = event_sub("start_h -> b -> end_h", start_h=start(event))
        xml = process("start -> a -> end", h=inner)
        assert "entered b" in elements(
            played(xml, {"do": "trigger", "element": "start_h"}), "entered"
        )


def test_a_message_that_nobody_awaits_is_a_fact() -> None:
    """It is refused with its reason, and the play goes on."""
    answer = played(process("start -> a -> end"), {"do": "message", "name": "paid"}, COMPLETE)

    refused = next(fact for fact in answer["facts"] if fact["what"] == "message")
    assert "refused" == refused["state"]
    assert "nobody waits for the message 'paid'" in refused["reason"]
    assert "finished" == answer["state"]


def test_a_message_with_its_key_and_a_signal() -> None:
    """Keys are compared as text."""
    xml = process("start -> m -> s -> end", a_message("paid", "=order"),
                  m=receive("paid"), s=catch(signal("go")))  # fmt: skip
    answer = played(xml, {"do": "message", "name": "paid", "key": 7, "variables": {"n": 1}},
                    {"do": "signal", "name": "go"}, variables={"order": "7"})  # fmt: skip

    assert "finished" == answer["state"]


def test_a_process_that_a_message_starts_begins_with_it() -> None:
    """The first occurrence is the start, where it names the start's message."""
    xml = process("start -> a -> end", start=start(message("asked")))
    answer = played(xml, {"do": "message", "name": "asked", "variables": {"n": 1}})

    assert {"n": 1} == answer["variables"]
    assert not elements(answer, "message")
    assert "entered a" in elements(played(xml), "entered")


def test_an_undefined_task_is_left_at_once_unless_the_list_names_it() -> None:
    """`<task>` is abstract; a list may still complete or fail it."""
    xml = process("start -> a -> end; x -> b -> end2", a=task(), x=boundary("a", error()))

    assert "finished" == played(xml)["state"]
    assert "entered b" in elements(
        played(xml, {"do": "fail", "element": "a", "error": "e"}), "entered"
    )


def test_an_incident_can_be_seen_and_resolved() -> None:
    """The state says so."""
    xml = process("start -> x; x -> a [n > 1]; x -> end [default]", x=exclusive())

    assert "incident" == played(xml)["state"]
    assert (
        "running" == played(xml, {"do": "resolve", "element": "x", "variables": {"n": 2}})["state"]
    )
    broken = process("start -> a -> end", a=service())
    assert "incident" == played(broken, {"do": "break", "element": "a"})["state"]


@pytest.mark.parametrize(
    ("occurrence", "sentence"),
    [
        (
            {"do": "complete", "element": "b"},
            "expected an open task or job at 'b'; open are: a#1, t#1",
        ),
        ({"do": "complete", "element": "z"}, "and the model has no such element"),
        ({"do": "fail", "element": "b", "error": "e"}, "expected an open task or job at 'b'"),
        ({"do": "trigger", "element": "b"}, "expected an open task or job at 'b'"),
        ({"do": "message", "name": None}, "expected a message with a name, found {"),
        ({"do": "dance"}, "expected an occurrence to do one of complete, fail, message"),
        ({"do": "advance", "by": "an hour"}, "expected to advance by a duration or to an instant"),
        ({"do": "advance", "to": "2020-01-01T00:00:00+08:00"}, "expected to advance beyond"),
        ({"do": "resolve", "element": "a"}, "expected an open incident at 'a'"),
        (
            {"do": "complete", "element": "a", "variables": [1]},
            "expected variables to be a JSON object",
        ),
        ("complete", "expected each occurrence to be a JSON object"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_is_open(occurrence: Any, sentence: str) -> None:
    """The sentence names the element and what there is instead."""
    with pytest.raises(Refused) as refused:
        played(RACE, occurrence)

    assert sentence in str(refused.value)


def test_a_failure_may_name_a_number_or_nothing() -> None:
    """As its error's code."""
    xml = process("start -> a -> end; x -> end2", a=service(), x=boundary("a", error("404")))

    assert "finished" == played(xml, {"do": "fail", "element": "a", "error": 404})["state"]
    facts = played(xml, {"do": "fail", "element": "a", "error": None})["facts"]
    assert [""] == [fact["code"] for fact in facts if fact["what"] == "error"]


def test_a_play_without_end_is_stopped() -> None:
    """A loop of tasks that all complete by themselves."""
    xml = process("start -> m -> a -> m", m=exclusive(), a=service())

    with pytest.raises(Refused, match="the model goes on without end"):
        list(play(compile_program([read(xml, "x.bpmn")]), {"auto": True}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with models."""
    (tmp_path / "race.bpmn").write_text(RACE, "utf-8")
    (tmp_path / "wrong.bpmn").write_text(process("start -> a -> end; b"), "utf-8")
    (tmp_path / "caller.bpmn").write_text(
        file(body("start -> c -> d -> end", "caller", c=call("called"), d=_decides())), "utf-8"
    )
    (tmp_path / "other.bpmn").write_text(
        file(body("start -> a -> end", "called", a=user())), "utf-8"
    )
    (tmp_path / "who.dmn").write_text(DMN, "utf-8")
    (tmp_path / "list.jsonl").write_text(
        '{"do": "advance", "by": "PT1H"}\n\n{"do": "complete", "element": "b"}\n'
    )
    return tmp_path


def _decides() -> Any:
    from tests.bpmn.builder import El  # noqa: PLC0415

    return El(
        "businessRuleTask",
        extensions='<zeebe:calledDecision decisionId="who" resultVariable="unit"/>',
    )


DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">
<decision id="who" name="who"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i" label="n"><inputExpression><text>n</text></inputExpression></input><output id="o" name="unit"/>
<rule id="r1"><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>"desk"</text></outputEntry></rule>
<rule id="r2"><inputEntry><text>&gt;= 5</text></inputEntry><outputEntry><text>"office"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def shouwen(*words: str, given: str = "") -> tuple[int, list[str], str]:
    """Return exit code, lines of standard output, and standard error."""
    found = CliRunner().invoke(command, list(words), input=given)
    return found.exit_code, found.stdout.splitlines(), found.stderr


def test_run_prints_one_fact_a_line(folder: Path) -> None:
    """In order, as JSON."""
    code, lines, _ = shouwen(
        "run", str(folder / "race.bpmn"), "--occurrences", str(folder / "list.jsonl")
    )
    facts = [json.loads(line) for line in lines]

    assert 0 == code
    assert {"what": "entered", "element": "start", "n": 1} == facts[0]
    assert "finished" == facts[-1]["what"]


def test_run_reads_what_is_called_from_the_files_beside_the_model(folder: Path) -> None:
    """Called processes and decisions; a decision tells its rules and inputs."""
    code, lines, _ = shouwen(
        "run", str(folder / "caller.bpmn"), "--auto", "--variables", '{"n": 7}'
    )
    facts = [json.loads(line) for line in lines]
    decision = next(fact for fact in facts if fact["what"] == "decision")

    assert 0 == code
    assert {"n": 7, "unit": "office"} == facts[-1]["variables"]
    assert ("who", ["r2"], {"n": 7}) == (
        decision["decision"],
        decision["rules"],
        decision["inputs"],
    )


def test_run_answers_lines_of_requests(folder: Path) -> None:
    """A failed request answers its error, and the next goes on."""
    requests = [
        {"model": str(folder / "race.bpmn"), "auto": True, "variables": {"x": 1}},
        {"model": str(folder / "race.bpmn"), "occurrences": [{"do": "complete", "element": "z"}]},
        {"model": str(folder / "none.bpmn")},
        {"model": str(folder / "caller.bpmn"), "process": "nobody"},
        {"model": str(folder / "race.bpmn")},
    ]
    code, lines, _ = shouwen("run", "--jsonl", given="\n".join(map(json.dumps, requests)))
    answers = [json.loads(line) for line in lines]

    assert 0 == code
    assert ["finished", "running", None, None, "running"] == [
        answer.get("state") for answer in answers
    ]
    assert {"x": 1} == answers[0]["variables"]
    assert "no such element" in answers[1]["error"]
    assert "cannot read" in answers[2]["error"]
    assert "expected the process 'nobody'" in answers[3]["error"]


def test_check_prints_problems_and_fails(folder: Path) -> None:
    """One a line; as JSON; or by request."""
    wrong, right = str(folder / "wrong.bpmn"), str(folder / "race.bpmn")

    code, lines, _ = shouwen("check", wrong)
    assert (1, 1) == (code, len(lines))
    assert f"{wrong}:6: b: no path leads to <userTask>" in lines[0]
    assert (0, [], "") == shouwen("check", right)

    code, lines, _ = shouwen("check", "--json", wrong)
    assert (1, "b") == (code, json.loads(lines[0])["problems"][0]["element"])
    code, lines, _ = shouwen("check", "--jsonl", given=json.dumps({"model": right}))
    assert (0, {"problems": []}) == (code, json.loads(lines[0]))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run",), "expected the path of a BPMN file"),
        (("run", "none.bpmn"), "cannot read none.bpmn"),
        (("run", "{folder}/race.bpmn", "--variables", "{"), "--variables is not valid JSON"),
        (
            ("run", "{folder}/race.bpmn", "--variables", "[]"),
            "expected variables to be a JSON object",
        ),
        (("run", "{folder}/race.bpmn", "--now", "soon"), "expected `now` to be an instant"),
        (("check",), "expected the path of a BPMN file"),
    ],
)
def test_a_wrong_command_says_so_in_one_sentence(
    folder: Path, words: tuple[str, ...], sentence: str
) -> None:
    """On standard error, with exit code 1."""
    code, _, said = shouwen(*(word.replace("{folder}", str(folder)) for word in words))

    assert 1 == code
    assert sentence in said


def test_the_same_play_gives_the_same_lines_whatever_the_hash_seed(folder: Path) -> None:
    """Nothing depends on the order of a set."""
    words = ["bpmn", "run", str(folder / "caller.bpmn"), "--auto", "--variables", '{"n": 1}']
    script = "import sys; sys.argv[0] = 'shouwen'; from starter.main import run; run()"
    lines = [
        subprocess.run(
            [sys.executable, "-c", script, *words],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip

    assert lines[0] == lines[1]
    assert lines[0]
