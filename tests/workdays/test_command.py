"""`shouwen workdays`, as a person or a script uses it."""

import json

import pytest
from click.testing import CliRunner, Result

from starter.main import main

PROVISIONAL = "provisional: the notice that settles these days is not out yet"
FRIDAY = "2026-10-09T17:40:00+08:00"


def run(*words: str, lines: str = "") -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["workdays", *words], input=lines)


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["due", FRIDAY, "1wh"], "2026-10-10T09:40:00+08:00\n"),
        (["due", FRIDAY, "1wd"], "2026-10-10T18:00:00+08:00\n"),
        (["due", "2026-10-09T16:30:00Z", "1wd"], "2026-10-12T18:00:00+08:00\n"),
        (["due", "2026-10-08T09:00:00+08:00", "-4h"], "2026-10-08T05:00:00+08:00\n"),
        (["due", "2026-10-08T09:00:00+08:00", "-4wh"], "2026-09-30T14:00:00+08:00\n"),
        (["due", "--calendar", "cn-24x7", "2026-02-17T03:10:00+08:00", "1wd"],
         "2026-02-19T00:00:00+08:00\n"),
        (["due", "2026-03-09T20:15:00+08:00", "1wd", "--after-close", "next_working_day"],
         "2026-03-11T18:00:00+08:00\n"),
        (["due", "2026-12-30T10:00:00+08:00", "3wd"],
         f"2027-01-05T18:00:00+08:00\n{PROVISIONAL}\n"),
    ],
    ids=["hours", "days", "UTC", "backward", "backward in working hours", "another calendar",
         "after closing", "provisional"],
)  # fmt: skip
def test_due_prints_the_instant(words: list[str], printed: str) -> None:
    """One line with the offset, and a second one only where it is provisional."""
    result = run(*words)

    assert (0, printed) == (result.exit_code, result.stdout)


def test_due_in_json_comes_before_or_after_its_options() -> None:
    """A negative amount is an argument wherever the options stand."""
    expected = {"due": "2026-10-08T05:00:00+08:00", "provisional": False}
    start = "2026-10-08T09:00:00+08:00"

    for words in (["--json", start, "-4h"], [start, "-4h", "--json"], [start, "--json", "-4h"]):
        assert expected == json.loads(run("due", *words).stdout)


def test_explain_prints_each_day_with_why_and_the_notice() -> None:
    """In Chinese; counted days begin with a plus."""
    lines = run("due", "2026-09-30T16:00:00+08:00", "3wd", "--explain").stdout.splitlines()

    assert "2026-10-10T18:00:00+08:00" == lines[0]
    assert "2026-10-08 + 第1个工作日：星期四工作日" in lines
    assert (
        "2026-10-10 + 第3个工作日：国庆节调休上班；18:00 到期  "
        "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"
    ) == lines[-1]


def test_explain_in_json_lists_the_days() -> None:
    """The same days as data."""
    answer = json.loads(run("due", FRIDAY, "1wd", "--explain", "--json").stdout)

    assert [False, True] == [day["counted"] for day in answer["days"]]
    assert "2026-10-10" == answer["days"][-1]["date"]


def test_lines_of_json_are_explained_where_that_is_asked_for() -> None:
    """The days are in each answer; a calendar of null is the one of the command."""
    lines = json.dumps({"from": FRIDAY, "amount": "1wd", "calendar": None})
    answer = json.loads(run("due", "--jsonl", "--explain", lines=lines).stdout)

    assert ["due", "provisional", "days"] == list(answer)
    assert ["2026-10-09", "2026-10-10"] == [day["date"] for day in answer["days"]]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["due", FRIDAY, "1xx"], "expected an amount such as 1wd"),
        (["due", FRIDAY, "1.5wd"], "expected whole days"),
        (["due", FRIDAY, "1wd", "--calendar", "us"], "expected one of the calendars cn, cn-24x7"),
        (["due", "2026-10-09T17:40:00", "1wd"], "expected an instant with an offset"),
        (["due", "2026-10-09", "1wd"], "expected an instant with an offset"),
        (["due", "tomorrow", "1wd"], "expected an ISO 8601 instant"),
        (["due", "2006-01-01T10:00:00Z", "1wd"], "expected a date from 2007-01-01 on"),
        (["due", FRIDAY], "expected INSTANT and AMOUNT"),
        (["show", "2030"], "expected a year from 2007 to 2026"),
        (["show", "2026", "--calendar", "us"], "expected one of the calendars"),
    ],
    ids=["unknown unit", "a fraction of a day", "unknown calendar", "naive instant", "a date",
         "malformed instant", "before the facts", "no amount", "unpublished year", "no calendar"],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_in_one_sentence(
    words: list[str], sentence: str
) -> None:
    """On standard error, exit code 1, nothing on standard output."""
    result = run(*words)

    assert (1, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith(sentence)
    assert 1 == len(result.stderr.splitlines())


def test_lines_of_json_are_answered_in_order_and_a_wrong_one_does_not_stop_the_rest() -> None:
    """One answer a line; a request that fails answers with its error."""
    requests = [
        {"from": FRIDAY, "amount": "1wd"},
        {"from": FRIDAY, "amount": "1xx"},
        {"from": FRIDAY, "amount": 1},
        {"from": "2026-02-17T03:10:00+08:00", "amount": "1wd", "calendar": "cn-24x7"},
        {"from": "2026-03-09T20:15:00+08:00", "amount": "1wd", "after_close": "next_working_day"},
        {"from": FRIDAY, "amount": "1wd", "after_close": "never"},
        {"from": "2026-10-08T09:00:00+08:00", "amount": "-4wh"},
    ]
    lines = "\n".join([*map(json.dumps, requests), "", "no json", "[]"])

    result = run("due", "--jsonl", lines=lines)
    answers = [json.loads(line) for line in result.stdout.splitlines()]

    assert 0 == result.exit_code
    assert [one.get("due", "error") for one in answers] == [
        "2026-10-10T18:00:00+08:00", "error", "error", "2026-02-19T00:00:00+08:00",
        "2026-03-11T18:00:00+08:00", "error", "2026-09-30T14:00:00+08:00", "error", "error",
    ]  # fmt: skip
    assert all("expected" in one["error"] for one in answers[1:3])


def test_calendars_are_listed_by_name() -> None:
    """As lines, and as JSON."""
    assert ["cn", "cn-24x7"] == [
        line.split("\t")[0] for line in run("calendars").stdout.splitlines()
    ]
    assert "cn" == json.loads(run("calendars", "--json").stdout)[0]["name"]


def test_a_year_is_shown_with_the_notice_of_each_day() -> None:
    """Rest and make-up days; an amended day is there twice."""
    lines = run("show", "2020").stdout.splitlines()
    shown = json.loads(run("show", "2020", "--json").stdout)

    assert [line[11] for line in lines if line.startswith("2020-02-01")] == ["班", "休"]
    assert len(lines) == len(shown["days"])
    assert "国办发明电〔2020〕1号" == shown["notices"]["2020-spring-festival"]["number"]
    assert run("show", "2026", "--calendar", "cn-24x7").stdout == ""
