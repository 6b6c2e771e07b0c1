"""`shouwen migrate`: planned first, then applied, each case's outcome as it is."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from starter.audiences import seen_under
from starter.desk import Desk
from starter.explaining import explain_clocks
from starter.migrations import Migration
from tests.cases.driving import ACCEPT, INQUIRY, SLIP
from tests.starter.conftest import Shouwen, eventually, recorded
from tests.starter.editions import two_editions
from tests.workflows.hosting import ANSWERED


async def _in_hand(desk: Desk, edition: Path) -> str:
    case = (await desk.open(str(edition), INQUIRY)).case
    await desk.complete(case, "receive", "sv-01", "pass")
    await desk.complete(case, "fill_slip", "sv-01", "send", SLIP)

    async def asked() -> bool:
        return any(task.element == "sign" for task in await desk.tasks(case))

    await eventually(asked)
    await desk.complete(case, "sign", "st-09", "accept", ACCEPT)
    return case


def _outcomes(out: str) -> dict[str, dict[str, Any]]:
    return {one["case"]: one for one in map(json.loads, out.splitlines())}


@pytest.mark.usefixtures("worker")
async def test_cases_are_planned_then_migrated_once(
    desk: Desk, shouwen: Shouwen, tmp_path: Path
) -> None:
    """The plan changes nothing; applied, it comes about; given again, nothing happens twice."""
    newest = two_editions(tmp_path)
    case = await _in_hand(desk, newest / "editions" / "3")
    asked = (case, "--to", str(newest), "--as", "of-09", "--reason", "馆务会决定", "--json")

    planned = await shouwen("migrate", *asked, "--plan")
    assert (0, "fits") == (planned.code, planned.json["outcome"])
    assert ["answer"] == [moved["clock"] for moved in planned.json["plan"]["moved"]]
    assert "3" == (await desk.case(case))["edition"]

    applied = await shouwen("migrate", *asked, "--apply")
    assert (0, "migrated") == (applied.code, applied.json["outcome"])
    assert "4" == (await desk.case(case))["edition"]

    again = await shouwen("migrate", *asked, "--apply")
    assert (0, "unchanged") == (again.code, again.json["outcome"])
    await recorded(desk, case)
    facts = await desk.register.facts(case)
    assert 1 == sum(fact.kind == "edition_changed" for fact in facts)


@pytest.mark.usefixtures("worker")
async def test_a_case_that_does_not_fit_stays_as_it_is(
    desk: Desk, shouwen: Shouwen, tmp_path: Path
) -> None:
    """The others are migrated; the command says which was not, why, and ends with 1."""
    newest = two_editions(tmp_path)
    diagram = next((newest / "processes").glob("*.bpmn"))
    text = diagram.read_text("utf-8")
    diagram.write_text(text.replace('"receive"', '"welcome"').replace(">receive<", ">welcome<"))
    edition = newest / "editions" / "3"
    first = (await desk.open(str(edition), INQUIRY)).case
    second = await _in_hand(desk, edition)

    ran = await shouwen(
        "migrate", first, second, "--to", str(newest), "--as", "of-09", "--apply", "--json"
    )

    found = _outcomes(ran.out)
    assert 1 == ran.code
    assert {first: "does_not_fit", second: "migrated"} == {
        case: one["outcome"] for case, one in found.items()
    }
    assert "receive" in found[first]["said"]
    assert ("3", "4") == tuple([(await desk.case(case))["edition"] for case in (first, second)])


@pytest.mark.usefixtures("worker")
async def test_a_case_goes_there_and_back_and_there_again(
    desk: Desk, shouwen: Shouwen, tmp_path: Path
) -> None:
    """Each time is a time of its own: what is said to be migrated is."""
    newest = two_editions(tmp_path)
    case = await _in_hand(desk, newest / "editions" / "3")
    for folder, edition in ((newest, "4"), (newest / "editions" / "3", "3"), (newest, "4")):
        asked = (case, "--to", str(folder), "--as", "of-09", "--apply", "--json")
        ran = await shouwen("migrate", *asked)

        assert (0, "migrated") == (ran.code, ran.json["outcome"])
        assert edition == (await desk.case(case))["edition"]


@pytest.mark.usefixtures("worker")
async def test_people_read_what_is_moved(desk: Desk, shouwen: Shouwen, tmp_path: Path) -> None:
    """Case by case, old and new date."""
    newest = two_editions(tmp_path)
    case = await _in_hand(desk, newest / "editions" / "3")
    ran = await shouwen("migrate", case, "--to", str(newest), "--as", "of-09", "--plan")

    assert f"{case}  可以改版" in ran.out
    assert "answer#1  " in ran.out
    assert " → " in ran.out


@pytest.mark.usefixtures("worker")
async def test_a_clock_is_explained_by_the_edition_it_ran_under(
    desk: Desk, shouwen: Shouwen, tmp_path: Path
) -> None:
    """What runs on is due by the new edition's article; what had stopped, by the one before."""
    newest = two_editions(tmp_path)
    case = await _in_hand(desk, newest / "editions" / "3")
    await shouwen("migrate", case, "--to", str(newest), "--as", "of-09", "--apply")
    client = await desk.client()
    [answer] = await explain_clocks(client, desk.register, case, "answer")
    [passed] = await explain_clocks(client, desk.register, case, "pass_on")

    assert ("4", "第四条（再修订）", "1个工作日") == (answer.edition, answer.cites, answer.label)
    assert ["4"] == [one.edition for one in answer.migrated]
    assert ("3", ()) == (passed.edition, passed.migrated)
    assert answer.due == answer.counted_due
    said = await shouwen("explain", case, "answer")
    assert "改按第 4 版" in said.out
    law, _ = await seen_under(client, desk.register, case, "unit")
    assert "4" == law.edition


@pytest.mark.usefixtures("worker")
async def test_a_closed_case_is_said_to_be_closed(
    desk: Desk, shouwen: Shouwen, tmp_path: Path
) -> None:
    """Nothing is changed in it."""
    newest = two_editions(tmp_path)
    case = await _in_hand(desk, newest / "editions" / "3")
    await desk.complete(case, "handle", "st-01", "answer", ANSWERED)
    await desk.withdraw(case, "sv-01", "读者撤回")
    ran = await shouwen("migrate", case, "--to", str(newest), "--as", "of-09", "--apply", "--json")

    assert (1, "closed") == (ran.code, ran.json["outcome"])


@pytest.mark.usefixtures("worker")
async def test_a_case_that_is_not_there_is_said_to_be_unknown(
    desk: Desk, shouwen: Shouwen, tmp_path: Path
) -> None:
    """Asking again would not help; a number that is given twice is answered once."""
    newest = two_editions(tmp_path)
    case = await _in_hand(desk, newest / "editions" / "3")
    asked = ("migrate", "LB-1", case, "LB-1", "--to", str(newest), "--as", "of-09", "--json")
    ran = await shouwen(*asked, "--apply")

    assert 1 == ran.code
    assert [("LB-1", "unknown"), (case, "migrated")] == [
        (one["case"], one["outcome"]) for one in map(json.loads, ran.out.splitlines())
    ]


@pytest.mark.parametrize("how", ["--plan", "--apply"])
@pytest.mark.parametrize("number", ["XX", "HT-20261009-9999", "没有", " "])
async def test_people_are_told_that_there_is_no_such_case(
    shouwen: Shouwen, number: str, how: str
) -> None:
    """Nobody is asked to try again, with or without a worker."""
    ran = await shouwen("migrate", number, "--to", "1", "--as", "qc-09", how)

    assert 1 == ran.code
    assert ran.out.startswith(f"{number}  没有这个案件：")
    assert "请重试" not in ran.out


@pytest.mark.usefixtures("worker")
async def test_an_edition_that_is_not_in_force_yet_is_planned_only(
    desk: Desk, shouwen: Shouwen, tmp_path: Path
) -> None:
    """No case goes on under a law that does not hold yet."""
    newest = two_editions(tmp_path)
    later = newest / "pack.yaml"
    later.write_text(later.read_text("utf-8").replace("2026-11-02", "2030-01-02"), "utf-8")
    case = await _in_hand(desk, newest / "editions" / "3")
    asked = ("migrate", case, "--to", str(newest), "--as", "of-09")
    planned, applied = await shouwen(*asked, "--plan"), await shouwen(*asked, "--apply")

    assert (0, True) == (planned.code, "可以改版" in planned.out)
    assert (1, "") == (applied.code, applied.out)
    assert "is in force from 2030-01-02: cases can be planned for it now" in applied.err
    assert "3" == (await desk.case(case))["edition"]


@pytest.mark.usefixtures("worker")
async def test_what_was_migrated_before_the_server_stopped_is_said(
    desk: Desk, tmp_path: Path
) -> None:
    """The case at which it stopped is named, and those after it are not asked one by one."""
    newest = two_editions(tmp_path)
    first, second, third = [await _in_hand(desk, newest / "editions" / "3") for _ in range(3)]
    migration = Migration(desk, str(newest), "of-09", "")
    planned = [await migration.plan(case) for case in (first, second, third)]
    outcomes = migration.apply(planned)
    found = [await anext(outcomes)]
    client, desk._client = desk._client, None
    desk.place = replace(desk.place, connect={"target_host": "127.0.0.1:1"})
    found += [each async for each in outcomes]
    desk._client = client

    assert [(first, "migrated"), (second, "failed"), (third, "failed")] == [
        (each.case, each.outcome) for each in found
    ]
    assert f"had stopped answering at case {second}" in found[2].said
    assert ["4", "3", "3"] == [
        (await desk.case(case))["edition"] for case in (first, second, third)
    ]


@pytest.mark.usefixtures("worker")
async def test_a_migration_of_all_open_cases_finds_some(
    desk: Desk, shouwen: Shouwen, tmp_path: Path
) -> None:
    """A pack without any case is a mistake; one whose cases are all closed has nothing to do."""
    newest = two_editions(tmp_path)
    asked = ("migrate", "--all-open", "--to", str(newest), "--as", "of-09", "--apply", "--pack")
    mistaken = await shouwen(*asked, "library")
    case = await _in_hand(desk, newest / "editions" / "3")
    await eventually(lambda: desk.list(pack="library", open=True))
    all_open = await shouwen(*asked, "library")
    await desk.withdraw(case, "sv-01", "读者撤回")
    await eventually(lambda: desk.list(pack="library", open=False))
    none_open = await shouwen(*asked, "library")

    assert 1 == mistaken.code
    assert "expected a pack with cases, found 'library', which has none" in mistaken.err
    assert (0, True) == (all_open.code, f"{case}  已改版" in all_open.out)
    assert (0, "") == (none_open.code, none_open.out)
    assert "no case of library is open: there is nothing to migrate" in none_open.err


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "neither plan nor apply": (("X-1", "--to", "2"), "expected either --plan or --apply"),
    "both": (("X-1", "--to", "2", "--plan", "--apply"), "expected either --plan or --apply"),
    "no case": (("--to", "2", "--plan"), "--all-open with --pack"),
    "all open of every pack": (("--to", "2", "--plan", "--all-open"), "--all-open with --pack"),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG.keys())
async def test_what_is_asked_wrongly_is_one_sentence(
    shouwen: Shouwen, arguments: tuple[str, ...], said: str
) -> None:
    """It says what was expected."""
    ran = await shouwen("migrate", *arguments, "--as", "of-09")

    assert 1 == ran.code
    assert said in ran.err


@pytest.mark.usefixtures("worker")
async def test_an_edition_that_is_not_there_is_named(desk: Desk, shouwen: Shouwen) -> None:
    """With those that are."""
    case = (
        await desk.open(
            "hotel",
            {
                "channel": "phone",
                "kind": "inquiry",
                "requester": {"name": "金一平"},
                "matter": "早餐几点",
                "first_contact": "fo-01",
            },
        )
    ).case
    ran = await shouwen("migrate", case, "--to", "9", "--as", "qc-09", "--plan")

    assert 1 == ran.code
    assert "expected an edition of hotel (1), found '9'" in ran.err
