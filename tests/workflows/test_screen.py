"""What operators see without knowing anything of the house: lists, page, stock command line."""

import asyncio
import json
from typing import Any

import pytest
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import WorkflowExecutionStatus

from cases.commands import CompleteTask
from cases.cover import acts_for
from cases.refusal import Refused
from cases.tasks import check_completion
from tests.cases.driving import in_hand, pack
from tests.servers import TEMPORAL
from tests.workflows.hosting import Host, Hosted, an_opening, eventually
from workflows.screen import current_details, summary


async def shown(case: Hosted) -> dict[str, Any]:
    """Return the case's search attributes as lists show them."""
    described = await case.handle.describe()
    return {key: list(value) for key, value in described.search_attributes.items()}


async def cli(host: Host, *arguments: str) -> tuple[int, str, str]:
    """Run the stock `temporal` command."""
    address = host.client.service_client.config.target_host
    process = await asyncio.create_subprocess_exec(
        str(TEMPORAL), *arguments, "--address", address,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_lists_show_stage_unit_owner_due_and_alert(host: Host) -> None:
    """They follow the case, and its due date is unset when it is over."""
    case = await host.open()
    await case.settled()
    opened = await shown(case)
    await case.take_in_hand()
    in_hand = await shown(case)
    await case.close()
    closed = await eventually(lambda: shown(case), lambda found: found["CaseStage"] == ["办结"])

    assert ["接待"] == opened["CaseStage"]
    assert [case.handle.id] == opened["CaseNo"]
    assert ["读者服务部 sv-01"] == opened["CaseOwner"] == closed["CaseOwner"]
    assert ["library 3"] == opened["CasePack"]
    assert (["承办"], ["典藏部"], ["计时"], ["正常"]) == tuple(
        in_hand[key] for key in ("CaseStage", "CaseUnit", "CaseClock", "CaseAlert")
    )
    assert "CaseDue" in in_hand
    assert "CaseDue" not in closed
    assert ["停止"] == closed["CaseClock"]


async def test_very_long_chinese_titles_do_not_end_a_case(one_host: Host) -> None:
    """Units, stages, notices, limits and elements named by someone who likes to write."""
    opening = an_opening()
    law = pack().law(opening.received_at.date())
    long = "很长的名称" * 100
    units = {
        k: u.model_copy(update={"title": k + long}) for k, u in law.organisation.units.items()
    }
    limits = {k: one.model_copy(update={"title": k + long}) for k, one in law.limits.items()}
    organisation = law.organisation.model_copy(update={"units": units})
    law = law.model_copy(update={"organisation": organisation, "limits": limits})
    case = await one_host.open(law=law)
    await case.take_in_hand()

    closed = await case.close()

    assert "closed" == closed["state"]
    described = await case.handle.describe()
    assert WorkflowExecutionStatus.COMPLETED == described.status
    assert 80 == len((await shown(case))["CaseOwner"][0])


async def test_the_page_holds_json_that_completes_the_task(host: Host) -> None:
    """Current details: Markdown with a block to paste into the update form."""
    case = await host.open()
    await case.hand_over()
    metadata = await case.handle.query(
        "__temporal_workflow_metadata", result_type=WorkflowMetadata
    )
    page = metadata.current_details
    pasted = json.loads(page.split("```json\n")[1].split("\n```")[0])
    pasted["data"] |= {"handler": "st-01", "difficulty": "normal"}

    await case.handle.execute_update("complete_task", pasted)

    assert f"## {case.handle.id} · 待签收" in page
    assert ["handle"] == await case.open_tasks()
    assert "13800000000" not in page


@pytest.mark.parametrize(
    ("assignee", "groups", "covered", "said"),
    [
        pytest.param("st-01", (), "", "典藏部 st-01", id="one person"),
        pytest.param(
            "st-01", ("stacks",), "", "典藏部 st-01（或典藏部其他人）", id="or another of the unit"
        ),
        pytest.param(
            "st-01", ("service", "sv-01", "st-01"), "",
            "典藏部 st-01（或读者服务部的人、读者服务部 sv-01）", id="or another unit, or a person",
        ),
        pytest.param("", ("stacks",), "", "典藏部", id="whoever of a unit"),
        pytest.param("", (), "", "任何人", id="anybody"),
        pytest.param(
            "st-01", (), "st-09", "典藏部 st-01（缺勤，由典藏部 st-09代办）", id="a stand-in"
        ),
        pytest.param(
            "st-01", ("stacks",), "st-09",
            "典藏部 st-01（缺勤，由典藏部 st-09代办；或典藏部其他人）",
            id="a stand-in, or another of the unit",
        ),
    ],
)  # fmt: skip
def test_whose_a_task_is_comes_first_and_then_who_else_may(
    assignee: str, groups: tuple[str, ...], covered: str, said: str
) -> None:
    """The one it was given to, and the others who may complete it."""
    course = in_hand()
    task = course.case.tasks["handle#1"]
    task.assignee, task.groups, task.covered_by = assignee, groups, covered

    assert f"- 应由：{said}\n" in current_details(course.proceeding)


@pytest.mark.parametrize(
    ("actor", "may"),
    [("st-01", True), ("st-09", True), ("sv-01", False)],
    ids=["the assignee", "another of the unit", "somebody else"],
)
def test_another_of_the_unit_may_indeed_complete_the_task(actor: str, may: bool) -> None:
    """What the page says is what the case lets through."""
    course = in_hand()
    task = course.case.tasks["handle#1"]
    task.assignee, task.groups = "st-01", ("stacks",)

    assert may == (acts_for(course.case, course.proceeding.law, actor, ("st-01", "stacks")) == "")
    command = CompleteTask(actor=actor, task="handle#1", outcome="no such outcome")
    with pytest.raises(Refused) as refused:
        check_completion(course.case, course.proceeding.law, command)
    assert ("unknown_outcome" if may else "wrong_actor") == refused.value.reason


async def test_every_handler_says_how_it_is_used(one_host: Host) -> None:
    """Each update and query has a description in Chinese; commands have JSON to copy."""
    case = await one_host.open()
    metadata = await case.handle.query(
        "__temporal_workflow_metadata", result_type=WorkflowMetadata
    )
    updates = {one.name: one.description for one in metadata.definition.update_definitions}
    queries = {one.name: one.description for one in metadata.definition.query_definitions}

    assert {
        "complete_task", "deliver_message", "migrate", "replan_calendar", "report_absence",
        "report_return", "resolve_incident", "withdraw",
    } <= set(updates)  # fmt: skip
    assert all("{" in text and "actor" in text for text in updates.values())
    assert {"case", "tasks", "clocks", "diagram"} <= set(queries)
    assert all(queries[name] for name in ("case", "tasks", "clocks", "diagram"))


async def test_nothing_personal_stands_in_the_history_outside_of_payloads(one_host: Host) -> None:
    """Ids, search attributes and summaries are never encrypted, so they hold no particulars."""
    case = await one_host.open(requester={"name": "张某某某", "phone": "13712349876"})
    await case.take_in_hand()

    for event in await case.events():
        summary_data = event.user_metadata.summary.data.decode()
        assert "张某某某" not in summary_data
        assert "13712349876" not in summary_data
    assert "13712349876" not in json.dumps(await shown(case), default=str)
    assert "TS-1" in summary("TS-1", "江畔市图书馆", "投诉")


class TestStockCommandLine:
    """Everything is possible with `temporal` alone."""

    async def test_a_task_is_completed_by_an_update(self, one_host: Host) -> None:
        """The receipt is printed as JSON."""
        case = await one_host.open()
        content = {"task": "receive", "actor": "sv-01", "outcome": "pass", "command_id": "x-1"}

        code, out, err = await cli(
            one_host, "workflow", "update", "execute", "--workflow-id", case.handle.id,
            "--name", "complete_task", "--input", json.dumps(content), "-o", "json",
        )  # fmt: skip

        assert (0, "") == (code, err)
        assert ["fill_slip#1"] == json.loads(out)["result"]["opened"]

    async def test_a_refusal_is_one_sentence_and_an_exit_code(self, one_host: Host) -> None:
        """What was expected and what is open stands in the message."""
        case = await one_host.open()

        code, _, err = await cli(
            one_host, "workflow", "update", "execute", "--workflow-id", case.handle.id,
            "--name", "complete_task", "--input", '{"task": "sign", "actor": "sv-01"}',
        )  # fmt: skip

        assert 1 == code
        assert "没有待办“sign”；现有待办：receive#1" in err
        assert "Traceback" not in err

    async def test_a_task_is_completed_by_a_signal(self, one_host: Host) -> None:
        """Nothing is answered; the case has gone on."""
        case = await one_host.open()
        content = {"task": "receive", "actor": "sv-01", "outcome": "pass"}

        code, _, err = await cli(
            one_host, "workflow", "signal", "--workflow-id", case.handle.id,
            "--name", "complete_task", "--input", json.dumps(content),
        )  # fmt: skip

        assert (0, "") == (code, err)
        await case.until_open("fill_slip")

    async def test_a_signal_without_input_does_no_harm(self, one_host: Host) -> None:
        """It is recorded as refused."""
        case = await one_host.open()

        code, _, _ = await cli(
            one_host,
            "workflow",
            "signal",
            "--workflow-id",
            case.handle.id,
            "--name",
            "complete_task",
        )

        assert 0 == code
        await eventually(lambda: case.facts("signal_refused"))
        await case.do("receive", "sv-01", "pass")

    @pytest.mark.parametrize("name", ["case", "tasks", "clocks", "diagram"])
    async def test_a_case_is_looked_at(self, one_host: Host, name: str) -> None:
        """Every query answers JSON."""
        case = await one_host.open()

        code, out, _ = await cli(
            one_host,
            "workflow",
            "query",
            "--workflow-id",
            case.handle.id,
            "--type",
            name,
            "-o",
            "json",
        )

        assert 0 == code
        assert json.loads(out)["queryResult"]
