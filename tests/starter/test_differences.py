"""How two editions of a pack differ, and what the newer one would have meant for past cases."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cases.facts import Fact
from starter.differences import differences
from starter.main import main
from starter.pack_files import SHIPPED, load_pack
from store.engines import open_engine
from store.migrating import upgrade
from store.register import Register
from tests.cases.driving import in_hand
from tests.starter.editions import two_editions


def _run(*arguments: str, register: str = "") -> Result:
    env = {"SHOUWEN_REGISTER_URL": register} if register else {}
    return CliRunner().invoke(main, ["pack", *arguments], env=env, catch_exceptions=False)


def test_every_difference_is_named_once(tmp_path: Path) -> None:
    """Values by their day, units, policies; what did not change is not there."""
    newest = two_editions(tmp_path)
    found = differences(load_pack(str(newest / "editions" / "3")), load_pack(str(newest)))

    assert [
        "edition",
        "in_force_from",
        "units.archive",
        "limits.answer.title",
        "limits.answer.values.2026-11-02",
        "limits.greet",
        "transfer_policy.may_forward",
    ] == [each.where for each in found]
    assert "~ limits.answer.title: 答复期限 -> 答复时限" in [str(each) for each in found]


def test_elements_and_forms_are_compared(tmp_path: Path) -> None:
    """A label, a property and a field."""
    newest = two_editions(tmp_path)
    diagram = next((newest / "processes").glob("*.bpmn"))
    text = diagram.read_text("utf-8").replace('name="接待读者"', 'name="迎候读者"')
    diagram.write_text(text, "utf-8")
    form = newest / "forms" / "signing.schema.json"
    schema = json.loads(form.read_text("utf-8"))
    schema["properties"]["shelf"] = {"type": "string", "title": "架位"}
    form.write_text(json.dumps(schema, ensure_ascii=False), "utf-8")

    result = _run("diff", str(newest / "editions" / "3"), str(newest))

    assert result.exit_code == 0
    assert "~ element receive.name: 接待读者 -> 迎候读者" in result.stdout
    assert "+ form signing.fields.shelf: type string、title 架位" in result.stdout


HOTEL = SHIPPED / "hotel"
COURSE, TABLE = "processes/first_contact.bpmn", "decisions/difficulty.dmn"
DRAWN: dict[str, tuple[str, str, str, str]] = {
    "a condition": (
        COURSE, '>=outcome = "answer"<', '>=outcome = "answered"<',
        '-> closed_at_once if outcome = "answered"、handle_inside if',
    ),
    "what is taken otherwise": (
        COURSE, '<bpmn:exclusiveGateway id="how_received"',
        '<bpmn:exclusiveGateway id="how_received" default="kept"', "handle_inside otherwise",
    ),
    "for whom a task is repeated": (
        COURSE, 'inputCollection="=feedback_parties()"', 'inputCollection="=[]"',
        "~ element acknowledge_feedback.repeats: side by side: =feedback_parties() -> side by side: =[]",
    ),
    "whether an event interrupts": (
        COURSE, '<bpmn:boundaryEvent id="feedback_unsigned"',
        '<bpmn:boundaryEvent cancelActivity="false" id="feedback_unsigned"',
        "~ element feedback_unsigned.interrupts: yes -> no",
    ),
    "what an event watches": (
        COURSE, 'attachedToRef="acknowledge_feedback"', 'attachedToRef="follow_up"',
        "~ element feedback_unsigned.attached_to: acknowledge_feedback -> follow_up",
    ),
    "whether an event subprocess interrupts": (
        COURSE, 'name="提前15分钟" isInterrupting="false"', 'name="提前15分钟"',
        "~ element transfer_reminder_due.interrupts: no -> yes",
    ),
    "what is said of an element": (
        COURSE, "承办人对不清楚、把握不准的问题请示", "承办人对问题请示", "~ element instruct.documentation: ",
    ),
    "a rule of a decision table": (
        TABLE, "<text>&gt;= 3</text>", "<text>&gt;= 4</text>",
        '~ decision difficulty.rule many_units_is_hard: >= 3 | - | - => "hard" -> >= 4 | - | - => "hard"',
    ),
    "a ground among several": (
        "pack.yaml", "title: 未在1小时内转交", "title: 转交不及时",
        "~ grounds.late_transfer.title: 未在1小时内转交 -> 转交不及时",
    ),
    "what a form rests on": (
        "pack.yaml", "schema: forms/reception.schema.json, cites: 四、2", "schema: forms/reception.schema.json, cites: 四、3",
        "~ form reception.cites: 四、2 -> 四、3",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", DRAWN.values(), ids=DRAWN.keys())
def test_whatever_changes_the_course_of_a_case_is_named(
    tmp_path: Path, change: tuple[str, str, str, str]
) -> None:
    """An owner who signs a new edition has read every change of it."""
    file, old, new, said = change
    copy = Path(shutil.copytree(HOTEL, tmp_path / "hotel"))
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    found = differences(load_pack("hotel"), load_pack(str(copy)))

    assert 1 == len(found)
    assert said in str(found[0])


def test_the_same_edition_has_no_differences(tmp_path: Path) -> None:
    """Nothing is printed."""
    newest = two_editions(tmp_path)

    assert "" == _run("diff", str(newest), str(newest)).stdout


def test_differences_as_json(tmp_path: Path) -> None:
    """One object a line."""
    newest = two_editions(tmp_path)
    result = _run("diff", "--json", str(newest / "editions" / "3"), str(newest))
    found = [json.loads(line) for line in result.stdout.splitlines()]

    assert {"where": "edition", "old": "3", "new": "4"} == found[0]


@pytest.mark.parametrize("name", ["nowhere", "library@9"])
def test_an_unknown_edition_is_a_clear_error(tmp_path: Path, name: str) -> None:
    """It names the packs there are."""
    result = _run("diff", name, str(two_editions(tmp_path)))

    assert result.exit_code == 1
    assert f"found '{name}'" in result.stderr


def _registered(url: str, **cases: list[Fact]) -> None:
    async def record() -> None:
        await upgrade(url)
        engine = open_engine(url)
        for number, facts in cases.items():
            await Register(engine).record(number, facts)
        await engine.dispose()

    asyncio.run(record())


def _late() -> list[Fact]:
    """Return the facts of a case answered after one working day and a half."""
    course = in_hand("2026-10-13 10:00").wait("2026-10-15 10:00")
    course.do("handle", "st-01", "answer", answer="已补页")
    return course.facts


def _quick() -> list[Fact]:
    course = in_hand("2026-10-13 10:00")
    course.do("handle", "st-01", "answer", answer="已补页")
    return course.facts


def test_past_cases_are_counted_by_the_newer_edition(tmp_path: Path) -> None:
    """Dates moved, breaches gained; the register is only read."""
    newest = two_editions(tmp_path)
    url = f"sqlite:///{tmp_path / 'register.db'}"
    _registered(url, **{"TS-1": _late(), "TS-2": _quick()})
    result = _run("rehearse", str(newest), "--on-past-cases", register=url)

    assert result.exit_code == 0
    assert "TS-1\n    answer#1: due 2026-10-15 17:00 -> 2026-10-14 17:00\n" in result.stdout
    assert "    answer#1: would have been missed\n" in result.stdout
    assert result.stdout.rstrip().endswith(
        "2 past cases, 2 would have run otherwise: 1 breaches gained, 0 lost"
    )


def test_past_cases_under_their_own_edition_are_as_they_were(tmp_path: Path) -> None:
    """Nothing would have been otherwise."""
    newest = two_editions(tmp_path)
    url = f"sqlite:///{tmp_path / 'register.db'}"
    _registered(url, **{"TS-1": _late()})
    edition = str(newest / "editions" / "3")
    result = _run("rehearse", edition, "--on-past-cases", register=url)

    assert f"{edition}: 1 past cases, 0 would have run otherwise: 0 breaches gained, 0 lost\n" == (
        result.stdout
    )


def test_past_cases_as_json(tmp_path: Path) -> None:
    """One object for each case that would have run otherwise."""
    newest = two_editions(tmp_path)
    url = f"sqlite:///{tmp_path / 'register.db'}"
    _registered(url, **{"TS-1": _late()})
    result = _run("rehearse", str(newest), "--on-past-cases", "--json", register=url)

    found = json.loads(result.stdout)
    assert ("TS-1", ["answer#1"], []) == (
        found["case"],
        found["breaches_gained"],
        found["breaches_lost"],
    )
