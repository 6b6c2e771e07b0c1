"""What somebody sent in a wrong shape: each field is named, what was found there never is."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from cases.commands import (
    Command,
    CompleteTask,
    DeliverMessage,
    ReplanCalendar,
    ReportAbsence,
    WithdrawCase,
)
from cases.opening import Registration
from cases.wrong_input import INSTANT, in_chinese, in_english

NAME = "张先生 13800000000"
BY = {"actor": "sv-01"}
CALENDAR = {"name": "n", "version": "1", "hours": {"workday": "09:00-12:00"}, "first_year": 2020.5}


def wrong(model: type[BaseModel], given: object) -> tuple[str, str]:
    """Return what is said of something that is no such model, in both languages."""
    with pytest.raises(ValidationError) as raised:
        model.model_validate(given)
    return in_english(raised.value, model), in_chinese(raised.value, model)


@pytest.mark.parametrize(
    ("model", "given", "english", "chinese"),
    [
        pytest.param(CompleteTask, {"task": "receive"},
                     "actor: expected a value, found nothing (add it)",
                     "缺少 actor（经办的人员或岗位编号）", id="one field is missing"),
        pytest.param(DeliverMessage, {},
                     "actor, name: expected a value, found nothing (add them)",
                     "缺少 actor（经办的人员或岗位编号）、name（消息名）", id="two are missing"),
        pytest.param(CompleteTask, {**BY, "task": 1},
                     "task: expected a text, found a number (write it in quotes)",
                     "task（待办编号）应为文字，收到数字", id="a number for a text"),
        pytest.param(CompleteTask, {**BY, "task": True}, "task: expected a text, found true or false",
                     "task（待办编号）应为文字，收到是或否（true/false）", id="a truth for a text"),
        pytest.param(CompleteTask, {**BY, "task": None}, "task: expected a text, found nothing",
                     "task（待办编号）应为文字，收到空值", id="null for a text"),
        pytest.param(CompleteTask, {**BY, "task": "t", "data": [NAME]},
                     "data: expected a JSON object, found a list",
                     "data（表单内容）应为一个 JSON 对象，收到列表", id="a list for an object"),
        pytest.param(CompleteTask, NAME, "input: expected a JSON object, found a text",
                     "应为一个 JSON 对象，收到文字", id="a text for the whole"),
        pytest.param(CompleteTask, b"\xff", "input: expected a JSON object, found something else",
                     "应为一个 JSON 对象，收到其他内容", id="bytes for the whole"),
        pytest.param(CompleteTask, {**BY, "task": "t", "outcom": NAME},
                     "outcom: expected one of the keys command_id, actor, task, outcome, data, "
                     "found another (write 'outcome' if that is meant)",
                     "没有 outcom 这一项，可填 command_id、actor、task、outcome、data",
                     id="an unknown key"),
        pytest.param(CompleteTask, {**BY, "task": "t", "x" * 90: NAME}, "x" * 40 + "…: expected",
                     "没有 " + "x" * 40 + "… 这一项", id="an unknown key that is long"),
        pytest.param(WithdrawCase, {**BY, "reason": ""},
                     "reason: expected a text of at least 1 character, found an empty text "
                     "(fill it in)",
                     "reason（理由）至少 1 个字，收到空文字", id="an empty text"),
        pytest.param(ReplanCalendar, {**BY, "notice": "", "calendar": {}}, "notice: expected",
                     "notice（通知的标题和文号）至少 1 个字，收到空文字", id="a notice without a name"),
        pytest.param(WithdrawCase, {**BY, "reason": NAME * 400},
                     "reason: expected a text of at most 4000 characters, found 6000 (shorten it)",
                     "reason（理由）至多 4000 个字，收到 6000 个字", id="a long text"),
        pytest.param(ReportAbsence, {**BY, "person": "x", "until": NAME},
                     f"until: expected an instant with an offset, such as {INSTANT}, "
                     "found another text",
                     f"until（返岗时间）应为带时区的时刻，如 {INSTANT}，收到别的文字",
                     id="a text that is no instant"),
        pytest.param(ReportAbsence, {**BY, "person": "x", "until": "2026-10-09T17:40:00"},
                     "until: expected an instant with an offset",
                     "until（返岗时间）应为带时区的时刻", id="an instant without its offset"),
        pytest.param(ReplanCalendar,
                     {**BY, "notice": "n", "calendar": {**CALENDAR, "published_through": 2026}},
                     "calendar.first_year: expected a whole number, found a number with a fraction",
                     "calendar.first_year应为整数，收到小数", id="a fraction for a year"),
        pytest.param(ReplanCalendar,
                     {**BY, "notice": "n",
                      "calendar": {**CALENDAR, "first_year": 2020, "published_through": 2026,
                                   "days": [{"date": NAME, "kind": NAME}]}},
                     "calendar.days.0.date: expected a day such as 2026-01-31, found another text; "
                     "calendar.days.0.kind: expected one of 'rest', 'work' or 'half', "
                     "found another text",
                     "calendar.days.0.date应为日期，如 2026-01-31，收到别的文字；"
                     "calendar.days.0.kind应为 rest、work、half 之一，收到别的文字",
                     id="a day that is none"),
        pytest.param(ReplanCalendar,
                     {**BY, "notice": "n",
                      "calendar": {**CALENDAR, "first_year": 2020, "published_through": 2026,
                                   "hours": {"workday": []}}},
                     "calendar.hours.workday: expected at least 1 entry, found a list",
                     "calendar.hours.workday应为至少 1 项，收到列表", id="an empty list"),
        pytest.param(Registration, {"channel": 1, "kind": 2, "matter": "", "first_contact": 4},
                     "and 1 more", "另有 1 处", id="many at once"),
        pytest.param(Registration,
                     {"channel": "c", "kind": "k", "matter": "m", "first_contact": "f",
                      "evidence": [{"name": "n", "reference": "r", "sha256": NAME}]},
                     "evidence.0.sha256: expected a text of the form ^[0-9a-f]{64}$, "
                     "found another text",
                     "evidence.0.sha256应为规定的格式，收到别的文字", id="a digest that is none"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_both_languages(
    model: type[BaseModel], given: Any, english: str, chinese: str
) -> None:
    """Where, what was expected, and what kind of thing was found."""
    said = wrong(model, given)

    assert english in said[0]
    assert chinese in said[1]
    assert NAME not in "".join(said)
    assert "\n" not in "".join(said)


def test_a_models_own_check_speaks_for_itself() -> None:
    """Its sentence says already what was expected and found."""
    days = [{"date": "2026-01-31", "kind": "half"}]
    calendar = {**CALENDAR, "first_year": 2020, "published_through": 2026, "days": days}

    english, chinese = wrong(ReplanCalendar, {**BY, "notice": "n", "calendar": calendar})

    assert english.startswith("calendar.days.0: expected the hours of the half day 2026-01-31")
    assert "calendar.days.0格式不对" == chinese


@pytest.mark.parametrize("kind", Command.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_field_of_a_command_has_a_title(kind: type[Command]) -> None:
    """People know it by that."""
    fields: Mapping[str, Any] = kind.model_fields

    assert not [name for name, field in fields.items() if not field.title]
