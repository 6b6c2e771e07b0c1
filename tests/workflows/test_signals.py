"""Signals for scripts that fire and forget: never lost without a word, never fatal."""

from typing import Any

import pytest

from tests.cases.driving import SLIP
from tests.workflows.hosting import Host, Hosted, eventually
from tests.workflows.test_update_shapes import NAME, ON_THE_PAGE

PASS = {"actor": "sv-01", "task": "receive", "outcome": "pass"}


async def the_refused(case: Hosted, count: int = 1) -> list[dict[str, Any]]:
    """Return what is recorded of refused signals, once there are so many."""
    facts = await eventually(
        lambda: case.facts("signal_refused"), lambda found: len(found) >= count
    )
    return [fact.data for fact in facts]


async def test_a_signal_does_what_the_update_does(host: Host) -> None:
    """The task is completed, by the same rules, without an answer."""
    case = await host.open()

    await case.handle.signal("complete_task", PASS)
    await case.until_open("fill_slip")
    await case.handle.signal(
        "complete_task", {"actor": "sv-01", "task": "fill_slip", "outcome": "send", "data": SLIP}
    )
    await case.until_open("sign")
    await case.do("sign", "st-09", "accept", handler="st-01", difficulty="normal")
    reason = {"units": ["network"], "reason": "涉及网络"}
    await case.do("handle", "st-01", "ask", **reason)
    await case.handle.signal(
        "deliver_message", {"actor": "x", "name": "letter", "variables": {"opinion": "可以"}}
    )
    await case.until_open("handle")

    assert ["可以"] == [fact.data["opinion"] for fact in await case.facts("opinion_settled")]


@pytest.mark.parametrize(
    ("name", "arguments", "reason", "actor"),
    [
        pytest.param("complete_task", [{**PASS, "task": "sign"}], "没有待办“sign”", "sv-01",
                     id="refused"),
        pytest.param("complete_task", [{**PASS, "outcome": 5}],
                     f"complete_task 的输入有误：outcome（办理结果）应为文字，收到数字；{ON_THE_PAGE}", "sv-01",
                     id="of another shape"),
        pytest.param("complete_task", [{"task": "receive"}], "缺少 actor（经办的人员或岗位编号）", "",
                     id="without a field"),
        pytest.param("complete_task", ["receive"], "应为一个 JSON 对象，收到文字", "", id="a text"),
        pytest.param("complete_task", [None], "应为一个 JSON 对象，收到空值", "", id="null"),
        pytest.param("complete_task", [b"\xff\x00"], "应为一个 JSON 对象，收到其他内容", "", id="bytes"),
        pytest.param("complete_task", [], "应为一个 JSON 对象，收到 0 个", "", id="without anything"),
        pytest.param("complete_task", [PASS, PASS], "应为一个 JSON 对象，收到 2 个", "sv-01",
                     id="with too much"),
        pytest.param("complete_task", [{**PASS, "actor": [NAME], "data": NAME}],
                     "actor（经办的人员或岗位编号）应为文字，收到列表；data（表单内容）应为一个 JSON 对象，收到文字",
                     "", id="of a wrong shape with personal data"),
        pytest.param("complete_task", [{**PASS, "actor": NAME, "data": NAME}], "应为一个 JSON 对象", "",
                     id="of an actor who is nobody's key"),
        pytest.param("deliver_message", [{"actor": "sv-01", "key": 1}],
                     '缺少 name（消息名）；key（对应的键）应为文字，收到数字；例：{"name": ', "sv-01",
                     id="a message of another shape"),
        pytest.param("deliver_message", [{"actor": "x", "name": "n"}], "现在不等待消息“n”", "x",
                     id="a message nobody waits for"),
        pytest.param("completeTask", [PASS], "没有这个信号；可用的信号为 complete_task、deliver_message", "", id="an unknown name"),
        pytest.param("completeTask", [], "没有这个信号；可用的信号为 complete_task、deliver_message", "", id="an unknown name, empty"),
    ],
)  # fmt: skip
async def test_a_signal_that_cannot_be_carried_out_is_recorded(
    host: Host, name: str, arguments: list[Any], reason: str, actor: str
) -> None:
    """The case goes on; name, reason and actor are on record, none of what was sent."""
    case = await host.open()

    await case.handle.signal(name, args=arguments)
    (refused,) = await the_refused(case)

    assert (name, actor) == (refused["signal"], refused["actor"])
    assert reason in refused["reason"]
    assert NAME not in str(refused)
    assert ["receive"] == await case.open_tasks()
    assert ("fill_slip#1",) == (await case.do("receive", "sv-01", "pass")).opened


async def test_a_signal_given_twice_is_carried_out_once(host: Host) -> None:
    """The same command_id is the same command."""
    case = await host.open()
    for _ in range(2):
        await case.handle.signal("complete_task", {**PASS, "command_id": "s-1"})

    await case.until_open("fill_slip")

    assert [] == await case.facts("signal_refused")
    assert 1 == len(await case.facts("task_closed"))
