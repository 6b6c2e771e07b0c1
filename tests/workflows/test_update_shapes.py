"""Updates sent by hand in a wrong shape: one Chinese sentence, and nothing of what was sent."""

import json
from typing import Any

import pytest
from temporalio import workflow
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowQueryFailedError, WorkflowUpdateFailedError
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from cases.commands import (
    Command,
    CompleteTask,
    DeliverMessage,
    MigrateCase,
    ReplanCalendar,
    ReportAbsence,
    ReportReturn,
    ResolveIncident,
    WithdrawCase,
)
from tests.workflows.hosting import Host, Hosted
from workdays.national import builtin_calendar
from workflows.case_messages import read_command
from workflows.case_workflow import CaseWorkflow

NAME = "张先生 13800000000"
UPDATES = sorted(
    name for name in workflow._Definition.must_from_class(CaseWorkflow).updates if name
)
ON_THE_PAGE = "可直接粘贴的 JSON 用查询 tasks 取得，或见案件页面的 Current Details"
SENT: dict[str, tuple[list[Any], str]] = {
    "nothing": ([], "应为一个 JSON 对象，收到 0 个；"),
    "null": ([None], "应为一个 JSON 对象，收到空值；"),
    "a text": ([NAME], "应为一个 JSON 对象，收到文字；"),
    "a list": ([[NAME]], "应为一个 JSON 对象，收到列表；"),
    "two objects": ([{"actor": NAME}, {}], "应为一个 JSON 对象，收到 2 个；"),
    "an object without its fields": ([{"command_id": "c"}], "缺少 actor（经办的人员或岗位编号）"),
    "a value of another kind": (
        [{"actor": [NAME]}],
        "actor（经办的人员或岗位编号）应为文字，收到列表",
    ),
    "an unknown field": ([{"actor": "sv-01", "colour": NAME}], "没有 colour 这一项，可填 "),
}


async def refused(case: Hosted, update: str, sent: list[Any]) -> ApplicationError:
    """Return how an update is refused."""
    with pytest.raises(WorkflowUpdateFailedError) as raised:
        await case.handle.execute_update(update, args=sent)
    assert isinstance(raised.value.cause, ApplicationError)
    return raised.value.cause


@pytest.mark.parametrize("update", UPDATES)
async def test_an_update_of_a_wrong_shape_is_refused_in_one_sentence(
    host: Host, update: str
) -> None:
    """Field, what was expected and a right JSON; no trace of it in the history, none of its content."""
    case = await host.open()
    events, before = await case.traces(), await case.case()

    for sent, said in SENT.values():
        cause = await refused(case, update, sent)

        assert cause.message.startswith(f"{update} 的输入有误：")
        assert said in cause.message
        assert ON_THE_PAGE in cause.message or "；例：{" in cause.message
        assert "\n" not in cause.message
        assert NAME not in str(cause.failure)
        assert ("ValidationError", "") == (cause.type, cause.failure and cause.failure.stack_trace)
    assert before == await case.case()
    assert events == await case.traces()


async def test_where_a_task_is_completed_the_page_shows_a_right_input(host: Host) -> None:
    """Whoever sent a number for the task's id is led to the JSON of the open task."""
    case = await host.open()

    cause = await refused(case, "complete_task", [{"task": 1}])

    assert cause.message == (
        "complete_task 的输入有误：缺少 actor（经办的人员或岗位编号）；"
        f"task（待办编号）应为文字，收到数字；{ON_THE_PAGE}"
    )


async def test_what_is_no_json_is_not_repeated(host: Host) -> None:
    """Text that breaks off is refused in a sentence too."""
    case = await host.open()
    broken = Payload(metadata={"encoding": b"json/plain"}, data=f'{{"task": "{NAME}'.encode())

    cause = await refused(case, "complete_task", [RawValue(broken)])

    assert cause.message == f"输入不是有效的 JSON；{ON_THE_PAGE}"
    assert cause.failure is not None
    assert ("", False) == (cause.failure.stack_trace, cause.failure.HasField("cause"))


async def test_a_plan_is_not_asked_for_with_another_shape(host: Host) -> None:
    """The query takes what the update takes, and refuses what it refuses."""
    case = await host.open()

    with pytest.raises(
        WorkflowQueryFailedError, match="migration_plan 的输入有误：缺少 "
    ) as failed:
        await case.handle.query("migration_plan", {"actor": "qa-01", "reason": NAME})

    assert NAME not in str(failed.value)


AWAY = {"actor": "qa-01", "person": "fo-01", "until": "2026-10-20T09:00:00.5+08:00"}
PARCEL = {"digest": "d", "content": "c"}
TOLD: dict[type[Command], dict[str, Any]] = {
    CompleteTask: {"actor": "a", "task": "t#1", "data": {"n": 1, "f": 1.0, "at": "2026-10-20"}},
    DeliverMessage: {"actor": "a", "name": "n", "key": None, "variables": None},
    ResolveIncident: {"actor": "a", "incident": "i#1", "variables": {"deep": [{"x": None}]}},
    ReplanCalendar: {"actor": "a", "notice": "n", "calendar": builtin_calendar("cn").dump()},
    WithdrawCase: {"actor": "a", "reason": "r"},
    MigrateCase: {"actor": "a", "law": PARCEL, "program": PARCEL},
    ReportAbsence: AWAY,
    ReportReturn: {"actor": "a", "person": "p"},
}


@pytest.mark.parametrize("kind", Command.__subclasses__(), ids=lambda kind: kind.__name__)
def test_a_command_is_read_as_histories_had_it_read(kind: type[Command]) -> None:
    """JSON read first and judged then gives what the SDK gave, which read both at once."""
    text = json.dumps(TOLD[kind])

    read = read_command("update", kind, (json.loads(text),))

    assert kind.model_validate_json(text) == read
    assert kind.model_validate_json(text).content_digest() == read.content_digest()
