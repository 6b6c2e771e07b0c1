"""Facts for people: Chinese names, local times, and never more than an audience may see."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cases.audiences import audience_view
from cases.rehearsal import rehearse
from regulations.law import Law
from regulations.vocabulary import AUDIENCES
from starter.fact_words import KINDS, NOT_FOR_PEOPLE
from starter.pack_files import load_pack
from starter.told_facts import FactTeller
from tests.cases.driving import SHIPPED_PACKS, law_on
from tests.starter.conftest import ROOT

WORDS = {"decision": {"shelf": "定书架"}, "shelf": {"front": "前架"}}
TOLD = [audience for audience in AUDIENCES if audience != "public"]


@cache
def _rehearsed(pack: str) -> tuple[Law, tuple[Any, ...]]:
    published = load_pack(pack)
    played = rehearse(published)
    return published.law(published.pack.in_force_from), tuple(one.facts for one in played)


def _views(pack: str, audience: str) -> Iterator[tuple[Law, Mapping[str, Any]]]:
    law, cases = _rehearsed(pack)
    for facts in cases:
        yield law, audience_view("X", law, facts, audience)


def told(kind: str, data: Mapping[str, Any], *before: Mapping[str, Any]) -> str:
    """Return the line of one fact of the library."""
    fact = {"at": "2026-10-09T09:05:00+08:00", "kind": kind, "data": data}
    *_, line = FactTeller(law_on("2026-10-09", words=WORDS), [*before, fact]).lines()
    return line


@pytest.mark.parametrize("pack", SHIPPED_PACKS)
def test_every_part_of_every_fact_has_a_chinese_name(pack: str) -> None:
    """Kinds and parts, for whoever may see most; no JSON, no instant in UTC."""
    for law, view in _views(pack, "oversight"):
        for line in FactTeller(law, view["facts"]).lines():
            assert re.match(r"\d{4}-\d\d-\d\d 周.[^　]+　[^ -~　]+(　|$)", line), line
            assert not re.search(r"[　；（，][A-Za-z_]+：", line), line
            assert not re.search(r"T\d\d:\d\d:\d\d|\{|\[|None|True|False", line), line


@pytest.mark.parametrize("pack", SHIPPED_PACKS)
def test_no_code_is_told_as_it_is(pack: str) -> None:
    """What a form lets in, what a decision gives, what is an own key: all of it has a name."""
    for law, view in _views(pack, "oversight"):
        for line in FactTeller(law, view["facts"]).lines():
            words = re.findall(r"(?<=[：、])[a-z][a-z_-]{2,}(?=[；、，）]|$)", line)
            assert not [word for word in words if word not in law.organisation.staff], line
            assert "：（）" not in line


@pytest.mark.parametrize("audience", TOLD)
@pytest.mark.parametrize("pack", SHIPPED_PACKS)
def test_nobody_reads_more_than_the_data_for_them_holds(pack: str, audience: str) -> None:
    """No key of a person, no number, no name that is not in the JSON for the same audience."""
    for law, view in _views(pack, audience):
        data = json.dumps(view["facts"], ensure_ascii=False)
        lines = list(FactTeller(law, view["facts"]).lines())
        for key in law.organisation.staff:
            if re.search(rf"\b{re.escape(key)}\b", "\n".join(lines)):
                assert f'"{key}"' in data, key
        for number in re.findall(r"\d{3,4}-\d{4}-\d{4}|1\d{10}", "\n".join(lines)):
            assert number in data
        told = [fact for fact in view["facts"] if fact["kind"] not in NOT_FOR_PEOPLE]
        assert len(told) == len(lines)


def test_the_requester_reads_of_nobody_who_acted() -> None:
    """Who signed what inside is left out, as in the data."""
    for law, view in _views("hotel", "requester"):
        text = "\n".join(FactTeller(law, view["facts"]).lines())
        assert "经手" not in text
        assert "签字：" not in text


def test_every_kind_that_is_recorded_has_a_name() -> None:
    """As the recorder is given it in the code."""
    recorded = {
        kind
        for file in (ROOT / "cases").rglob("*.py")
        for kind in re.findall(r'record\(\s*"([a-z_]+)"', Path(file).read_text("utf-8"))
    }
    assert len(recorded) > 50
    assert recorded <= set(KINDS)
    assert len(KINDS) == len(set(KINDS.values()))


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        pytest.param(
            "registered",
            {"channel": "desk", "kind": "complaint", "requester": {"name": "张先生"},
             "received_at": "2026-10-09T01:00:00+00:00", "law": "6fa3", "owner":
             {"person": "sv-01", "unit": "service"}},
            "登记　渠道：服务台；类别：投诉；来人：（姓名：张先生）；"
            "接收时间：2026-10-09 周五 09:00；首问责任：读者服务部 sv-01",
            id="codes, people and instants in words",
        ),
        pytest.param(
            "registered", {"owner": {"unit": "service"}}, "登记　首问责任：读者服务部",
            id="an owner of whom the unit alone may be seen",
        ),
        pytest.param(
            "clock_stopped",
            {"clock": "answer", "leg": 1, "used": "0.5", "unit_of_use": "elapsed_hour", "met": True},
            "停止计时　时限名称：答复期限；用时：30分钟；按时：是",
            id="used time with its unit",
        ),
        pytest.param(
            "answered", {"answer": "甲\n乙\t丙", "unit": None}, "答复　答复：甲 乙 丙",
            id="free text on one line, empty parts left out",
        ),
        pytest.param(
            "noted", {"note": "2026-99-99T10:00+08:00", "amount": "三百元"},
            "记录　说明：2026-99-99T10:00+08:00；时限：三百元", id="what only looks like one",
        ),
        pytest.param(
            "decision_made",
            {"decision": "shelf", "value": "front", "inputs": {"缓急": None}, "rules": ["r1"]},
            "按规则判定　决定：定书架；得出：前架", id="what a decision gave, nothing asked",
        ),
        pytest.param(
            "answered", {"manner": "phone", "urgency": "urgent", "difficulty": "hard"},
            "答复　方式：电话；缓急：紧急；难度：疑难", id="codes of a form, or of any regulation",
        ),
        pytest.param(
            "event_refused",
            {"event": "opinion_settled", "element": "letter", "reason": "missing_field",
             "said": "“意见明确”缺少必填内容：意见（opinion）"},
            "事项未被接受　事项：意见明确；理由：“意见明确”缺少必填内容：意见（opinion）",
            id="a refusal by its sentence, not its code",
        ),
        pytest.param(
            "clock_started", {"title": "答复期限", "declared": "自接待起算。", "leg": 2},
            "开始计时　名称：答复期限；本单位声明：自接待起算；第几段：2",
            id="a sentence within the line without its full stop",
        ),
        pytest.param("stage_entered", {"stage": "承办"}, "进入阶段　阶段：承办", id="a stage"),
        pytest.param("unheard_of", {"odd": 2}, "unheard_of　odd：2", id="what nobody named"),
    ],
)  # fmt: skip
def test_a_fact_is_one_line(kind: str, data: Mapping[str, Any], said: str) -> None:
    """Time, kind, parts."""
    assert f"2026-10-09 周五 09:05　{said}" == told(kind, data)


def test_an_outcome_is_said_in_the_words_of_its_task() -> None:
    """Those that were offered when it was opened."""
    opened = {
        "at": "2026-10-09T09:00:00+08:00",
        "kind": "task_opened",
        "data": {"task": "a#1", "label": "办理", "outcomes": {"answer": "办结，答复"}},
    }
    line = told("task_closed", {"task": "a#1", "outcome": "answer", "why": "completed"}, opened)
    assert line.endswith("待办结束　待办：办理；结果：办结，答复；原因：已完成")
