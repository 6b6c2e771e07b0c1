"""What does not fit a form is said in Chinese, field by field, as people know the fields."""

from typing import Any

import pytest

from cases.forms import check_form, needed_fields, schema_problem
from cases.refusal import Refused
from tests.cases.driving import a_course, handed_over, in_hand

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "outcome": {"enum": ["yes", "no"]},
        "name": {"title": "姓名", "type": "string", "minLength": 2, "maxLength": 4},
        "phone": {"title": "电话", "pattern": "^[0-9]{5,11}$"},
        "count": {"title": "册数", "type": "integer"},
        "mobile": {"title": "手机", "pattern": "^1[0-9]{10}$", "examples": ["13800000000"]},
        "until": {"title": "延至", "pattern": r"\+08:00$", "description": "带时区的时刻"},
        "desk": {"title": "台", "pattern": r"^[0-9+()\- ]{5,40}$"},
        "sure": {"title": "确认", "type": "boolean", "const": True},
        "met": {"title": "见面", "enum": [False, None]},
        "fixed": {"title": "定值", "type": "string", "const": "a"},
        "size": {"title": "大小", "minimum": 1},
        "many": {"title": "多项", "uniqueItems": True},
        "either": {"title": "任一", "type": ["string", "integer"]},
        "other": {"title": "其他", "not": {"type": "integer"}},
        "kind": {"title": "类别", "type": "string", "enum": ["a", "b"]},
        "units": {"title": "部门", "type": "array", "minItems": 1, "items": {"type": "string"}},
        "manner": {"title": "方式", "enum": ["a", 2, "c"], "x-labels": {"a": "甲", "2": "乙"}},
        "plain": {"type": "boolean"},
        "reader": {
            "title": "读者",
            "type": "object",
            "additionalProperties": False,
            "required": ["card"],
            "properties": {"card": {"title": "证号", "type": "string"}},
        },
    },
    "additionalProperties": False,
    "allOf": [
        {"if": {"properties": {"outcome": {"const": "yes"}}}, "then": {"required": ["name"]}}
    ],
}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"outcome": "yes"}, "缺少 姓名（name）"),
        ({"name": "张"}, "姓名（name）至少 2 个字"),
        ({"name": "张张张张张"}, "姓名（name）至多 4 个字"),
        ({"name": 5}, "姓名（name）应为文字"),
        ({"name": "张三", "phone": "x"}, "电话（phone）格式不对"),
        ({"name": "张三", "mobile": "x"}, "手机（mobile）格式不对，例如 13800000000"),
        ({"name": "张三", "until": "x"}, "延至（until）格式不对，带时区的时刻"),
        ({"name": "张三", "desk": "x"}, "台（desk）格式不对，应为电话号码，5 至 40 位数字，"),
        ({"name": "张三", "count": "3"}, "册数（count）应为整数"),
        ({"name": "张三", "sure": False}, "确认（sure）应为“是”（true，不加引号），收到“否”"),
        ({"name": "张三", "sure": "是"}, "确认（sure）应为“是”（true，不加引号）"),
        ({"name": "张三", "met": True}, "见面（met）应为 否、空 之一，收到“是”"),
        ({"name": "张三", "fixed": ["x"]}, "定值（fixed）应为“a”，收到“列表”"),
        ({"name": "张三", "size": 0}, "大小（size）不能小于 1"),
        ({"name": "张三", "many": ["a", "a"]}, "多项（many）各项不能重复"),
        ({"name": "张三", "either": 1.5}, "任一（either）应为文字或整数"),
        ({"name": "张三", "other": 1}, "其他（other）格式不对"),
        ({"name": "张三", "kind": "c"}, "类别（kind）应为 a、b 之一，收到“c”"),
        ({"name": "张三", "manner": "x"}, "方式（manner）应为 a（甲）、2（乙）、c 之一，收到“x”"),
        ({"name": "张三", "units": []}, "部门（units）至少 1 项"),
        ({"name": "张三", "plain": "no"}, "plain应为是或否（true/false）"),
        ({"name": "张三", "colour": 1}, "表单没有 colour 这一项，可填 outcome、name、phone"),
        ({"name": "张三", "reader": {}}, "缺少 证号（reader.card）"),
        ({"name": "张三", "reader": {"card": 1}}, "证号（reader.card）应为文字"),
        (
            {"name": "张三", "reader": {"card": "1", "x": 2}},
            "读者（reader）没有 x 这一项，可填 card",
        ),
    ],
)
def test_a_sentence_for_every_kind_of_mistake(data: dict[str, Any], said: str) -> None:
    """The title first, the key in brackets, then what is expected."""
    with pytest.raises(Refused) as refused:
        check_form("试表", SCHEMA, data)

    assert refused.value.sentence.startswith("《试表》填写有误：")
    assert said in refused.value.sentence
    assert "；" not in refused.value.sentence


def test_a_field_is_named_once_with_what_tells_most() -> None:
    """A value of the wrong kind breaks several rules of its field at once."""
    with pytest.raises(Refused) as refused:
        check_form("试表", SCHEMA, {"name": "张三", "sure": "是", "fixed": 5, "kind": 5})

    assert refused.value.sentence == (
        "《试表》填写有误：定值（fixed）应为“a”，收到“5”；类别（kind）应为 a、b 之一，收到“5”；"
        "确认（sure）应为“是”（true，不加引号）"
    )


def test_what_is_missing_is_said_together() -> None:
    """Whichever rules ask for it, and wherever in the form it stands."""
    with pytest.raises(Refused) as refused:
        check_form("试表", SCHEMA, {"outcome": "yes", "reader": {}, "count": "x"})

    assert (
        "《试表》填写有误：缺少 姓名（name）、证号（reader.card）；册数（count）应为整数"
    ) == refused.value.sentence


def test_many_mistakes_are_told_shortly() -> None:
    """Five are told, the others counted."""
    data = {"name": 1, "phone": "x", "count": "x", "sure": 0, "kind": 0, "units": [], "plain": 0}

    with pytest.raises(Refused, match="；另有 2 处"):
        check_form("试表", SCHEMA, data)


def test_what_fits_is_let_through() -> None:
    """Nothing is raised, and nothing is asked that the schema does not ask."""
    check_form("试表", SCHEMA, {"outcome": "no"})
    check_form("试表", SCHEMA, {"outcome": "yes", "name": "张三", "reader": {"card": "9"}})


def test_needed_fields_depend_on_the_outcome() -> None:
    """What is shown for pasting holds the fields of the first outcome, without the outcome."""
    assert ["name"] == needed_fields(SCHEMA, "yes")
    assert [] == needed_fields(SCHEMA, "no")


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "objekt"}, "not a JSON Schema at type"),
        ({"properties": {"a": {"minLength": "x"}}}, "not a JSON Schema at properties/a/minLength"),
        ([], "expected a JSON Schema, an object with keys"),
        ({"type": "object"}, ""),
    ],
)
def test_a_schema_itself_is_checked(schema: Any, said: str) -> None:
    """Authors are told where their schema is wrong."""
    assert schema_problem(schema).startswith(said)
    assert bool(said) == bool(schema_problem(schema))


def test_a_case_refuses_what_does_not_fit_its_form() -> None:
    """The form's title and the field's stand in the sentence; nothing changes."""
    sentences = [
        a_course().refused("receive", "sv-01", "answer").sentence,
        handed_over().refused("sign", "st-09", "accept", handler="st-01").sentence,
        in_hand().refused("handle", "st-01", "answer", answer="好的", copies="x").sentence,
    ]

    assert [
        "《接待》填写有误：缺少 答复内容（answer）",
        "《签收》填写有误：缺少 难度（difficulty）",
        "《办理》填写有误：册数（copies）应为整数",
    ] == sentences
