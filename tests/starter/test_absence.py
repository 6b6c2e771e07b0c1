"""`shouwen absence`: every running case where somebody matters is told that they are away, or back."""

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.service import RPCError, RPCStatusCode

from starter.desk import Desk
from tests.starter.conftest import INQUIRY, Shouwen, eventually, recorded, working

BY = ("--as", "fo-09")


async def opened(desk: Desk, *owners: str) -> list[str]:
    """Open a case for each first contact, and wait until the register knows them."""
    numbers = []
    for owner in owners:
        receipt = await desk.open("hotel", INQUIRY | {"first_contact": owner})
        await recorded(desk, receipt.case)
        numbers.append(receipt.case)
    return numbers


async def test_the_cases_of_the_person_are_told_and_the_stand_in_finds_their_tasks(
    shouwen: Shouwen, desk: Desk
) -> None:
    """There at the report, and back at the return; each case answers with a line."""
    async with working(desk):
        (mine,) = await opened(desk, "fo-01")

        ran = await shouwen(
            "absence", "report", "--pack", "hotel", "--person", "fo-01", *BY, "--json"
        )

        assert (0, {"case": mine, "outcome": "told", "said": ""}) == (ran.code, ran.json)
        stand_in = (await desk.case(mine))["away"]["fo-01"]
        assert "fo-01" != stand_in
        assert stand_in == (await desk.tasks(mine))[0].complete_with["actor"]  # type: ignore[index]
        await eventually(lambda: _assigned(desk, mine, stand_in))

        again = await shouwen("absence", "return", "--pack", "hotel", "--person", "fo-01", *BY)

        assert (0, f"{mine}  已告知\n") == (again.code, again.out)
        assert "away" not in await desk.case(mine)
        await eventually(lambda: _assigned(desk, mine, "fo-01"))


async def _assigned(desk: Desk, case: str, person: str) -> bool:
    rows = await desk.register.tasks(case, open_only=True)
    return [person] == [row.assignee for row in rows]


async def test_cases_of_others_are_left_alone(shouwen: Shouwen, desk: Desk) -> None:
    """An absence is nobody else's business."""
    async with working(desk):
        (other,) = await opened(desk, "en-02")

        ran = await shouwen("absence", "report", "--pack", "hotel", "--person", "fo-01", *BY)

        assert (0, "") == (ran.code, ran.out)
        assert "away" not in await desk.case(other)


async def test_a_stranger_is_said_so(shouwen: Shouwen) -> None:
    """With those who are known; nothing is sent."""
    ran = await shouwen("absence", "report", "--pack", "hotel", "--person", "xx-9", *BY)

    assert 1 == ran.code
    assert "expected a person of the pack hotel (" in ran.err
    assert "found 'xx-9'" in ran.err


async def test_a_reason_that_is_too_long_is_refused(shouwen: Shouwen) -> None:
    """The sentence says how long it may be, and does not repeat it."""
    ran = await shouwen(
        "absence", "report", "--pack", "hotel", "--person", "fo-01", *BY, "--reason", "长" * 5000
    )

    assert 1 == ran.code
    assert ran.err.startswith("reason: expected")
    assert "4000" in ran.err
    assert "长" not in ran.err


async def test_an_end_without_an_offset_is_refused(shouwen: Shouwen) -> None:
    """The sentence shows how it is written."""
    ran = await shouwen(
        "absence", "report", "--pack", "hotel", "--person", "fo-01", *BY, "--until", "2026-10-20"
    )

    assert 1 == ran.code
    assert "expected an instant such as" in ran.err


async def test_a_case_that_refuses_ends_the_command_with_one(shouwen: Shouwen, desk: Desk) -> None:
    """Its own sentence stands beside it."""
    async with working(desk):
        (mine,) = await opened(desk, "fo-01")

        ran = await shouwen("absence", "report", "--pack", "hotel", "--person", "fo-01", *BY,
                            "--until", "2020-01-01T09:00:00+08:00")  # fmt: skip

        assert 1 == ran.code
        assert f"{mine}  案件不接受：" in ran.out


@pytest.mark.parametrize("what", ["report", "return"])
async def test_a_stranger_who_reports_is_said_so_once(
    shouwen: Shouwen, desk: Desk, what: str
) -> None:
    """However many cases there are, none of them is asked."""
    async with working(desk):
        mine = await opened(desk, "fo-01", "fo-01")

        ran = await shouwen("absence", what, "--pack", "hotel", "--person", "fo-01", "--as", "x")

        assert (1, "") == (ran.code, ran.out)
        assert 1 == len(ran.err.splitlines())
        assert "--as: expected a person or post of the pack hotel (" in ran.err
        assert "found 'x'" in ran.err
        assert ["away" in await desk.case(case) for case in mine] == [False, False]


async def test_a_case_that_only_the_register_knows_is_said_to_be_unknown(
    shouwen: Shouwen, desk: Desk
) -> None:
    """Asking again would not help."""
    client = await desk.client()
    async with working(desk):
        (gone,) = await opened(desk, "fo-01")
    await client.workflow_service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(
            namespace=client.namespace, workflow_execution=WorkflowExecution(workflow_id=gone)
        )
    )
    await eventually(lambda: _is_gone(desk, gone))

    ran = await shouwen("absence", "report", "--pack", "hotel", "--person", "fo-01", *BY)

    assert (1, True) == (ran.code, ran.out.startswith(f"{gone}  没有这个案件："))
    assert "请重试" not in ran.out


async def _is_gone(desk: Desk, case: str) -> bool:
    client = await desk.client()
    try:
        await client.get_workflow_handle(case).describe()
    except RPCError as error:
        return error.status is RPCStatusCode.NOT_FOUND
    return False
