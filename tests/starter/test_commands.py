"""The command line: what each command prints, and the one sentence with which it fails."""

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from starter.desk import Desk
from starter.main import COMMANDS, main
from tests.starter.conftest import INQUIRY, Ran, Shouwen, recorded, working
from tests.starter.courses import KEEP, close, hand_over
from workdays.national import national_calendar

OPEN = ("open", "--pack", "hotel", "--file", "-", "--json")


async def _opened(shouwen: Shouwen) -> str:
    ran = await shouwen(*OPEN, stdin=json.dumps(INQUIRY))
    return str(ran.json["case"])


def _failed(ran: Ran, *parts: str) -> None:
    """See that a command ended with one sentence and nothing else."""
    assert 1 == ran.code
    assert "" == ran.out
    assert 1 == len(ran.err.splitlines()), ran.err
    for part in parts:
        assert part in ran.err


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    """`--help` works for each, and the list of commands names them all."""
    result = CliRunner().invoke(main, [name, "--help"])

    assert 0 == result.exit_code
    assert "Usage:" in result.stdout
    assert name in CliRunner().invoke(main, ["--help"]).stdout


async def test_open_answers_case_owner_and_due(shouwen: Shouwen) -> None:
    """The JSON that back ends read; the same key gives the same answer."""
    registration = json.dumps({**INQUIRY, "received_at": "2026-10-09T17:40:00+08:00"})

    first = await shouwen(*OPEN, "--key", "call-1", stdin=registration)
    again = await shouwen(*OPEN, "--key", "call-1", stdin=registration)

    assert first.json["case"].startswith("HT-20261009-")
    assert "fo-01" == first.json["owner"]
    due = {key: first.json["due"][0][key] for key in ("clock", "at", "cites")}
    assert {"clock": "transfer", "at": "2026-10-09T18:40:00+08:00", "cites": "四、3"} == due
    assert first.json == again.json


async def test_open_speaks_to_people_too(shouwen: Shouwen, tmp_path: Path) -> None:
    """Without --json: number, owner, and what is due by which article."""
    file = tmp_path / "inquiry.json"
    file.write_text(json.dumps(INQUIRY), "utf-8")

    ran = await shouwen("open", "--pack", "hotel", "--file", str(file))

    assert 0 == ran.code
    assert "首问责任 fo-01（front-office）" in ran.out
    assert "转交时限" in ran.out
    assert "四、3" in ran.out


WRONG: dict[str, tuple[tuple[str, ...], str, str]] = {
    "no JSON": (OPEN, "{", "standard input is not valid JSON: "),
    "a list": (OPEN, "[]", "standard input: expected a JSON object, found a list"),
    "an unknown pack": (
        ("open", "--pack", "airline", "--file", "-"),
        "{}",
        "or a folder with a pack.yaml, found 'airline'",
    ),
    "no file": (
        ("open", "--pack", "hotel", "--file", "nowhere.json"),
        "",
        "nowhere.json cannot be read: No such file or directory",
    ),
    "a missing field": (
        OPEN,
        "{}",
        "channel, kind, matter, first_contact: expected a value, found nothing (add them)",
    ),
    "no offset": (
        OPEN,
        json.dumps({**INQUIRY, "received_at": "2026-10-09T17:40:00"}),
        "received_at: expected an instant with an offset, such as 2026-10-09T17:40:00+08:00",
    ),
    "a day before all zones": (
        OPEN,
        json.dumps({**INQUIRY, "received_at": "0001-01-01T00:00:00+08:00"}),
        "received_at: expected a day of the years 1900 to 2400, found '0001-01-01T00:00:00+08:00'",
    ),
    "a day at the end of all zones": (
        OPEN,
        json.dumps({**INQUIRY, "received_at": "9999-12-31T23:00:00Z"}),
        "received_at: expected a day of the years 1900 to 2400, found '9999-12-31T23:00:00Z'",
    ),
    "nobody's key": (OPEN, json.dumps({**INQUIRY, "first_contact": "x"}), "收到“x”"),
    "no task asked for": (("tasks",), "", "expected one of CASE, --unit or --for"),
    "two tasks asked for": (("tasks", "HT-0", "--for", "x"), "", "expected one of CASE"),
    "no such case": (("tasks", "HT-0"), "", "there is no case HT-0"),
    "no such case to show": (("show", "HT-0"), "", "there is no case HT-0"),
    "no such case to explain": (("explain", "HT-0"), "", "there is no case HT-0"),
    "no such case to verify": (("verify", "HT-0"), "", "there is no case HT-0"),
    "no such case to forward": (("forward", "HT-0", "1h"), "", "there is no case HT-0"),
    "no number": (("complete", "", "t", "--as", "x"), "", "there is no case without a number"),
    "no number to show": (("show", ""), "", "there is no case without a number"),
    "no number to explain": (("explain", ""), "", "there is no case without a number"),
    "no number to verify": (("verify", ""), "", "there is no case without a number"),
    "an empty notice": (
        ("replan", "--notice", " ", "--as", "y", "HT-0"),
        "",
        "--notice: expected the title and number of the notice, found an empty text",
    ),
    "a clock back": (
        ("forward", "HT-0", "-1h"),
        "",
        "such as 1h, 2d, 1d12h or PT90M, found '-1h'",
    ),
    "a clock far ahead": (("forward", "HT-0", "99999d"), "", "expected at most 3660d at a time"),
    "no such case to replan": (
        ("replan", "HT-0", "--notice", "x", "--as", "y"),
        "",
        "there is no case HT-0",
    ),
    "data that is no JSON": (
        ("complete", "HT-0", "t", "--as", "x", "--data", "{"),
        "",
        "--data is not valid JSON",
    ),
    "data that is a list": (
        ("send", "HT-0", "m", "--data", "[]"),
        "",
        "--data: expected a JSON object, found a list",
    ),
    "data in no file": (("send", "HT-0", "m", "--data", "@x"), "", "x cannot be read"),
    "an amount of nothing": (("forward", "HT-0", "soon"), "", "such as 1h, 2d, 1d12h or PT90M"),
    "an unknown calendar": (
        ("replan", "HT-0", "--notice", "x", "--as", "y", "--calendar", "mars"),
        "",
        "expected one of the calendars cn, cn-24x7 or a JSON file, found 'mars'",
    ),
    "neither case nor all": (
        ("replan", "--notice", "x", "--as", "y"),
        "",
        "expected either one or more CASE or --all-open",
    ),
}


@pytest.mark.parametrize(("arguments", "stdin", "sentence"), WRONG.values(), ids=WRONG.keys())
async def test_what_goes_wrong_is_one_sentence(
    shouwen: Shouwen, arguments: tuple[str, ...], stdin: str, sentence: str
) -> None:
    """On standard error, exit code 1, nothing on standard output."""
    _failed(await shouwen(*arguments, stdin=stdin), sentence)


async def test_a_command_in_a_process_of_its_own(process: Shouwen) -> None:
    """The program itself leaves cleanly, with and without success."""
    opened = await process(*OPEN, stdin=json.dumps(INQUIRY))
    failed = await process("complete", "HT-0", "t", "--as", "fo-01")

    assert (0, "") == (opened.code, opened.err)
    assert opened.json["case"].startswith("HT-")
    _failed(failed, "there is no case HT-0")


async def test_a_server_that_is_away_is_said_so(shouwen: Shouwen) -> None:
    """With the address it was looked for at, and what to do; lists need only the register."""
    away = {"TEMPORAL_ADDRESS": "127.0.0.1:1"}

    _failed(
        await shouwen(*OPEN, stdin=json.dumps(INQUIRY), env=away),
        "no Temporal server answers at 127.0.0.1:1: start one with `shouwen up`",
    )
    listed = await shouwen("list", "--json", env=away)
    assert (0, []) == (listed.code, listed.json)


async def test_a_register_is_set_up_by_command(shouwen: Shouwen, tmp_path: Path) -> None:
    """Before: a sentence that names the command. After: an empty list. Again: nothing to do."""
    new = {"SHOUWEN_REGISTER_URL": f"sqlite:///{tmp_path}/new.db"}

    _failed(await shouwen("list", env=new), "is not set up", "shouwen register upgrade")
    assert not (tmp_path / "new.db").exists()
    for _ in range(2):
        upgraded = await shouwen("register", "upgrade", env=new)
        assert (0, "the register is up to date\n") == (upgraded.code, upgraded.out)
    assert [] == (await shouwen("list", "--json", env=new)).json


async def test_a_folder_that_is_not_there_is_said_so(shouwen: Shouwen, tmp_path: Path) -> None:
    """The sentence names the three ways to a register."""
    folder = tmp_path / "nowhere"

    ran = await shouwen("list", "--data-dir", str(folder), env={"SHOUWEN_REGISTER_URL": ""})

    _failed(
        ran, f"there is no folder {folder}", "shouwen up", "--data-dir", "SHOUWEN_REGISTER_URL"
    )


async def test_a_register_that_is_no_database_is_said_so(shouwen: Shouwen) -> None:
    """The sentence says what an address looks like."""
    wrong = {"SHOUWEN_REGISTER_URL": "nonsense"}

    _failed(await shouwen("list", env=wrong), "expected sqlite:///FILE or postgresql://")
    _failed(await shouwen("register", "upgrade", env=wrong), "expected sqlite:///FILE")


async def test_a_configuration_that_cannot_be_read_is_said_so(shouwen: Shouwen) -> None:
    """Temporal's own configuration file is Temporal's, but the sentence is ours."""
    missing = {"TEMPORAL_CONFIG_FILE": "/nowhere/temporal.toml", "TEMPORAL_PROFILE": "prod"}

    _failed(await shouwen("list", env=missing), "Temporal's environment configuration")


async def test_tasks_of_a_case_come_with_what_completes_them(
    shouwen: Shouwen, worker: None
) -> None:
    """JSON for programs, a command to paste for people."""
    case = await _opened(shouwen)

    for_programs = await shouwen("tasks", case, "--json")
    for_people = await shouwen("tasks", case)

    [task] = for_programs.json
    wanted = ("task", "element", "label", "unit", "assignee", "due", "outcomes")
    assert set(wanted) <= set(task)
    assert ("receive_inquiry#1", "front-office", "fo-01") == (
        task["task"],
        task["unit"],
        task["assignee"],
    )
    assert (
        f"shouwen complete {case} 'receive_inquiry#1' --as fo-01 --outcome answer"
        in for_people.out
    )


async def test_without_a_worker_the_registers_tasks_are_shown(
    shouwen: Shouwen, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known is shown; a case that no worker has seen yet is said so."""
    monkeypatch.setattr("starter.at_desk.PATIENCE", 0.5)
    seen, unseen = await _opened(shouwen), await _opened(shouwen)
    async with working(desk):
        await recorded(desk, seen)
        await desk.withdraw(unseen, "fo-01", "误开")
    later = await _opened(shouwen)

    shown = await shouwen("tasks", seen, "--json")

    assert ["receive_inquiry#1"] == [task["task"] for task in shown.json]
    _failed(await shouwen("tasks", later), f"no worker answers for case {later}")
    _failed(await shouwen("show", later), f"no worker answers for case {later}")


async def test_inboxes_gather_tasks_over_cases(shouwen: Shouwen, desk: Desk, worker: None) -> None:
    """Of a unit, of a person, and of a post that a person holds."""
    cases = [await _opened(shouwen) for _ in range(2)]
    await hand_over(desk, cases[0])
    await recorded(desk, cases[1])

    of_unit = await shouwen("tasks", "--unit", "front-office", "--json")
    of_person = await shouwen("tasks", "--for", "fo-01", "--json")
    of_head = await shouwen("tasks", "--for", "en-09", "--json")
    of_nobody = await shouwen("tasks", "--for", "qc-09")

    assert [cases[1]] == [task["case"] for task in of_unit.json]
    assert [cases[1]] == [task["case"] for task in of_person.json]
    assert [(cases[0], "sign_slip#1")] == [(task["case"], task["task"]) for task in of_head.json]
    assert (0, "", "no open tasks\n") == (of_nobody.code, of_nobody.out, of_nobody.err)


async def test_complete_counts_once_and_says_what_is_next(shouwen: Shouwen, worker: None) -> None:
    """The same id again gives the same answer; a refusal is the case's own sentence."""
    case = await _opened(shouwen)
    command = (
        *("complete", case, "receive_inquiry#1", "--as", "fo-01", "--outcome", "transfer"),
        *("--data", json.dumps(KEEP), "--id", "i-1"),
    )

    refused = await shouwen(*command[:-6], "--outcome", "maybe")
    first, again = await shouwen(*command, "--json"), await shouwen(*command, "--json")
    told = await shouwen(*command)

    _failed(refused, "outcome 应为 answer")
    assert first.json == again.json
    assert (case, ["fill_slip#1"], False) == tuple(
        first.json[key] for key in ("case", "opened", "closed")
    )
    assert told.out.startswith(f"{case}：填单转交；待办 fill_slip#1；最近到期 ")


async def test_lists_are_narrowed(shouwen: Shouwen, desk: Desk, worker: None) -> None:
    """By stage, unit, owner, alert, pack, and whether the case is open."""
    first, second = await _opened(shouwen), await _opened(shouwen)
    await hand_over(desk, first)
    await recorded(desk, second)
    await desk.withdraw(second, "fo-01", "误开")
    await recorded(desk, second)

    async def listed(*options: str) -> list[str]:
        return [one["case"] for one in (await shouwen("list", "--json", *options)).json]

    assert {first, second} == set(await listed())
    assert [first] == await listed("--open") == await listed("--stage", "待签收")
    assert [second] == await listed("--closed") == await listed("--limit", "1")
    assert [first] == await listed("--unit", "engineering")
    assert 2 == len(await listed("--owner", "fo-01", "--pack", "hotel", "--alert", "正常"))
    assert [] == await listed("--alert", "逾期") == await listed("--pack", "tax-bureau")
    wanted = {"case", "stage", "unit", "owner", "due", "alert"}
    [item] = (await shouwen("list", "--json", "--open")).json
    assert wanted <= set(item)
    assert "办结" in (await shouwen("list", "--closed")).out


async def test_a_case_is_moved_forward_in_its_own_time(
    shouwen: Shouwen, desk: Desk, worker: None
) -> None:
    """An hour passes at once: the reminder, then the breach; lists show the alert."""
    case = await _opened(shouwen)

    warned = await shouwen("forward", case, "50m")
    late = await shouwen("forward", case, "PT30M", "--json")

    assert "（临期）" in warned.out
    assert 4700 < _seconds_ahead(late.json["now"]) < 4900
    await recorded(desk, case)
    sheet = (await shouwen("show", case, "--json")).json
    assert ["transfer"] == [one["clock"] for one in sheet["breaches"]]
    assert "逾期" == sheet["alert"]
    assert [case] == [
        one["case"] for one in (await shouwen("list", "--alert", "逾期", "--json")).json
    ]
    told = await shouwen("show", case)
    assert "超时" in told.out


async def test_a_closed_case_is_not_moved(shouwen: Shouwen, desk: Desk, worker: None) -> None:
    """The sentence says that it is closed."""
    case = await _opened(shouwen)
    await desk.withdraw(case, "fo-01", "误开")

    _failed(await shouwen("forward", case, "1h"), f"case {case} is closed")


async def test_show_tells_everything(shouwen: Shouwen, desk: Desk, worker: None) -> None:
    """Handovers, clocks, follow-ups; who asked only where it is asked for."""
    case = await _opened(shouwen)
    await close(desk, case)

    told = await shouwen("show", case)
    named = await shouwen("show", case, "--requester", "--json")

    for title in ("转交", "时限", "回访", "办结"):
        assert title in told.out
    assert "金一平" not in told.out
    assert "金一平" == named.json["requester"]["name"]
    assert {"handovers", "clocks", "breaches", "tasks", "follow_ups"} <= set(named.json)


async def test_verify_says_that_all_agree(shouwen: Shouwen, desk: Desk, worker: None) -> None:
    """One sentence a case; exit code 0."""
    case = await _opened(shouwen)
    await hand_over(desk, case)

    told = await shouwen("verify", case)
    read = await shouwen("verify", case, "--json")

    assert 0 == told.code
    assert told.out.startswith(f"{case}: ")
    assert told.out.endswith(" facts, chain whole, register and history agree\n")
    assert read.json["agree"]


async def test_verify_names_the_first_difference(
    shouwen: Shouwen, desk: Desk, worker: None, tmp_path: Path
) -> None:
    """A register that was tampered with: table, fact and field, exit code 1."""
    case = await _opened(shouwen)
    await recorded(desk, case)
    with closing(sqlite3.connect(tmp_path / "register.db")) as file, file:
        file.execute("UPDATE facts SET kind = 'x' WHERE case_no = ? AND sequence = 2", (case,))

    told = await shouwen("verify", case)
    checked = await shouwen("register", "check", "--json")

    assert 1 == told.code
    assert f"case {case}, fact 2" in told.out
    assert (1, 1) == (checked.code, len(checked.json["differences"]))


async def test_explain_counts_the_days(shouwen: Shouwen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Article, rule, amount, start, due, and the day by day; no worker is needed for it."""
    monkeypatch.setattr("starter.explaining.PATIENCE", 0.3)
    case = await _opened(shouwen)

    told = await shouwen("explain", case, "transfer")
    read = await shouwen("explain", case, "--json")

    for part in ("转交时限（transfer）第1段", "四、3 R68", "1小时", "连续计时"):
        assert part in told.out
    assert "R68" == read.json[0]["rule"]
    _failed(await shouwen("explain", case, "answer"), "(transfer), found 'answer'")


async def test_explain_says_used_time_and_events_as_people_do(
    shouwen: Shouwen, desk: Desk, worker: None
) -> None:
    """Amounts have a unit, events their Chinese names; nothing is left of their keys."""
    case = await _opened(shouwen)
    await hand_over(desk, case)

    stopped = await shouwen("explain", case, "transfer")
    running = await shouwen("explain", case, "answer")

    assert "（登记、" in stopped.out
    assert "，用时 不足1分钟\n" in stopped.out
    for key in ("registered", "handover_", "total）"):
        assert key not in stopped.out + running.out


async def test_replan_counts_anew_once(
    shouwen: Shouwen, desk: Desk, worker: None, tmp_path: Path
) -> None:
    """One case or all that are open; the same notice again changes nothing."""
    cases = [await _opened(shouwen) for _ in range(2)]
    await hand_over(desk, cases[0])
    await recorded(desk, cases[1])
    [before] = [one for one in await desk.clocks(cases[0]) if one.clock == "answer"]
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps(_closed_on(before.due)), "utf-8")
    command = ("replan", "--notice", "临时通知", "--as", "qc-01", "--calendar", str(file))

    one = await shouwen(*command, cases[0])
    every = await shouwen(*command, "--all-open", "--json")

    await recorded(desk, cases[0])
    assert 0 == one.code, one.err
    assert set(cases) == {json.loads(line)["case"] for line in every.out.splitlines()}
    [after] = [leg for leg in await desk.clocks(cases[0]) if leg.clock == "answer"]
    assert before.due is not None
    assert after.due is not None
    assert after.due > before.due
    facts = [fact.kind for fact in await desk.register.facts(cases[0])]
    assert 1 == facts.count("clock_replanned")


async def test_commands_of_operators_are_refused_in_the_cases_words(
    shouwen: Shouwen, worker: None
) -> None:
    """A message nobody waits for, an incident there is not, a reason that is missing."""
    case = await _opened(shouwen)

    _failed(await shouwen("send", case, "hello"), "现在不等待消息“hello”")
    _failed(await shouwen("resolve", case, "i#1", "--as", "qc-01"), "没有故障“i#1”")
    _failed(await shouwen("withdraw", case, "--as", "fo-01", "--reason", ""), "reason: ")
    withdrawn = await shouwen("withdraw", case, "--as", "fo-01", "--reason", "误开")
    assert f"{case}：办结\n" == withdrawn.out


def _seconds_ahead(instant: str) -> float:
    return (datetime.fromisoformat(instant) - datetime.now().astimezone()).total_seconds()


def _closed_on(due: datetime | None) -> dict[str, Any]:
    """Return the nation's calendar with one more day off."""
    assert due is not None
    dumped = national_calendar().model_dump(mode="json")
    dumped["notices"]["new"] = {"title": "临时通知", "date": "2026-11-01"}
    day = {"date": date.isoformat(due.date()), "kind": "rest", "name": "临时", "notice": "new"}
    dumped["days"] = sorted([*dumped["days"], day], key=lambda one: str(one["date"]))
    return dumped
