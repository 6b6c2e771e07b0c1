"""An import opens each line once, says what is wrong with the others, and can be run again."""

import json
from pathlib import Path
from typing import Any

import pytest

from starter.importing import UnreadableFile, read_lines
from tests.starter.conftest import INQUIRY, Shouwen

HEADINGS = "channel,kind,matter,first_contact,requester.name,received_at,key\n"


def _jsonl(*contents: Any) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in contents)


async def test_every_line_becomes_a_case(shouwen: Shouwen, tmp_path: Path) -> None:
    """JSON lines, one case each, in the order of the file."""
    file = tmp_path / "day.jsonl"
    file.write_text(_jsonl(*({**INQUIRY, "matter": f"第{n}件"} for n in range(20))), "utf-8")

    ran = await shouwen("import", "--pack", "hotel", str(file), "--json")

    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert (0, "20 opened, 0 failed\n") == (ran.code, ran.err)
    assert list(range(1, 21)) == [one["line"] for one in answers]
    assert 20 == len({one["case"] for one in answers})


async def test_bad_lines_are_said_and_the_others_go_on(shouwen: Shouwen, tmp_path: Path) -> None:
    """Each bad line with its number and reason on standard error; exit code 1."""
    file = tmp_path / "day.jsonl"
    bad = ("{broken", "[1]", json.dumps({**INQUIRY, "channel": "fax"}))
    file.write_text(_jsonl(INQUIRY) + "\n" + "\n".join(bad) + "\n" + _jsonl(INQUIRY), "utf-8")

    ran = await shouwen("import", "--pack", "hotel", str(file))

    assert 1 == ran.code
    assert ["1", "6"] == [line.split("\t")[0] for line in ran.out.splitlines()]
    said = ran.err.splitlines()
    assert said[0].startswith("line 3: not valid JSON: ")
    assert said[1] == "line 4: expected a JSON object, found a list"
    assert said[2].startswith("line 5: channel 应为")
    assert said[3] == "2 opened, 3 failed"


async def test_an_import_can_be_run_again(shouwen: Shouwen, tmp_path: Path) -> None:
    """What is open stays one case; lines mended or added since are opened."""
    file = tmp_path / "day.jsonl"
    file.write_text(_jsonl(INQUIRY, {"matter": "?"}, INQUIRY), "utf-8")
    first = await shouwen("import", "--pack", "hotel", str(file))
    file.write_text(_jsonl(INQUIRY, {**INQUIRY, "matter": "改正"}, INQUIRY, INQUIRY), "utf-8")

    again = await shouwen("import", "--pack", "hotel", str(file))

    assert (1, 0) == (first.code, again.code)
    one, three = first.out.splitlines()
    assert [one, three] == [again.out.splitlines()[0], again.out.splitlines()[2]]
    assert 4 == len({line.split("\t")[1] for line in again.out.splitlines()})


async def test_csv_has_dotted_columns_and_keys(shouwen: Shouwen, tmp_path: Path) -> None:
    """`requester.name` lies inside `requester`; an empty cell is no field; a key is the caller's."""
    file = tmp_path / "day.csv"
    rows = (
        'phone,complaint,"空调, 不制冷\n第二行",fo-01,金一平,2026-11-20T09:00:00+08:00,k-1\n'
        "phone,inquiry,早餐几点,fo-02,,,k-2\n"
    )
    file.write_text("\ufeff" + HEADINGS + rows, "utf-8")

    ran = await shouwen("import", "--pack", "hotel", str(file), "--json")
    opened = await shouwen(
        *("open", "--pack", "hotel", "--file", "-", "--key", "k-2", "--json"),
        stdin=json.dumps(
            {"channel": "phone", "kind": "inquiry", "matter": "早餐几点", "first_contact": "fo-02"}
        ),
    )

    assert 0 == ran.code, ran.err
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [3, 4] == [one["line"] for one in answers]
    assert "2026-11-20T10:00:00+08:00" == answers[0]["due"][0]["at"]
    assert answers[1]["case"] == opened.json["case"]


async def test_a_key_used_for_something_else_is_a_bad_line(
    shouwen: Shouwen, tmp_path: Path
) -> None:
    """Two lines of one key and other content: the second one is said."""
    file = tmp_path / "day.jsonl"
    file.write_text(
        _jsonl({**INQUIRY, "key": "k"}, {**INQUIRY, "key": "k", "matter": "另一件"}), "utf-8"
    )

    ran = await shouwen("import", "--pack", "hotel", str(file))

    assert 1 == ran.code
    assert "the key 'k' was already used" in ran.err


UNREADABLE = {
    "a column is missing": ("channel,kind\nphone,inquiry\n", "missing: matter, first_contact"),
    "a column lies inside another": (
        HEADINGS.strip() + ",requester\n",
        "either the column requester or requester.name",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_csv_that_is_none_is_refused_whole(text: str, sentence: str) -> None:
    """The sentence says which columns were expected."""
    with pytest.raises(UnreadableFile, match=sentence):
        read_lines(text, "day", is_csv=True)


def test_a_row_with_too_many_cells_is_a_bad_line() -> None:
    """Nobody guesses where the extra cell belongs."""
    [line] = read_lines(HEADINGS + "a,b,c,d,e,f,g,h\n", "day", is_csv=True)

    assert line.wrong == "expected 7 cells, found more"


def test_equal_lines_are_two_inquiries() -> None:
    """Without keys, a line is named by batch, number and content."""
    one, two = read_lines(_jsonl(INQUIRY, INQUIRY), "monday", is_csv=False)
    other, _ = read_lines(_jsonl(INQUIRY, INQUIRY), "tuesday", is_csv=False)

    assert 3 == len({one.key, two.key, other.key})


async def test_a_file_that_is_not_there_is_said_so(shouwen: Shouwen) -> None:
    """One sentence, exit code 1."""
    ran = await shouwen("import", "--pack", "hotel", "nowhere.jsonl")

    assert (1, "nowhere.jsonl cannot be read: No such file or directory\n") == (ran.code, ran.err)


async def test_a_server_that_is_away_stops_the_import(shouwen: Shouwen, tmp_path: Path) -> None:
    """The sentence says how far it came and that it can be run again."""
    file = tmp_path / "day.jsonl"
    file.write_text(_jsonl(INQUIRY, INQUIRY), "utf-8")

    ran = await shouwen(
        *("import", "--pack", "hotel", str(file)), env={"TEMPORAL_ADDRESS": "127.0.0.1:1"}
    )

    assert 1 == ran.code
    assert ran.err.startswith(
        "stopped after 0 of 2 lines: no Temporal server answers at 127.0.0.1:1"
    )
    assert ran.err.endswith("what is open already stays one case\n")
